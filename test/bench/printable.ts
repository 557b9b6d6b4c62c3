/** Letters that are ready for the printer, by the hundred thousand. */
import type postgres from 'postgres'

export const collationTime = '2026-03-02T17:50:00Z'

/**
 * Letters of many services, with their PDFs' rows. Their ids follow their times, as Crier's do.
 * @param files that their PDFs are, in turn; none: each has a file of its own that is not there
 */
export async function makePrintable(
  sql: postgres.Sql,
  {
    letters,
    services,
    bytes,
    files = [],
  }: { letters: number; services: number; bytes: number; files?: string[] },
): Promise<void> {
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
    select uuidv7(), template.service_id, template.id, 1, 'letter', 'normal',
      ${collationTime}::timestamptz - interval '8 hours' + n * interval '10 ms', 'A. User',
      jsonb_build_object('text', repeat('x', 500)), 'P' || lpad(n::text, 15, '0'), 1 + n % 2, 'second'
    from generate_series(1, ${letters}::integer) as n
    join templates template
      on template.service_id = (${ids}::uuid[])[1 + n % ${services}::integer]`
  if (files.length === 0)
    await sql`
      insert into files (id, service_id, purpose, about_id, content_type, size, sha256, stored_at, kept)
      select id, service_id, 'letter-pdf', id, 'application/pdf', ${bytes}, sha256(''), now(), true
      from notifications where reference like 'P%'`
  await sql`
    insert into letter_pdfs (notification_id, file_id, page_count, bytes, file_name, stored_at)
    select id, coalesce((${files}::uuid[])[1 + row_number() over () % greatest(${files.length}::integer, 1)], id),
      2, ${bytes}, letter_file_name(reference, postage, created_at), now()
    from notifications where reference like 'P%'`
  await sql`analyze notifications, letter_pdfs`
}
