/** Letters with PDFs, put into the database as making and scanning leave them. */
import { randomUUID } from 'node:crypto'
import { storeFile } from '../../src/files/store.ts'
import type { TestCrier, TestService } from '../support/crier.ts'

export type NewLetter = {
  created_at: string
  postage?: string
  bytes?: number
  reference?: string
  status?: string
  key_type?: string
  sheets?: number
  /** The PDF's contents, stored for real; without them only its size is. */
  contents?: Buffer
}

let counted = 0

/** @returns their ids, in the order of the letters */
export async function makeLetters(
  { crier, sql, makeTemplate }: TestCrier,
  service: TestService,
  letters: readonly NewLetter[],
): Promise<string[]> {
  const template = await makeTemplate(service, { type: 'letter' })
  const ids: string[] = []
  for (const letter of letters) {
    const { created_at, postage = 'second', bytes = 1000, status = 'created', key_type = 'normal' } = letter
    const { sheets = 1, contents } = letter
    const reference = letter.reference ?? `R${String(++counted).padStart(15, '0')}`
    const [id, file] = [randomUUID(), randomUUID()]
    await sql`insert into notifications (id, service_id, template_id, template_version, notification_type,
        key_type, notification_status, created_at, "to", reference, billable_units, postage)
      values (${id}, ${service.id}, ${template}, 1, 'letter', ${key_type}, ${status}, ${created_at},
        'A. User', ${reference}, ${sheets}, ${postage})`
    const size = contents?.byteLength ?? bytes
    if (contents === undefined) {
      await sql`insert into files (id, service_id, purpose, about_id, content_type, size, sha256, stored_at, kept)
        values (${file}, ${service.id}, 'letter-pdf', ${id}, 'application/pdf', ${size}, sha256(''), now(), true)`
    } else {
      const owner = { purpose: 'letter-pdf', serviceId: service.id, aboutId: id }
      await storeFile(crier, owner, { id: file, name: null, contentType: 'application/pdf' }, [contents])
    }
    await sql`insert into letter_pdfs (notification_id, file_id, page_count, bytes, file_name, stored_at)
      values (${id}, ${file}, 2, ${size}, letter_file_name(${reference}, ${postage}::postage, ${created_at}::timestamptz),
        now())`
    ids.push(id)
  }
  return ids
}

/** Collates one class. @returns the batches that the run of the day has, in order, each with the references of its letters */
export async function collate(
  { sql }: TestCrier,
  now: string,
  postage = 'second',
  { bytes = 41943040, letters = 500 } = {},
) {
  const [run] = await sql`select start_print_run(${now}) as day`
  const day = run!.day as string
  await sql`select collate_letters(${day}::date, ${postage}::postage, ${now}::timestamptz, ${bytes}::bigint, ${letters}::integer)`
  return sql`
    select batch.id, batch.name, batch.service_id, batch.sequence, batch.status,
      array_agg(letter.reference order by member.position) as "references"
    from print_batches batch
    join print_batch_letters member on member.batch_id = batch.id and member.withdrawn_at is null
    join notifications letter on letter.id = member.notification_id
    where batch.print_day = ${day} and batch.postage = ${postage}
    group by batch.id
    order by batch.sequence`
}
