/** What internal routes are made with: fields, pages, flags and ids of the query, and instants as bodies show them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { csvAnswer, pagedWindows } from '../../src/admin/csv.ts'
import { checkFields, emailAddress, instant, text, truth, uuid, whole } from '../../src/admin/fields.ts'
import { pageLinks, pageOf, rowsOf } from '../../src/admin/pages.ts'
import { flag, idQuery, one } from '../../src/admin/requests.ts'
import { ApiError, PlainError } from '../../src/errors.ts'
import { sharedDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
before(async () => {
  database = await sharedDatabase()
})
after(() => database.close())

/** What a call gives, or the status and the words of its refusal. */
function outcome(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    if (error instanceof PlainError) return [error.status, error.detail]
    if (error instanceof ApiError) return [error.status, error.message]
    throw error
  }
}

const entries = {
  name: text(10),
  count: v.optional(whole(1)),
  share: v.optional(whole(0, 100)),
  isLive: v.optional(truth),
  owner: v.optional(v.nullable(uuid)),
  address: v.optional(emailAddress),
  at: v.optional(instant),
}
const id = '6ce466d0-fd6a-11e5-82f5-e0accb9d11a6'
const bodies: [string, unknown, unknown][] = [
  ['a name alone', { name: 'Amala' }, { name: 'Amala' }],
  ['a field it does not know', { name: 'Amala', other: 1 }, { name: 'Amala' }],
  ['an id in capitals', { name: 'A', owner: id.toUpperCase() }, { name: 'A', owner: id }],
  ['null where it may be', { name: 'A', owner: null }, { name: 'A', owner: null }],
  ['nothing', {}, [400, { name: ['Missing data for required field.'] }]],
  ['null', { name: null }, [400, { name: ['Field may not be null.'] }]],
  ['a number for a text', { name: 1 }, [400, { name: ['Not a valid string.'] }]],
  ['a long text', { name: 'x'.repeat(11) }, [400, { name: ['Longer than maximum length 10.'] }]],
  ['a list', [1], [400, { _schema: ['Invalid input type.'] }]],
  [
    'several faults',
    { count: 0, share: 101, isLive: 'yes', owner: 'me', address: 'amala@', at: '2026-02-29T00:00' },
    [
      400,
      {
        name: ['Missing data for required field.'],
        count: ['Not a positive integer'],
        share: ['Must be between 0 and 100.'],
        isLive: ['Not a valid boolean.'],
        owner: ['Not a valid UUID.'],
        address: ['Not a valid email address'],
        at: ['Not a valid datetime.'],
      },
    ],
  ],
  ['part of a number', { name: 'A', share: 1.5 }, [400, { share: ['Not a valid integer.'] }]],
  ['more than an integer', { name: 'A', count: 2 ** 31 }, [400, { count: ['Not a positive integer'] }]],
  ...['2026-02-28T24:00', '2026-02-28', '0000-01-01T00:00', 'now', '2026-02-28T10:00:00.1234567'].map(
    (at) =>
      [`the time ${at}`, { name: 'A', at }, [400, { at: ['Not a valid datetime.'] }]] as [
        string,
        unknown,
        unknown,
      ],
  ),
  ...[
    '2026-02-28T23:59',
    '2024-02-29 00:00:59.123456',
    '2026-02-28T10:00:00Z',
    '2026-02-28T10:00:00+01:00',
  ].map((at) => [`the time ${at}`, { name: 'A', at }, { name: 'A', at }] as [string, unknown, unknown]),
]
for (const [name, body, expected] of bodies) {
  test(`fields: ${name}`, () => {
    assert.deepEqual(
      outcome(() => checkFields(v.object(entries), body)),
      expected,
    )
  })
}

test('every time that fields take is one to PostgreSQL', async () => {
  for (const [, body] of bodies.filter(
    ([name, , expected]) => /^the time/.test(name) && !Array.isArray(expected),
  ))
    await database.sql`select ${(body as { at: string }).at}::timestamptz`
})

test('fields: a strict object names what it does not know', () => {
  assert.deepEqual(
    outcome(() => checkFields(v.strictObject({ name: text() }), { name: 'A', colour: 'red', __proto__: {} })),
    [400, { _schema: ['Unknown field name colour'] }],
  )
})

/** What a helper makes of a request. */
async function of(path: string, read: (c: Context) => unknown): Promise<unknown> {
  const app = new Hono()
  app.get('/things', (c) => c.json({ given: outcome(() => read(c)) ?? null }))
  return ((await (await app.request(path)).json()) as { given: unknown }).given
}

test('a page is named by its number, and a query reads one row more than it has', async () => {
  const page = (query: string) => of(`/things${query}`, (c) => pageOf(c))
  assert.deepEqual(await page(''), { number: 1, size: 50, limit: 51, skipped: 0 })
  assert.deepEqual(await page('?page=3'), { number: 3, size: 50, limit: 51, skipped: 100 })
  for (const wrong of ['0', '-1', 'two', '', '1.5', '1e3'])
    assert.deepEqual(await page(`?page=${wrong}`), [400, { page: ['Not a positive integer'] }], wrong)
  assert.deepEqual(await page('?page=2001'), [404, 'No result found'])
})

const lists: [string, number, unknown][] = [
  ['', 0, { rows: 0, links: {} }],
  ['', 50, { rows: 50, links: {} }],
  ['', 51, { rows: 50, links: { next: '/things?page=2' } }],
  ['?page=2', 1, { rows: 1, links: { prev: '/things?page=1' } }],
  ['?page=2', 0, [404, 'No result found']],
  [
    '?status=sending&page=2&status=delivered&to=a%26b',
    51,
    {
      rows: 50,
      links: {
        prev: '/things?status=sending&status=delivered&to=a%26b&page=1',
        next: '/things?status=sending&status=delivered&to=a%26b&page=3',
      },
    },
  ],
  // No link leads to what is not answered.
  ['?page=2000', 51, { rows: 50, links: { prev: '/things?page=1999' } }],
]
for (const [query, found, expected] of lists) {
  test(`page ${query || '1'} of a query that finds ${found}`, async () => {
    const read = (c: Context) => {
      const page = pageOf(c)
      const { rows, hasNext } = rowsOf(page, new Array(found).fill({}))
      return { rows: rows.length, links: pageLinks(c, page, hasNext) }
    }
    assert.deepEqual(await of(`/things${query}`, read), expected)
  })
}

test('flags are the words True and False, and what else is said leaves them as they are', async () => {
  for (const [query, otherwise, expected] of [
    ['', false, false],
    ['?f=True', false, true],
    ['?f=true', false, false],
    ['', true, true],
    ['?f=False', true, false],
    ['?f=false', true, true],
  ] as const)
    assert.equal(await of(`/things${query}`, (c) => flag(c, 'f', otherwise)), expected, query)
})

test('an id of the query is one, or nothing is found', async () => {
  assert.equal(await of('/things', (c) => idQuery(c, 'user_id')), null)
  assert.equal(await of(`/things?user_id=${id.toUpperCase()}`, (c) => idQuery(c, 'user_id')), id)
  assert.deepEqual(await of('/things?user_id=me', (c) => idQuery(c, 'user_id')), [404, 'No result found'])
})

test('one row is there, or nothing is found', () => {
  assert.equal(one([7]), 7)
  assert.deepEqual(
    outcome(() => one([])),
    [404, 'No result found'],
  )
})

const instants: [string | null, Record<string, string | null>][] = [
  [
    '2018-01-31T12:00:00Z',
    {
      timestamp: '2018-01-31T12:00:00.000000Z',
      rfc_date: 'Wed, 31 Jan 2018 12:00:00 GMT',
      naive_timestamp: '2018-01-31 12:00:00.000000',
      isoformat: '2018-01-31T12:00:00',
    },
  ],
  [
    '2018-07-01T00:30:09.0012+01:00',
    {
      timestamp: '2018-06-30T23:30:09.001200Z',
      rfc_date: 'Sat, 30 Jun 2018 23:30:09 GMT',
      naive_timestamp: '2018-06-30 23:30:09.001200',
      isoformat: '2018-06-30T23:30:09.001200',
    },
  ],
  [null, { timestamp: null, rfc_date: null, naive_timestamp: null, isoformat: null }],
]
for (const [at, expected] of instants) {
  test(`${at} as bodies show it, wherever the session is`, async () => {
    await database.sql.begin(async (sql) => {
      await sql`set local time zone 'Asia/Tokyo'`
      const [shown] = await sql`
        select wire_timestamp(${at}) as timestamp, wire_rfc_date(${at}) as rfc_date,
          wire_naive_timestamp(${at}) as naive_timestamp, wire_isoformat(${at}) as isoformat`
      assert.deepEqual({ ...shown }, expected)
    })
  })
}

/** An endless table, how many of whose pages have been read, and what is left of a request when its body has been read a little or not at all. */
async function leaveAfter(chunks: number): Promise<{ text: string; reads: number; isOver: boolean }> {
  let reads = 0
  const bounds = { firstRows: 1, rows: 2, mostRows: 1000, mostMs: 60_000 }
  const windows = pagedWindows<{ n: number }>(async (after, limit) => {
    reads++
    return Array.from({ length: limit }, (_, index) => ({ n: (after?.n ?? 0) + index + 1 }))
  }, bounds)
  const app = new Hono()
  const columns = [{ name: 'n', heading: 'n', value: (row: { n: number }) => row.n }]
  app.get('/', (c) => csvAnswer(c, columns, windows, 'n.csv'))
  const reader = (await app.request('/')).body!.getReader()
  let text = ''
  for (let chunk = 0; chunk < chunks; chunk++) text += new TextDecoder().decode((await reader.read()).value)
  await reader.cancel()
  return { text, reads, isOver: (await windows.next()).done === true }
}

test('whoever leaves a download ends its reading, whenever that is', async () => {
  const unread = await leaveAfter(0)
  assert.ok(unread.isOver && unread.reads <= 3, JSON.stringify(unread))
  const begun = await leaveAfter(3)
  assert.ok(begun.isOver && begun.reads <= 5, JSON.stringify(begun))
  assert.equal(begun.text, 'n\r\n1\r\n2\r\n3\r\n')
})

test('a download that passes its bounds breaks off, so that nobody takes it for a whole one', async () => {
  const rows = [{}, {}, {}]
  const read = async (bounds: { mostRows: number; mostMs: number }) => {
    let count = 0
    for await (const page of pagedWindows(async () => rows, { firstRows: 3, rows: 3, ...bounds }))
      count += page.length
    return count
  }
  await assert.rejects(read({ mostRows: 10, mostMs: 60_000 }), /more than 10 rows/)
  await assert.rejects(read({ mostRows: 10, mostMs: -1 }), /more than -1 ms/)
})
