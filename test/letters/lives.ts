/** Letters on their way, for tests of what happens to them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { storeFile } from '../../src/files/store.ts'
import { letterLogoName, type UploadedPurpose } from '../../src/letters/files.ts'
import type { TestCrier, TestService } from '../support/crier.ts'

export const london = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'SW14 6BF',
}

/** @returns the id of a letter that the API has accepted */
export async function sendLetter(
  crier: TestCrier,
  service: TestService,
  body: Record<string, unknown>,
  key: 'normal' | 'test' = 'normal',
): Promise<string> {
  const answer = await crier.call('/v2/notifications/letter', { key: service.keys[key], body })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id
}

export const sendPdf = (
  crier: TestCrier,
  service: TestService,
  pdf: Uint8Array,
  more: Record<string, unknown> = {},
  key: 'normal' | 'test' = 'normal',
) =>
  sendLetter(crier, service, { content: Buffer.from(pdf).toString('base64'), reference: 'a', ...more }, key)

export const jobsOf = (...ids: string[]) => ids.map((id) => ({ id }))

/** The queues that have a waiting job of a letter. */
export const queuesOf = async (crier: TestCrier, id: string): Promise<string[]> =>
  (
    await crier.sql`select name from pgboss.job where id = ${id} and state in ('created', 'retry') order by 1`
  ).map(({ name }) => name)

export async function letterOf(crier: TestCrier, id: string) {
  const [row] = await crier.sql`
    select
      letter.notification_status as status, letter.billable_units as sheets, letter.postage,
      letter.international, letter."to", pdf.page_count as pages, pdf.file_name
    from notifications letter
    left join letter_pdfs pdf on pdf.notification_id = letter.id
    where letter.id = ${id}`
  return row!
}

export const filesOf = async (crier: TestCrier, id: string): Promise<string[]> =>
  (await crier.sql`select purpose from files where about_id = ${id} order by purpose`).map(
    ({ purpose }) => purpose,
  )

/** Acceptance has the database's clock. */
export async function setCreated(crier: TestCrier, time: string, ...ids: string[]): Promise<void> {
  await crier.sql`update notifications set created_at = ${time} where id = any (${ids})`
}

/** Stores a logo of one colour, as people's application does. */
export async function storeLogo(crier: TestCrier, filename: string, colour: string): Promise<void> {
  const svg = `<svg viewBox="0 0 20 9"><rect width="20" height="9" fill="${colour}"/></svg>`
  await storeFile(
    crier.crier,
    { purpose: 'logo', serviceId: null, aboutId: null },
    { name: letterLogoName(filename), contentType: 'image/svg+xml' },
    [Buffer.from(svg)],
  )
}

/** @returns the id of the upload */
export async function storeUpload(
  crier: TestCrier,
  purpose: UploadedPurpose,
  serviceId: string,
  pdf: Uint8Array,
  aboutId: string = randomUUID(),
): Promise<string> {
  const file = { name: null, contentType: 'application/pdf' }
  await storeFile(crier.crier, { purpose, serviceId, aboutId }, file, [pdf])
  return aboutId
}
