/**
 * Plans of the books on sixty thousand rows. No report and no nightly path that has a range may read a big table from end to
 * end: neither with the values at hand nor with the general plan that a prepared statement ends up with.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { addMessages, addServices, withoutIndexes } from '../bench/books/data.ts'
import { testDatabase } from '../support/database.ts'
import { scaled } from '../support/scale.ts'
import { bookCases } from './cases.ts'
import { asUsual, explain, modes, queryNamed } from './plan.ts'

const { sql, url, close } = await testDatabase()
after(close)

let service: string
let organisation: string
const now = '2026-06-15T10:00Z'

before(async () => {
  await addServices(sql, 200)
  await sql`select make_history_partitions('2026-05-01', 2)`
  await withoutIndexes(
    sql,
    ['notifications', 'notification_history', 'ft_billing', 'ft_notification_status'],
    async () => {
      await Promise.all([
        addMessages(sql, {
          table: 'notification_history',
          from: '2026-05-16',
          days: 23,
          perDay: scaled(900),
        }),
        addFacts(),
      ])
      await addMessages(sql, { table: 'notifications', from: '2026-06-08', days: 8, perDay: scaled(450) })
    },
  )
  await sql`analyze services, templates`
  const [big] =
    await sql`select service_id from notifications group by service_id order by count(*) desc limit 1`
  service = big!.service_id
  const [made] = await sql`insert into organisation (name) values ('Organisation') returning id`
  organisation = made!.id
  await sql`update services set organisation_id = ${organisation} where id = ${service}`
})

/** Some templates' facts of four years, day after day as the nights make them; their totals are no matter here. */
const addFacts = () =>
  sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    // What is written into a table emptied by the same transaction needs no log.
    await sql`truncate ft_billing, ft_notification_status`
    await sql`
      create temporary table facts on commit drop as
      select
        date '2022-06-01' + day as bst_date, templates.id as template_id, templates.service_id,
        templates.template_type::text::notification_type as type
      from generate_series(0, 1500) as day
      cross join (
        select templates.id, templates.service_id, templates.template_type from templates
        join services on services.id = templates.service_id where services.name like 'Bench service %' order by templates.id limit ${scaled(12)}
      ) templates
      order by 1, 2`
    await sql`
      insert into ft_billing (
        bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage, billable_units,
        notifications_sent
      )
      select
        bst_date, template_id, service_id, type, 'mmg', 1, false, 0.02, case type when 'letter' then 'second' else 'none' end, 5, 5
      from facts`
    await sql`
      insert into ft_notification_status (
        bst_date, template_id, service_id, notification_type, key_type, notification_status, notification_count
      )
      select bst_date, template_id, service_id, type, 'normal', 'delivered', 5 from facts`
  })

/** Tables that are never read from end to end; the months without rows may be. */
const big =
  /Seq Scan on (notifications\b|notification_history_2026_0[56]\b|ft_billing\b|ft_notification_status\b)/

for (const [file, name, values] of bookCases) {
  test(`${name} reads no big table from end to end`, async () => {
    const text = await queryNamed(file, name)
    for (const mode of modes) {
      const found = await explain(sql, text, values({ service, organisation, now }), mode, 'costs on')
      assert.doesNotMatch(found, big, `${mode}\n${found}`)
    }
  })
}

test('8: a day of billing uses an index in each half, without a sort or hash over all columns', async () => {
  for (const type of ['sms', 'email', 'letter']) {
    const lines = await sql.unsafe(`
      explain (verbose) select service_id, template_id, notifications_sent
      from billing_of_day('2026-06-08', '2026-06-07 23:00Z', '2026-06-08 23:00Z') where notification_type = '${type}'`)
    const found = lines.map((line) => line['QUERY PLAN']).join('\n')
    assert.doesNotMatch(found, big, found)
    assert.match(found, /notifications_created_at_idx/)
    assert.match(found, /notification_history_2026_06\S*created_at\S*idx/)
    // One month is read; the others are pruned.
    assert.doesNotMatch(found, /notification_history_2026_05/)
    assert.doesNotMatch(found, /(Sort|Group) Key: .*(client_reference|phone_prefix)/)
  }
})

/** The plans of a statement and of all that the functions in it run, as they were run; what it changes is undone. */
async function nestedPlans(statement: string): Promise<string> {
  const plans: string[] = []
  const watched = postgres(url, {
    max: 1,
    connection: asUsual,
    onnotice: (notice) => plans.push(String(notice.message)),
  })
  await watched.unsafe(`
    load 'auto_explain';
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on;
    set auto_explain.log_analyze = on;
    set client_min_messages = log;
    set plan_cache_mode = force_generic_plan;
    begin;
    ${statement};
    rollback`)
  await watched.end()
  return plans.join('\n')
}

for (const report of ['service_volumes', 'sms_usage_per_service']) {
  test(`${report} is planned by its values and reads its days in the order in which they were written`, async () => {
    const found = await nestedPlans(`select * from ${report}('2026-06-01', '2026-06-15')`)
    assert.match(found, /ft_billing_bst_date_notification_type_idx/)
    assert.match(found, /bst_date <= '2026-06-15'::date/)
    assert.doesNotMatch(found, big, found)
    assert.doesNotMatch(found, /Disk:/, found)
  })
}

test('archiving reads a range of the index for each service, and works out midnight once', async () => {
  const found = await nestedPlans(`select * from archive_notifications('sms', '2026-06-20T02:00Z', 500)`)
  assert.match(found, /notifications_service_id_created_at_idx/)
  assert.doesNotMatch(found, big, found)
  assert.equal(found.match(/Query Parameters: \$1 = '2026-06-13 00:00:00'/g)?.length, 1)
})

test('letters that came back are found by the index of references, live and archived', async () => {
  const found = await nestedPlans(
    "select * from return_letters(array['AAAABBBBCCCCDDDD', 'AAAABBBBCCCCEEEE'], now())",
  )
  assert.match(found, /notifications_reference_key/)
  assert.match(found, /notification_history_2026_05_reference_idx/)
  assert.doesNotMatch(found, big, found)
})

test('a person is found with what they may do by indexes, however many people there are', async () => {
  await sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`
      with people as (
        insert into users (name, email_address, auth_type, state)
        select 'Person ' || n, n || '@plans.gov.uk', 'email_auth', 'active' from generate_series(1, ${scaled(600)}) n
        returning id
      )
      insert into user_to_service (user_id, service_id)
      select people.id, services.id
      from (select id, row_number() over () as n from people) people
      join (select id, row_number() over () as n from services where name like 'Bench service %') services
        on services.n % 40 = people.n % 40`
    await sql`
      insert into permissions (service_id, user_id, permission)
      select service_id, user_id, 'view_activity' from user_to_service`
  })
  await sql`analyze users, user_to_service, permissions`
  const [{ id }] = (await sql`select user_id as id from user_to_service limit 1`) as unknown as [
    { id: string },
  ]
  const query = await queryNamed('users.sql', 'GetUser')
  for (const mode of modes) {
    const found = await explain(sql, query, { id, email_address: null }, mode)
    assert.doesNotMatch(found, /Seq Scan on (permissions|user_to_service|users)\b/, `${mode}\n${found}`)
    assert.match(
      found,
      /permissions_pkey on permissions .*\n.*Index Cond: \(\(service_id = .*user_id = /,
      found,
    )
  }
})

test('the messages of a job are counted without a look into months before it', async () => {
  const [{ id }] = (await sql`
    insert into jobs (service_id, template_id, template_version, notification_type, key_type, original_file_name,
      notification_count, job_status, created_at, processing_started)
    select service_id, id, 1, 'sms', 'normal', 'people.csv', 1, 'in progress', '2026-06-14T10:00Z', '2026-06-14T10:00Z'
    from templates where service_id = ${service} and template_type = 'sms'
    returning id`) as unknown as [{ id: string }]
  const found = await nestedPlans(`select job_statistics('${id}', '2026-06-15T10:00Z')`)
  const months = found.split('\n').filter((line) => line.includes('on notification_history_2026_05'))
  assert.ok(months.length > 0, found)
  assert.deepEqual(
    months.filter((line) => !line.includes('never executed')),
    [],
    found,
  )
})

test('a dashboard counts seven days of what came back and came in, however much there is', async () => {
  await sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`
      insert into returned_letters (notification_id, service_id, reported_at, created_at)
      select uuidv7(), ${service}, date '2026-06-15' - n / 20, '2026-06-15' from generate_series(1, ${scaled(3_000)}) n`
    await sql`
      insert into inbound_sms (service_id, created_at, notify_number, user_number, provider, content)
      select ${service}, timestamptz '2026-06-15' - n * interval '1 hour', '07700900400', '07700900401', 'mmg', 'Yes'
      from generate_series(1, ${scaled(3_000)}) n`
  })
  await sql`vacuum (analyze) returned_letters`
  await sql`vacuum (analyze) inbound_sms`
  for (const [file, name] of [
    ['letters/returned.sql', 'GetReturnedLetterStatistics'],
    ['inbound.sql', 'GetInboundTextSummary'],
  ] as const) {
    const query = await queryNamed(file, name)
    for (const mode of modes) {
      const found = await explain(sql, query, { service_id: service, now }, mode)
      assert.doesNotMatch(found, /Seq Scan/, `${mode}\n${found}`)
      const rows = [...found.matchAll(/Scan.*actual time.*rows=(\d+)/g)].map(([, count]) => Number(count))
      assert.ok(rows.length >= 2 && Math.max(...rows) <= 200, `${mode}\n${found}`)
    }
  }
})
