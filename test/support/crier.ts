/** A Crier on a database of the test's own: its HTTP application without a socket, its clock, and ways to make services. */
import { createHmac, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { bucketNames } from '../../src/buckets/names.ts'
import type { Config } from '../../src/config.ts'
import type { Crier } from '../../src/context.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { buildApp } from '../../src/server.ts'
import type { KeyType } from '../../src/services/cached.ts'
import { apiKeyString } from '../../src/services/create.ts'
import { makeBoss } from '../../src/start.ts'
import { startWorkers } from '../../src/work.ts'
import { closeSharedDatabases, sharedDatabase, type TestDatabase, testDatabase } from './database.ts'
import { closeSharedReaders, sharedReaders } from './letters.ts'
import { isWithoutLetters } from './without-letters.ts'

const receiptCredentials = 'receipts:a password for tests'
/** What MMG and Firetext show with their receipts. */
export const receiptHeaders = {
  authorization: `Basic ${Buffer.from(receiptCredentials).toString('base64')}`,
}

export const testConfig: Config = {
  folder: '/nonexistent',
  databaseUrl: undefined,
  reports: null,
  host: '127.0.0.1',
  port: 0,
  baseUrl: 'https://api.example.org',
  adminBaseUrl: 'https://admin.example.org',
  secret: 'a secret for tests alone',
  previousSecret: undefined,
  admin: {
    clientId: 'notify-admin',
    secret: 'an admin secret for tests',
    isChosen: true,
    clients: new Map([
      ['notify-admin', ['an admin secret for tests', 'the one that it replaces']],
      ['notify-functional-tests', ["another client's secret"]],
      ['govuk-alerts', ['a secret of the publisher']],
    ]),
  },
  functionalTests: true,
  linkTokens: null,
  bucketKeys: { accessKeyId: 'AKIDTEST', secretAccessKey: 'a secret of the test store' },
  bucketNames: bucketNames({}),
  // A thousandth of what is usual: tests make many people, and what a hash costs is told of in test/users/sign-in.test.ts.
  passwordCost: { memory: 32, passes: 1 },
  redisUrl: null,
  metrics: { token: undefined, address: undefined },
  previewKeys: ['a-key-of-the-letter-previews', 'the-key-that-it-replaces'],
  leaveSeconds: 0,
  logLevel: 'silent',
  writers: 3,
  sendConcurrency: 50,
  admission: { serviceMegabytes: 32, readMilliseconds: 1000 },
  renderers: 1,
  callbacks: { concurrency: 50, loopback: true },
  clamd: null,
  s3: null,
  broadcasts: { publishUrl: null, lambda: null, filesOf: () => ({}) },
  providers: {
    mmg: { receipt_credentials: receiptCredentials },
    firetext: { receipt_credentials: receiptCredentials },
  },
}

export type TestService = { id: string; keys: Record<KeyType, string> }
/** The body as it came, and parsed when it is JSON. */
export type Answer = { status: number; headers: Headers; text: string; body: any }
export type Call = {
  method?: string
  /** An API key string; its token is made for the test's clock. */
  key?: string
  /** Sent as JSON unless it is text or bytes. */
  body?: unknown
  headers?: Record<string, string>
}

export type TestCrier = {
  crier: Crier
  app: Hono
  /** The owner's connection, past all grants. */
  sql: TestDatabase['sql']
  url: string
  /** Sets the clock; null lets it run. */
  setNow: (now: string | null) => void
  call: (path: string, call?: Call) => Promise<Answer>
  makeService: (options?: ServiceOptions) => Promise<TestService>
  makeTemplate: (service: TestService, options?: TemplateOptions) => Promise<string>
  /** Starts the workers of all queues; they stop with close. */
  work: () => Promise<void>
  /** Waits until a condition in the database holds; fails after ten seconds. */
  until: (what: string, holds: () => Promise<boolean>) => Promise<void>
  close: () => Promise<void>
}
export type ServiceOptions = { name?: string; restricted?: boolean; permissions?: string[] } & Record<
  string,
  unknown
>
export type TemplateOptions = {
  type?: 'sms' | 'email' | 'letter'
  content?: string
  subject?: string | null
} & Record<string, unknown>

/** @param overrides of the configuration; @param given a database of its own, where it is not one of the shared server's */
export async function testCrier(overrides: Partial<Config> = {}, given?: TestDatabase): Promise<TestCrier> {
  const database = given ?? (await testDatabase())
  const { sql } = database
  let fixed: Date | null = null
  const now = () => fixed ?? new Date()
  const providers = { ...testConfig.providers }
  for (const [adapter, settings] of Object.entries(overrides.providers ?? {}))
    providers[adapter] = { ...providers[adapter], ...settings }
  const config = { ...testConfig, ...overrides, providers }
  const { crier, listen, close } = await open(config, database.url, { log: makeLog(config.logLevel), now })
  // What a test asks of them is the same in each Crier; to start one and to warm it costs a second.
  Object.assign(crier, sharedReaders())
  await listen()
  const app = buildApp(crier)

  async function call(path: string, { method, key, body, headers = {} }: Call = {}): Promise<Answer> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await app.request(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${tokenFor(key, now())}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: (isRaw ? body : JSON.stringify(body)) as string }),
    })
    return answerOf(response)
  }

  async function makeService({
    name,
    restricted = false,
    permissions,
    ...columns
  }: ServiceOptions = {}): Promise<TestService> {
    const [made] =
      await sql`select create_service(${sql.json({ name: name ?? `Service ${randomUUID()}`, restricted })}, null, now()) as id`
    const id = made!.id as string
    if (permissions !== undefined) {
      await sql`
        with gone as (
          delete from service_permissions where service_id = ${id} and permission::text <> all (${permissions})
        )
        insert into service_permissions (service_id, permission)
        select ${id}, permission::service_permission from unnest(${permissions}::text[]) as permission
        on conflict do nothing`
    }
    if (Object.keys(columns).length > 0)
      await sql`update services set ${sql(columns as never)} where id = ${id}`
    return { id, keys: await makeKeys(id) }
  }

  /** One of each kind: three of `makeApiKey` in one statement, since most of what tests ask of the database is services. */
  async function makeKeys(serviceId: string): Promise<TestService['keys']> {
    const secrets = { normal: randomUUID(), team: randomUUID(), test: randomUUID() }
    const kinds = Object.keys(secrets) as KeyType[]
    const sealed = kinds.map((kind) => Buffer.from(crier.seal.seal(secrets[kind])).toString('hex'))
    await sql`
      select create_api_key(${serviceId}, kind || ' key', kind::key_type, decode(sealed, 'hex'), null, ${now().toISOString()})
      from unnest(${kinds}::text[], ${sealed}::text[]) as key (kind, sealed)`
    const shown = (kind: KeyType) => apiKeyString(`${kind} key`, serviceId, secrets[kind])
    return { normal: shown('normal'), team: shown('team'), test: shown('test') }
  }

  async function makeTemplate(service: TestService, options: TemplateOptions = {}): Promise<string> {
    const { type = 'sms', content = 'Hello ((name))', subject, ...columns } = options
    const row = {
      service_id: service.id,
      name: `Template ${randomUUID()}`,
      template_type: type,
      content,
      subject: subject !== undefined ? subject : type === 'sms' ? null : 'A subject',
      ...(type === 'letter' ? { postage: 'second', letter_languages: 'english' } : {}),
      ...columns,
    }
    const [made] = await sql`insert into templates ${sql(row as never)} returning id`
    return made!.id as string
  }

  let stopWorkers = async () => {}
  async function work(): Promise<void> {
    const boss = makeBoss(database.url, crier.log)
    crier.boss = boss
    await boss.start()
    stopWorkers = () => boss.stop({ graceful: true, timeout: 5000 })
    const stopOthers = await startWorkers(crier, boss)
    stopWorkers = async () => {
      await Promise.all([stopOthers(), boss.stop({ graceful: true, timeout: 5000 })])
    }
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 10_000
    // Soon at first, then seldom: who waits long costs those who work.
    for (let milliseconds = 8; !(await holds()); milliseconds = Math.min(milliseconds * 1.5, 80)) {
      if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
    }
  }

  return {
    crier,
    app,
    sql,
    url: database.url,
    setNow: (text) => {
      fixed = text === null ? null : new Date(text)
    },
    call,
    makeService,
    makeTemplate,
    work,
    until,
    async close() {
      await stopWorkers()
      await close()
      await database.close()
    },
  }
}

/** By whether letters are switched off there. */
const shared = new Map<boolean, Promise<TestCrier>>()

/**
 * The Crier that files of a process share: for tests that make services of their own and assert on those alone. They leave what belongs to the platform
 * (providers, settings, prices) as it is and start no workers. Each file begins with a clock that runs.
 * @param overrides of the configuration: then it is another application, of the caller's own, on the same database
 */
export async function sharedCrier(overrides?: Partial<Config>): Promise<TestCrier> {
  const work = () =>
    Promise.reject(new Error('a Crier of several files has no workers: they would send what others look at'))
  if (overrides !== undefined) return { ...(await testCrier(overrides, await sharedDatabase())), work }
  const made = shared.get(isWithoutLetters()) ?? sharedDatabase().then((database) => testCrier({}, database))
  shared.set(isWithoutLetters(), made)
  const crier = await made
  return { ...crier, work, close: async () => crier.setNow(null) }
}

/** For the process, when none of its files is left. */
export async function closeSharedCriers(): Promise<void> {
  for (const crier of shared.values()) await (await crier).close()
  await closeSharedDatabases()
  await closeSharedReaders()
}

export async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response
  const text = await response.text()
  const isJson = headers.get('content-type') === 'application/json'
  return { status, headers, text, body: isJson ? JSON.parse(text) : text }
}

/** A token as the official clients make it. */
export function tokenFor(key: string, now: Date, claims: Record<string, unknown> = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const iat = Math.floor(now.getTime() / 1000)
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: key.slice(-73, -37), iat, ...claims })}`
  return `${signed}.${createHmac('sha256', key.slice(-36)).update(signed).digest('base64url')}`
}
