/** What internal routes read from requests: ids in paths, dates, years. Source: specification, internal API, errors. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { getLocalDate } from '../../queries/platform.queries.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { noteBody, readBody } from '../http.ts'
import type { CachedService } from '../services/cached.ts'
import { canonicalUuid } from '../uuid.ts'
import { checkSchema, notOfType, parseJson } from '../validation.ts'

const hex = '[0-9a-fA-F]'
/** A path segment that is not an id is an unknown path, answered before the caller is asked who it is. */
const uuidPattern = [8, 4, 4, 4, 12].map((digits) => hex.repeat(digits)).join('-')
export const idSegment = <Name extends string>(name: Name) => `:${name}{${uuidPattern}}` as `:${Name}{uuid}`
export const serviceId = idSegment('service_id')
/** An id of the path, in the one spelling that ids have in answers and in what is kept of them. */
export const pathId = (c: Context, name: string): string => c.req.param(name)!.toLowerCase()

/** Who acts, in requests whose bodies have no field for it: the person is known to the calling client alone. */
export const unnamed = null

/**
 * The row that a query finds or makes, when there is one at most.
 * @throws ApiError 404 when there is none
 */
export function one<Row>(rows: readonly Row[]): Row {
  if (rows[0] === undefined) throw noResultFound()
  return rows[0]
}

/** A refusal in the route's own words: a sentence, or lists of sentences by field. */
export const refused = (detail: unknown) => new PlainError(400, detail)

/**
 * The service of the path.
 * @throws ApiError 404 when there is none
 */
export async function serviceOf(c: Context, crier: Crier): Promise<CachedService> {
  const service = await crier.cache.service(pathId(c, 'service_id'))
  if (service === null) throw noResultFound()
  return service
}

/** A flag of the query: only the word that is not the one meant otherwise counts. */
export const flag = (c: Context, name: string, otherwise = false): boolean =>
  c.req.query(name) === (otherwise ? 'False' : 'True') ? !otherwise : otherwise

/**
 * An id of the query; null when there is none.
 * @throws ApiError 404 for what is no id
 */
export function idQuery(c: Context, name: string): string | null {
  const text = c.req.query(name)
  if (text === undefined) return null
  const id = canonicalUuid(text)
  if (id === null) throw noResultFound()
  return id
}

/** Bodies of these routes are a few fields. */
const maxAdminBody = 100_000
/** @param most bytes; @param pieces keys, items and brackets, where more is usual */
export async function jsonBody(c: Context, most = maxAdminBody, pieces?: number): Promise<unknown> {
  const body = parseJson(await readBody(c, most), pieces)
  noteBody(c, body)
  return body
}

/** The same where the request may have no body at all, which says nothing then. */
export async function optionalBody(c: Context): Promise<unknown> {
  const bytes = await readBody(c, maxAdminBody)
  const body = bytes.length === 0 ? {} : parseJson(bytes)
  noteBody(c, body)
  return body
}

/**
 * A year of four digits.
 * @throws PlainError 400 with the route's own words
 */
export function yearOf(text: string | undefined, message: string): number {
  if (text === undefined || !/^[1-9]\d{3}$/.test(text) || text === '9999') throw refused(message)
  return Number(text)
}

/** Why a text is not a date, in the words of the reference implementation's calendar; null when it is one. */
export function dateFault(text: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null) return `Invalid isoformat string: ${text.slice(0, 100)}`
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  if (year === 0) return 'year 0 is out of range'
  if (month < 1 || month > 12) return 'month must be in 1..12'
  const days = new Date(Date.UTC(2000, month, 0)).getUTCDate()
  const isLeapDay = month === 2 && day === 29
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day < 1 || day > days || (isLeapDay && !isLeapYear)) return 'day is out of range for month'
  return null
}

/** The platform's local date. */
export const today = async ({ db, now }: Pick<Crier, 'db' | 'now'>): Promise<string> =>
  one(await getLocalDate.run({ now: now().toISOString() }, db)).today

export type DateRange = { start_date: string; end_date: string }

/**
 * Both dates of a report's range, both ends included.
 * @throws PlainError 400
 */
export function dateRangeOf(c: Context): DateRange {
  const [start_date, end_date] = ['start_date', 'end_date'].map((name) => c.req.query(name) ?? '')
  if (dateFault(start_date!) !== null || dateFault(end_date!) !== null) {
    throw refused('Input must be a date in the format: YYYY-MM-DD')
  }
  return { start_date: start_date!, end_date: end_date! }
}

const optionalDate = v.optional(
  v.pipe(
    v.string(notOfType('string, null')),
    v.check(
      (text) => dateFault(text) === null,
      (issue) => dateFault(issue.input)!.replaceAll("'", ''),
    ),
  ),
)
const optionalRange = v.strictObject({ start_date: optionalDate, end_date: optionalDate })

/**
 * The same where either may be left out: today then.
 * @throws ApiError 400 with a list
 */
export async function optionalDateRangeOf(c: Context, crier: Crier): Promise<DateRange> {
  const given = Object.fromEntries(
    ['start_date', 'end_date'].flatMap((name) => {
      const text = c.req.query(name)
      return text === undefined ? [] : [[name, text]]
    }),
  )
  const range = checkSchema(optionalRange, given)
  const day = await today(crier)
  return { start_date: range.start_date ?? day, end_date: range.end_date ?? day }
}

/**
 * The same for reports on money, whose allowances are counted within one financial year.
 * @throws PlainError 400
 */
export function financialYearRangeOf(c: Context): DateRange {
  const range = dateRangeOf(c)
  if (range.start_date > range.end_date) throw refused('Start date must be before end date')
  if (financialYear(range.start_date) !== financialYear(range.end_date)) {
    throw refused('Date must be in a single financial year.')
  }
  return range
}

/** Only to refuse requests; what the database computes comes from its own function of this name. */
const financialYear = (date: string) => Number(date.slice(0, 4)) - (date.slice(5) < '04-01' ? 1 : 0)
