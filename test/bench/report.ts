/** The messages of a service as one file, while it is written. */
import { memoryOf } from '../operation/command.ts'
import { beginCommand } from './begin.ts'
import { type Bench, type Row, whole } from './bench.ts'
import { tokenMaker } from './connection.ts'
import { addLiveMessages } from './messages.ts'
import { makeTargets, type Sender } from './offer.ts'

const usualMessages = 100_000
const secret = 'a secret of the admin application for measurements'

/** What the process of the admin application needs to call. */
export const adminEnv = { CRIER_ADMIN_SECRET: secret }
export const admin = { serviceId: 'notify-admin', secret, templateId: '' }

/** A service with so many messages of all channels. */
export async function makeMessages(bench: Bench, count: number): Promise<Sender> {
  const { sql } = bench
  const [sender] = (await makeTargets(bench, 1)) as [Sender]
  const template = async (type: string, postage: string | null) => {
    const [made] = await sql`
      insert into templates (service_id, name, template_type, subject, content, postage, letter_languages)
      values (${sender.serviceId}, ${type}, ${type}, 'Your visit', 'Dear ((name))', ${postage}::postage,
        (case when ${postage}::text is not null then 'english' end)::letter_languages)
      returning id`
    return made!.id as string
  }
  const templates = {
    sms: sender.templateId,
    email: await template('email', null),
    letter: await template('letter', 'second'),
  }
  await addLiveMessages(sql, { service: sender.serviceId, templates }, count)
  await sql`vacuum analyze notifications`
  return sender
}

export async function report(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  const { serviceId } = await makeMessages(bench, usualMessages)
  const server = beginCommand(bench, 'serve', adminEnv)
  const { port } = await server.started
  const headers = () => ({ authorization: `Bearer ${tokenMaker(admin)()}`, accept: 'text/csv' })
  const download = async (path: string) => {
    const began = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}/service/${serviceId}/notifications${path}`, {
      headers: headers(),
    })
    let first = 0
    let lines = 0
    let bytes = 0
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      first ||= performance.now() - began
      bytes += chunk.byteLength
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
    }
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    return { first, seconds: (performance.now() - began) / 1000, lines: lines - 1, bytes }
  }
  await download('/csv?status=technical-failure')
  const before = await memoryOf(server.pid)
  const file = await download('/csv')
  const after = await memoryOf(server.pid)
  const again = await download('/csv')
  const last = await memoryOf(server.pid)
  await server.stop()
  if (file.lines !== usualMessages) throw new Error(`${file.lines} lines`)
  const began = performance.now()
  const copied = await sql`
    copy (select * from notification_csv_rows where service_id = ${sql.unsafe(`'${serviceId}'`)}) to stdout csv`.readable()
  for await (const _ of copied);
  const bare = (performance.now() - began) / 1000
  return [
    {
      scenario: 'report',
      figure: `${file.seconds.toFixed(2)} s, the first byte after ${whole(file.first)} ms (again: ${again.seconds.toFixed(2)} s, ${whole(again.first)} ms); memory at most ${before?.peak} MB before, ${after?.peak} MB and ${last?.peak} MB after`,
      baseline: `${bare.toFixed(2)} s for COPY of the same lines, in no order`,
      ratio: file.seconds / bare,
      conditions: `${whole(file.lines)} messages of three channels as ${(file.bytes / 1e6).toFixed(1)} MB of CSV; one serve process`,
    },
  ]
}
