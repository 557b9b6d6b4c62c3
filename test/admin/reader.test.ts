/**
 * The role crier_reader, over the whole catalogue: each column is classified as open or closed in test/fixtures/reader/columns.json, and the
 * grants say the same. A new column fails here until somebody has decided whether it is anybody's business.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import type postgres from 'postgres'
import { sharedDatabase } from '../support/database.ts'

type Classes = Record<string, { open: string[]; closed: string[] }>
const classes: Classes = JSON.parse(
  await readFile(new URL('../fixtures/reader/columns.json', import.meta.url), 'utf8'),
)
const { sql, close } = await sharedDatabase()
after(close)

const columns = await sql<{ relation: string; column: string; type: string; readable: boolean }[]>`
  select c.relname as relation, a.attname as column, format_type(a.atttypid, null) as type,
    has_column_privilege('crier_reader', c.oid, a.attnum, 'select') as readable
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
  order by c.relname, a.attnum`

/** Names that are never open: who a message is for, what it says, what its service calls it, and secrets. */
const privateName =
  /^to$|recipient|normalised_to|personalisation|reply_to_text|client_reference|^unsubscribe_link$|user_number|secret|(?:^|_)token(?:_|$)|password|hash|sha256|mobile|phone_number|contact_block|contents|payload|^data$|^response$|^request$|_names$|_addresses$|^email_address$|^url$|^notes$/
/** Names that only look like it: settings of templates and services, and kinds in place of values. */
const harmless = new Set([
  'templates.redact_personalisation',
  'applied_files.sha256',
  'published_alerts.content',
])
/** A text that somebody sent or received, in contrast to a template's. */
const contentOfTemplates = new Set(['templates', 'templates_history'])

/** @param then what is asked afterwards, in the same transaction */
async function asReader<T = void>(
  statement: string,
  then?: (sql: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const answer = await sql.begin(async (sql) => {
    await sql`set local role crier_reader`
    await sql`set local statement_timeout = '20s'`
    await sql.unsafe(statement)
    return then?.(sql)
  })
  return answer as T
}

test('every column of every table and view is classified', () => {
  const missing = columns.filter(({ relation, column }) => {
    const known = classes[relation]
    return !known?.open.includes(column) && !known?.closed.includes(column)
  })
  assert.deepEqual(
    missing.map(({ relation, column }) => `${relation}.${column}`),
    [],
    'say in test/fixtures/reader/columns.json whether crier_reader may see these: "open" only if they hold nothing personal and no secret',
  )
  for (const [relation, { open, closed }] of Object.entries(classes)) {
    for (const column of open)
      assert.ok(!closed.includes(column), `${relation}.${column} is both open and closed`)
  }
})

test('the grants say what the classification says', () => {
  const wrong = columns.filter(
    ({ relation, column, readable }) => classes[relation]?.open.includes(column) !== readable,
  )
  assert.deepEqual(
    wrong.map(
      ({ relation, column, readable }) => `${relation}.${column} ${readable ? 'can' : 'cannot'} be read`,
    ),
    [],
  )
})

test('no open column is named like anything private', () => {
  const suspicious = columns.filter(
    ({ relation, column, readable }) =>
      readable &&
      !harmless.has(`${relation}.${column}`) &&
      (privateName.test(column) || (column === 'content' && !contentOfTemplates.has(relation))),
  )
  assert.deepEqual(
    suspicious.map(({ relation, column }) => `${relation}.${column}`),
    [],
  )
})

/** What crier_reader is refused, asked of each column in one transaction: the database tells each refusal by an error. */
const refusals = `
  do $$
  declare
    one record;
    refused text[] := '{}';
  begin
    for one in
      select c.relname as relation, a.attname as "column"
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    loop
      begin
        execute format('select %I from %I limit 1', one."column", one.relation);
      exception when insufficient_privilege then
        refused := refused || format('%s.%s', one.relation, one."column");
      end;
    end loop;
    perform set_config('crier.refused', to_json(refused)::text, true);
  end $$`

test('the database refuses every closed column and gives every open one', async () => {
  const refused = await asReader(refusals, async (sql) => {
    const [row] = await sql`select current_setting('crier.refused') as columns`
    return JSON.parse(row!.columns) as string[]
  })
  const closed = columns.filter(({ readable }) => !readable)
  assert.deepEqual(refused.sort(), closed.map(({ relation, column }) => `${relation}.${column}`).sort())
})

test('crier_reader writes nowhere, and calls nothing that acts for somebody else', async () => {
  const written = await sql`
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
      and (has_table_privilege('crier_reader', c.oid, 'insert') or has_table_privilege('crier_reader', c.oid, 'update')
        or has_table_privilege('crier_reader', c.oid, 'delete') or has_table_privilege('crier_reader', c.oid, 'truncate')
        or has_any_column_privilege('crier_reader', c.oid, 'insert')
        or has_any_column_privilege('crier_reader', c.oid, 'update'))`
  assert.deepEqual([...written], [])
  const acting = await sql`
    select p.oid::regprocedure::text as function from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
      and has_function_privilege('crier_reader', p.oid, 'execute')`
  assert.deepEqual([...acting], [])
  assert.deepEqual(
    [...(await sql`select has_schema_privilege('crier_reader', 'pgboss', 'usage') as may`)],
    [{ may: false }],
  )
})

const values: Record<string, string> = {
  date: "date '2026-06-15'",
  'timestamp with time zone': "timestamptz '2026-06-15 10:00Z'",
  uuid: "uuid 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553'",
  integer: '2026',
  numeric: '0.15',
  text: "'sms'",
  boolean: 'true',
  notification_type: "notification_type 'sms'",
}
const sets = await sql<{ name: string; types: string[] }[]>`
  select p.proname as name,
    array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n) as types
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.proretset and p.provolatile <> 'v'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.proname`
/** It may be called as all that only reads, and is refused its table: what requests were answered with names recipients. */
const namesRecipients = new Set(['stored_answer'])
for (const { name, types } of sets) {
  const isOpen = !namesRecipients.has(name)
  test(`crier_reader ${isOpen ? 'runs' : 'does not run'} ${name}`, async () => {
    const call = types.map((type) => values[type] ?? `null::${type}`).join(', ')
    const asked = asReader(`select count(*) from ${name}(${call})`)
    await (isOpen ? asked : assert.rejects(asked, { code: '42501' }))
  })
}

/** These name people: those who changed a provider. */
const namesPeople = new Set(['ListProviders', 'ListProviderVersions'])
for (const file of ['dashboard', 'billing/providers']) {
  const text = await readFile(new URL(`../../queries/${file}.sql`, import.meta.url), 'utf8')
  for (const part of text.split('/* @name ').slice(1)) {
    const [name, body] = part.split(' */') as [string, string]
    const parameters: Record<string, string> = {
      day: values.date!,
      now: values['timestamp with time zone']!,
      year: '2026',
    }
    const query = body
      .trim()
      .replace(/;$/, '')
      .replace(/(?<!:):([a-z_]+)!?/g, (_, key: string) => parameters[key] ?? values.uuid!)
    test(`${name} ${namesPeople.has(name) ? 'is not for' : 'runs for'} crier_reader`, async () => {
      if (namesPeople.has(name)) await assert.rejects(asReader(query), { code: '42501' })
      else await asReader(query)
    })
  }
}
