/**
 * The chaos drill: a whole installation under load, whose parts are killed with SIGKILL at random and started again. Every message that was
 * accepted is sent and gets its receipt, none is stored twice, and next to none is sent twice, though kills find calls under way. Durable settings,
 * as in production.
 *
 * CRIER_CHAOS_SECONDS (180) is how long it kills, CRIER_CHAOS_SEED repeats the sequence of kills, CRIER_CHAOS_RATE (100) is the load in
 * messages a second. Exits with 1 when something is not as it has to be.
 */
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { migrate } from '../../src/migrate.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { removeBrokenOffClusters, removeCluster, testCluster } from '../support/clusters.ts'
import { killDescendants } from '../support/processes.ts'
import { randomSequence } from '../support/random.ts'
import { startClient } from './client.ts'
import { receiptCredentials, startProvider } from './provider.ts'
import { makeSender } from './sender.ts'
import { type Part, parts, type System, startSystem } from './system.ts'
import { drained, judge } from './verdict.ts'

const number = (name: string, usual: number) => Number(process.env[name] || usual)
const seconds = number('CRIER_CHAOS_SECONDS', 180)
const seed = number('CRIER_CHAOS_SEED', Date.now() % 1_000_000_000)
const rate = number('CRIER_CHAOS_RATE', 100)
/** Longer than the pause after a provider's failure, which a database that is away may be taken for. */
const drainPatienceMs = 400_000
const folder = testCluster()
let system: System | undefined
const say = (line: string) => process.stdout.write(`${line}\n`)

async function drill(): Promise<boolean> {
  say(`chaos: ${seconds} s, seed ${seed}, ${rate} messages a second`)
  // One sequence for the kills alone: how many messages came between two of them changes nothing of it.
  const random = randomSequence(seed)
  const between = (from: number, to: number) => from + random() * (to - from)
  const delays = randomSequence(seed + 1)
  const provider = await startProvider(
    () => 5 + delays() * 35,
    () => 100 + delays() * 1_900,
  )
  const server = await startEmbedded(folder, 'durable')
  await migrate(server.url)
  const sender = await makeSender(server.url)
  system = await startSystem(folder, server.url, {
    CRIER_FOLDER: `${folder}/crier`,
    MMG_URL: provider.url,
    MMG_API_KEY: 'key',
    MMG_RECEIPT_CREDENTIALS: receiptCredentials,
  })
  provider.tell(system.base)
  const client = startClient(system.base, sender, rate)
  const began = performance.now()
  const at = () => `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s `
  const strike = async (part: Part, deadMs: number) => {
    say(`${at()} ${part} is killed`)
    await system!.strike(part, deadMs)
    say(`${at()} ${part} is back`)
  }
  for (;;) {
    await pause(between(6_000, 12_000))
    if (performance.now() - began > seconds * 1000) break
    const first = parts[Math.floor(random() * parts.length)]!
    const strikes = [strike(first, between(0, 1_500))]
    // Now and then two at once.
    const second = parts[Math.floor(random() * parts.length)]!
    const secondDead = between(0, 1_500)
    if (random() < 0.15 && second !== first) strikes.push(strike(second, secondDead))
    await Promise.all(strikes)
  }
  await client.finish()
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  const drainSeconds = await drained(sql, drainPatienceMs)
  const { lines, passed } = await judge(sql, client, provider, system, drainSeconds)
  await sql.end()
  await system.end()
  await provider.close()
  for (const line of ['', ...lines]) say(line)
  return passed
}

async function cleanUp(): Promise<void> {
  await system?.end()
  await killDescendants()
  await removeCluster(folder)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    await cleanUp()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

await removeBrokenOffClusters()
try {
  const passed = await drill()
  say(passed ? 'passed' : `FAILED: repeat with CRIER_CHAOS_SEED=${seed}`)
  process.exitCode = passed ? 0 : 1
} finally {
  await cleanUp()
}
