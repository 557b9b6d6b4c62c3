/** Arrays are written and read without asking the server for its types, instants are read as bodies show them, and what goes wrong as a connection begins is an error like any other. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connect, pgtyped, unavailable } from '../../src/database.ts'
import { sharedDatabase } from '../support/database.ts'
import { openProxy } from '../support/proxy.ts'

const { url, close } = await sharedDatabase()
after(close)

test('arrays of every type that queries take, and of any text, are what was given', async (t) => {
  const sql = connect(url, { max: 1, name: 'test', role: null })
  t.after(() => sql.end())
  const texts = ['', 'NULL', 'null', ' a ', 'a,b', '{}', '"', '\\', 'O\'Neill "\\"', 'two\nlines', 'ŵ😀']
  const { rows } = await pgtyped(sql).query(
    `select
      $1::text[] as texts, $2::text[] as nothing, array['a', null, 'NULL'] as with_null, to_json($3::integer[]) as numbers,
      to_json($4::notification_type[]) as words, to_json($5::uuid[]) as ids, to_json($6::jsonb[]) as objects, $7::jsonb as list,
      $5::uuid[] as found, '{}'::uuid[] as none`,
    [
      texts,
      [],
      [1, -2, null],
      ['sms', 'letter'],
      ['00000000-0000-0000-0000-000000000001'],
      [{ a: '"\\,{}' }, { b: [1] }],
      [{ c: '"' }, ['d']],
    ],
  )
  assert.deepEqual(rows, [
    {
      texts,
      nothing: [],
      with_null: ['a', null, 'NULL'],
      numbers: [1, -2, null],
      words: ['sms', 'letter'],
      ids: ['00000000-0000-0000-0000-000000000001'],
      objects: [{ a: '"\\,{}' }, { b: [1] }],
      list: [{ c: '"' }, ['d']],
      found: ['00000000-0000-0000-0000-000000000001'],
      none: [],
    },
  ])
  assert.deepEqual([...(await sql`select ${texts}::text[] as texts`)], [{ texts }])
})

test('instants come as bodies show them; dates, and what is no instant of ours, as PostgreSQL writes them', async (t) => {
  const sql = connect(url, { max: 1, name: 'test', role: null })
  t.after(() => sql.end())
  const instants = await sql`
    select at::timestamptz as came, wire_timestamp(at::timestamptz) as shown
    from unnest(${[
      '2026-03-29 00:30:00.123456Z',
      '2026-03-29 00:30:00.1Z',
      '2026-03-29 00:30:00.000001Z',
      '2026-03-29 01:30:00+01',
      '0099-12-31 23:59:59.99999Z',
    ]}::text[]) as at`
  for (const { came, shown } of instants) assert.equal(came, shown)
  const [row] = await sql`
    select '2026-03-29'::date as day, 'infinity'::timestamptz as never, '0044-03-15 12:00:00.001+00 BC'::timestamptz as ides`
  assert.deepEqual(
    { ...row },
    { day: '2026-03-29', never: 'infinity', ides: '0044-03-15 12:00:00.001+00 BC' },
  )
})

test('a server that ends each new connection at its first statement ends no process', async (t) => {
  const proxy = await openProxy(url)
  const sql = connect(proxy.url, { max: 1, name: 'test', role: null })
  const unhandled: unknown[] = []
  const note = (error: unknown) => void unhandled.push(error)
  process.on('unhandledRejection', note)
  t.after(async () => {
    process.off('unhandledRejection', note)
    await sql.end({ timeout: 0 })
    await proxy.close()
  })
  const isFirst = new WeakSet<object>()
  proxy.onWords = (words, line) => {
    if (!/select/i.test(words.toString('latin1')) || isFirst.has(line)) return words
    isFirst.add(line)
    const text = 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'
    const head = Buffer.alloc(5)
    head.write('E')
    head.writeUInt32BE(text.length + 4, 1)
    line.refuse(Buffer.concat([head, Buffer.from(text)]))
    return null
  }
  await assert.rejects(pgtyped(sql).query('select 1', []), unavailable)
  // Rejections that nobody has taken are told after the turn in which they came.
  await new Promise(setImmediate)
  assert.deepEqual(unhandled, [])
})
