/**
 * What the roles may not do. A function that acts with its owner's rights is a door: only those who need it may call it, and it
 * writes to tables of its own choosing alone. Source: PostgreSQL's manual, "Writing SECURITY DEFINER Functions Safely".
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import postgres from 'postgres'
import { migrate } from '../../src/migrate.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { setForeign } from './foreign.ts'

const { sql, url, close } = await testDatabase()
after(close)

/** Functions of ours: members of extensions are left out. */
const ours = sql`
  p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`

test('no function of ours is open to everybody', async () => {
  const open = await sql`
    select p.oid::regprocedure::text as function from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
    where (${ours} or p.pronamespace = 'pgboss'::regnamespace) and g.grantee = 0`
  assert.deepEqual([...open], [])
})

test('no function that acts with the rights of its owner is open to everybody, whoever made it', async () => {
  const open = await sql`
    select p.oid::regprocedure::text as function from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
    where p.prosecdef and g.grantee = 0`
  assert.deepEqual([...open], [])
})

test('functions of later migrations and of pg-boss are not open to everybody either', async () => {
  const made = postgres(url, { max: 1 })
  await made.unsafe(`create function later() returns integer language sql return 1;
    create function pgboss.later() returns integer language sql return 1`)
  const rights = await made`
    select name, role, has_function_privilege(role, name, 'execute') as may
    from unnest(array['public.later()', 'pgboss.later()']) name, unnest(array['crier_app', 'crier_reader']) role
    order by name, role`
  await made.end()
  assert.deepEqual(
    rights.map(({ name, role, may }) => [name, role, may]),
    [
      ['pgboss.later()', 'crier_app', true],
      ['pgboss.later()', 'crier_reader', false],
      ['public.later()', 'crier_app', true],
      ['public.later()', 'crier_reader', false],
    ],
  )
})

test('the workers call no trigger function that acts with the rights of its owner', async () => {
  const callable = await sql`
    select p.oid::regprocedure::text as function from pg_proc p
    where ${ours} and p.prosecdef and p.prorettype = 'trigger'::regtype
      and (has_function_privilege('crier_app', p.oid, 'execute') or has_function_privilege('crier_reader', p.oid, 'execute'))`
  assert.deepEqual([...callable], [])
})

test('crier_reader calls every function that only reads, and no other', async () => {
  const wrong = await sql`
    select p.oid::regprocedure::text as function, p.provolatile
    from pg_proc p
    where ${ours} and p.proname <> 'later'
      and has_function_privilege('crier_reader', p.oid, 'execute')
        <> (p.provolatile <> 'v' and p.prorettype <> 'trigger'::regtype)`
  assert.deepEqual([...wrong], [])
})

test('every function finds its tables whatever the caller has in search_path', async () => {
  const loose = await sql`
    select p.oid::regprocedure::text as function from pg_proc p
    where ${ours} and p.proname <> 'later'
      and p.prosqlbody is null and not coalesce(p.proconfig @> array['search_path=public, pg_temp'], false)`
  assert.deepEqual(
    [...loose],
    [],
    'either the body is bound when it is made (begin atomic, return) or search_path is set',
  )
})

/**
 * The attack: a temporary table's trigger hands rows to a function that acts with its owner's rights, for a target whose own
 * trigger then runs as that owner.
 */
async function becomeOwner(session: postgres.Sql, target: string): Promise<unknown> {
  await session.unsafe(`
    create temporary table loot (who text);
    create temporary table bait (id integer, version integer, primary key (id, version));
    create temporary table ${target} (id integer, version integer, primary key (id, version));
    create function pg_temp.spring() returns trigger language plpgsql as $$
      begin insert into pg_temp.loot values (current_user); return null; end $$;
    grant all on loot, bait, ${target} to public;
    create trigger spring after insert on ${target} for each row execute function pg_temp.spring();
    create trigger lure after insert on bait referencing new table as changed_rows
      for each statement execute function public.keep_version('${target}');
    insert into bait values (1, 1)`)
  return [...(await session`select who from pg_temp.loot`)]
}

/** A session that may make temporary tables, which is the attack's first need, and has the rights of a role for the rest. */
async function sessionOf(role: string, databaseUrl: string): Promise<postgres.Sql> {
  const session = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  await session.unsafe(
    `grant temporary on database "${new URL(databaseUrl).pathname.slice(1)}" to crier_app, crier_reader; set role ${role}`,
  )
  return session
}

let open: Promise<TestDatabase> | undefined
/** A database whose workers and readers may call what they may not. */
async function opened(): Promise<TestDatabase> {
  open ??= testDatabase().then(async (made) => {
    await made.sql`grant execute on function keep_version() to crier_app, crier_reader`
    return made
  })
  return open
}
after(async () => (await open)?.close())

for (const role of ['crier_reader', 'crier_app']) {
  test(`${role} hands no rows to a function of the owner`, async () => {
    const session = await sessionOf(role, url)
    await assert.rejects(becomeOwner(session, 'trap'), { code: '42501', message: /keep_version/ })
    await session.end()
  })

  test(`${role} would gain nothing if it could: versions go where their table's history is`, async () => {
    const { url } = await opened()
    for (const target of ['trap', 'bait_history']) {
      const session = await sessionOf(role, url)
      await assert.rejects(becomeOwner(session, target), { code: '42501', message: /keeps no versions/ })
      await session.end()
    }
  })
}

test('an owner that is no superuser migrates a database that is missing, whatever its name, and whatever the role has set for itself; its readers and workers can not become it', async () => {
  const owner = `owner_${new URL(url).pathname.slice(-16)}`
  const maintenance = postgres(url, { max: 1, onnotice: () => {} })
  await maintenance.unsafe(`create role ${owner} login createdb createrole password 'only-here-1';
    grant crier_app, crier_reader to ${owner} with admin option`)
  await setForeign(maintenance, `role ${owner}`)
  const own = new URL(url)
  own.username = owner
  own.password = 'only-here-1'
  // Under the name of a database of tests, any process that starts would clear it away.
  const name = `Made-by-${owner}`
  own.pathname = `/${name}`
  try {
    await migrate(own.href)
    await maintenance.unsafe(`alter role ${owner} reset all`)
    const session = postgres(own.href, { max: 1, onnotice: () => {} })
    // But for the months of history, of which a test's database has the last ones alone.
    const made = `
      select
        (select count(*)::integer from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition) as tables,
        (select json_agg(array[kind, identity] order by kind, identity) from applied_rules) as rules,
        (select json_agg(tgname order by tgname) from pg_trigger where not tgisinternal and tgparentid = 0) as triggers`
    assert.deepEqual([...(await session.unsafe(made))], [...(await sql.unsafe(made))])
    const may = await session`
      select current_database()::text as name, role, has_database_privilege(role, current_database(), 'temporary') as may
      from unnest(array['crier_app', 'crier_reader']) role`
    assert.deepEqual(
      [...may],
      [
        { name, role: 'crier_app', may: false },
        { name, role: 'crier_reader', may: false },
      ],
    )
    await session.end()
    for (const role of ['crier_reader', 'crier_app']) {
      const attacker = await sessionOf(role, own.href)
      await assert.rejects(becomeOwner(attacker, 'trap'), { code: '42501', message: /keep_version/ })
      await attacker.end()
    }
  } finally {
    await maintenance.unsafe(`drop database if exists "${name}" with (force)`)
    await maintenance.unsafe(`drop owned by ${owner}; drop role ${owner}`)
    await maintenance.end()
  }
})

test('migrate closes what stands open after a restore: a dump has no rights on the database, and others make functions with other defaults', async (t) => {
  const restored = await testDatabase()
  const owner = `second_${new URL(restored.url).pathname.slice(-16)}`
  t.after(async () => {
    await restored.sql.unsafe(
      `reassign owned by ${owner} to current_user; drop owned by ${owner}; drop role ${owner}`,
    )
    await restored.close()
  })
  const name = new URL(restored.url).pathname.slice(1)
  await restored.sql.unsafe(`
    create role ${owner} login superuser password 'only-here-1';
    grant temporary on database ${name} to public;
    grant execute on function keep_version() to public;
    grant execute on all functions in schema pgboss to public;
    drop function local_timestamp(timestamptz);
    update applied_files set sha256 = '' where path = 'rules'`)
  const second = new URL(restored.url)
  second.username = owner
  second.password = 'only-here-1'
  await migrate(second.href)
  const open = await restored.sql`
    select p.oid::regprocedure::text as function from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
    where (${ours} or p.pronamespace = 'pgboss'::regnamespace) and g.grantee = 0`
  assert.deepEqual([...open], [])
  const [may] = await restored.sql`
    select
      has_database_privilege('crier_reader', ${name}, 'temporary') as makes_temporary_tables,
      has_function_privilege('crier_app', 'keep_version()', 'execute') as keeps_versions,
      has_function_privilege('crier_app', 'local_timestamp(timestamptz)', 'execute') as tells_time`
  assert.deepEqual(may, { makes_temporary_tables: false, keeps_versions: false, tells_time: true })
})

test('the workers delete nothing that messages belong to', async () => {
  const may = await sql`
    select name from unnest(array['services', 'api_keys', 'templates']) name
    where has_table_privilege('crier_app', name, 'delete') or has_table_privilege('crier_app', name, 'truncate')`
  assert.deepEqual([...may], [])
})
