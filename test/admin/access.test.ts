/**
 * The internal API as somebody uses it who means harm: every route of the table with tokens that are none, with ids of another service in every place,
 * of people who are gone, and with bodies that nobody would send. Nobody is let in, what is refused changes nothing, and nothing fails.
 * CRIER_ACCESS_CASES=all asks with every hostile value in every field, and every token of every route; the suite takes turns.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { rooms } from '../../src/routes.ts'
import { hashPassword } from '../../src/users/passwords.ts'
import { isJsonObject } from '../../src/validation.ts'
import { type Answer, testConfig, testCrier } from '../support/crier.ts'
import { makePerson } from './people.ts'
import { adminToken, type TokenOptions } from './support.ts'
import { makeWorld, noon, type World } from './world.ts'

/**
 * words: what of a world stands in a place of a path, by the end of the route up to there; the longest counts. plain: what else stands in paths. bodies:
 * what each route takes, in an order in which all can be done; `{word}` is of the world too, `{new}` new each time. anybodys: places where a thing of
 * another service is as good, because it belongs to none or whoever acts may be anybody. empty: routes that show nothing instead of answering 404.
 * states: of routes that refuse their body because of what is there.
 */
type Table = {
  words: Record<string, string>
  plain: Record<string, string>
  anybodys: string[]
  empty: string[]
  states: Record<string, number>
  bodies: Record<string, unknown>
}
const table: Table = JSON.parse(
  await readFile(new URL('../fixtures/admin/access.json', import.meta.url), 'utf8'),
)
const everyNth = process.env.CRIER_ACCESS_CASES === 'all' ? 1 : 11

const crier = await testCrier()
crier.setNow(noon)
after(() => crier.close())
const [mine, theirs] = [await makeWorld(crier), await makeWorld(crier)]

type Door = { name: string; method: string; path: string; envelope: string; client: string }
const doors: Door[] = rooms(crier.crier, false)
  .filter(({ audience }) => audience === 'internal')
  .flatMap(({ routes, envelope, client = testConfig.admin.clientId }) =>
    routes.routes.map(({ method, path }) => {
      const plain = path.replaceAll(/\{[^}]*\}/g, '')
      return { name: `${method} ${plain}`, method, path: plain, envelope, client }
    }),
  )
const writing = doors.filter(({ method }) => method !== 'GET')

/** The segments of a route's path: texts, and words for what is of a world. */
const placesOf = ({ method, path }: Door): { text?: string; word?: string }[] =>
  path.split('/').map((segment, index, segments) => {
    if (!segment.startsWith(':')) return { text: segment }
    const until = `${method} ${segments.slice(0, index + 1).join('/')}`
    const [longest] = Object.keys(table.words)
      .filter((end) => until.endsWith(end))
      .sort((a, b) => b.length - a.length)
    const plain = table.plain[segment]
    return longest === undefined ? { text: plain! } : { word: table.words[longest]! }
  })
const pathOf = (door: Door, world: World) =>
  placesOf(door)
    .map(({ text, word }) => text ?? world[word!])
    .join('/')

/** A body of the table, with things of a world in it. */
const filled = (body: unknown, world: World): unknown =>
  JSON.parse(
    JSON.stringify(body).replaceAll(/\{(\w+)\}/g, (_, word: string) =>
      word === 'new' ? randomUUID() : world[word]!,
    ),
  )
const bodyOf = ({ name }: Door, world: World) => {
  const body = table.bodies[name] ?? null
  return body === null ? undefined : filled(body, world)
}
const wordsOf = ({ name }: Door) =>
  [...JSON.stringify(table.bodies[name] ?? null).matchAll(/\{(\w+)\}/g)].map(([, word]) => word!)

const tokenOf = ({ client }: Door, { claims, ...options }: TokenOptions = {}) =>
  adminToken(crier.crier.now(), {
    secret: testConfig.admin.clients.get(client)![0]!,
    claims: { iss: client, ...claims },
    ...options,
  })
const ask = (door: Door, path: string, body?: unknown) =>
  crier.call(path, {
    method: door.method,
    ...(door.method === 'GET' || body === undefined ? {} : { body }),
    headers: { authorization: `Bearer ${tokenOf(door)}` },
  })

// Every row that a committed transaction writes leaves the name of its table. A day's counters are begun by whoever asks whether the day has room.
before(async () => {
  await crier.sql.unsafe(`
    create table written (name text not null);
    create function note_written() returns trigger language plpgsql security definer as
      'begin insert into public.written values (tg_table_name); return null; end';
    do $$ declare one regclass; begin
      for one in
        select oid from pg_class
        where relkind in ('r', 'p') and not relispartition
          and relname not in ('written', 'service_daily_usage')
          and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
      loop
        execute format('create trigger zz_written after insert or update or delete on %s
          for each row execute function note_written()', one);
      end loop;
    end $$`)
})
/** The tables that were written since this was asked last. */
const written = async () => [
  ...new Set((await crier.sql`delete from written returning name`).map(({ name }) => name as string)),
]
async function refusedAt(what: string, statuses: number[], request: () => Promise<Answer>): Promise<void> {
  await written()
  const { status, text } = await request()
  assert.ok(statuses.includes(status), `${what}: ${status} ${text.slice(0, 300)}`)
  assert.deepEqual(await written(), [], `${what} is answered ${status}, and changes something`)
}

test('the table has every route, and no other', () => {
  assert.ok(doors.length > 200, `${doors.length} routes`)
  assert.deepEqual(
    writing.filter(({ name }) => !(name in table.bodies)).map(({ name }) => name),
    [],
  )
  const known = new Set(doors.map(({ name }) => name))
  const named = [...Object.keys(table.bodies), ...Object.keys(table.states), ...table.empty]
  assert.deepEqual(
    [...named, ...table.anybodys.map((one) => one.replace(/ \w+$/, ''))].filter((name) => !known.has(name)),
    [],
  )
  for (const door of doors) assert.ok(!pathOf(door, mine).includes('undefined'), door.name)
})

const general =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header'
const clock = 'Error: Your system clock must be accurate to within 30 seconds'
const seconds = Date.parse(noon) / 1000
const stranger = { claims: { iss: 'nobody' }, secret: 'a secret of nobody' }
const bearer = (options: TokenOptions) => (door: Door) => `Bearer ${tokenOf(door, options)}`
/** Another client's token, which is good for the routes of that client. */
const othersToken = (door: Door) => {
  const [client, [secret]] = [...testConfig.admin.clients].find(([name]) => name !== door.client)!
  return `Bearer ${tokenOf(door, { claims: { iss: client }, secret: secret! })}`
}
const refusals: [string, (door: Door) => string | undefined, number, string][] = [
  ['no header', () => undefined, 401, 'Unauthorized: authentication token must be provided'],
  ['another scheme', () => 'Basic a', 401, 'Unauthorized: authentication bearer scheme must be used'],
  ['no token', () => 'Bearer a.b.c', 403, general],
  ['no issuer', bearer({ claims: { iss: undefined } }), 403, 'Invalid token: iss field not provided'],
  ['nobody', bearer(stranger), 401, 'Unauthorized: not allowed to perform this action'],
  ['another client', othersToken, 401, 'Unauthorized: not allowed to perform this action'],
  ['another secret', bearer({ secret: 'not the secret at all' }), 403, 'Invalid token: API key not found'],
  ...['none', 'HS512'].map(
    (alg) =>
      [
        alg,
        bearer({ header: { typ: 'JWT', alg } }),
        403,
        'Invalid token: algorithm used is not HS256',
      ] as (typeof refusals)[number],
  ),
  ['an old token', bearer({ claims: { iat: seconds - 31 } }), 403, clock],
  ['a token from the future', bearer({ claims: { iat: seconds + 31 } }), 403, clock],
  ['a time that is no whole number', bearer({ claims: { iat: seconds + 0.5 } }), 403, clock],
  ['a time that is text', bearer({ claims: { iat: `${seconds}` } }), 403, clock],
  ['no time', bearer({ claims: { iat: undefined } }), 403, 'Invalid token: API key not found'],
  ['an audience', bearer({ claims: { aud: 'notify' } }), 403, general],
]
/** What every route is asked with; the others go round, each to one route in twelve: what they are is told apart by the one guard of all routes. */
const everywhere = ['no header', 'another client', 'another secret']
const goRound = refusals.map(([name]) => name).filter((name) => !everywhere.includes(name))
for (const [name, headerOf, status, message] of refusals) {
  const place = goRound.indexOf(name)
  const asked = doors.filter((_, n) => place < 0 || everyNth === 1 || n % goRound.length === place)
  test(`${place < 0 ? 'no route' : 'the guard of routes never'} lets in ${name}`, async () => {
    await written()
    for (const door of asked) {
      const authorization = headerOf(door)
      const answer = await crier.call(pathOf(door, mine), {
        method: door.method,
        ...(door.method === 'GET' ? {} : { body: '{}' }),
        headers: authorization === undefined ? {} : { authorization },
      })
      const said =
        door.envelope === 'v2'
          ? { status_code: status, errors: [{ error: 'AuthError', message }] }
          : { result: 'error', message: { token: [message] } }
      assert.deepEqual([answer.status, answer.body], [status, said], door.name)
    }
    assert.deepEqual(await written(), [])
  })
}

test('things of another service, organisation or person are not there, wherever a path has two ids', async () => {
  for (const door of doors) {
    const places = placesOf(door)
    const words = places.flatMap(({ word }) => word ?? [])
    for (const word of words.length < 2 ? [] : words) {
      if (table.anybodys.includes(`${door.name} ${word}`)) continue
      const path = pathOf(door, { ...mine, [word]: theirs[word]! })
      const what = `${door.name} with another ${word}`
      if (table.empty.includes(door.name)) {
        const { status, text } = await ask(door, path)
        assert.equal(status, 200, what)
        assert.ok(!words.some((one) => text.includes(theirs[one]!) || text.includes(mine[one]!)), what)
      } else await refusedAt(what, [400, 404], () => ask(door, path, bodyOf(door, mine)))
    }
  }
})

/** Whoever acts may be anybody: the calling client knows whom it lets do what. */
const anybodys = (door: Door, word: string) =>
  ['new', 'address', 'person', 'stranger'].includes(word) || table.anybodys.includes(`${door.name} ${word}`)
test('nor are they wherever a body has an id', async () => {
  for (const door of writing) {
    for (const word of wordsOf(door).filter((one) => !anybodys(door, one))) {
      const statuses = [400, 404, ...(table.states[door.name] === 500 ? [500] : [])]
      const body = bodyOf(door, { ...mine, [word]: theirs[word]! })
      await refusedAt(`${door.name} with another ${word} in its body`, statuses, () =>
        ask(door, pathOf(door, mine), body),
      )
    }
  }
})

test('what has an id of its own does not take the place of what another service has under it', async () => {
  const about = { original_file_name: 'a.csv', row_count: 1, template_type: 'sms', created_by: mine.person }
  const file = { filename: 'c.pdf', created_by_id: mine.person }
  const taken: [string, object][] = [
    [`/service/${mine.service}/contact-list`, { id: theirs.contactList, ...about }],
    [
      `/service/${mine.service}/templates/${mine.template}/template_email_files`,
      { id: theirs.file, ...file },
    ],
    [`/service/${mine.service}/job`, { id: theirs.job, created_by: mine.member, template_id: mine.template }],
  ]
  const [door] = writing
  for (const [path, body] of taken)
    await refusedAt(path, [400, 404, 409], () => ask({ ...door!, method: 'POST' }, path, body))
})

/** What a body tells of somebody: what happened to them, and who has signed. */
const onlyTold = ['POST /events', 'POST /organisations/:organisation_id']
test('whoever is archived signs in nowhere, becomes no member, invites nobody, is sent nothing and changes nothing', async () => {
  const gone = (await makePerson(crier, { state: 'inactive', archived_at: noon })).id
  const wrong: unknown[] = []
  const refuses = (what: string, door: Door, there: World, body: World, statuses = [400, 404]) =>
    refusedAt(what, statuses, () => ask(door, pathOf(door, there), bodyOf(door, body))).catch(
      (error: Error) => wrong.push(error.message),
    )
  for (const door of writing) {
    const inPath = placesOf(door).flatMap(({ word }) =>
      word === 'member' || word === 'person' ? [word] : [],
    )
    for (const word of inPath) await refuses(door.name, door, { ...mine, [word]: gone }, mine, [404])
    const inBody = wordsOf(door).filter((word) => ['member', 'stranger', 'person'].includes(word))
    for (const word of onlyTold.includes(door.name) ? [] : inBody)
      await refuses(`${door.name} of ${word}`, door, mine, { ...mine, [word]: gone })
  }
  assert.deepEqual(wrong, [])
})

test('whoever has failed too often is let in by no password, code or key', async () => {
  const locked = await makePerson(crier, {
    failed_login_count: 10,
    password_hash: await hashPassword('a long password', crier.crier.config.passwordCost),
  })
  const there = { ...mine, member: locked.id }
  for (const door of writing.filter(({ name }) => /\/verify\/|\/complete\//.test(name)))
    await refusedAt(door.name, [400, 403, 404], () => ask(door, pathOf(door, there), bodyOf(door, there)))
})

const wholes: (string | Uint8Array)[] = [
  'null',
  '[]',
  '"text"',
  '0',
  '5',
  'true',
  '[null]',
  '[[]]',
  '[5]',
  '{"__proto__":{"a":1}}',
  'no json',
  '{"a":"\\u0000"}',
  '{"a":"\\ud800"}',
  '{"a":1e999}',
  '12345678901234567890123',
  '['.repeat(50_000),
  `{"a":${'['.repeat(31)}${']'.repeat(31)}}`,
  JSON.stringify('a'.repeat(1_000_000)),
  Uint8Array.of(0x22, 0xff, 0x22),
]
const values: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'text',
  5,
  -1,
  1.5,
  1e20,
  2 ** 31,
  true,
  [],
  {},
  [null],
  [[]],
  [{}],
  [5],
  ['text'],
  [{ permission: null }],
  { a: 1 },
  { toString: 1 },
  'a'.repeat(90_000),
  'a\u0000',
  '\ud800',
  '\u202e',
  '../..',
  '%00',
  "'; --",
  '9999-99-99T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  ['00000000-0000-0000-0000-000000000000'],
]
/** Characters of an answer that says what is wrong with a value. */
const longestAnswer = 100_000
/** Trying a password or a code counts when it is wrong. */
const counting = /^POST \/user\/:user_id\/verify\//
let turn = 0
for (const door of writing) {
  test(`${door.name} takes no harm from bodies`, async () => {
    const given = bodyOf(door, mine)
    const object = Array.isArray(given) ? given[0] : given
    const fields = isJsonObject(object) ? Object.keys(object) : []
    const bodies = [
      ...wholes,
      ...fields.flatMap((field) =>
        values.map((value) => {
          const changed = { ...object, [field]: value }
          return JSON.stringify(Array.isArray(given) ? [changed] : changed)
        }),
      ),
    ]
    await written()
    for (const body of bodies.filter(() => turn++ % everyNth === 0)) {
      const { status, text } = await ask(door, pathOf(door, mine), body)
      const what = `${String(body).slice(0, 300)} is answered ${status} ${text.slice(0, 300)}`
      assert.ok(status < 500 || status === table.states[door.name], what)
      assert.ok(text.length < longestAnswer, what)
      const changed = await written()
      if (status >= 400 && !counting.test(door.name)) assert.deepEqual(changed, [], what)
    }
  })
}

test('every body of the table is one that its route takes', async () => {
  const fresh = await makeWorld(crier)
  for (const name of Object.keys(table.bodies)) {
    const door = doors.find((one) => one.name === name)!
    const { status, text } = await ask(door, pathOf(door, fresh), bodyOf(door, fresh))
    const expected = table.states[name]
    assert.ok(expected === undefined ? status < 300 : status === expected, `${name}: ${status} ${text}`)
  }
})
