/** The collation of 150,000 letters of one class, beside what the database needs for the bare rows of their batches. */
import { type Bench, type Row, whole } from './bench.ts'
import { collationTime, makePrintable } from './printable.ts'

const letters = 150_000
const services = 100
const now = collationTime

export async function printRun({ sql }: Bench): Promise<Row[]> {
  await makePrintable(sql, { letters, services, bytes: 60_000 })
  await sql`create table bare_letters (like print_batch_letters including all)`
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
  }
  const bare = await timed(
    () => sql`
      insert into bare_letters (batch_id, position, notification_id)
      select md5(service_id::text)::uuid, row_number() over (partition by service_id order by created_at), id
      from notifications where notification_type = 'letter'`,
  )
  const [run] = await sql`select start_print_run(${now})::text as day`
  const collate = () =>
    sql`select collate_letters(${run!.day}::date, 'second', ${now}::timestamptz) as batches`
  const seconds = await timed(collate)
  const [made] = await sql`
    select count(*)::int as batches, sum(letters)::int as letters, max(letters) as most,
      max(bytes)::int as bytes from print_batches`
  if (made!.letters !== letters) throw new Error(`${made!.letters} letters are in batches`)
  const again = await timed(collate)
  return [
    {
      scenario: `Collating ${whole(letters)} letters of one class`,
      figure: `${seconds.toFixed(1)} s; a second time ${again.toFixed(1)} s`,
      baseline: `${bare.toFixed(1)} s (their bare rows in one insert)`,
      ratio: seconds / bare,
      conditions: `${services} services, ${whole(made!.batches)} batches of up to ${made!.most} letters`,
    },
  ]
}
