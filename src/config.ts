/** Everything that the environment decides, read once at the start. An unreadable value is an error of one line. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { type LinkTokenSettings, linkTokenSettings } from './admin/link-tokens.ts'
import type { AdmissionSettings } from './admission.ts'
import { type BroadcastSettings, broadcastSettings } from './broadcasts/settings.ts'
import { type BucketKind, bucketNames } from './buckets/names.ts'
import { type BucketKeys, bucketKeys } from './buckets/settings.ts'
import { protocols } from './delivery/providers/protocols.ts'
import { settingsFrom } from './delivery/providers/settings.ts'
import { type ClamdAddress, clamdAddress } from './files/clamd.ts'
import { type S3Settings, s3Settings } from './files/s3-settings.ts'
import { databaseUrl } from './postgres/url.ts'
import { redisUrl } from './redis/settings.ts'
import { type PasswordCost, passwordCost } from './users/settings.ts'

export type Config = {
  /** Where data that is not in the database lies: the embedded PostgreSQL and the secret. */
  folder: string
  /** undefined: start the embedded PostgreSQL. */
  databaseUrl: string | undefined
  /** The standby on which reports are read, with the connections to it; null: the primary. lagSeconds: it is not read further behind than this. */
  reports: { url: string; connections: number; lagSeconds: number } | null
  host: string
  port: number
  /** What our URLs begin with; null takes, in answers alone, the request's own scheme and host (src/links.ts). */
  baseUrl: string | null
  /** The people-facing application that links in messages lead to. */
  adminBaseUrl: string
  /** Seals the platform's key. undefined: to be given before anything is opened (see requireSecret). */
  secret: string | undefined
  /** The one before, with which the key may still be sealed. */
  previousSecret: string | undefined
  /** Who may call the internal API. isChosen: the operator has set a secret, so not even `run` makes an exception for local requests. */
  admin: {
    /** The id of the people-facing application, to which routes belong that name no other client, and its present secret. */
    clientId: string
    secret: string
    isChosen: boolean
    /** By id, the secrets with which a client's tokens may be signed: more than one while they are exchanged. */
    clients: ReadonlyMap<string, readonly string[]>
  }
  /** Whether functional tests may make the people that they sign in as. */
  functionalTests: boolean
  /** What the admin application's links are opened with; null: with a key of this installation's own. */
  linkTokens: LinkTokenSettings | null
  /** What it shows to put files into the store; null: keys of this installation's own. And the buckets that it knows, by name. */
  bucketKeys: BucketKeys | null
  bucketNames: ReadonlyMap<string, BucketKind>
  /** Of every password that somebody chooses. */
  passwordCost: PasswordCost
  /** The Redis in which it keeps what it has read; null: there is none. */
  redisUrl: string | null
  /** What Prometheus shows to read /metrics; and where that is, if not beside all other routes. */
  metrics: { token: string | undefined; address: { host: string; port: number } | undefined }
  /** Each of them opens the letters' renderer; none, and it is closed to everybody. */
  previewKeys: readonly string[]
  /** Seconds for which a process that was told to stop still takes requests, while /_status tells a load balancer to send no more. */
  leaveSeconds: number
  logLevel: string
  /** Connections for HTTP requests and for the workers; few, because requests are gathered. */
  writers: number
  /** Provider calls in flight at once, per process. */
  sendConcurrency: number
  /** What one service may have of a process. */
  admission: AdmissionSettings
  /** Threads that render large messages, and processes that read letters which come as PDF, per process. */
  renderers: number
  /** Services' callbacks: calls in flight at once, per process; and, for development, whether this machine itself may be called, without TLS. */
  callbacks: { concurrency: number; loopback: boolean }
  /** The virus scanner; null recognises only the standard test file. */
  clamd: ClamdAddress | null
  /** The store of objects; null where no bucket is named. */
  s3: S3Settings | null
  /** What the environment says of operators of broadcasts. */
  broadcasts: BroadcastSettings
  /** What the environment says of accounts with providers, by protocol and setting; rows of provider_settings go before it. */
  providers: Readonly<Record<string, Readonly<Record<string, string>>>>
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}"`)
  }
  return value
}

function flag(env: NodeJS.ProcessEnv, name: string): boolean {
  const text = env[name] || 'false'
  if (text !== 'true' && text !== 'false') throw new Error(`${name} must be true or false, not "${text}"`)
  return text === 'true'
}

function url(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = env[name]
  if (!text) return undefined
  if (!URL.canParse(text)) throw new Error(`${name} is not a URL`)
  return text.replace(/\/$/, '')
}

/** What links in messages begin with: in ASCII, and short enough that what follows it fits a header's line. */
function publicBase(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = url(env, name)
  if (text === undefined) return undefined
  const { protocol, username, password, search, hash, href } = new URL(text)
  if (!/^https?:$/.test(protocol) || username || password || search || hash) {
    throw new Error(`${name} must be an http or https address without a query or credentials`)
  }
  if (href.length > 300) throw new Error(`${name} must have at most 300 characters`)
  return href.replace(/\/+$/, '')
}

function givenSecret(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const given = env[name] || undefined
  if (given !== undefined && given.length < 16) throw new Error(`${name} must have at least 16 characters`)
  return given
}

/** A secret that outlives restarts: from the environment, else made once and kept in a file that only we can read. */
function keptSecret(env: NodeJS.ProcessEnv, name: string, folder: string, file: string): string {
  const given = givenSecret(env, name)
  if (given !== undefined) return given
  const path = join(folder, file)
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}

/** @throws Error with one line that names the variable */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const folder = resolve(env.CRIER_FOLDER || '.crier')
  return {
    folder,
    databaseUrl: databaseUrl(env, 'DATABASE_URL', 'the primary'),
    reports: reports(env),
    host: env.HOST || '0.0.0.0',
    port: integer(env, 'PORT', 6011, 0, 65535),
    baseUrl: publicBase(env, 'CRIER_BASE_URL') ?? null,
    adminBaseUrl: publicBase(env, 'CRIER_ADMIN_BASE_URL') ?? 'http://localhost:6012',
    // A secret that this machine made up would not be the one of the others on the same database.
    secret: env.DATABASE_URL
      ? givenSecret(env, 'CRIER_SECRET')
      : keptSecret(env, 'CRIER_SECRET', folder, 'secret'),
    previousSecret: givenSecret(env, 'CRIER_SECRET_PREVIOUS'),
    admin: admin(env, folder),
    functionalTests: flag(env, 'CRIER_FUNCTIONAL_TESTS'),
    linkTokens: linkTokenSettings(env),
    bucketKeys: bucketKeys(env),
    bucketNames: bucketNames(env),
    passwordCost,
    redisUrl: redisUrl(env),
    metrics: metrics(env),
    previewKeys: previewKeys(env),
    leaveSeconds: integer(env, 'CRIER_LEAVE_SECONDS', 0, 0, 60),
    logLevel: env.LOG_LEVEL || 'info',
    writers: integer(env, 'CRIER_WRITERS', 2, 1, 100),
    sendConcurrency: integer(env, 'CRIER_SEND_CONCURRENCY', 200, 1, 10000),
    admission: {
      serviceMegabytes: integer(env, 'CRIER_SERVICE_MEGABYTES', 32, 10, 10_000),
      readMilliseconds: integer(env, 'CRIER_READ_MILLISECONDS', 250, 1, 1_000_000),
    },
    renderers: integer(env, 'CRIER_RENDERERS', Math.max(1, Math.min(4, availableParallelism() - 1)), 1, 64),
    callbacks: {
      concurrency: integer(env, 'CRIER_CALLBACK_CONCURRENCY', 200, 2, 10_000),
      loopback: flag(env, 'CRIER_LOOPBACK_CALLBACKS'),
    },
    clamd: env.CRIER_CLAMD ? clamdAddress(env.CRIER_CLAMD) : null,
    s3: s3Settings(env),
    broadcasts: broadcastSettings(env),
    providers: providers(env),
  }
}

function reports(env: NodeJS.ProcessEnv): Config['reports'] {
  const connections = integer(env, 'CRIER_REPORTS_CONNECTIONS', 4, 1, 100)
  const lagSeconds = integer(env, 'CRIER_REPORTS_LAG_SECONDS', 30, 1, 86_400)
  const url = databaseUrl(env, 'CRIER_REPORTS_URL', 'a standby')
  return url === undefined ? null : { url, connections, lagSeconds }
}

/** One secret in CRIER_ADMIN_SECRET is all that most need; CRIER_ADMIN_CLIENTS has several, of several clients. */
function admin(env: NodeJS.ProcessEnv, folder: string): Config['admin'] {
  const clientId = env.CRIER_ADMIN_CLIENT_ID || 'notify-admin'
  const clients = internalClients(env, 'CRIER_ADMIN_CLIENTS')
  const listed = clients.get(clientId)
  if (listed !== undefined && env.CRIER_ADMIN_SECRET) {
    throw new Error(
      `CRIER_ADMIN_SECRET and CRIER_ADMIN_CLIENTS both have a secret of "${clientId}": give it in one of them`,
    )
  }
  const secret = listed?.[0] ?? keptSecret(env, 'CRIER_ADMIN_SECRET', folder, 'admin-secret')
  const isChosen = listed !== undefined || Boolean(env.CRIER_ADMIN_SECRET)
  return { clientId, secret, isChosen, clients: new Map(clients).set(clientId, listed ?? [secret]) }
}

/** Secrets that one client may have at a time: each is tried with every request. */
const maxSecrets = 10

function internalClients(env: NodeJS.ProcessEnv, name: string): Map<string, string[]> {
  const text = env[name]
  if (!text) return new Map()
  const shape = `${name} must be JSON such as {"notify-admin": ["the new secret", "the one before"]}`
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new Error(shape)
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error(shape)
  for (const [client, secrets] of Object.entries(given)) {
    const isList = Array.isArray(secrets) && secrets.length > 0 && secrets.length <= maxSecrets
    if (client === '' || !isList) throw new Error(`${shape}, with 1 to ${maxSecrets} secrets each`)
    if (!secrets.every((secret) => typeof secret === 'string' && secret.length >= 16)) {
      throw new Error(`${name} has a secret of "${client}" with fewer than 16 characters`)
    }
  }
  return new Map(Object.entries(given as Record<string, string[]>))
}

function metrics(env: NodeJS.ProcessEnv): Config['metrics'] {
  const token = env.CRIER_METRICS_TOKEN || undefined
  if (token !== undefined && !/^[\x21-\x7e]{16,2000}$/.test(token)) {
    throw new Error('CRIER_METRICS_TOKEN must have 16 to 2000 characters of ASCII, without spaces')
  }
  const port = integer(env, 'CRIER_METRICS_PORT', -1, 0, 65535)
  if (port === -1 && env.CRIER_METRICS_HOST) throw new Error('CRIER_METRICS_HOST needs a CRIER_METRICS_PORT')
  const address = { host: env.CRIER_METRICS_HOST || '127.0.0.1', port }
  return { token, address: port === -1 ? undefined : address }
}

/** Several while they are exchanged. */
function previewKeys(env: NodeJS.ProcessEnv): string[] {
  const text = env.CRIER_PREVIEW_KEYS
  if (!text) return []
  const keys = text.split(',').map((key) => key.trim())
  if (keys.length > maxSecrets || !keys.every((key) => /^[\x21-\x7e]{16,200}$/.test(key))) {
    throw new Error(
      `CRIER_PREVIEW_KEYS must have 1 to ${maxSecrets} keys of 16 to 200 characters of ASCII, with commas between them`,
    )
  }
  return keys
}

const providers = (env: NodeJS.ProcessEnv): Config['providers'] =>
  Object.fromEntries(
    Object.entries(protocols).map(([adapter, { settings }]) => [adapter, settingsFrom(env, settings)]),
  )
