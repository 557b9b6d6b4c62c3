/** Every column that is a state has a table of transitions, and a trigger that refuses all others. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sharedDatabase } from '../support/database.ts'

const { sql, close } = await sharedDatabase()
after(close)

/** What is named like a state and is none of a thing that lives. */
const copies: Record<string, string> = {
  'archived_letter_files.notification_status': 'how the letter left',
  'delivery_failures.notification_status': 'what a receipt made of a message',
  'ft_notification_status.notification_status': 'a fact',
  'notification_status_groups.status': 'what each status counts as',
  'provider_receipt_codes.status': "a provider's word",
  'provider_receipt_codes.notification_status': 'what the word means',
  'provider_receipt_statuses.status': "a provider's word",
  'provider_receipt_statuses.notification_status': 'what the word means',
  'provider_receipts.status': "a provider's word",
  'provider_tests.status': "a provider's word",
  'service_callback_outages.last_status': "a service's answer",
  'service_callbacks.last_status': "a service's answer",
}

test('every state follows its transitions', async () => {
  const columns = await sql`
    select
      relation.relname || '.' || attname as name,
      exists (
        select from pg_trigger
        where tgrelid = relation.oid and tgname = relation.relname || '_follow_transitions'
          and tgattr::text = attnum::text
      ) as is_followed
    from pg_class relation
    join pg_attribute on attrelid = relation.oid and attnum > 0 and not attisdropped
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and attname ~ '(^|_)(status|state)$' and relname !~ '_transitions$'
    order by 1`
  const followed = columns.filter(({ is_followed }) => is_followed).map(({ name }) => name)
  const others = columns.filter(({ is_followed }) => !is_followed).map(({ name }) => name)
  assert.deepEqual(others, Object.keys(copies).sort())
  assert.deepEqual(followed, [
    'broadcast_message.status',
    'broadcast_provider_message.status',
    'jobs.job_status',
    'notification_history.notification_status',
    'notifications.notification_status',
    'print_batches.status',
    'report_requests.status',
    'service_callbacks.status',
    'service_join_requests.status',
    'users.state',
  ])
})

test('every table of transitions has an event and two states, and the workers do not write it', async () => {
  const machines = await sql`
    select
      relname as name,
      array(
        select attname::text from pg_attribute
        where attrelid = relation.oid and attname in ('event', 'from_status', 'to_status') order by attnum
      ) as columns,
      has_table_privilege('crier_app', relation.oid, 'insert, update, delete') as is_writable
    from pg_class relation
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname like '%\\_transitions'
    order by 1`
  assert.deepEqual(
    [...machines],
    [
      {
        name: 'broadcast_provider_message_transitions',
        columns: ['event', 'from_status', 'to_status'],
        is_writable: false,
      },
      { name: 'broadcast_transitions', columns: ['event', 'from_status', 'to_status'], is_writable: false },
      { name: 'callback_transitions', columns: ['event', 'from_status', 'to_status'], is_writable: false },
      { name: 'job_transitions', columns: ['event', 'from_status', 'to_status'], is_writable: false },
      {
        name: 'join_request_transitions',
        columns: ['event', 'from_status', 'to_status'],
        is_writable: false,
      },
      { name: 'print_batch_transitions', columns: ['event', 'from_status', 'to_status'], is_writable: false },
      {
        name: 'report_request_transitions',
        columns: ['event', 'from_status', 'to_status'],
        is_writable: false,
      },
      { name: 'status_transitions', columns: ['event', 'from_status', 'to_status'], is_writable: false },
      { name: 'user_transitions', columns: ['event', 'from_status', 'to_status'], is_writable: false },
    ],
  )
})

test('a person is activated and archived, and never comes back', async () => {
  const change = (from: string, to: string) =>
    sql.begin(async (sql) => {
      const [user] = await sql`
        insert into users (name, email_address, auth_type, state)
        values ('Someone', gen_random_uuid() || '@example.gov.uk', 'email_auth', ${from})
        returning id`
      await sql`set local role crier_app`
      await sql`update users set state = ${to}, name = 'Someone else' where id = ${user!.id}`
    })
  const states = ['pending', 'active', 'inactive']
  const refused: string[] = []
  for (const from of states)
    for (const to of states)
      await change(from, to).catch((error) => {
        assert.equal(error.constraint_name, 'status_follows_its_transitions')
        refused.push(`${from} to ${to}`)
      })
  assert.deepEqual(refused, ['active to pending', 'inactive to pending', 'inactive to active'])
})
