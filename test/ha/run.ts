/**
 * `make ha`: an installation that fails over. Three PostgreSQL under Patroni with etcd and HAProxy, two `serve` and two `work` behind it, and a client
 * that writes every 201 down, while leaders, agents, standbys, etcd and networks are killed, stopped and cut. Prints a line for each event, and exits
 * with 1 when a message was lost or stored twice, or was left unsent. What took longer than is aimed at is said.
 *
 * CRIER_HA_RATE (100) is the load in messages a second, CRIER_HA_EVENTS the numbers of the events, "1,4" (all).
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { migrate } from '../../src/migrate.ts'
import { startClient } from '../chaos/client.ts'
import { receiptCredentials, startProvider } from '../chaos/provider.ts'
import { makeSender } from '../chaos/sender.ts'
import { drained } from '../chaos/verdict.ts'
import { type Command, startCommand } from '../operation/command.ts'
import { testCluster } from '../support/clusters.ts'
import { killDescendants } from '../support/processes.ts'
import { openProxy } from '../support/proxy.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { events } from './events.ts'
import { endSeconds, within } from './limits.ts'
import { startStaleness } from './staleness.ts'
import { findTools } from './tools.ts'
import { type Period, table, verdict } from './verdict.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const rate = Number(process.env.CRIER_HA_RATE || 100)
const wanted = (process.env.CRIER_HA_EVENTS || events.map((_, i) => i + 1).join(','))
  .split(',')
  .map((number) => events[Number(number) - 1])
/** Before the first event and after each: what is normal. */
const quietMs = 5_000
const drainPatienceMs = 180_000
/** The client asks for a message again for 90 s, and waits for an answer for 10. */
const finishSeconds = 120
const folder = testCluster()
let cluster: Cluster | undefined
const commands: Command[] = []

async function drill(): Promise<boolean> {
  await mkdir(folder, { recursive: true })
  const tools = await findTools(folder)
  if (typeof tools === 'string') {
    say(`SKIPPED: the drill needs programs that this machine has not got: ${tools}`)
    return true
  }
  say('starting etcd, three nodes and HAProxy')
  cluster = await startCluster(folder, tools)
  await within(120, 'to migrate', migrate(cluster.url))
  const provider = await startProvider(
    () => 5 + Math.random() * 35,
    () => 100 + Math.random() * 900,
  )
  const sender = await within(60, 'to make a service', makeSender(cluster.url))
  const env = {
    DATABASE_URL: cluster.url,
    CRIER_FOLDER: join(folder, 'crier'),
    LOG_LEVEL: 'info',
    MMG_URL: provider.url,
    MMG_API_KEY: 'key',
    MMG_RECEIPT_CREDENTIALS: receiptCredentials,
  }
  for (const part of ['serve', 'serve', 'work', 'work']) commands.push(startCommand([part], env))
  const started = await within(
    60,
    'the start of serve and work',
    Promise.all(commands.map((command) => command.started)),
  )
  const bases = started.flatMap(({ port }) => (port === null ? [] : [`http://127.0.0.1:${port}`]))
  const network = await openProxy(bases[0]!)
  const doors = [network.url.replace(/\/$/, ''), bases[1]!]
  let turn = 0
  const next = () => doors[turn++ % doors.length]!
  provider.tell(next)
  const client = startClient(next, sender, rate)
  const staleness = await startStaleness(cluster.url, bases)
  say(`${rate} messages a second to two serve; two work hand them over`)

  const periods: Period[] = []
  const began = performance.now()
  await pause(quietMs)
  for (const event of wanted) {
    if (event === undefined) throw new Error('CRIER_HA_EVENTS names an event that there is not')
    const period: Period = { ...event, from: performance.now(), to: 0, stale: null }
    say(`${((period.from - began) / 1000).toFixed(0).padStart(4)} s  ${event.name}`)
    await within(120, event.name, event.happens({ cluster, network }))
    await cluster.whole()
    period.stale = await staleness.measure()
    await pause(quietMs)
    period.to = performance.now()
    periods.push(period)
  }
  await within(finishSeconds, 'the client', client.finish())
  const sql = postgres(cluster.url, { max: 1, onnotice: () => {} })
  const drainSeconds = await within(
    drainPatienceMs / 1000 + 60,
    'to see what is unsent',
    drained(sql, drainPatienceMs),
  )
  const judged = await within(60, 'to compare', verdict(sql, { client, provider, periods, drainSeconds }))
  await sql.end({ timeout: endSeconds })
  await within(
    10,
    'the end of the network and of the provider',
    Promise.all([network.close(), provider.close()]),
  )
  for (const line of ['', ...table(periods, judged), '', ...judged.lines]) say(line)
  return judged.passed
}

async function cleanUp(): Promise<void> {
  for (const command of commands) command.kill('SIGKILL')
  await within(30, 'the end of the nodes', cluster?.end() ?? Promise.resolve()).catch((error: unknown) =>
    say(String(error)),
  )
  await killDescendants()
  if (process.env.CRIER_HA_KEEP === undefined) await rm(folder, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    await cleanUp()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

try {
  process.exitCode = (await drill()) ? 0 : 1
} finally {
  await cleanUp()
}
