/** A status changes as status_transitions says, whoever writes it and however. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sharedDatabase } from '../support/database.ts'
import { undone } from '../support/undone.ts'

const { sql, close } = await sharedDatabase()
after(close)

// All of it in the workers' own role. The first status is set while no trigger looks.
const attempt = `
  create function pg_temp.attempt(channel notification_type, from_status notification_status, to_status notification_status)
    returns text language plpgsql as $$
  declare
    subject uuid := uuidv7();
  begin
    set local session_replication_role = replica;
    insert into notifications (id, service_id, template_id, template_version, notification_type, key_type, notification_status,
      postage, "to")
    values (subject, uuidv7(), uuidv7(), 1, channel, 'normal', from_status, case when channel = 'letter' then 'second'::postage end,
      'someone');
    set local session_replication_role = origin;
    set local role crier_app;
    update notifications set notification_status = to_status where id = subject;
    reset role;
    return 'made';
  exception when check_violation then
    reset role;
    return 'refused';
  end $$`

test('an archived message’s status follows the table too', async () => {
  const change = (status: string) =>
    undone(sql, async (sql) => {
      const [{ id }] = (await sql`
        insert into notification_history (id, service_id, template_id, template_version, notification_type, key_type,
          notification_status, created_at, billable_units, international)
        values (uuidv7(), uuidv7(), uuidv7(), 1, 'email', 'normal', 'sending', now(), 0, false)
        returning id`) as unknown as [{ id: string }]
      await sql`set local role crier_app`
      for (const next of ['delivered', status])
        await sql`update notification_history set notification_status = ${next} where id = ${id}`
    })
  await change('delivered')
  await assert.rejects(change('created'), { constraint_name: 'status_follows_its_transitions' })
})

for (const type of ['sms', 'email', 'letter']) {
  test(`${type}: the workers' own role makes every change that the table has, and no other`, async () => {
    const wrong = await undone(sql, async (sql) => {
      await sql.unsafe(attempt)
      return sql`
        select origin, target, pg_temp.attempt(${type}, origin, target) as outcome, transition.event is not null as is_allowed
        from unnest(enum_range(null::notification_status)) origin
        cross join unnest(enum_range(null::notification_status)) target
        left join lateral (
          select event from status_transitions
          where notification_type = ${type} and from_status = origin and to_status = target limit 1
        ) transition on true
        where origin <> target`
    })
    assert.ok(wrong.length > 100)
    assert.deepEqual(
      wrong.filter(({ outcome, is_allowed }) => (outcome === 'made') !== is_allowed),
      [],
    )
    assert.ok(wrong.some(({ outcome }) => outcome === 'made'))
  })
}
