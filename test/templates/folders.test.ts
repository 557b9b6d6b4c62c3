/** Folders of templates: whole exchanges, moves at the same time, and trees of many. Source: specification, internal API, template folders. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'
import { member, plainFault, schemaFault, type Tenant, tenant } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const put = (me: Tenant, target: string | null, folders: string[], templates: string[] = []) =>
  me.ask(`template-folder/${target === null ? '' : `${target}/`}contents`, { folders, templates })
/** Who lies where, and who may see what. */
async function stateOf({ service }: Tenant) {
  return JSON.stringify(
    await crier.sql`
      select id, name, parent_id, (
        select array_agg(user_id order by user_id) from user_folder_permissions where template_folder_id = f.id
      ) as seen_by from template_folder f where service_id = ${service.id}
      union all
      select id, name, folder_id, null from templates where service_id = ${service.id}
      order by id`,
  )
}

test('a folder is seen by those who see the folder around it, at the top by every active member', async () => {
  const me = await tenant(crier)
  const second = await member(crier, me.service)
  await member(crier, me.service, 'pending')
  const made = await me.ask('template-folder', { name: '  Letters ', parent_id: null })
  const { id } = made.body.data
  const folder = {
    id,
    name: 'Letters',
    parent_id: null,
    service_id: me.service.id,
    users_with_permission: [me.person, second].sort(),
  }
  assert.deepEqual([made.status, made.body], [201, { data: folder }])
  const changed = await me.ask(`template-folder/${id}`, {
    name: `' "<b>\\ ☃`,
    users_with_permission: [second, second],
  })
  const seen = { ...folder, name: `' "<b>\\ ☃`, users_with_permission: [second] }
  assert.deepEqual([changed.status, changed.body], [200, { data: seen }])
  const below = await me.ask('template-folder', { name: 'Below', parent_id: id })
  assert.deepEqual(below.body.data.users_with_permission, [second])
  const renamed = await me.ask(`template-folder/${id}`, { name: 'Above' })
  assert.deepEqual(renamed.body.data, { ...seen, name: 'Above' })
  assert.deepEqual((await me.ask('template-folder')).body, {
    template_folders: [renamed.body.data, below.body.data],
  })
  const none = await me.ask(`template-folder/${id}`, { name: 'Above', users_with_permission: [] })
  assert.deepEqual(none.body.data.users_with_permission, [])
})

test('what is no folder is refused, and nothing is made or changed', async () => {
  const [me, other] = [await tenant(crier), await tenant(crier)]
  const id = await me.folder('Mine')
  const theirs = await other.folder('Theirs')
  const state = [await stateOf(me), await stateOf(other)]
  const cases: [path: string, body: object, status: number, told: object][] = [
    ['template-folder', { parent_id: null }, 400, schemaFault('name is a required property')],
    ['template-folder', { name: 'A' }, 400, schemaFault('parent_id is a required property')],
    ['template-folder', { name: '', parent_id: null }, 400, schemaFault('name  is too short')],
    ['template-folder', { name: 'A', parent_id: 'top' }, 400, schemaFault('parent_id is not a valid UUID')],
    [
      'template-folder',
      { name: ' ', parent_id: null },
      400,
      plainFault({ name: ['Length must be between 1 and 255.'] }),
    ],
    ['template-folder', { name: 'A', parent_id: randomUUID() }, 400, plainFault('parent_id not found')],
    ['template-folder', { name: 'A', parent_id: theirs }, 400, plainFault('parent_id not found')],
    [`template-folder/${id}`, {}, 400, schemaFault('name is a required property')],
    [
      `template-folder/${id}`,
      { name: 'A', users_with_permission: ['me'] },
      400,
      schemaFault('users_with_permission is not a valid UUID'),
    ],
    [
      `template-folder/${id}`,
      { name: 'A', users_with_permission: me.person },
      400,
      schemaFault(`users_with_permission ${me.person} is not of type array`),
    ],
    // Nobody sees a folder of a service that is not theirs.
    [
      `template-folder/${id}`,
      { name: 'A', users_with_permission: [me.person, other.person] },
      404,
      plainFault('No result found'),
    ],
    [`template-folder/${theirs}`, { name: 'A' }, 404, plainFault('No result found')],
    [
      `template-folder/${id}/contents`,
      {},
      400,
      schemaFault('templates is a required property', 'folders is a required property'),
    ],
    [
      'template-folder/contents',
      { folders: [], templates: [1] },
      400,
      schemaFault('templates is not a valid UUID'),
    ],
  ]
  for (const [path, body, status, told] of cases) {
    const answer = await me.ask(path, body)
    assert.deepEqual([answer.status, answer.body], [status, told], JSON.stringify(body))
  }
  assert.equal((await me.ask(`template-folder/${theirs}`, {}, 'DELETE')).status, 404)
  assert.deepEqual([await stateOf(me), await stateOf(other)], state)
  const nowhere = randomUUID()
  for (const [path, body] of [
    ['template-folder', undefined],
    ['template-folder', { name: 'A', parent_id: null }],
    ['template-folder/contents', { folders: [], templates: [] }],
  ] as const) {
    const answer = await adminCall(crier, `/service/${nowhere}/${path}`, body === undefined ? {} : { body })
    assert.equal(answer.status, 404, path)
  }
})

test('a folder is deleted when nothing is in it but what is archived', async () => {
  const me = await tenant(crier)
  const outer = await me.folder('Outer')
  const inner = await me.folder('Inner', outer)
  const { id } = await me.make({ parent_folder_id: inner })
  const remove = (folder: string) => me.ask(`template-folder/${folder}`, {}, 'DELETE')
  for (const folder of [outer, inner]) {
    const answer = await remove(folder)
    assert.deepEqual([answer.status, answer.body], [400, plainFault('Folder is not empty')])
  }
  // Archived by hand, and still in its folder.
  await crier.sql`update templates set archived_at = now() where id = ${id}`
  for (const folder of [inner, outer]) {
    const answer = await remove(folder)
    assert.deepEqual([answer.status, answer.text], [204, ''])
    assert.equal((await remove(folder)).status, 404)
  }
  const [left] = await crier.sql`select folder_id, version from templates where id = ${id}`
  assert.deepEqual({ ...left }, { folder_id: null, version: 2 })
  assert.deepEqual((await me.ask('template-folder')).body, { template_folders: [] })
})

test('folders and templates are moved together, without a version', async () => {
  const me = await tenant(crier)
  const [first, second] = [await me.folder('First'), await me.folder('Second')]
  const [{ id }, gone] = [await me.make(), await me.make()]
  await me.ask(`template/${gone.id}`, { archived: true, created_by: me.person })
  const moved = await put(me, first, [second, second], [id, gone.id])
  assert.deepEqual([moved.status, moved.text], [204, ''])
  const { data } = (await me.ask(`template/${id}`)).body
  assert.deepEqual([data.folder, data.version], [first, 1])
  assert.equal((await me.ask(`template/${gone.id}`)).body.data.folder, null)
  const parents = async () =>
    Object.fromEntries(
      (await me.ask('template-folder')).body.template_folders.map(
        (one: { name: string; parent_id: string }) => [one.name, one.parent_id],
      ),
    )
  assert.deepEqual(await parents(), { First: null, Second: first })
  assert.equal((await put(me, null, [second], [id])).status, 204)
  assert.deepEqual(await parents(), { First: null, Second: null })
  assert.equal((await me.ask(`template/${id}`)).body.data.folder, null)
})

test('one thing that cannot be moved holds back all', async () => {
  const [me, other] = [await tenant(crier), await tenant(crier)]
  const outer = await me.folder('Outer')
  const inner = await me.folder('Inner', outer)
  const innermost = await me.folder('Innermost', inner)
  const [beside, theirs] = [await me.folder('Beside'), await other.folder('Theirs')]
  const [{ id }, foreign] = [await me.make(), await other.make()]
  const hidden = (await me.ask('template/precompiled')).body.id
  const service = me.service.id
  const state = [await stateOf(me), await stateOf(other)]
  const noTemplate = (one: string) =>
    `Could not move to folder: No template found with id ${one} for service ${service}`
  const cases: [target: string, folders: string[], templates: string[], words: string][] = [
    [beside, [inner, theirs], [id], `No folder found with id ${theirs} for service ${service}`],
    [beside, [inner], [id, foreign.id], noTemplate(foreign.id)],
    [beside, [inner], [hidden], noTemplate(hidden)],
    [beside, [inner, beside], [id], 'You cannot move a folder to itself'],
    [innermost, [beside, outer], [id], 'You cannot move a folder to one of its subfolders'],
    [innermost, [inner], [foreign.id], 'You cannot move a folder to one of its subfolders'],
  ]
  for (const [target, folders, templates, words] of cases) {
    const answer = await put(me, target, folders, templates)
    assert.deepEqual([answer.status, answer.body], [400, plainFault(words)])
  }
  assert.equal((await put(me, theirs, [inner], [id])).status, 404)
  assert.deepEqual([await stateOf(me), await stateOf(other)], state)
})

test('moves that come at once make no circle, whichever is first', async () => {
  const me = await tenant(crier)
  const folders = await Promise.all(['A', 'B', 'C', 'D'].map((name) => me.folder(name)))
  const answers = await Promise.all(
    folders.map((folder, n) => put(me, folders[(n + 1) % folders.length]!, [folder])),
  )
  const words = answers.map(({ status, body }) => (status === 204 ? '' : body.message)).sort()
  assert.deepEqual(words, ['', '', '', 'You cannot move a folder to one of its subfolders'])
})

test('what comes into a folder while it is deleted is in a folder, or refused', async () => {
  const me = await tenant(crier)
  for (let round = 0; round < scaled(5); round++) {
    const id = await me.folder('Here and gone')
    const [removed, made] = await Promise.all([
      me.ask(`template-folder/${id}`, {}, 'DELETE'),
      me.ask('template-folder', { name: 'Below', parent_id: id }),
    ])
    assert.ok(
      (removed.status === 204 && made.body.message === 'parent_id not found') ||
        (removed.body.message === 'Folder is not empty' && made.status === 201),
      `${removed.text} ${made.text}`,
    )
  }
})

/** A chain of folders, each in the one before it. */
async function chain({ service }: Tenant, length: number): Promise<string[]> {
  await crier.sql`
    with ids as materialized (select n, uuidv7() as id from generate_series(1, ${length}) n)
    insert into template_folder (id, service_id, name, parent_id)
    select id, ${service.id}, 'Folder ' || n, lag(id) over (order by n) from ids`
  return (
    await crier.sql`
      select id from template_folder where service_id = ${service.id} order by substr(name, 8)::integer`
  ).map(({ id }) => id)
}

test('ten thousand folders inside each other are listed and moved, and more there cannot be', async () => {
  const me = await tenant(crier)
  const folders = await chain(me, 10_000)
  const listed = await me.ask('template-folder')
  assert.equal(listed.body.template_folders.length, 10_000)
  const circle = await put(me, folders.at(-1)!, [folders[0]!])
  assert.deepEqual(circle.body, plainFault('You cannot move a folder to one of its subfolders'))
  const [last, middle] = [folders.at(-1)!, folders[5000]!]
  assert.equal((await put(me, null, [middle])).status, 204)
  assert.equal((await put(me, last, [middle])).status, 400)
  assert.equal((await put(me, folders[4999]!, folders.slice(9000))).status, 204)
  const more = await me.ask('template-folder', { name: 'One more', parent_id: null })
  assert.deepEqual(more.body, plainFault('A service cannot have more than 10,000 folders'))
})
