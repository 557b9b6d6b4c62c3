/** What each command of the command line does. */
import { createHmac } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listDatabaseFaults } from '../queries/platform.queries.ts'
import type { Config } from './config.ts'
import type { Crier } from './crier.ts'
import { makeLog } from './log.ts'
import { migrate } from './migrate.ts'
import { requireSecret, resealPlatformKey } from './platform-key.ts'
import { findEmbedded, startEmbedded } from './postgres/embedded.ts'
import { runTask, tasks } from './schedule.ts'
import { createLiveService, demoService, type ServiceSummary } from './services/create.ts'
import { makeBoss, open, start } from './start.ts'
import { runReportingJobs } from './statistics/nightly.ts'

const embeddedFolder = (config: Config) => join(config.folder, 'postgres')
const publicBase = (config: Config, port = config.port) => config.baseUrl ?? `http://localhost:${port}`

/** `run` leaves its port here, so that a command in another shell names the address that really answers. */
const portFile = (config: Config) => join(config.folder, 'port')

async function runningBase(config: Config): Promise<string> {
  const port = process.env.PORT ? undefined : await readFile(portFile(config), 'utf8').catch(() => undefined)
  return publicBase(config, port === undefined ? config.port : Number(port))
}

/** Whatever happens, the process is gone this long after it was told to stop. */
const stopSeconds = 9.5

export async function runCommand(
  config: Config,
  parts: { serve: boolean; work: boolean; standalone: boolean },
): Promise<void> {
  const log = makeLog(config.logLevel)
  let stopRequested = false
  let stop: () => Promise<void> = async () => {}
  const onSignal = () => {
    if (stopRequested) process.exit(1)
    stopRequested = true
    setTimeout(() => process.exit(1), stopSeconds * 1000).unref()
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)

  requireSecret(config)
  const database = await databaseFor(config, parts.standalone)
  stop = database.stop
  try {
    if (parts.standalone) await migrate(database.url)
    const running = await start(config, database.url, parts, log)
    stop = async () => {
      await running.stop()
      await database.stop()
    }
    if (stopRequested) return onSignal()
    if (parts.standalone) {
      await mkdir(config.folder, { recursive: true })
      await writeFile(portFile(config), String(running.port))
      const demo = await demoService(running.crier, publicBase(config, running.port!))
      process.stdout.write(welcome(demo))
    }
    const { port, metricsPort } = running
    log.info({ port, ...(metricsPort === undefined ? {} : { metricsPort }), ...parts }, 'started')
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** The database that DATABASE_URL names, or the embedded one: started when the command may, found running otherwise. */
async function databaseFor(
  config: Config,
  mayStart: boolean,
): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, stop: async () => {} }
  const found = mayStart ? undefined : await findEmbedded(embeddedFolder(config))
  if (found) return { url: found.url, stop: async () => {} }
  if (!mayStart) throw new Error('no database: set DATABASE_URL, or start `crier run` first')
  return startEmbedded(embeddedFolder(config), 'durable')
}

/** Runs a piece of work on the database, which is started for it if need be. */
async function withCrier(config: Config, work: (crier: Crier, url: string) => Promise<void>): Promise<void> {
  requireSecret(config)
  const running = config.databaseUrl === undefined ? await findEmbedded(embeddedFolder(config)) : undefined
  const database = running ? { url: running.url, stop: async () => {} } : await databaseFor(config, true)
  try {
    // A database of the operator's own is migrated when the operator says so, in a role that may.
    if (!running && config.databaseUrl === undefined) await migrate(database.url)
    const { crier, close } = await open({ ...config, writers: 1 }, database.url, { log: makeLog('warn') })
    try {
      await work(crier, database.url)
    } finally {
      await close()
    }
  } finally {
    await database.stop()
  }
}

export async function migrateCommand(config: Config): Promise<void> {
  const database = await databaseFor(config, true)
  try {
    await migrate(database.url)
  } finally {
    await database.stop()
  }
  process.stdout.write('The database is up to date.\n')
}

const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)

export const demoCommand = (config: Config) =>
  withCrier(config, async (crier) => {
    print(await demoService(crier, await runningBase(config)))
  })

export function serviceCommand(config: Config, [verb]: string[], name: string | undefined): Promise<void> {
  if (verb !== 'create') throw new Error('usage: service create --name N --json')
  if (!name?.trim() || name.length > 255) throw new Error('--name must have 1 to 255 characters')
  return withCrier(config, async (crier) => {
    print(await createLiveService(crier, name.trim(), await runningBase(config)))
  })
}

export async function taskCommand(
  config: Config,
  [verb, name]: string[],
  date: string | undefined,
): Promise<void> {
  if (verb === 'list') {
    const width = Math.max(...tasks.map((task) => task.name.length))
    for (const task of tasks) process.stdout.write(`${task.name.padEnd(width)}  ${task.cron}\n`)
    return
  }
  if (verb !== 'run' || name === undefined)
    throw new Error('usage: task list, or task run <name> [--date YYYY-MM-DD]')
  await withCrier(config, async (crier, url) => {
    await runTask(crier, name, date)
    await finishReportingJobs(crier, url)
  })
  process.stdout.write(`${name} is done.\n`)
}

/** A night's task leaves its work on a queue; whoever runs it by hand waits until that work is done, by this process or a worker. */
async function finishReportingJobs(crier: Crier, url: string): Promise<void> {
  const boss = makeBoss(url, crier.log)
  await boss.start()
  try {
    for (
      let jobs = await boss.fetch('reporting-tasks');
      jobs.length > 0;
      jobs = await boss.fetch('reporting-tasks')
    ) {
      await runReportingJobs({ ...crier, db: crier.periodic.nights }, jobs)
      await boss.complete(
        'reporting-tasks',
        jobs.map((job) => job.id),
      )
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

/** Looks at the database as the server's own role sees it. */
export const doctorCommand = (config: Config) =>
  withCrier(config, async ({ db }) => {
    const faults = await listDatabaseFaults.run(undefined, db)
    for (const { subject, fault, remedy } of faults)
      process.stdout.write(`${subject}: ${fault}\n  ${remedy}\n`)
    if (faults.length === 0) process.stdout.write('Nothing is wrong with the database server.\n')
    else process.exitCode = 1
  })

/** After the secret has changed: see docs/operations.md. */
export async function secretCommand(config: Config, [verb]: string[]): Promise<void> {
  if (verb !== 'reseal') throw new Error('usage: secret reseal')
  await withCrier(config, async (crier) => {
    const isChanged = await resealPlatformKey(crier.db, config)
    process.stdout.write(
      isChanged
        ? 'Sealed with CRIER_SECRET; CRIER_SECRET_PREVIOUS is needed no more.\n'
        : 'It is sealed with CRIER_SECRET already.\n',
    )
  })
}

/** A token as clients make it, for trying the API by hand. */
export async function tokenCommand([argument]: string[]): Promise<void> {
  const match = /([0-9a-f-]{36})-([0-9a-f-]{36})$/.exec(await givenKey(argument, process.env, process.stdin))
  if (match === null)
    throw new Error('token needs an API key, name-serviceid-secret, in CRIER_API_KEY or on standard input')
  process.stdout.write(`${makeToken(match[1]!, match[2]!)}\n`)
}

/** An API key has a name of 255 characters at most, and two identifiers. */
const longestKey = 4096

/**
 * The key comes from CRIER_API_KEY or the first line of standard input, which other users of the machine don't see, or from the command line,
 * which they do.
 */
export async function givenKey(
  argument: string | undefined,
  env: NodeJS.ProcessEnv,
  input: AsyncIterable<Buffer | string> & { isTTY?: boolean },
): Promise<string> {
  const given = argument === '-' ? undefined : (argument ?? env.CRIER_API_KEY)
  if (given) return given.trim()
  let text = ''
  if (input.isTTY) return text
  for await (const chunk of input) {
    text += chunk.toString()
    if (text.includes('\n') || text.length > longestKey) break
  }
  return text.slice(0, longestKey).split('\n', 1)[0]!.trim()
}

function makeToken(serviceId: string, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: serviceId, iat: Math.floor(Date.now() / 1000) })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

function welcome(demo: ServiceSummary): string {
  return `
Crier is running at ${demo.base_url}

The demo service "${demo.service_name}" is ${demo.service_id}.
  live key        ${demo.api_keys.normal}
  team key        ${demo.api_keys.team}
  test key        ${demo.api_keys.test}
  text template   ${demo.templates.sms}
  email template  ${demo.templates.email}

Send a text message (the sandbox provider delivers it to nobody):

  curl -s ${demo.base_url}/v2/notifications/sms \\
    -H "Authorization: Bearer $(CRIER_API_KEY=${demo.api_keys.normal} npm run -s crier -- token)" \\
    -d '{"phone_number": "07700900123", "template_id": "${demo.templates.sms}", "personalisation": {"name": "Amala", "code": "12345"}}'

Or with an official client (npm install notifications-node-client):

  const { NotifyClient } = require('notifications-node-client')
  const client = new NotifyClient('${demo.base_url}', '${demo.api_keys.normal}')
  const personalisation = { name: 'Amala', day: 'Tuesday' }
  const sent = await client.sendEmail('${demo.templates.email}', 'amala@example.gov.uk', { personalisation })
  console.log((await client.getNotificationById(sent.data.id)).data.status)

Ctrl-C stops everything; the data stays in .crier/ for the next start.

`
}
