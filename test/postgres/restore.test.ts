/** `pg_dump` writes its data for a session whose search_path is empty: what checks and announces rows must work there too. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sharedDatabase } from '../support/database.ts'

const { sql, close } = await sharedDatabase()
after(close)

/** A service of its own with a template and a key, made where names are found. */
async function world() {
  const [service] =
    await sql`select create_service(jsonb_build_object('name', 'Restored ' || gen_random_uuid()), null, now()) as id`
  const [template] = await sql`
    insert into templates (service_id, template_type, name, content) values (${service!.id}, 'sms', 'one', 'text')
    returning id`
  return { service: service!.id as string, template: template!.id as string }
}

const restored = (statement: (sql: import('postgres').TransactionSql) => Promise<unknown>) =>
  sql.begin(async (sql) => {
    await sql`select set_config('search_path', '', true)`
    return statement(sql)
  })

test('a message is stored, changed and deleted', async () => {
  const { service, template } = await world()
  await restored(async (sql) => {
    const [row] = await sql`
      insert into public.notifications (service_id, template_id, template_version, notification_type, key_type, "to")
      values (${service}, ${template}, 1, 'sms', 'normal', '07700900123') returning id`
    await sql`update public.notifications set notification_status = 'sending' where id = ${row!.id}`
    await sql`delete from public.notifications where id = ${row!.id}`
  })
})

test('a message without its owners is refused for that', async () => {
  const { service } = await world()
  await assert.rejects(
    restored(
      (sql) => sql`
        insert into public.notifications (service_id, template_id, template_version, notification_type, key_type, "to")
        values (${service}, uuidv7(), 1, 'sms', 'normal', '07700900123')`,
    ),
    { code: '23503', message: /its own service/ },
  )
})

test('a service, its template, its key and a provider are changed; a service without messages is deleted', async () => {
  const { service, template } = await world()
  const [mmg] = await sql`select priority from provider_details where identifier = 'mmg'`
  const counted = await restored(async (sql) => {
    await sql`update public.services set name = name || '!' where id = ${service}`
    await sql`update public.templates set content = 'other' where id = ${template}`
    await sql`insert into public.template_folder (service_id, name) values (${service}, 'folder')`
    await sql`update public.provider_details set priority = 7 where identifier = 'mmg'`
    await sql`update public.provider_details set priority = ${mmg!.priority} where identifier = 'mmg'`
    return sql`select count(*)::integer as versions from public.templates_history where id = ${template}`
  })
  assert.deepEqual([...(counted as unknown as object[])], [{ versions: 2 }])
  const empty = await world()
  const gone = await restored(
    (sql) => sql`delete from public.services where id = ${empty.service} returning id`,
  )
  assert.equal((gone as unknown as object[]).length, 1)
})
