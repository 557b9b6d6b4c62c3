/** What the admin application shows of a service with two thousand templates in three hundred folders. */
import { ask } from './ask.ts'
import { beginCommand } from './begin.ts'
import type { Bench, Row } from './bench.ts'
import { makeTargets, type Sender } from './offer.ts'
import { admin, adminEnv } from './report.ts'

const folders = 300
const count = 2000
const members = 20

async function makeTemplates({ sql }: Bench, serviceId: string): Promise<string> {
  await sql`
    with people as (
      insert into users (name, email_address, auth_type, state)
      select 'Person ' || n, n || '@example.gov.uk', 'email_auth', 'active' from generate_series(1, ${members}) n
      returning id
    )
    insert into user_to_service (user_id, service_id) select id, ${serviceId} from people`
  await sql`
    insert into template_folder (service_id, name)
    select ${serviceId}, 'Folder ' || n from generate_series(1, ${folders}) n`
  // Ten folders in each of the others.
  await sql`
    with numbered as (
      select id, row_number() over (order by id) as n from template_folder where service_id = ${serviceId}
    )
    update template_folder set parent_id = outer_folder.id
    from numbered inner_folder
    join numbered outer_folder on outer_folder.n = inner_folder.n / 10
    where template_folder.id = inner_folder.id and inner_folder.n >= 10`
  await sql`
    insert into user_folder_permissions (user_id, template_folder_id, service_id)
    select user_id, folder.id, ${serviceId}
    from template_folder folder
    join user_to_service using (service_id)
    where service_id = ${serviceId}`
  await sql`
    with folders as (
      select array_agg(id) as ids from template_folder where service_id = ${serviceId}
    )
    insert into templates (service_id, name, template_type, subject, content, folder_id)
    select ${serviceId}, 'Template ' || n, 'email', 'Your visit', repeat('Dear ((name)) ', 100),
      ids[1 + n % ${folders}]
    from generate_series(1, ${count}) n, folders`
  await sql`vacuum analyze`
  const [one] = await sql`select id from templates where service_id = ${serviceId} and name = 'Template 7'`
  return one!.id
}

export async function templates(bench: Bench): Promise<Row[]> {
  const [{ serviceId }] = (await makeTargets(bench, 1)) as [Sender]
  const id = await makeTemplates(bench, serviceId)
  const server = beginCommand(bench, 'serve', adminEnv)
  const { port } = await server.started
  const rows: Row[] = []
  for (const [name, path] of [
    ['all templates', '/template'],
    ['all folders', '/template-folder'],
    ['one template', `/template/${id}`],
    ['its versions', `/template/${id}/versions`],
  ]) {
    const { p50, p99, bytes } = await ask(port!, admin, 2, bench.seconds(4), () => ({
      path: `/service/${serviceId}${path}`,
    }))
    const figure = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
    bench.log(`${name}: ${figure}, ${bytes} bytes`)
    rows.push({
      scenario: `templates, ${name}`,
      figure,
      conditions: `2 kept connections; a service with 2,000 templates in 300 folders, which 20 people see; one serve process`,
    })
  }
  await server.stop()
  return rows
}
