/** The collation of 150,000 letters of one class, beside what the database needs for the bare rows of their batches. */
import { type Bench, type Row, whole } from './bench.ts'

const letters = 150_000
const services = 100
const now = '2026-03-02T17:50:00Z'

export async function printRun({ sql }: Bench): Promise<Row[]> {
  await sql`
    select create_service(jsonb_build_object('name', 'Prints ' || n, 'restricted', false), null, now())
    from generate_series(1, ${services}::integer) as n`
  const owners = await sql`select array_agg(id) as ids from services where name like 'Prints %'`
  const [{ ids }] = owners as unknown as [{ ids: string[] }]
  await sql`
    insert into templates (service_id, name, template_type, subject, content, postage, letter_languages)
    select id, 'Letter', 'letter', 'A subject', 'Hello', 'second', 'english'
    from services where id = any (${ids})`
  await sql`
    insert into notifications (id, service_id, template_id, template_version, notification_type, key_type,
      created_at, "to", personalisation, reference, billable_units, postage)
    select md5(n::text)::uuid, template.service_id, template.id, 1, 'letter', 'normal',
      ${now}::timestamptz - interval '8 hours' + n * interval '10 ms', 'A. User',
      jsonb_build_object('text', repeat('x', 500)), 'R' || lpad(n::text, 15, '0'), 1 + n % 2, 'second'
    from generate_series(1, ${letters}::integer) as n
    join templates template
      on template.service_id = (${ids}::uuid[])[1 + n % ${services}::integer]`
  await sql`
    insert into files (id, service_id, purpose, about_id, content_type, size, sha256, stored_at, kept)
    select id, service_id, 'letter-pdf', id, 'application/pdf', 60000, sha256(''), now(), true
    from notifications where notification_type = 'letter'`
  await sql`
    insert into letter_pdfs (notification_id, file_id, page_count, bytes, file_name, stored_at)
    select id, id, 2, 60000, letter_file_name(reference, postage, created_at), now()
    from notifications where notification_type = 'letter'`
  await sql`analyze notifications, letter_pdfs`
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
