import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Hono } from 'hono'
import { internalOnly } from '../../src/admin/authentication.ts'
import { readConfig } from '../../src/config.ts'
import type { ApiError } from '../../src/errors.ts'
import { sharedCrier, type TestCrier, testConfig } from '../support/crier.ts'
import { adminCall, adminToken, type TokenOptions } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const now = new Date('2026-06-15T12:00:00Z')
const seconds = Math.floor(now.getTime() / 1000)
const general =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header'
const clock = 'Error: Your system clock must be accurate to within 30 seconds'
const bearer = (options?: TokenOptions) => `Bearer ${adminToken(now, options)}`

const cases: [string, string | undefined, number, string][] = [
  ['no header', undefined, 401, 'Unauthorized: authentication token must be provided'],
  ['another scheme', 'Basic abc', 401, 'Unauthorized: authentication bearer scheme must be used'],
  ['no token', 'Bearer nonsense', 403, general],
  ['three parts of nonsense', 'Bearer a.b.c', 403, general],
  ['a very long token', `Bearer ${'a'.repeat(9000)}`, 403, general],
  ['no issuer', bearer({ claims: { iss: undefined } }), 403, 'Invalid token: iss field not provided'],
  [
    'another client',
    bearer({ claims: { iss: 'nobody' } }),
    401,
    'Unauthorized: not allowed to perform this action',
  ],
  ['an old token', bearer({ claims: { iat: seconds - 31 } }), 403, clock],
  ['a token from the future', bearer({ claims: { iat: seconds + 31 } }), 403, clock],
  ['a time that is text', bearer({ claims: { iat: 'now' } }), 403, clock],
  [
    'another algorithm',
    bearer({ header: { typ: 'JWT', alg: 'HS512' } }),
    403,
    'Invalid token: algorithm used is not HS256',
  ],
  [
    'no algorithm',
    bearer({ header: { typ: 'JWT', alg: 'none' } }),
    403,
    'Invalid token: algorithm used is not HS256',
  ],
  ['another secret', bearer({ secret: 'not the secret at all' }), 403, 'Invalid token: API key not found'],
  ['no time', bearer({ claims: { iat: undefined } }), 403, 'Invalid token: API key not found'],
  ['an audience', bearer({ claims: { aud: 'somebody' } }), 403, general],
  ['an end that has passed', bearer({ claims: { exp: seconds - 31 } }), 403, general],
]
for (const [name, authorization, status, message] of cases) {
  test(`the internal API refuses ${name}`, async () => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    const plain = await crier.call('/platform-stats', { headers })
    assert.deepEqual([plain.status, plain.body], [status, { result: 'error', message: { token: [message] } }])
    const v2 = await crier.call('/sms-rate/', { headers })
    assert.deepEqual(
      [v2.status, v2.body],
      [status, { status_code: status, errors: [{ error: 'AuthError', message }] }],
    )
  })
}

test('thirty seconds either way are allowed, and the scheme in any case', async () => {
  for (const iat of [seconds - 30, seconds + 30]) {
    const authorization = `bEARER ${adminToken(now, { claims: { iat } })}`
    assert.equal((await crier.call('/sms-rate', { headers: { authorization } })).status, 200)
  }
})

test('while secrets are exchanged the present one and those before it are good, and no others', async () => {
  const secrets = testConfig.admin.clients.get('notify-admin')!
  assert.ok(secrets.length > 1)
  for (const [secret, status] of [
    ...secrets.map((one) => [one, 200] as const),
    ["another client's secret", 403] as const,
    ['', 403] as const,
  ]) {
    const authorization = `Bearer ${adminToken(now, { secret })}`
    assert.equal((await crier.call('/sms-rate', { headers: { authorization } })).status, status, secret)
  }
})

test('a client opens the routes that are for it, and no others', async () => {
  const app = new Hono()
  app.get('/theirs', internalOnly(crier.crier, 'notify-functional-tests'), (c) => c.text('come in'))
  app.get('/nobodys', internalOnly(crier.crier, 'nobody'), (c) => c.text('come in'))
  app.onError((error, c) => c.text(error.message, (error as ApiError).status as 401))
  const admins = {}
  const theirs = { claims: { iss: 'notify-functional-tests' }, secret: "another client's secret" }
  const unknowns = { claims: { iss: 'nobody' } }
  const refused = 'Unauthorized: not allowed to perform this action'
  const answers: [string, TokenOptions, number, string][] = [
    ['/theirs', theirs, 200, 'come in'],
    ['/theirs', admins, 401, refused],
    ['/theirs', { ...theirs, secret: testConfig.admin.secret }, 403, 'Invalid token: API key not found'],
    // A client that has no secret has no way in.
    ['/nobodys', unknowns, 401, refused],
    ['/nobodys', theirs, 401, refused],
  ]
  for (const [path, options, status, text] of answers) {
    const answer = await app.request(path, { headers: { authorization: bearer(options) } })
    assert.deepEqual([answer.status, await answer.text()], [status, text], path)
  }
  const other = await crier.call('/sms-rate', { headers: { authorization: bearer(theirs) } })
  assert.equal(other.status, 401)
})

/** What the environment says, and who may call then: by client its secrets, or the error. */
const environments: [Record<string, string>, Record<string, string[]> | RegExp][] = [
  [{ CRIER_ADMIN_SECRET: 'y'.repeat(16) }, { 'notify-admin': ['y'.repeat(16)] }],
  [{ CRIER_ADMIN_CLIENT_ID: 'our-app', CRIER_ADMIN_SECRET: 'y'.repeat(16) }, { 'our-app': ['y'.repeat(16)] }],
  [
    { CRIER_ADMIN_CLIENTS: '{"notify-admin": ["the newer of two", "the older of two"]}' },
    { 'notify-admin': ['the newer of two', 'the older of two'] },
  ],
  [
    { CRIER_ADMIN_SECRET: 'y'.repeat(16), CRIER_ADMIN_CLIENTS: '{"govuk-alerts": ["a secret of alerts"]}' },
    { 'govuk-alerts': ['a secret of alerts'], 'notify-admin': ['y'.repeat(16)] },
  ],
  [
    { CRIER_ADMIN_SECRET: 'y'.repeat(16), CRIER_ADMIN_CLIENTS: '{"notify-admin": ["the newer of two"]}' },
    /^CRIER_ADMIN_SECRET and CRIER_ADMIN_CLIENTS both have a secret of "notify-admin"/,
  ],
  ...[
    'nonsense',
    '[]',
    '{"a": []}',
    '{"a": "just one secret here"}',
    '{"": ["a secret of nobody"]}',
    '3',
  ].map(
    (CRIER_ADMIN_CLIENTS) =>
      [{ CRIER_ADMIN_CLIENTS }, /^CRIER_ADMIN_CLIENTS must be JSON such as/] as [
        Record<string, string>,
        RegExp,
      ],
  ),
  [
    { CRIER_ADMIN_CLIENTS: JSON.stringify({ a: new Array(11).fill('x'.repeat(16)) }) },
    /with 1 to 10 secrets each$/,
  ],
  [
    { CRIER_ADMIN_CLIENTS: '{"a": ["short"]}' },
    /^CRIER_ADMIN_CLIENTS has a secret of "a" with fewer than 16/,
  ],
]
for (const [environment, expected] of environments) {
  test(`clients of ${JSON.stringify(environment).slice(0, 100)}`, () => {
    const read = () => readConfig({ CRIER_SECRET: 'x'.repeat(16), ...environment }).admin
    if (expected instanceof RegExp) {
      assert.throws(read, (error: Error) => expected.test(error.message) && !error.message.includes('\n'))
      return
    }
    const { clients, clientId, secret, ...rest } = read()
    assert.deepEqual(Object.fromEntries(clients), expected)
    assert.deepEqual([secret, rest.isChosen], [expected[clientId]![0], true])
  })
}

test('a secret that Crier made is none that was chosen, whatever other clients have', async () => {
  const CRIER_FOLDER = await mkdtemp(join(tmpdir(), 'crier-clients-'))
  try {
    const read = () =>
      readConfig({
        CRIER_FOLDER,
        CRIER_SECRET: 'x'.repeat(16),
        CRIER_ADMIN_CLIENTS: '{"govuk-alerts": ["a secret of alerts"]}',
      }).admin
    const { isChosen, secret, clients } = read()
    assert.equal(isChosen, false)
    assert.deepEqual(clients.get('notify-admin'), [secret])
    assert.equal(read().secret, secret)
  } finally {
    await rm(CRIER_FOLDER, { recursive: true })
  }
})

test("a service's key opens nothing of the internal API", async () => {
  const service = await crier.makeService()
  assert.equal((await crier.call('/platform-stats', { key: service.keys.normal })).status, 401)
})

test('unknown paths, ids that are none and wrong methods are answered before the caller is asked', async () => {
  const notFound =
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.'
  for (const path of [
    '/platform-stats/nothing',
    '/service/nonsense/statistics',
    '/organisations/12/services-with-usage',
  ]) {
    const answer = await crier.call(path)
    assert.deepEqual([answer.status, answer.body], [404, { result: 'error', message: notFound }], path)
  }
  const answer = await crier.call('/platform-stats', { method: 'PUT', body: {} })
  assert.equal(answer.status, 405)
  assert.match(answer.headers.get('allow') ?? '', /^GET, HEAD/)
  assert.deepEqual(answer.body, {
    result: 'error',
    message: 'The method is not allowed for the requested URL.',
  })
})

test('no answer and no header of the internal API carries its secret', async () => {
  const answer = await adminCall(crier, '/provider-details')
  assert.equal(answer.status, 200)
  assert.ok(
    !JSON.stringify([answer.body, [...answer.headers]]).includes(testConfig.admin.secret),
    'the secret is in the answer',
  )
})
