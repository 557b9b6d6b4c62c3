/** A worker that is killed in the middle of its work: what it had in hand goes on elsewhere, nothing is lost and nothing is sent twice. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpPeer } from '../delivery/peers.ts'
import { type Command, commandSecret, startCommand } from '../operation/command.ts'
import { receiptHeaders, type TestCrier, testCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'

/** More than the four batches that a worker has in hand. */
const messages = scaled(400)
const reference = (body: string) => (JSON.parse(body) as { cid: string }).cid

test('all messages reach a final state, and none of those in flight at the kill is sent twice', async (t) => {
  let crier: TestCrier
  const receipts: Promise<unknown>[] = []
  /** Receipts of every other message in flight at the kill come when the second worker waits for them. */
  const awaited = Promise.withResolvers<void>()
  let isKilled = false
  async function receipt(cid: string, isLate: boolean): Promise<void> {
    if (isLate) await awaited.promise
    const body = { CID: cid, status: '3', MSISDN: '447700900300' }
    const { status } = await crier.call('/notifications/sms/mmg', { body, headers: receiptHeaders })
    assert.equal(status, 200)
  }
  // MMG, which hangs from the middle on until the kill has come. Whoever was handed a message sends its receipt, whatever became of the call.
  const peer = await httpPeer(({ body }) => {
    const cid = reference(body)
    const isLate = !isKilled && Number.parseInt(cid.at(-1)!, 16) % 2 === 0
    setTimeout(() => receipts.push(receipt(cid, isLate)), 150)
    return !isKilled && peer.seen.length > messages / 3 ? { fault: 'hangs' } : { delayMs: 150 }
  })
  crier = await testCrier({
    secret: commandSecret,
    providers: { mmg: { url: peer.url, api_key: 'key' } },
    sendConcurrency: 50,
  })
  let worker: Command | undefined
  t.after(async () => {
    awaited.resolve()
    worker?.kill('SIGKILL')
    await worker?.ended
    await Promise.all(receipts)
    await peer.close()
    await crier.close()
  })
  await crier.sql`
    update provider_details set active = (identifier = 'mmg'), timeout_seconds = 30 where notification_type = 'sms'`
  const service = await crier.makeService({ rate_limit: 1_000_000 })
  const template = await crier.makeTemplate(service)
  const send = (number: number) =>
    crier.call('/v2/notifications/sms', {
      key: service.keys.normal,
      body: {
        phone_number: `07700 900${300 + (number % 600)}`,
        template_id: template,
        personalisation: { name: String(number) },
      },
    })
  for (let sent = 0; sent < messages; sent += 200) {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => send(sent + i)))
    assert.ok(answers.every((answer) => answer.status === 201))
  }

  worker = startCommand(['work'], {
    DATABASE_URL: crier.url,
    MMG_URL: peer.url,
    MMG_API_KEY: 'key',
    CRIER_SEND_CONCURRENCY: '50',
  })
  await worker.started
  await crier.until('the first worker is in the middle', async () => peer.seen.length > messages / 3)
  worker.kill('SIGKILL')
  isKilled = true
  assert.equal(await worker.ended, 'SIGKILL')
  const seenAtKill = peer.seen.length
  assert.ok(seenAtKill < messages, 'the kill came before the end')
  // Nothing is heard of it for as long as the queue is patient.
  await crier.sql`
    update pgboss.job set heartbeat_on = heartbeat_on - interval '10 seconds' where state = 'active'`

  const said: string[] = []
  crier.crier.log.warn = ((_: unknown, message: string) => said.push(message)) as never
  await crier.work()
  await crier.until('the second worker waits for receipts', async () =>
    said.some((message) => message.includes('receipts awaited')),
  )
  awaited.resolve()
  await Promise.all(receipts)
  // The time that it waits with what has no receipt passes.
  await crier.sql`update delivery_claims set claimed_at = claimed_at - interval '120 seconds'`
  const count = async (condition: string) => {
    const [row] = await crier.sql`
      select count(*)::integer as count from notifications
      where service_id = ${service.id} and notification_status = ${condition} and sent_by = 'mmg'
        and sent_at is not null and billable_units = 1`
    return row!.count as number
  }
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline && (await count('delivered')) < messages) {
    // Batches learn one after the other that they have to wait.
    await crier.sql`update pgboss.job set start_after = now() where state < 'active'`
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(await count('delivered'), messages, said.slice(-20).join())

  const sends = new Map<string, number>()
  for (const { body } of peer.seen) sends.set(reference(body), (sends.get(reference(body)) ?? 0) + 1)
  const twice = [...sends.values()].filter((times) => times > 1).length
  t.diagnostic(`${seenAtKill} of ${messages} were handed over before the kill; ${twice} were sent twice`)
  assert.equal(sends.size, messages, 'every message was sent')
  assert.equal(twice, 0, 'none was sent twice')
})
