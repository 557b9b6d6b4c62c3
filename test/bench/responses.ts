/** A printer's response file of a day's letters, read and applied; beside the bare update of their rows. */
import { type Bench, type Row, whole } from './bench.ts'
import { sized } from './books/measure.ts'
import { collationTime, makePrintable } from './printable.ts'

export async function responses({ sql }: Bench): Promise<Row[]> {
  const letters = sized(100_000)
  await makePrintable(sql, { letters, services: 100, bytes: 30_000 })
  await sql`
    update notifications set notification_status = 'sending', sent_by = 'dvla', sent_at = ${collationTime}::timestamptz,
      created_at = ${collationTime}::timestamptz - interval '8 hours'`
  await sql`vacuum analyze notifications`
  const [file] = await sql`
    select string_agg(reference || '|Sent|' || billable_units || '|Sorted', E'\n' order by random()) as content
    from notifications where notification_type = 'letter'`
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
  }
  const apply = () =>
    sql`select lines, applied from apply_response_file('NOTIFY-20260304090000-RSP.TXT', ${file!.content}, '2026-03-04T09:00:00Z')`
  const seconds = await timed(apply)
  const [told] =
    await sql`select count(*)::integer as n from notifications where notification_status = 'delivered'`
  if (told!.n !== letters) throw new Error(`${told!.n} letters are delivered`)
  const again = await timed(apply)
  await sql`vacuum analyze notifications`
  const bare = await timed(
    () => sql`update notifications set updated_at = now() where notification_type = 'letter'`,
  )
  return [
    {
      scenario: `A response file of ${whole(letters)} lines`,
      figure: `${seconds.toFixed(1)} s; a second time ${again.toFixed(1)} s`,
      baseline: `${bare.toFixed(1)} s (one bare update of their rows)`,
      ratio: seconds / bare,
      conditions: 'all of them at the printer, in no order',
    },
  ]
}
