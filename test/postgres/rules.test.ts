/** The rules of db/rules, replaced as a whole: on a running system, and with nothing left of what is gone. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import postgres from 'postgres'
import type { DatabaseFile } from '../../src/migrate/files.ts'
import { applyRules, ruleFiles } from '../../src/migrate/rules.ts'
import { migrate } from '../../src/migrate.ts'
import { sharedDatabase, testDatabase } from '../support/database.ts'

const present = await ruleFiles()
const databases: { close: () => Promise<void> }[] = []
after(() => Promise.all(databases.map(({ close }) => close())))

/** A database of the test's own with the present rules, and the connection that changes them. */
async function ruled(rules = present) {
  const database = await testDatabase()
  databases.push(database)
  return {
    ...database,
    /** With more rules, which come first: what they can not replace is found out before the others are. */
    apply: (...extra: string[]) => applyRules(database.sql, [file('extra', extra.join('\n')), ...rules]),
  }
}

/** The same with a rule of its own alone, which is replaced in a hundredth of the time; the present ones are to it what others have made. */
async function ruledByFew() {
  const database = await ruled([few])
  await database.sql`delete from applied_rules`
  return database
}

let shared: ReturnType<typeof ruledByFew> | undefined
/** One of these for all tests that leave nothing but a rule of theirs. */
async function ruledByFewAgain() {
  shared ??= ruledByFew()
  const database = await shared
  await database.apply('')
  return database
}

function file(name: string, text: string): DatabaseFile {
  return { path: `rules/test/${name}.sql`, text, sha256: createHash('sha256').update(text).digest('hex') }
}
const few = file(
  'few',
  `create or replace function staying() returns integer language sql stable return 1;
comment on function staying() is 'For this test.';`,
)

const counting = (body: string, type = 'integer', parameters = 'step integer') => `
  create or replace function counting(${parameters}) returns ${type} language sql stable return ${body};
comment on function counting(integer) is 'For this test.';
`

test('the same rules are applied once', async () => {
  const { sql, apply } = await ruledByFew()
  assert.equal(await applyRules(sql, present), false)
  assert.equal(await apply(counting('1')), true)
  assert.equal(await apply(counting('1')), false)
})

test('a function of the same shape is replaced under statements that are prepared', async () => {
  const { sql, url, apply } = await ruledByFewAgain()
  await apply(counting('1'))
  const running = postgres(url, { max: 1 })
  const ask = async () => (await running.unsafe('select counting($1) as one', [5], { prepare: true }))[0]!.one
  assert.equal(await ask(), 1)
  const [before] = await sql`select 'counting(integer)'::regprocedure::oid as oid`
  await apply(counting('step * 2'))
  assert.equal(await ask(), 10)
  assert.deepEqual([...(await sql`select 'counting(integer)'::regprocedure::oid as oid`)], [before])
  await running.end()
})

test('a function of another shape is made anew, with what stands on it', async () => {
  const { sql, apply } = await ruled()
  const view = `create or replace view counted as select counting(2) as two;
comment on view counted is 'For this test.';`
  // As the previous version's rules have it.
  await sql.unsafe(`${counting('1')}${view}
    insert into applied_rules (kind, identity) values ('function', 'counting(integer)'), ('view', 'counted')`)
  await apply(counting("'one'", 'text'), view)
  assert.deepEqual([...(await sql`select two from counted`)], [{ two: 'one' }])
  const [{ rules }] = (await sql`select count(*)::integer as rules from applied_rules`) as unknown as [
    { rules: number },
  ]
  assert.ok(rules > 150)
})

test('a new parameter with a default leaves the calls of the previous version as they are', async () => {
  const { url, apply } = await ruledByFewAgain()
  await apply(counting('1'))
  const previous = postgres(url, { max: 1 })
  const ask = async () =>
    (await previous.unsafe('select counting($1) as one', [5], { prepare: true }))[0]!.one
  assert.equal(await ask(), 1)
  await apply(
    counting('step + more', 'integer', 'step integer, more integer default 1').replace(
      'counting(integer)',
      'counting(integer, integer)',
    ),
  )
  assert.equal(await ask(), 6)
  await previous.end()
})

test('what is gone from the files goes, grants too, and nothing of others', async () => {
  const { sql, apply } = await ruledByFewAgain()
  await apply(counting('1'), 'grant execute on function counting(integer) to crier_reader;')
  const may = async () =>
    (await sql`select has_function_privilege('crier_reader', 'counting(integer)', 'execute') as may`)[0]!.may
  assert.equal(await may(), true)
  await apply(counting('1'))
  assert.equal(await may(), false)
  await sql`create function somebodys() returns integer language sql return 1`
  await applyRules(sql, [few])
  const [left] = await sql`
    select to_regprocedure('counting(integer)') is null as gone, to_regprocedure('somebodys()') is not null as kept`
  assert.deepEqual({ ...left }, { gone: true, kept: true })
  await sql`drop function somebodys()`
})

test("somebody's own view is not dropped along: the error names it, and nothing changes", async () => {
  const { sql, apply } = await ruledByFewAgain()
  await apply(counting('1'))
  await sql`create view my_report as select counting(3) as three`
  await assert.rejects(applyRules(sql, [few]), /view my_report depends on function counting\(integer\)/)
  assert.deepEqual([...(await sql`select three from my_report`)], [{ three: 1 }])
  await sql`drop view my_report`
})

test('an error names the file and the line, and nothing changes', async () => {
  const { sql, apply } = await ruledByFewAgain()
  await apply(counting('1'))
  await assert.rejects(
    apply(counting('2'), '\ncreate or replace view broken as\nselect nothing from nowhere;'),
    {
      message: /^db\/rules\/test\/extra\.sql:\d+: relation "nowhere" does not exist$/,
    },
  )
  assert.deepEqual([...(await sql`select counting(1) as one`)], [{ one: 1 }])
})

test('a statement that runs is waited for, and one that comes meanwhile waits', async () => {
  const { sql, url, apply } = await ruledByFewAgain()
  const writer = postgres(url, { max: 1 })
  const held = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const writing = writer.begin(async (sql) => {
    await sql`lock table notifications in row exclusive mode`
    held.resolve()
    await release.promise
  })
  await held.promise
  const applying = apply(
    counting('7'),
    `create or replace trigger skip_same before update on notifications
  for each row execute function suppress_redundant_updates_trigger();`,
  )
  await sql`
    do $$ begin
      for attempt in 1..500 loop
        exit when exists (select from pg_locks where not granted and relation = 'notifications'::regclass);
        perform pg_sleep(0.01);
      end loop;
    end $$`
  release.resolve()
  assert.equal(await applying, true)
  await writing
  await writer.end()
  assert.deepEqual([...(await sql`select counting(1) as one`)], [{ one: 7 }])
})

test('a database made from other migrations is refused with one line', async () => {
  const { sql, url } = await ruled()
  await sql`update applied_files set sha256 = 'another' where path = 'migrations/0030_services.sql'`
  await assert.rejects(migrate(url), {
    message:
      /^the database crier_test_\w+ was made from another migrations\/0030_services\.sql: .*make db\)$/,
  })
  await sql`drop table applied_files`
  await assert.rejects(migrate(url), { message: /made from another migrations of an earlier version: / })
})

test('every function, view and trigger of the schema is a rule, but for those that tables need', async () => {
  const { sql } = await sharedDatabase()
  const made = await sql`
    select p.oid::regprocedure::text as name
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      and not exists (select from applied_rules where kind = 'function' and identity = p.oid::regprocedure::text)
      and not exists (
        select from pg_depend d
        where d.refobjid = p.oid and d.classid in ('pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_class'::regclass)
      )
    union all
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'v'
      and not exists (select from applied_rules where kind = 'view' and identity = relname)
    union all
    select tgname || ' on ' || tgrelid::regclass from pg_trigger
    where not tgisinternal and tgparentid = 0 and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
      and not exists (
        select from applied_rules where kind = 'trigger' and identity = tgname || ' on ' || tgrelid::regclass
      )`
  assert.deepEqual([...made], [])
})
