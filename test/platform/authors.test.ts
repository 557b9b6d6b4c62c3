/**
 * Who acts, over the whole catalogue: what changes the decisions of people ends with (…, actor uuid, as_of timestamptz). The tables are classified
 * in test/fixtures/platform/tables.json; a new one fails here until somebody has said whose it is.
 */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sharedDatabase } from '../support/database.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
type Class = 'decided' | 'versions' | 'given' | 'happened'
const classes: Record<Class, string[]> = JSON.parse(
  await readFile(`${root}test/fixtures/platform/tables.json`, 'utf8'),
)
const { sql, close } = await sharedDatabase()
after(close)

const tables = (
  await sql`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname <> 'schema_migrations'
    order by relname`
).map(({ name }) => name as string)

type Routine = { name: string; parameters: string; text: string; is_trigger: boolean }
const routines = (
  await sql<Routine[]>`
    select
      proname as name, pg_get_function_identity_arguments(p.oid) as parameters, pg_get_functiondef(p.oid) as text,
      prorettype = 'trigger'::regtype as is_trigger
    from pg_proc p
    where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
      and not exists (
        select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e'
      )`
).map((routine) => ({ ...routine, text: routine.text.replace(/--.*/g, '') }))

/** A table whose name is only known when it runs counts as one of people's. */
const written = (text: string) =>
  [...text.matchAll(/\b(?:insert into|update|delete from|merge into)\s+(?:only\s+)?(%|\w+)/gi)].map(
    ([, table]) => table!.toLowerCase(),
  )
const writes = (text: string) =>
  written(text).some((table) => table === '%' || classes.decided.includes(table))

/** What writes such tables and yet does nobody's will, and why. */
const nobodys: Record<string, string> = {
  begin_session: 'who signs in is known to nobody yet',
  broadcast_refusal: 'says so in its words alone',
  complete_webauthn_login: 'who signs in is known to nobody yet',
  delete_old_events: 'what is past its time goes',
  delete_old_invites: 'what is past its time goes',
  leave_mailing_list: 'who follows a link of a message may be nobody that is known',
  note_password_try: 'who signs in is known to nobody yet',
  populate_annual_billing: 'stores what is read without a row too',
  service_allowance: 'stores what is read without a row too',
  verify_code: 'who signs in is known to nobody yet',
}
/** What the platform decides by itself says that it does, as its own user. */
const platforms = [
  'archive_pending_email_files',
  'complete_broadcasts',
  'precompiled_letter_template',
  'reduce_providers',
  'stop_job',
  'tend_providers_back_to_middle',
]
const exempt = (name: string) => name in nobodys || platforms.includes(name)

const changing = new Set(
  routines.filter(({ text, is_trigger }) => !is_trigger && writes(text)).map(({ name }) => name),
)
// Whoever calls one of them is one of them.
for (let grows = true; grows; ) {
  grows = false
  for (const { name, text, is_trigger } of routines) {
    if (is_trigger || changing.has(name)) continue
    const calls = [...changing].some((other) => !exempt(other) && new RegExp(`\\b${other}\\s*\\(`).test(text))
    if (!calls) continue
    changing.add(name)
    grows = true
  }
}

const lastParameters = 'actor uuid, as_of timestamp with time zone'

test('every table is classified: decided by people, a version of that, given by us, or what happened', () => {
  assert.deepEqual(Object.values(classes).flat().sort(), [...tables].sort())
})

test('every function that changes what people have decided ends with the actor and the time', () => {
  const others = routines
    .filter(({ name, parameters }) => changing.has(name) && !parameters.endsWith(lastParameters))
    .filter(({ name }) => !exempt(name))
    .map(({ name, parameters }) => `${name}(${parameters})`)
  assert.deepEqual(others, [])
  assert.ok(changing.size > 15)
})

test('an actor stands in no other place', () => {
  const others = routines.filter(
    ({ name, parameters }) =>
      /\bactor\b/.test(parameters) && !parameters.endsWith(lastParameters) && name !== 'act_as',
  )
  assert.deepEqual(
    others.map(({ name }) => name),
    [],
  )
})

test('the exceptions are needed, and what the platform decides is made by its user', () => {
  for (const name of [...Object.keys(nobodys), ...platforms]) assert.ok(changing.has(name), name)
  const silent = routines.filter(
    ({ name, text }) => platforms.includes(name) && !/\bact_as\(notify_user_id\(\)/.test(text),
  )
  assert.deepEqual(
    silent.map(({ name }) => name),
    [],
  )
})

test('no query writes what people have decided but through such a function', async () => {
  const found: string[] = []
  for await (const path of glob('queries/**/*.sql', { cwd: root }))
    for (const table of written(await readFile(root + path, 'utf8')))
      if (classes.decided.includes(table)) found.push(`${path}: ${table}`)
  assert.deepEqual(found, [])
})

test('every table of versions says who made each, and its triggers are attached by keep_versions_of', async () => {
  const versioned = await sql`
    select
      history.relname as history,
      exists (
        select from pg_attribute where attrelid = history.oid and attname = 'created_by_id'
      ) as has_author,
      array(
        select tgname::text from pg_trigger
        where tgrelid = watched.oid and tgname ~ '_(bump|keep|keep_first)_version$' order by 1
      ) as triggers,
      watched.relname as watched
    from pg_class history
    join pg_class watched on watched.relname || '_history' = history.relname
    where history.relnamespace = 'public'::regnamespace
      and exists (select from pg_attribute where attrelid = history.oid and attname = 'version')
    order by 1`
  assert.deepEqual(
    versioned.map(({ history }) => history),
    classes.versions,
  )
  for (const { has_author, triggers, watched } of versioned) {
    assert.equal(has_author, true)
    assert.deepEqual(
      triggers,
      ['bump_version', 'keep_first_version', 'keep_version'].map((part) => `${watched}_${part}`),
    )
  }
})
