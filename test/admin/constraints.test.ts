/** src/constraints.ts beside db/schema.json and db/rules: every rule that the database names is one that input can break, or ours. */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { ours, refusalOf, refusals } from '../../src/constraints.ts'
import { PlainError } from '../../src/errors.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { adminCall } from './support.ts'

const root = new URL('../../', import.meta.url)
type Table = { constraints?: Record<string, string>; indexes?: Record<string, string> }
const { tables }: { tables: Record<string, Table> } = JSON.parse(
  await readFile(new URL('db/schema.json', root), 'utf8'),
)
const structural = Object.values(tables).flatMap(({ constraints = {}, indexes = {} }) => [
  ...Object.keys(constraints),
  ...Object.keys(indexes).filter((name) => indexes[name]!.startsWith('UNIQUE')),
])
/** What functions raise, statement by statement. */
const raised: string[] = []
for await (const path of glob('db/{rules,migrations}/**/*.sql', { cwd: root })) {
  raised.push(...((await readFile(new URL(path, root), 'utf8')).match(/\braise exception\b[^;]*;/g) ?? []))
}
const refusing = raised.flatMap((statement) => /constraint = '(\w+)'/.exec(statement)?.[1] ?? [])
const existing = new Set([...structural, ...refusing])

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

test('every constraint is mapped or ours, and none is both', () => {
  const known = new Set([...Object.keys(refusals), ...ours])
  assert.deepEqual(
    [...existing].filter((name) => !known.has(name) && !name.endsWith('_pkey')),
    [],
    'say in src/constraints.ts what these tell whoever breaks them, or that only Crier can break them',
  )
  assert.deepEqual(
    ours.filter((name) => Object.hasOwn(refusals, name)),
    [],
  )
  assert.equal(new Set(ours).size, ours.length)
})

test('every name in src/constraints.ts exists', () => {
  const names = [...Object.keys(refusals), ...ours]
  assert.deepEqual(
    names.filter((name) => !existing.has(name)),
    [],
  )
})

test('no two tables have a constraint of the same name, which would be one wire error', () => {
  assert.deepEqual(
    structural.filter((name, index) => structural.indexOf(name) !== index),
    [],
  )
})

test('a function that refuses what a constraint could says which one', () => {
  assert.deepEqual(
    raised.filter(
      (statement) => /errcode = '\w*_violation'/.test(statement) && !/constraint =/.test(statement),
    ),
    [],
  )
})

test('mapped refusals are 4xx in whole sentences or by field', () => {
  for (const [name, { status, message }] of Object.entries(refusals)) {
    assert.ok(status >= 400 && status < 500, name)
    const texts = typeof message === 'string' ? [message] : Object.values(message).flat()
    assert.ok(texts.length > 0 && texts.every((text) => text.length > 5), name)
  }
})

/** A statement that breaks a rule, with what the request calls its values, and what it is told. */
const broken: [
  string,
  (sql: TestCrier['sql'], service: string) => PromiseLike<unknown>,
  object,
  number,
  unknown,
][] = [
  [
    'a unique index',
    (sql, service) => sql`
        insert into services (name, organisation_type, rate_limit)
        select name, organisation_type, rate_limit from services where id = ${service}`,
    { name: 'Amala’s' },
    400,
    { name: ["Duplicate service name 'Amala’s'"] },
  ],
  [
    'a check',
    (sql, service) => sql`update services set sms_message_limit = -1 where id = ${service}`,
    {},
    400,
    { sms_message_limit: ['Must be greater than or equal to 0.'] },
  ],
  [
    'a reference to what the path names',
    (sql) => sql`
        insert into service_permissions (service_id, permission)
        values ('00000000-0000-4000-8000-000000000000', 'sms')`,
    {},
    404,
    'No result found',
  ],
  [
    'a function',
    async (sql, service) => {
      const [outer] = await sql`
          insert into template_folder (service_id, name) values (${service}, 'outer') returning id`
      const [inner] = await sql`
          insert into template_folder (service_id, name, parent_id)
          values (${service}, 'inner', ${outer!.id}) returning id`
      await sql`update template_folder set parent_id = ${inner!.id} where id = ${outer!.id}`
    },
    {},
    400,
    'You cannot move a folder to one of its subfolders',
  ],
]
for (const [name, statement, given, status, detail] of broken) {
  test(`what breaks ${name} is told so`, async () => {
    const { id } = await crier.makeService()
    const error: unknown = await statement(crier.sql, id).then(
      () => assert.fail('nothing was broken'),
      (thrown: unknown) => thrown,
    )
    const refusal = refusalOf(error, given as Record<string, unknown>)
    assert.ok(refusal instanceof PlainError)
    assert.deepEqual([refusal.status, refusal.detail], [status, detail])
  })
}

test('what is ours, and errors of no constraint, are no refusals', async () => {
  const { id } = await crier.makeService()
  const own =
    await crier.sql`update services set id = ${'0193a3a0-0000-7000-8000-000000000000'} where id = ${id}`.then(
      () => null,
      (error: unknown) => error,
    )
  assert.equal((own as { constraint_name?: string }).constraint_name, 'service_id_is_version_4')
  for (const error of [own, new Error('no'), null, { constraint_name: 'organisation_name_key' }]) {
    assert.equal(refusalOf(error), null)
  }
})

test('the handler answers with it, filled from the body, and a second one changes nothing', async () => {
  const { id } = await crier.makeService()
  const body = { days_of_retention: 5, notification_type: 'email' }
  assert.equal((await adminCall(crier, `/service/${id}/data-retention`, { body })).status, 201)
  const second = await adminCall(crier, `/service/${id}/data-retention`, {
    body: { ...body, days_of_retention: 9 },
  })
  assert.deepEqual(
    [second.status, second.headers.get('x-error-id'), second.body],
    [
      400,
      null,
      { result: 'error', message: 'Service already has data retention for email notification type' },
    ],
  )
  const [kept] =
    await crier.sql`select days_of_retention from service_data_retention where service_id = ${id}`
  assert.equal(kept!.days_of_retention, 5)
})
