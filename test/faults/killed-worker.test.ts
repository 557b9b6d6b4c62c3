/** A worker that is killed in the middle of its work: what it had in hand goes on elsewhere, and nothing is lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpPeer } from '../delivery/peers.ts'
import { commandSecret, startCommand } from '../operation/command.ts'
import { testCrier } from '../support/crier.ts'

const messages = 1000
/** What one worker may have in flight: its two batches of the queue. */
const inFlight = 200

const reference = (body: string) => (JSON.parse(body) as { cid: string }).cid

test('all messages reach a final state, and only those in flight at the kill are sent twice', async (t) => {
  const crier = await testCrier({ secret: commandSecret })
  // MMG, slow enough that the kill falls into the middle.
  const peer = await httpPeer(() => ({ delayMs: 150 }))
  const environment = {
    DATABASE_URL: crier.url,
    MMG_URL: peer.url,
    MMG_API_KEY: 'key',
    CRIER_SEND_CONCURRENCY: '50',
  }
  const workers: ReturnType<typeof startCommand>[] = []
  t.after(async () => {
    for (const worker of workers) worker.kill('SIGKILL')
    await Promise.all(workers.map((worker) => worker.ended))
    await peer.close()
    await crier.close()
  })
  await crier.sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
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

  const work = async () => {
    const worker = startCommand(['work'], environment)
    workers.push(worker)
    await worker.started
    return worker
  }
  const first = await work()
  await crier.until('the first worker is in the middle', async () => peer.seen.length > messages / 3)
  first.kill('SIGKILL')
  assert.equal(await first.ended, 'SIGKILL')
  const seenAtKill = peer.seen.length
  assert.ok(seenAtKill < messages, 'the kill came before the end')

  const second = await work()
  const count = async (condition: string) => {
    const [row] = await crier.sql`
      select count(*)::integer as count from notifications
      where service_id = ${service.id} and notification_status = ${condition}`
    return row!.count as number
  }
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline && (await count('created')) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(await count('created'), 0, second.output().slice(-2000))
  assert.equal(await second.stop(), 0)

  const sends = new Map<string, number>()
  for (const { body } of peer.seen) sends.set(reference(body), (sends.get(reference(body)) ?? 0) + 1)
  // The receipts come last, as from a network that is slow: an early one would spare its message the second copy.
  await Promise.all(
    [...sends.keys()].map((cid) =>
      crier.call('/notifications/sms/mmg', { body: { CID: cid, status: '3', MSISDN: '447700900300' } }),
    ),
  )
  const times = [...sends.values()]
  const twice = times.filter((count) => count === 2).length
  t.diagnostic(`${seenAtKill} of ${messages} were handed over before the kill; ${twice} were sent twice`)
  assert.equal(sends.size, messages, 'every message was sent')
  assert.ok(Math.max(...times) <= 2, 'none was sent a third time')
  assert.ok(twice <= inFlight, `${twice} messages were sent twice, more than were in flight`)
  assert.equal(await count('delivered'), messages)
})
