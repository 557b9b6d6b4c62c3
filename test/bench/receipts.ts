/** How many receipts a second a provider can post, each in a request of its own, beside the bare statement that applies them. */
import { applyReceipts } from '../../queries/delivery.queries.ts'
import { connect, pgtyped } from '../../src/database.ts'
import { memoryOf } from '../operation/command.ts'
import { beginCommand } from './begin.ts'
import { type Bench, percentile, type Row, whole } from './bench.ts'
import { openConnection } from './connection.ts'
import { watchCpu } from './cpu.ts'
import { makeTargets, type Sender } from './offer.ts'
import { receiptCredentials, receiptText } from './receipt.ts'

const messages = 60_000
/** The shorter time that CRIER_BENCH_SECONDS asks for takes its part of them. */
const usualSeconds = 15
const connections = 64
/** Of the bare statement; together as many as wait over HTTP. */
const bareConnections = 2
const appliedTogether = connections / bareConnections

async function sentMessages({ sql }: Bench, sender: Sender, count: number): Promise<string[]> {
  const rows = await sql`
    insert into notifications (service_id, api_key_id, template_id, template_version, notification_type, key_type,
      notification_status, sent_at, sent_by, billable_units, "to", normalised_to, phone_prefix, rate_multiplier, created_at)
    select ${sender.serviceId}, ${sender.apiKeyId}, ${sender.templateId}, 1, 'sms', 'normal', 'sending', now(), 'mmg', 1,
      '07700900300', '447700900300', '44', 1, now()
    from generate_series(1, ${count}::integer)
    returning id`
  await sql`vacuum analyze notifications`
  return rows.map(({ id }) => id as string)
}

/** Receipts per second of the statement alone. */
async function bareReceipts(bench: Bench, ids: string[]): Promise<number> {
  const sql = connect(bench.url, { max: bareConnections, name: 'bench' })
  const db = pgtyped(sql)
  let next = 0
  const began = performance.now()
  const apply = async () => {
    while (next < ids.length) {
      const batch = ids.slice(next, next + appliedTogether)
      next += batch.length
      const received_at = new Date().toISOString()
      const receipts = batch.map((reference, ord) => {
        return { ord, provider: 'mmg', reference, status: '3', code: '5', received_at }
      })
      await applyReceipts.run({ receipts: receipts as never }, db)
    }
  }
  await Promise.all(Array.from({ length: bareConnections }, apply))
  const seconds = (performance.now() - began) / 1000
  await sql.end()
  return ids.length / seconds
}

/** Posts a receipt for each, one at a time on each connection. @returns how long each waited for its answer, in milliseconds */
async function post(port: number, ids: string[]): Promise<number[]> {
  const waits: number[] = []
  let next = 0
  const connection = () =>
    new Promise<void>((resolve, reject) => {
      let since = 0
      const postNext = () => {
        const id = ids[next++]
        if (id === undefined) {
          line.close()
          return resolve()
        }
        since = performance.now()
        line.ask(receiptText(id))
      }
      const line = openConnection(port, {
        open: postNext,
        answer(status) {
          if (status !== 200) {
            line.close()
            return reject(new Error(`a receipt was answered ${status}`))
          }
          waits.push(performance.now() - since)
          postNext()
        },
        error: reject,
      })
    })
  await Promise.all(Array.from({ length: connections }, connection))
  return waits
}

export async function receipts(bench: Bench): Promise<Row[]> {
  const count = Math.round((messages * bench.seconds(usualSeconds)) / usualSeconds)
  const [sender] = await makeTargets(bench, 1)
  const some = await sentMessages(bench, sender!, Math.round(count / 4))
  // The last tenth warms it up.
  const ids = await sentMessages(bench, sender!, Math.round(count * 1.1))
  const bare = await bareReceipts(bench, some)
  const serve = beginCommand(bench, 'serve', { MMG_RECEIPT_CREDENTIALS: receiptCredentials })
  const { port } = await serve.started
  await post(port!, ids.splice(count))
  const used = await watchCpu({ serve: serve.pid, PostgreSQL: bench.postmaster })
  const began = performance.now()
  const waits = await post(port!, ids)
  const perSecond = count / ((performance.now() - began) / 1000)
  const cpu = Object.entries(await used()).map(
    ([name, spent]) => `${name} ${((spent / count) * 1000).toFixed(2)} ms`,
  )
  const memory = await memoryOf(serve.pid)
  await serve.stop()
  const [left] = await bench.sql`
    select count(*)::integer as count from notifications where notification_status <> 'delivered'`
  if (left!.count !== 0) throw new Error(`${left!.count} messages have not learnt that they were delivered`)
  const ms = (share: number) => `${percentile(waits, share).toFixed(1)} ms`
  return [
    {
      scenario: 'receipts',
      figure: `${whole(perSecond)} receipts/s, p50 ${ms(0.5)}, p99 ${ms(0.99)}; memory at most ${memory?.peak ?? '?'} MB`,
      baseline: `${whole(bare)}/s by the bare statement, ${appliedTogether} at a time on ${bareConnections} connections`,
      ratio: perSecond / bare,
      conditions: `${whole(count)} receipts of MMG with its credentials, one in each request, on ${connections} kept connections; one serve process, no workers; CPU per receipt ${cpu.join(', ')}`,
    },
  ]
}
