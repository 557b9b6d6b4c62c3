/**
 * A PostgreSQL 18 of our own, for whoever has no DATABASE_URL.
 *
 * It listens on the loopback address only, keeps its data over restarts, and runs in its own session, so that Ctrl-C
 * reaches the application alone, which drains its work before it stops the database. When the application was
 * killed, the next start adopts the server that still runs. Several processes may start it at once: PostgreSQL's lock
 * file decides who was first, and the others adopt.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chown,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../database.ts'
import {
  type Account,
  accountFor,
  canReach,
  commonFolder,
  makeCommonFolder,
  programsFor,
} from './binaries.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { type Settings, serverSettings } from './settings.ts'

/**
 * A running server: a superuser's URL of its database, and how to end it. `stop` is for an application that has closed
 * its connections; it leaves the server to other processes that still use it, say a second `crier run` that found its
 * port taken. `halt` stops it whoever is connected.
 */
export type EmbeddedPostgres = { url: string; stop: () => Promise<void>; halt: () => Promise<void> }

/** What we have to remember of a cluster; it lies inside its data folder with mode 600. */
type Secrets = { port: number; password: string }

const startSeconds = 30
/** A server that starts fills its lock file at once; one that stays empty for longer belongs to nobody. */
const emptyLockSeconds = 3
const tooManyConnections = '53300'

/**
 * Starts the cluster in `folder`, or adopts the server that already runs on it; makes the cluster first if need be.
 * @param folder for example `.crier/postgres`; the data lies in `data` under it
 * @param settings how much the data matters
 * @param database the database named in the URL, which need not exist yet
 * @throws an error of one line when it can not start
 */
export async function startEmbedded(
  folder: string,
  settings: Settings = 'durable',
  database = 'crier',
): Promise<EmbeddedPostgres> {
  await mkdir(folder, { recursive: true })
  const link = resolve(folder, 'data')
  const account = await accountFor(link)
  const programs = await programsFor(account)
  if (!(await stat(link).catch(() => undefined))) await createCluster(programs, link, account, settings)
  const data = await realpath(link)
  const { password } = await readSecrets(data)
  return handle(data, password, await runServer(programs, data, account, settings), database)
}

/** The server that runs on the cluster in `folder`, if one does; starts nothing. */
export async function findEmbedded(
  folder: string,
  database = 'crier',
): Promise<EmbeddedPostgres | undefined> {
  const data = await realpath(resolve(folder, 'data')).catch(() => undefined)
  const server = data && (await findPostmaster(data))
  if (!server) return undefined
  const { password } = await readSecrets(data)
  return handle(data, password, server.port, database)
}

function handle(data: string, password: string, port: number, database: string): EmbeddedPostgres {
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/`
  const halt = () => stopPostmaster(data)
  return {
    url: url + database,
    halt,
    stop: async () => void ((await isUsed(`${url}postgres`)) || (await halt())),
  }
}

/** Whether others are connected; connections that were just closed take the server a moment to clear away. */
async function isUsed(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1, name: 'crier-embedded', role: null })
  try {
    for (const deadline = Date.now() + 1000; ; await pause(20)) {
      const [others] = await sql`
        select count(*)::integer as count
        from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()`
      if (others?.count === 0) return false
      if (Date.now() > deadline) return true
    }
  } catch (error) {
    // A server that is full is used; one that does not answer is not.
    return (error as { code?: string }).code === tooManyConnections
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/**
 * Makes a cluster under a temporary name and renames it when it is complete, so that neither a crash nor a second
 * process in between leaves half of one. When the programs' account can not enter our folder, the data lies in the
 * common one and ours has a link to it.
 */
async function createCluster(
  programs: string,
  link: string,
  account: Account,
  settings: Settings,
): Promise<void> {
  const suffix = randomBytes(6).toString('hex')
  const near = await canReach(account, resolve(link, '..'))
  const data = near ? `${link}.${suffix}` : join(commonFolder, `data-${suffix}`)
  if (!near) await makeCommonFolder()
  await mkdir(data, { mode: 0o700 })
  if (account) await chown(data, account.uid, account.gid)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = `${data}.password`
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (account) await chown(passwordFile, account.uid, account.gid)
    await runToEnd(
      join(programs, 'bin', 'initdb'),
      initArguments(data, passwordFile, settings),
      data,
      account,
    )
    await writeSecrets(data, { port: await freePort(), password }, account)
    if (near) await rename(data, link)
    else await symlink(data, link)
  } catch (error) {
    await rm(data, { recursive: true, force: true })
    const lost = ['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')
    if (!lost) throw error
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** Text sorts by code point in UTF-8, on every machine alike: PostgreSQL's own provider, not the system's locale. */
function initArguments(data: string, passwordFile: string, settings: Settings): string[] {
  return [
    ...[
      '-D',
      data,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
    ],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
    // The password is 192 random bits, and people give no roles passwords there: what slows guessing down would cost the client 0.5 ms of each
    // connection. dbmate's driver takes no number of fewer than four digits.
    ...(settings === 'fleeting' ? ['--no-sync', '--no-data-checksums', '--set=scram_iterations=1000'] : []),
  ]
}

/** Starts the server unless it runs, waits until it accepts connections, and returns its port. */
async function runServer(
  programs: string,
  data: string,
  account: Account,
  settings: Settings,
): Promise<number> {
  const deadline = Date.now() + startSeconds * 1000
  let message = `it was not ready within ${startSeconds} seconds`
  while (Date.now() < deadline) {
    const running = await findPostmaster(data)
    const secrets = await readSecrets(data)
    if (running?.ready && (await answers(secrets.password, running.port))) return running.port
    if (running) {
      await pause(20)
      continue
    }
    const log = join(data, `start.${randomBytes(6).toString('hex')}.log`)
    const output = await open(log, 'w')
    const server = spawn(
      join(programs, 'bin', 'postgres'),
      ['-D', data, ...serverSettings(settings, secrets.port).flatMap((setting) => ['-c', setting])],
      { cwd: data, detached: true, env: { TZ: 'UTC' }, stdio: ['ignore', output.fd, output.fd], ...account },
    )
    server.unref()
    const port = await ready(server, data, deadline).finally(() => output.close())
    const complaint = await readFile(log, 'utf8').catch(() => '')
    await rm(log, { force: true })
    if (port) return port
    message = /FATAL:\s+(.*)/.exec(complaint)?.[1] ?? message
    if (/could not (bind|create any TCP)/.test(complaint)) {
      await writeSecrets(data, { ...secrets, port: await freePort() }, account)
    } else if (/lock file .* is empty/.test(complaint)) {
      // Another process is just starting it; or a machine that went down left the file so, a while ago.
      const lock = join(data, 'postmaster.pid')
      const age = Date.now() - ((await stat(lock).catch(() => undefined))?.mtimeMs ?? Date.now())
      if (age > emptyLockSeconds * 1000) await rm(lock, { force: true })
    } else if (!/lock file .* already exists|pre-existing shared memory/.test(complaint)) {
      throw new Error(`the embedded PostgreSQL in ${data} did not start: ${message || complaint.trim()}`)
    }
    await pause(50)
  }
  throw new Error(`the embedded PostgreSQL in ${data} did not start: ${message}`)
}

/** Whether a server that says it is ready does answer: one that is being killed or shut down does not. */
async function answers(password: string, port: number): Promise<boolean> {
  const sql = connect(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, {
    max: 1,
    name: 'crier-embedded',
    role: null,
  })
  try {
    await sql`select 1`
    return true
  } catch (error) {
    return (error as { code?: string }).code === tooManyConnections
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The port of the server once it is ready, undefined when our process of it has ended or the time is over. */
async function ready(server: ChildProcess, data: string, deadline: number): Promise<number | undefined> {
  let ended = false
  server.once('exit', () => (ended = true)).once('error', () => (ended = true))
  while (!ended && Date.now() < deadline) {
    const running = await findPostmaster(data)
    if (running?.ready && running.pid === server.pid) return running.port
    await pause(10)
  }
  return undefined
}

async function readSecrets(data: string): Promise<Secrets> {
  const text = await readFile(join(data, 'crier.json'), 'utf8').catch(() => {
    throw new Error(
      `${data} was not made by Crier, or its crier.json is lost: restore it, or move the folder away`,
    )
  })
  return JSON.parse(text) as Secrets
}

async function writeSecrets(data: string, secrets: Secrets, account: Account): Promise<void> {
  const draft = join(data, `crier.json.${process.pid}`)
  await writeFile(draft, JSON.stringify(secrets), { mode: 0o600 })
  if (account) await chown(draft, account.uid, account.gid)
  await rename(draft, join(data, 'crier.json'))
}

/** A port of the loopback address that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}

/** Runs a program and gives its last words when it fails. */
async function runToEnd(program: string, parameters: string[], cwd: string, account: Account): Promise<void> {
  const child = spawn(program, parameters, {
    cwd,
    env: { TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...account,
  })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)))
  const code = await new Promise<number | null>((done, failed) =>
    child.once('error', failed).once('close', done),
  )
  if (code !== 0) throw new Error(`${program} failed: ${words.trim().split('\n').at(-1) ?? `exit ${code}`}`)
}
