/** Who may look at what is for operators, by the command that runs and on real connections: what behind a proxy looks local is nobody's password. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { type Config, readConfig } from '../../src/config.ts'
import { makeLog } from '../../src/log.ts'
import { type Parts, type Running, start } from '../../src/start.ts'
import { sharedCrier, type TestCrier, testConfig } from '../support/crier.ts'

let crier: TestCrier
const running: Running[] = []
before(async () => {
  crier = await sharedCrier()
})
after(async () => {
  await Promise.all(running.map((one) => one.stop()))
  await crier.close()
})

/** The parts of a command on a port of its own. */
async function begin(parts: Parts, overrides: Partial<Config> = {}): Promise<Running> {
  const admin = { ...testConfig.admin, isChosen: false }
  const begun = await start({ ...testConfig, admin, ...overrides }, crier.url, parts, makeLog('silent'))
  running.push(begun)
  return begun
}

type Heard = { status: number; headers: Record<string, unknown>; text: string }
/** From this machine, with whatever headers: fetch would not let Host be chosen. */
function ask(port: number | null, path: string, headers: Record<string, string> = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }))
    })
    asking.on('error', reject).end()
  })
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const elsewhere: Record<string, string>[] = [
  { 'x-forwarded-for': '127.0.0.1' },
  { host: 'crier.example.org' },
  { via: '1.1 x' },
  { 'x-forwarded-server': 'proxy' },
  { 'x-forwarded-port': '443' },
  { 'x-forwarded': 'for=127.0.0.1' },
  { 'cf-connecting-ip': '127.0.0.1' },
  { 'true-client-ip': '127.0.0.1' },
]
const serve = { serve: true, work: false }
const token = 'a token for Prometheus alone'.replaceAll(' ', '-')

test('serve asks for the dashboard’s password and the metrics’ token, from wherever', async () => {
  const { port } = await begin(serve)
  const disguises: Record<string, string>[] = [
    {},
    { host: 'localhost:6011' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-forwarded-host': 'localhost' },
    { forwarded: 'for=127.0.0.1;host=localhost' },
  ]
  for (const headers of disguises) {
    for (const path of ['/dashboard', '/metrics', '//dashboard', '//metrics']) {
      const answer = await ask(port, path, headers)
      assert.equal(answer.status, 401, `${path} ${JSON.stringify(headers)}`)
      assert.doesNotMatch(answer.text, /crier_|All services,/)
    }
  }
  const refused = await ask(port, '/metrics')
  assert.equal(refused.headers['www-authenticate'], 'Bearer realm="Crier metrics"')
  assert.equal(refused.headers['content-type'], 'application/json')
  assert.deepEqual(JSON.parse(refused.text), {
    result: 'error',
    message: 'The token of CRIER_METRICS_TOKEN must be provided',
  })
  for (const wrong of [bearer(''), bearer('undefined'), basic('', ''), bearer(testConfig.admin.secret)])
    assert.equal((await ask(port, '/metrics', wrong)).status, 401)
  const { clientId, secret } = testConfig.admin
  assert.equal((await ask(port, '/dashboard', basic(clientId, secret))).status, 200)
})

test('run opens both to whoever sits at the machine, until secrets are chosen', async () => {
  const run = { ...serve, standalone: true }
  const { port } = await begin(run)
  for (const path of ['/dashboard', '/metrics']) {
    assert.equal((await ask(port, path)).status, 200, path)
    for (const headers of elsewhere)
      assert.equal((await ask(port, path, headers)).status, 401, `${path} ${JSON.stringify(headers)}`)
  }
  const chosen = await begin(run, {
    admin: testConfig.admin,
    metrics: { token, address: undefined },
  })
  for (const path of ['/dashboard', '/metrics'])
    assert.equal((await ask(chosen.port, path)).status, 401, path)
})

test('a chosen token opens the metrics, and only that one', async () => {
  const { port } = await begin(serve, { metrics: { token, address: undefined } })
  const answer = await ask(port, '/metrics', bearer(token))
  assert.equal(answer.status, 200)
  assert.match(String(answer.headers['content-type']), /^text\/plain; version=0\.0\.4/)
  assert.match(answer.text, /^# TYPE crier_http_request_seconds histogram$/m)
  assert.equal((await ask(port, '/metrics', { authorization: `bearer ${token}` })).status, 200)
  for (const wrong of [{}, bearer(`${token}x`), bearer(token.slice(1)), basic('prometheus', token)])
    assert.equal((await ask(port, '/metrics', wrong)).status, 401)
  assert.equal((await ask(port, '/dashboard', bearer(token))).status, 401)
})

test('bound elsewhere, the metrics are there alone, also of a process that only works', async () => {
  const address = { host: '127.0.0.1', port: 0 }
  const served = await begin(serve, { metrics: { token: undefined, address } })
  assert.equal((await ask(served.port, '/metrics')).status, 404)
  assert.equal((await ask(served.metricsPort!, '/metrics')).status, 200)
  for (const path of ['/', '/_status', '/dashboard', '/v2/templates'])
    assert.equal((await ask(served.metricsPort!, path)).status, 404, path)
  const works = await begin({ serve: false, work: true }, { metrics: { token, address } })
  assert.equal(works.port, null)
  assert.equal((await ask(works.metricsPort!, '/metrics')).status, 401)
  // No queue of this name is measured anew.
  await crier.sql`
    insert into queue_measurements (queue, measured_at, waiting, moved_at, per_second, admitted_share)
    values ('some', now(), 45, now(), 1, 0.5)`
  const { text } = await ask(works.metricsPort!, '/metrics', bearer(token))
  assert.match(text, /crier_queue_ready/)
  assert.match(text, /^crier_delivery_lag_seconds\{queue="some"\} 45$/m)
  assert.match(text, /^crier_delivery_admitted_share\{queue="some"\} 0.5$/m)
})

test('the settings of the metrics are read, or refused in one line', () => {
  const read = (env: Record<string, string>) =>
    readConfig({ CRIER_SECRET: 'x'.repeat(16), CRIER_ADMIN_SECRET: 'y'.repeat(16), ...env }).metrics
  assert.deepEqual(read({}), { token: undefined, address: undefined })
  assert.deepEqual(read({ CRIER_METRICS_TOKEN: token, CRIER_METRICS_PORT: '9100' }), {
    token,
    address: { host: '127.0.0.1', port: 9100 },
  })
  const away = { CRIER_METRICS_PORT: '0', CRIER_METRICS_HOST: '10.0.0.5' }
  assert.deepEqual(read(away).address, { host: '10.0.0.5', port: 0 })
  const wrong: Record<string, string>[] = [
    { CRIER_METRICS_TOKEN: 'short' },
    { CRIER_METRICS_TOKEN: 'with a blank in its middle' },
    { CRIER_METRICS_PORT: 'x' },
    { CRIER_METRICS_HOST: '10.0.0.5' },
  ]
  for (const env of wrong) assert.throws(() => read(env), /^Error: CRIER_METRICS_\w+ [^\n]+$/)
})
