/** How fast what waits goes to a provider that takes its time, beside what as many calls at a time could carry. */
import { acceptNotifications } from '../../queries/notifications.queries.ts'
import { readConfig } from '../../src/config.ts'
import { connect, pgtyped } from '../../src/database.ts'
import { memoryOf } from '../operation/command.ts'
import { beginCommand, startMmg } from './begin.ts'
import { type Bench, pause, type Row, whole } from './bench.ts'
import { watchCpu } from './cpu.ts'
import { makeTargets, textRequest } from './offer.ts'

const answerMs = 50
const messages = 50_000
/** The shorter time that CRIER_BENCH_SECONDS asks for takes its part of them. */
const usualSeconds = 30
const acceptedTogether = 500

async function acceptTexts(bench: Bench, count: number): Promise<void> {
  const senders = await makeTargets(bench, 20)
  const sql = connect(bench.url, { max: 1, name: 'bench' })
  const db = pgtyped(sql)
  for (let at = 0; at < count; at += acceptedTogether) {
    const requests = Array.from({ length: Math.min(acceptedTogether, count - at) }, (_, ord) => ({
      ...textRequest(senders[(at + ord) % senders.length]!, at + ord),
      ord,
    }))
    await acceptNotifications.run({ requests: requests as never, waits_for_turn: true }, db)
  }
  await sql.end()
}

export async function send(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  const count = Math.round((messages * bench.seconds(usualSeconds)) / usualSeconds)
  await sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
  await acceptTexts(bench, count)
  const mmg = await startMmg({ answerMs, receipts: null })
  const work = beginCommand(bench, 'work', mmg.env)
  await work.started
  const used = await watchCpu({ work: work.pid, PostgreSQL: bench.postmaster, provider: mmg.pid })
  // updated_at is when the hand-over was recorded.
  const progress = async () => {
    const [row] = await sql`
      select count(*) filter (where notification_status = 'created')::integer as left,
        extract(epoch from max(updated_at) - min(sent_at))::float8 as seconds
      from notifications`
    return row as unknown as { left: number; seconds: number }
  }
  let now = await progress()
  for (; now.left > 0; now = await progress()) await pause(1000)
  const cpu = Object.entries(await used()).map(
    ([name, spent]) => `${name} ${((spent / count) * 1000).toFixed(2)} ms`,
  )
  const memory = await memoryOf(work.pid)
  await work.stop()
  mmg.stop()
  const perSecond = count / now.seconds
  const { sendConcurrency } = readConfig({})
  const bound = (sendConcurrency * 1000) / answerMs
  return [
    {
      scenario: 'send',
      figure: `${whole(perSecond)} messages/s handed over; memory at most ${memory?.peak ?? '?'} MB`,
      baseline: `${whole(bound)}/s: ${sendConcurrency} calls at a time of ${answerMs} ms`,
      ratio: perSecond / bound,
      conditions: `${whole(count)} texts that wait, one work process, an MMG on loopback that answers after ${answerMs} ms; CPU per message ${cpu.join(', ')}`,
    },
  ]
}
