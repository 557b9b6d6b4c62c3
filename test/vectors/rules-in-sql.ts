/** The published examples of rules that live in SQL, by the name of their file. */
import type { Sql } from 'postgres'
import { smsTemplateSize } from '../../src/templates/sms.ts'
import { compileTemplate } from '../../src/templates/template.ts'

type Context = { sql: Sql }

type Timed = { created_at_utc: string; now_utc: string }

const utc = (text: string): string => (/([+-]\d\d:?\d\d|Z)$/.test(text) ? text : `${text}Z`)

const firstOf = async <Row>(rows: PromiseLike<readonly Row[]>): Promise<Row> => {
  const [row] = await rows
  if (row === undefined) throw new Error('the query gave no row')
  return row
}

const timings = ({ created_at_utc, now_utc }: Timed, { sql }: Context) =>
  firstOf(sql`
    with letter as (
      select ${utc(created_at_utc)}::timestamptz as created_at
    ), delivery as (
      select
        letter_transit_days.postage,
        to_char(local_timestamp(earliest_at), 'YYYY-MM-DD HH24:MI') as earliest,
        to_char(local_timestamp(latest_at), 'YYYY-MM-DD HH24:MI') as latest
      from letter, letter_transit_days, letter_delivery(letter.created_at, letter_transit_days.postage)
    )
    select
      to_char(local_timestamp(letter_printed_at(created_at)), 'YYYY-MM-DD HH24:MI') as printed_by,
      is_letter_printed(created_at, ${utc(now_utc)}::timestamptz) as is_printed,
      (select latest from delivery where postage = 'first') as first,
      (select earliest from delivery where postage = 'second') as second_earliest,
      (select latest from delivery where postage = 'second') as second_latest,
      (select earliest from delivery where postage = 'economy') as economy_earliest,
      (select latest from delivery where postage = 'economy') as economy_latest,
      (select earliest from delivery where postage = 'europe') as europe_earliest,
      (select latest from delivery where postage = 'europe') as europe_latest,
      (select earliest from delivery where postage = 'rest-of-world') as rest_of_world_earliest,
      (select latest from delivery where postage = 'rest-of-world') as rest_of_world_latest
    from letter`)

const cancellation = async (input: Timed & { status: string }, { sql }: Context) => {
  const { status, created_at_utc, now_utc } = input
  const row = await firstOf(sql`
    select is_letter_cancellable(${status}, ${utc(created_at_utc)}::timestamptz, ${utc(now_utc)}::timestamptz) as allowed`)
  return row.allowed
}

type Distance = { calendar: string; postage?: string; date: string; offset_working_days: number }

const workingDay = async ({ postage, date, offset_working_days }: Distance, { sql }: Context) => {
  const row = await firstOf(sql`
    select working_day(
      ${date}::date,
      ${offset_working_days}::integer,
      coalesce((select last_weekday from letter_transit_days where postage = ${postage ?? null}), 5)
    )::text as day`)
  return row.day
}

/** What London's clocks show, as an instant; or an instant as they show it, of which a case without seconds asks the clock. */
const londonTime = async (input: { utc: string } | { london: string }, { sql }: Context) => {
  if ('london' in input) {
    const row = await firstOf(sql`
      select to_char(local_instant(${input.london}::timestamp) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') as utc`)
    return { utc: row.utc }
  }
  const row = await firstOf(sql`
    select
      to_char(local_timestamp(${utc(input.utc)}::timestamptz), 'HH24:MI') as clock,
      to_char(local_timestamp(${utc(input.utc)}::timestamptz), 'YYYY-MM-DD"T"HH24:MI:SS') as local`)
  return /:\d\d:\d\d/.test(input.utc) ? { london: row.local } : { london_clock: row.clock }
}

const fragments = (content: string, { sql }: Context) => {
  const { characters, extended, ucs2 } = smsTemplateSize(
    compileTemplate({ type: 'sms', content, subject: null }),
  )
  return firstOf(sql`
    select
      sms_fragments(${characters}::integer, ${extended}::integer, ${ucs2}::boolean) as fragments,
      sms_characters_above_previous_boundary(${characters}::integer, ${extended}::integer, ${ucs2}::boolean)
        as characters_above_previous_boundary`)
}

export const rulesInSql = {
  'letter-timings': timings,
  'letter-cancellation': cancellation,
  'working-days': workingDay,
  timezones: londonTime,
  'sms-fragments': fragments,
}
