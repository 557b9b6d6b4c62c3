/** History rows and events say who: each function that changes something is called in the workers' role by a person, and asked what it left behind. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type postgres from 'postgres'
import { testDatabase } from '../support/database.ts'

const { sql, close } = await testDatabase()
after(close)

type Sql = postgres.TransactionSql
const platform = '6af522d0-2915-4e52-83a3-3690455a5fe6'
const [maker, person] = (
  await sql`
    insert into users (name, email_address, auth_type, state)
    select 'Someone', number || '@example.gov.uk', 'email_auth', 'active' from generate_series(1, 2) number
    returning id`
).map(({ id }) => id as string) as [string, string]
const before = '2026-03-01T09:00:00.000000Z'
const now = '2026-03-02T10:00:00.000000Z'

/** A service of the maker's, with a key, a sender and a template. What becomes of it in a test is undone. */
const service: string = await sql.begin(async (sql) => {
  await sql`set local role crier_app`
  const document = {
    service: { name: 'Permits', restricted: false },
    templates: [
      { name: 'Code', template_type: 'sms', content: 'Hello' },
      { name: 'Bins', template_type: 'letter', subject: 'Bins', content: 'Dear' },
    ],
  }
  const [made] = await sql`
    select id from apply_service(${sql.json(document)}, false, ${maker}, ${before}) where kind = 'service'`
  await sql`select create_api_key(${made!.id}, 'key', 'normal', 'sealed', ${maker}, ${before})`
  return made!.id
})

type Change = (sql: Sql, service: string) => Promise<unknown>
const applied =
  (part: object): Change =>
  (sql, service) =>
    sql`select apply_service(${sql.json({ service: { id: service, name: 'Permits' }, ...part } as never)}, false, ${person}, ${now})`

/** Gives the letter template of a service an attachment. @returns its id */
async function attached(sql: Sql, service: string): Promise<string> {
  const [{ id } = { id: '' }] = await sql`select uuidv7() as id`
  await sql`select start_file(${id}, 'letter-attachment', ${service}, ${id}, null, 'application/pdf', null, ${now})`
  await sql`update files set stored_at = ${now}, sha256 = sha256('') where id = ${id}`
  await sql`
    select attach_to_template(id, ${id}, ${id}, 'map.pdf', 1, ${person}, ${now})
    from templates
    where service_id = ${service} and name = 'Bins'`
  return id
}

/** What each leaves in histories: table, version, author. */
const versions: [change: string, Change, left: [string, number, string][]][] = [
  [
    'create_service',
    (sql) => sql`select create_service('{"name": "Other"}', ${person}, ${now})`,
    [['services', 1, person]],
  ],
  [
    'write_service',
    (sql, service) => sql`
      select apply_settings(${sql.json({ id: service, name: 'Renamed' })}, false, ${person}, ${now})`,
    [['services', 2, person]],
  ],
  [
    'suspend_service',
    (sql, service) => sql`select suspend_service(${service}, ${person}, ${now})`,
    [
      ['api_keys', 2, person],
      ['services', 2, person],
    ],
  ],
  [
    'resume_service',
    async (sql, service) => {
      await sql`select suspend_service(${service}, ${maker}, ${now})`
      await sql`select resume_service(${service}, ${person}, ${now})`
    },
    [
      ['api_keys', 2, maker],
      ['services', 2, maker],
      ['services', 3, person],
    ],
  ],
  [
    'archive_choice',
    async (sql, service) => {
      const [contact] = await sql`
        select set_choice('letter_contacts', ${service}, null, 'Line', true, ${maker}, ${now}) as id`
      await sql`
        select apply_templates(
          ${service},
          '[{"name": "Letter", "template_type": "letter", "subject": "S", "content": "C", "letter_contact": "Line"}]',
          false, ${maker}, ${now}
        )`
      await sql`select archive_choice('letter_contacts', ${service}, ${contact!.id}, ${person}, ${now})`
    },
    [
      ['templates', 1, maker],
      ['templates', 2, person],
    ],
  ],
  [
    'archive_service',
    (sql, service) => sql`select archive_service(${service}, ${person}, ${now})`,
    [
      ['api_keys', 2, person],
      ['services', 2, person],
      ['templates', 2, person],
      ['templates', 2, person],
    ],
  ],
  ['attach_to_template', attached, [['templates', 2, person]]],
  [
    'archive_letter_attachment',
    async (sql, service) => {
      const id = await attached(sql, service)
      await sql`select archive_letter_attachment(${id}, ${person}, ${now})`
    },
    [
      ['templates', 2, person],
      ['templates', 3, person],
    ],
  ],
  [
    'set_broadcast_service',
    (sql, service) => sql`
      select set_broadcast_service(${service}, 'test', false, null, ${person}, ${now})`,
    [
      ['api_keys', 2, person],
      ['services', 2, person],
    ],
  ],
  [
    'link_service_to_organisation',
    async (sql, service) => {
      const [owner] = await sql`
        select create_organisation('{"name": "Ministry", "organisation_type": "central"}', ${maker}, ${before}) as id`
      await sql`select link_service_to_organisation(${owner!.id}, ${service}, ${person}, ${now})`
    },
    [['services', 2, person]],
  ],
  [
    'pass_on_to_services',
    async (sql, service) => {
      const [owner] = await sql`
        select create_organisation('{"name": "Ministry", "organisation_type": "central"}', ${maker}, ${before}) as id`
      await sql`select link_service_to_organisation(${owner!.id}, ${service}, ${maker}, ${now})`
      await sql`select change_organisation(${owner!.id}, '{"crown": true}', '', ${person}, ${now})`
    },
    [
      ['services', 2, maker],
      ['services', 3, person],
    ],
  ],
  [
    'create_api_key',
    (sql, service) => sql`
      select create_api_key(${service}, 'another', 'test', 'sealed', ${person}, ${now})`,
    [['api_keys', 1, person]],
  ],
  [
    'end_api_key',
    (sql, service) => sql`
      select end_api_key(${service}, id, ${person}, ${now}) from api_keys where service_id = ${service}`,
    [['api_keys', 2, person]],
  ],
  [
    'end_api_keys',
    (sql, service) => sql`select end_api_keys(${service}, ${person}, ${now})`,
    [['api_keys', 2, person]],
  ],
  [
    'revoke_api_key',
    (sql, service) => sql`select revoke_api_key(${service}, 'key', ${person}, ${now})`,
    [['api_keys', 2, person]],
  ],
  [
    'create_callback_api',
    (sql, service) => sql`
      select create_callback_api(${service}, 'complaint', 'https://example.gov.uk', 'one', ${person}, ${now})`,
    [['service_callback_api', 1, person]],
  ],
  [
    'change_callback_api',
    async (sql, service) => {
      const [made] = await sql`
        select create_callback_api(${service}, 'complaint', 'https://example.gov.uk', 'one', ${maker}, ${now}) as id`
      await sql`select change_callback_api(${service}, ${made!.id}, null, null, 'two', ${person}, ${now})`
    },
    [
      ['service_callback_api', 1, maker],
      ['service_callback_api', 2, person],
    ],
  ],
  [
    'remove_callback_api',
    async (sql, service) => {
      const [made] = await sql`
        select create_callback_api(${service}, 'complaint', 'https://example.gov.uk', 'one', ${maker}, ${now}) as id`
      await sql`select remove_callback_api(${service}, ${made!.id}, 'complaint', ${person}, ${now})`
    },
    [['service_callback_api', 1, maker]],
  ],
  [
    'apply_callbacks',
    async (sql, service) => {
      for (const url of ['https://example.gov.uk/1', 'https://example.gov.uk/2'])
        await sql`
          select apply_callbacks(
            ${service}, ${sql.json([{ callback_type: 'complaint', url, bearer_token: 'b25l' }])}, false, ${person}, ${now}
          )`
    },
    [
      ['service_callback_api', 1, person],
      ['service_callback_api', 2, person],
    ],
  ],
  [
    'apply_templates',
    (sql, service) => sql`
      select apply_templates(
        ${service},
        '[{"name": "Code", "template_type": "sms", "content": "Bye"}, {"name": "New", "template_type": "sms", "content": "Hi"}]',
        false, ${person}, ${now}
      )`,
    [
      ['templates', 1, person],
      ['templates', 2, person],
    ],
  ],
  [
    'create_template',
    (sql, service) => sql`
      select create_template(
        ${service}, '{"name": "New", "template_type": "sms", "content": "Hi"}', ${person}, ${now}
      )`,
    [['templates', 1, person]],
  ],
  ...(
    [
      ['change_template', `'{"name": "Other"}', '{}'`],
      ['set_template_contact', 'null'],
      ['next_template_version', ''],
    ] as const
  ).map(([name, values]): (typeof versions)[number] => [
    name,
    (sql, service) =>
      sql.unsafe(
        `select ${name}(service_id, id${values && `, ${values}`}, $2, $3) from templates where service_id = $1 and name = 'Code'`,
        [service, person, now],
      ),
    [['templates', 2, person]],
  ]),
  [
    'redact_template',
    (sql, service) => sql`
      select redact_template(service_id, id, ${person}, ${now}) from templates where service_id = ${service} and name = 'Code'`,
    [],
  ],
  [
    'move_to_template_folder',
    (sql, service) => sql`
      select move_to_template_folder(
        ${service}, create_template_folder(${service}, 'A folder', null, ${person}, ${now}), '{}',
        array(select id from templates where service_id = ${service}), ${person}, ${now}
      )`,
    [],
  ],
  [
    'delete_template_folder',
    (sql, service) => sql`
      select delete_template_folder(
        ${service}, create_template_folder(${service}, 'A folder', null, ${person}, ${now}), ${person}, ${now}
      )`,
    [],
  ],
  [
    'precompiled_letter_template',
    (sql, service) => sql`select precompiled_letter_template(${service})`,
    [['templates', 1, platform]],
  ],
  [
    'add_provider',
    (sql) => sql`select add_provider('second-mmg', 'mmg', 'sms', ${person}, ${now})`,
    [['provider_details', 1, person]],
  ],
  [
    'add_http_provider',
    (sql) => sql`
      select add_http_provider('{"identifier": "ours", "protocol": {"url": "https://sms.example.org"}}', ${person}, ${now})`,
    [['provider_details', 1, person]],
  ],
  [
    'set_provider',
    (sql) => sql`select set_provider('mmg', '{"priority": 7}', ${person}, ${now})`,
    [['provider_details', 2, person]],
  ],
  [
    'reduce_providers',
    (sql) => sql`select reduce_providers(array['mmg'], 60, ${now})`,
    [
      ['provider_details', 2, platform],
      ['provider_details', 2, platform],
    ],
  ],
  [
    'change_provider',
    (sql) => sql`
      select change_provider(id, 7, null, 'cheaper', ${person}, ${now}) from provider_details where identifier = 'mmg'`,
    [['provider_details', 2, person]],
  ],
  [
    'tend_providers_back_to_middle',
    (sql) => sql`select tend_providers_back_to_middle(${now})`,
    [['provider_details', 2, platform]],
  ],
]

for (const [name, change, left] of versions) {
  test(`${name}: the versions that it makes name whoever made them`, async () => {
    const rows = await rolledBack(async (sql) => {
      await sql`
        update provider_details
        set active = identifier in ('mmg', 'firetext'),
          priority = case identifier when 'mmg' then 60 else resting_priority end
        where notification_type = 'sms'`
      // What was changed by hand counts as nobody's, and as long ago.
      await sql`set local session_replication_role = replica`
      await sql`update provider_details set version = 1, updated_at = null`
      await sql`delete from provider_details_history where version > 1`
      await sql`set local session_replication_role = origin`
      await sql`set local role crier_app`
      const known = await histories(sql)
      await change(sql, service)
      const all = await histories(sql)
      return all.filter((row) => !known.some((one) => one.key === row.key))
    })
    assert.deepEqual(
      rows.map(({ table, version, created_by_id }) => [table, version, created_by_id]).sort(),
      [...left].sort(),
    )
    // A first call has no time of its own to say.
    if (name === 'precompiled_letter_template') return
    for (const { at } of rows) assert.equal(at, now)
  })
}

test('every function that writes a table with versions is among these', async () => {
  const writing = await sql`
    select proname as name from pg_proc
    where pronamespace = 'public'::regnamespace and prokind = 'f' and prorettype <> 'trigger'::regtype
      and pg_get_functiondef(oid) ~* '\\m(insert into|update|merge into|delete from)\\s+(services|api_keys|templates|provider_details|service_callback_api)\\M'
    order by 1`
  assert.deepEqual(
    writing.map(({ name }) => name),
    versions.map(([name]) => name).sort(),
  )
})

type History = { table: string; key: string; version: number; created_by_id: string; at: string }
const histories = (sql: Sql) => sql<History[]>`
  select "table", "table" || id || version as key, version, created_by_id, wire_timestamp(coalesce(updated_at, created_at)) as at
  from (
    select 'services' as "table", id, version, created_by_id, created_at, updated_at from services_history
    union all
    select 'api_keys', id, version, created_by_id, created_at, updated_at from api_keys_history
    union all
    select 'templates', id, version, created_by_id, created_at, updated_at from templates_history
    union all
    select 'provider_details', id, version, created_by_id, created_at, updated_at from provider_details_history
    union all
    select 'service_callback_api', id, version, created_by_id, created_at, updated_at from service_callback_api_history
  ) versions`

test('the author of the present version stands in the row too where Notify has it there', async () => {
  await rolledBack(async (sql) => {
    await sql`set local role crier_app`
    await applied({ templates: [{ name: 'Code', template_type: 'sms', content: 'Bye' }] })(sql, service)
    const [template] =
      await sql`select version, created_by_id from templates where service_id = ${service} and name = 'Code'`
    assert.deepEqual({ ...template }, { version: 2, created_by_id: person })
    const [made] = await sql`select created_by_id from services where id = ${service}`
    assert.equal(made!.created_by_id, maker)
  })
})

test('a callback’s versions name whoever changed it, also where only the token is another', async () => {
  await rolledBack(async (sql) => {
    await sql`select act_as(${maker}, ${before})`
    await sql`
      insert into service_callback_api (service_id, callback_type, url, bearer_token_encrypted, updated_by_id)
      values (${service}, 'delivery_status', 'https://example.gov.uk', 'one', ${maker})`
    await sql`select act_as(${person}, ${now})`
    await sql`update service_callback_api set bearer_token_encrypted = 'two'`
    const [callback] = await sql`select version, updated_by_id from service_callback_api`
    assert.deepEqual({ ...callback }, { version: 2, updated_by_id: person })
    const kept = await sql`select version, created_by_id from service_callback_api_history order by version`
    assert.deepEqual(
      [...kept],
      [
        { version: 1, created_by_id: maker },
        { version: 2, created_by_id: person },
      ],
    )
  })
})

test('a folder and a redaction make no version; an operator by hand is nobody', async () => {
  await rolledBack(async (sql) => {
    await sql`select set_config('crier.actor', '', true)`
    await sql`update templates set redact_personalisation = true where service_id = ${service}`
    await sql`update templates set content = 'By hand' where service_id = ${service}`
    const kept = await sql`
      select version, created_by_id, content from templates_history where service_id = ${service} and name = 'Code' order by version`
    assert.deepEqual(
      [...kept],
      [
        { version: 1, created_by_id: maker, content: 'Hello' },
        { version: 2, created_by_id: null, content: 'By hand' },
      ],
    )
    const [present] = await sql`select created_by_id from templates where service_id = ${service} limit 1`
    assert.equal(present!.created_by_id, null)
  })
})

const refusals: [what: string, constraint: string | undefined, change: (sql: Sql) => Promise<unknown>][] = [
  [
    'a program that does not say who acts',
    'change_has_an_actor',
    (sql) => sql`update provider_details set priority = 1`,
  ],
  ['somebody unknown', 'actor_is_a_user', (sql) => sql`select act_as(uuidv7(), now())`],
  ['a change without a time', undefined, (sql) => sql`select act_as(null, null)`],
]
for (const [what, constraint_name, change] of refusals) {
  test(`${what} changes nothing`, async () => {
    await assert.rejects(
      rolledBack(async (sql) => {
        await sql`set local role crier_app`
        await change(sql)
      }),
      (error: { constraint_name?: string; code: string }) =>
        constraint_name === undefined ? error.code === '23502' : error.constraint_name === constraint_name,
    )
  })
}

const channel = { notification_type: 'letter', days_of_retention: 30 }
/** What each leaves in the audit trail: type, data without ids. */
const events: [change: Change, type: string, data: object][] = [
  [
    (sql) => sql`select create_service('{"name": "Other"}', ${person}, ${now})`,
    'create_service',
    { restricted: true },
  ],
  [
    (sql, service) => sql`select archive_service(${service}, ${person}, ${now})`,
    'archive_service',
    { revoked_api_key_ids: 1 },
  ],
  [
    applied({ sms_senders: [{ sms_sender: 'PERMITS' }], data_retention: { sms: 5 } }),
    'apply_service',
    {
      changes: [
        { kind: 'sms_senders', change: 'made' },
        { kind: 'data_retention', change: '5 days' },
      ],
    },
  ],
  [
    (sql, service) => sql`select create_api_key(${service}, 'another', 'team', 'sealed', ${person}, ${now})`,
    'create_api_key',
    { key_type: 'team' },
  ],
  [
    async (sql, service) => {
      const [letter] = await sql`
        insert into notifications (service_id, template_id, template_version, notification_type, key_type, postage, "to")
        select ${service}, template_id, template_version, 'letter', 'normal', 'second', 'A'
        from precompiled_letter_template(${service}) returning id`
      await sql`update notifications set created_at = ${now} where id = ${letter!.id}`
      await sql`select cancel_letter(${service}, ${letter!.id}, ${person}, ${now})`
    },
    'cancel_letter',
    {},
  ],
  [attached, 'attach_to_template', {}],
  [(sql, service) => sql`select revoke_api_key(${service}, 'key', ${person}, ${now})`, 'revoke_api_key', {}],
  [
    (sql, service) => sql`select create_data_retention(${service}, 'letter', 30, ${person}, ${now})`,
    'create_data_retention',
    channel,
  ],
  [
    (sql, service) => sql`select set_free_allowance(${service}, 2025, 7, ${person}, ${now})`,
    'set_free_allowance',
    { financial_year_start: 2025, free_sms_fragment_limit: 7 },
  ],
  [
    (sql) => sql`select set_sms_rate(${now}, 0.03, ${person}, ${now})`,
    'set_sms_rate',
    { valid_from: now, rate: 0.03 },
  ],
  [
    (sql) => sql`select set_letter_rate('first', 1, ${now}, 2, ${person}, ${now})`,
    'set_letter_rate',
    { post_class: 'first', sheet_count: 1, valid_from: now, rate: 2 },
  ],
  [(sql) => sql`select hold_waiting_work(${person}, ${now})`, 'hold_waiting_work', {}],
  [
    (sql) => sql`select settle_held_messages('{}', 'mmg', ${person}, ${now})`,
    'settle_held_messages',
    { messages: 0, taken_by: 'mmg' },
  ],
  [(sql) => sql`select release_held_work(null, ${person}, ${now})`, 'release_held_work', { jobs: 0 }],
]
for (const [change, type, data] of events) {
  test(`${type} is noted with its author, its service and its time`, async () => {
    const noted = await rolledBack(async (sql) => {
      await sql`set local role crier_app`
      await change(sql, service)
      return sql`
        select event_type, service_id, wire_timestamp(created_at) as at, data from events where actor_id = ${person}`
    })
    assert.equal(noted.length, 1)
    const [event] = noted
    assert.equal(event!.event_type, type)
    assert.equal(event!.at, now)
    assert.deepEqual(withoutIds(event!.data), data)
    if (/_rate$|_held_|_work$/.test(type)) assert.equal(event!.service_id, null)
    else if (type !== 'create_service') assert.equal(event!.service_id, service)
  })
}

test('what changes nothing is not noted', async () => {
  const noted = await rolledBack(async (sql) => {
    await applied({ templates: [{ name: 'Code', template_type: 'sms', content: 'Hello' }] })(sql, service)
    await sql`select change_data_retention(${service}, uuidv7(), 5, ${person}, ${now})`
    await sql`select revoke_api_key(${service}, 'no such key', ${person}, ${now})`
    await sql`select archive_service(${service}, ${maker}, ${now})`
    await sql`select archive_service(${service}, ${person}, ${now})`
    await sql`select rehearse_service('{"service": {"name": "Rehearsed"}}', ${person}, ${now})`
    return sql`select event_type from events where actor_id = ${person}`
  })
  assert.deepEqual([...noted], [])
})

/** Ids are as they come; how many there are is counted. */
function withoutIds(data: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([name]) => !/(^|_)id$/.test(name))
      .map(([name, value]) => {
        if (name.endsWith('_ids')) return [name, (value as string[]).length]
        return [name, Array.isArray(value) ? value.map(withoutIds) : value]
      }),
  )
}

class Undone extends Error {}

/** What the work answers; nothing of it stays. */
async function rolledBack<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer> {
  let answer: Answer
  await sql
    .begin(async (sql) => {
      answer = await work(sql)
      throw new Undone()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error
    })
  return answer!
}
