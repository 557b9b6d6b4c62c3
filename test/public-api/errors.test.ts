/** Every published error, produced by real requests and compared whole: status, headers, body. Source: specification, public API, fixtures. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { authenticationErrors } from './errors/authentication.ts'
import { broadcastErrors } from './errors/broadcasts.ts'
import { fileErrors } from './errors/files.ts'
import { letterErrors } from './errors/letters.ts'
import { type Exchange, type Maker, type Makers, makeWorld, type World } from './errors/maker.ts'
import { readingErrors } from './errors/reading.ts'
import { sendingErrors } from './errors/sending.ts'
import { versionOneErrors } from './errors/version-one.ts'
import { assertHeaders, assertShape, readFixture } from './fixtures.ts'

type Row = {
  endpoint: string
  condition: string
  status_code: number
  error: string | null
  message: unknown
  era: string
}
const rows = readFixture<{ errors: Row[] }>('errors.json').errors

const makers = merged([
  authenticationErrors,
  sendingErrors,
  letterErrors,
  fileErrors,
  broadcastErrors,
  readingErrors,
  versionOneErrors,
])

function merged(all: Makers[]): Map<string, Maker> {
  const entries = all.flatMap((one) =>
    Object.entries(one).flatMap(([endpoint, conditions]) =>
      Object.entries(conditions).map(([condition, maker]) => [`${endpoint} | ${condition}`, maker] as const),
    ),
  )
  const map = new Map(entries)
  assert.equal(map.size, entries.length, 'two makers for one row')
  return map
}

/** What newer behaviour has replaced. */
const isReplaced = (row: Row) => row.era === '2022' && !/^(?:v1 |POST \/v2\/broadcast)/.test(row.endpoint)

/** Parts of the API that come later: their rows run as soon as their route is there. */
const parts: { name: string; owns: (row: Row) => boolean; route: (path: string) => boolean }[] = [
  {
    name: 'PDFs of letters',
    owns: (row) => row.endpoint === 'GET /v2/notifications/{id}/pdf',
    route: (path) => path.endsWith('/pdf'),
  },
  {
    name: 'unsubscribing',
    owns: (row) => row.endpoint.startsWith('POST /unsubscribe/'),
    route: (path) => path.startsWith('/unsubscribe/'),
  },
  {
    name: 'version 1',
    owns: (row) => row.endpoint.startsWith('v1 '),
    route: (path) => path === '/notifications',
  },
]

function reasonToSkip(row: Row): string | undefined {
  const part = parts.find(({ owns }) => owns(row))
  const isThere = part === undefined || crier.app.routes.some(({ path }) => part.route(path))
  if (!isThere) return `${part.name}: not there yet`
  return isReplaced(row) && part === undefined ? 'of 2022: newer behaviour has replaced it' : undefined
}

/** The message with the request's data in the places of VALUE, NAME, ID. */
const filled = (message: unknown, stands: Record<string, string> = {}): unknown =>
  typeof message === 'string'
    ? message.replace(
        new RegExp(
          Object.keys(stands)
            .concat('$^')
            .map((name) => `\\b${name}\\b`)
            .join('|'),
          'g',
        ),
        (name) => stands[name] ?? name,
      )
    : message

function assertExchange(row: Row, { answer, stands, extra }: Exchange): void {
  const message = filled(row.message, stands)
  const expected =
    row.error === null
      ? { result: 'error', message }
      : { status_code: row.status_code, errors: [{ error: row.error, message, ...extra }] }
  assert.deepEqual(answer.body, expected)
  assert.equal(answer.status, row.status_code)
  assertHeaders(answer.headers)
  assertShape(row.error === null ? 'v2/response_error_unrouted' : 'v2/response_error', answer.body)
  assert.equal(answer.headers.get('allow') !== null, row.status_code === 405)
}

let crier: TestCrier
let world: World
const ran: number[] = []
const skipped: number[] = []
before(async () => {
  crier = await sharedCrier()
  world = makeWorld(crier)
})
after(async () => {
  console.log(`errors.json: ${ran.length} ran, ${skipped.length} skipped: ${skipped.join(', ')}`)
  await crier.close()
})

rows.forEach((row, index) => {
  const id = `${row.endpoint} | ${row.condition}`
  test(`error ${index}: ${id}`, async (t) => {
    const reason = reasonToSkip(row)
    if (reason !== undefined) {
      skipped.push(index)
      return t.skip(reason)
    }
    const maker = makers.get(id)
    assert.ok(maker, 'nothing makes this error')
    const made = await maker(world)
    const exchanges = Array.isArray(made) ? made : [made]
    assert.ok(exchanges.length > 0)
    for (const exchange of exchanges) assertExchange(row, exchange)
    ran.push(index)
  })
})

test('every maker belongs to a row', () => {
  const ids = new Set(rows.map((row) => `${row.endpoint} | ${row.condition}`))
  for (const id of makers.keys()) assert.ok(ids.has(id), id)
})
