/** One error, said by rooms of each envelope; and what the one handler makes of errors that no handler foresaw. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Envelope } from '../../src/envelopes.ts'
import { inEnvelope } from '../../src/envelopes.ts'
import {
  type ApiError,
  authError,
  badRequest,
  noResultFound,
  PlainError,
  timeLimit,
  validationError,
} from '../../src/errors.ts'
import { makeLog } from '../../src/log.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { adminCall } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const v2 = (status_code: number, ...errors: [string, string][]) => ({
  status_code,
  errors: errors.map(([error, message]) => ({ error, message })),
})
const plain = (message: unknown) => ({ result: 'error', message })
const noRoute = 'The requested URL was not found'

const said: [ApiError | PlainError, Record<Envelope, unknown>][] = [
  [
    authError(401, 'Who is there?'),
    {
      v2: v2(401, ['AuthError', 'Who is there?']),
      v1: plain({ token: ['Who is there?'] }),
      plain: plain({ token: ['Who is there?'] }),
    },
  ],
  [
    noResultFound(),
    {
      v2: v2(404, ['NoResultFound', 'No result found']),
      v1: plain('No result found'),
      plain: plain('No result found'),
    },
  ],
  [
    timeLimit(),
    {
      v2: v2(504, ['EventletTimeout', 'Timeout serving request']),
      v1: plain('Timeout serving request'),
      plain: plain('Timeout serving request'),
    },
  ],
  [
    // Schemas are checked in the second version's envelope everywhere but in the first version.
    validationError(['template_id is a required property']),
    {
      v2: v2(400, ['ValidationError', 'template_id is a required property']),
      v1: plain({ template: ['Missing data for required field.'] }),
      plain: v2(400, ['ValidationError', 'template_id is a required property']),
    },
  ],
  [
    badRequest('Invalid JSON supplied in POST data'),
    {
      v2: v2(400, ['BadRequestError', 'Invalid JSON supplied in POST data']),
      v1: plain('Invalid JSON supplied in POST data'),
      plain: v2(400, ['BadRequestError', 'Invalid JSON supplied in POST data']),
    },
  ],
  [
    new PlainError(400, { name: ['is taken', 'is long'], url: ['is short'] }),
    {
      v2: v2(
        400,
        ['ValidationError', 'name is taken'],
        ['ValidationError', 'name is long'],
        ['ValidationError', 'url is short'],
      ),
      v1: plain({ name: ['is taken', 'is long'], url: ['is short'] }),
      plain: plain({ name: ['is taken', 'is long'], url: ['is short'] }),
    },
  ],
  [
    new PlainError(404, noRoute),
    { v2: v2(404, ['BadRequestError', noRoute]), v1: plain(noRoute), plain: plain(noRoute) },
  ],
]
for (const [error, expected] of said) {
  for (const envelope of Object.keys(expected) as Envelope[]) {
    test(`${error.message} in ${envelope}`, () => {
      const answer = inEnvelope(error, envelope)
      assert.deepEqual([answer.status, answer.body()], [error.status, expected[envelope]])
    })
  }
}

test('headers of a refusal stay in every envelope', () => {
  const error = new PlainError(409, 'Try again', { 'retry-after': '1' })
  for (const envelope of ['v2', 'v1', 'plain'] as const)
    assert.deepEqual(inEnvelope(error, envelope).headers, { 'retry-after': '1' })
})

test('an internal route answers 404 to a value that the database cannot read, has no number for it, and does not log it', async () => {
  const { id } = await crier.makeService()
  const { db, log } = crier.crier
  const { query } = db
  const lines: string[] = []
  crier.crier.log = makeLog('warn', { write: (line) => void lines.push(line) })
  db.query = async () => query(`select '07700 900123 "at home"'::notification_type`, [])
  try {
    const answer = await adminCall(crier, `/service/${id}/data-retention/notification-type/sms`)
    assert.deepEqual(
      [answer.status, answer.headers.get('x-error-id'), answer.body],
      [404, null, plain('No result found')],
    )
    assert.match(lines.join(), /invalid input value for enum.*value refused/)
    assert.doesNotMatch(lines.join(), /900123|at home/)
  } finally {
    db.query = query
    crier.crier.log = log
  }
})

test('a query that holds what no text can is refused, and is no fault of Crier', async () => {
  const { id } = await crier.makeService()
  const refusal = 'Request contains characters that cannot be stored: NUL or unpaired surrogates'
  for (const path of [`/service/${id}/notifications?to=a%00`, `/service/${id}/job?statuses=%00`]) {
    const answer = await adminCall(crier, path)
    assert.deepEqual([answer.status, answer.text.includes(refusal)], [400, true], answer.text)
  }
})

test('price routes, of the second envelope, say in it that there is no price', async (t) => {
  t.after(() => crier.setNow(null))
  crier.setNow('1999-01-01T00:00:00Z')
  const answer = await adminCall(crier, '/sms-rate/')
  assert.deepEqual([answer.status, answer.body], [404, v2(404, ['NoResultFound', 'No result found'])])
})
