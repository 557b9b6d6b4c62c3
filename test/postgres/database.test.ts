import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedDatabase, type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase

before(async () => {
  database = await sharedDatabase()
})
after(() => database.close())

/** Columns that mean the same in every table, so that their names say it all. */
const plain =
  `id name version email_address created_at updated_at archived_at created_by_id updated_by_id archived_by_id
  invited_by_id service_id organisation_id template_id template_folder_id user_id file_id notification_type
  template_type`.split(/\s+/)

test('every table, view and function of the schema has a comment, and every column whose name does not say it', async () => {
  const { sql } = database
  const bare = await sql`
    select c.oid::regclass::text || coalesce('.' || a.attname, '') as thing
    from pg_class c
    left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p', 'v', 'm')
      and not c.relispartition
      and c.relname <> 'schema_migrations'
      and (obj_description(c.oid, 'pg_class') is null or (a.attnum is not null and col_description(c.oid, a.attnum) is null
        and a.attname <> all(${plain})))
    union all
    select oid::regprocedure::text
    from pg_proc
    where pronamespace = 'public'::regnamespace
      and obj_description(oid, 'pg_proc') is null
      and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')`
  assert.deepEqual(
    bare.map(({ thing }) => thing),
    [],
  )
})

test('dates and times come as PostgreSQL writes them, with microseconds', async () => {
  const { sql } = database
  const [row] = await sql`
    select '2026-03-29'::date as day, '2026-03-29 00:30:00.123456+00'::timestamptz as moment`
  assert.deepEqual({ ...row }, { day: '2026-03-29', moment: '2026-03-29 00:30:00.123456+00' })
})

test('two databases of one file are apart, and a closed one is gone', async () => {
  const other = await testDatabase()
  await other.sql`create table only_here (id integer)`
  const [here] = await database.sql`select to_regclass('only_here') is null as missing`
  assert.equal(here?.missing, true)
  const name = new URL(other.url).pathname.slice(1)
  await other.close()
  assert.equal((await database.sql`select from pg_database where datname = ${name}`).length, 0)
})
