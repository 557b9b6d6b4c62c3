import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { adminCall, adminToken, type TokenOptions } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
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
    bearer({ claims: { iss: 'govuk-alerts' } }),
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
