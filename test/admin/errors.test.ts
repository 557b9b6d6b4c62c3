/** Each kind of error of the internal API, by table: test/fixtures/admin/errors.json. Who is not let in is in authentication.test.ts. Source: specification, internal API, errors. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { makeMember } from './people.ts'
import { adminCall } from './support.ts'
import { makeWorld, noon, type World } from './world.ts'

/** fails: what the database is asked in place of the route's own query. errors: of a list, message: of the other envelope. */
type Row = {
  source: string
  method: string
  path: string
  body?: unknown
  fails?: string
  status: number
  message?: unknown
  errors?: string[]
}
const rows: Row[] = JSON.parse(
  await readFile(new URL('../fixtures/admin/errors.json', import.meta.url), 'utf8'),
)

let crier: TestCrier
let world: World
before(async () => {
  crier = await sharedCrier()
  crier.setNow(noon)
  world = await makeWorld(crier)
  const full = await crier.makeService({ permissions: ['sms'], sms_message_limit: 0 })
  await crier.sql`update services set email_branding_id = ${world.emailBranding!} where id = ${full.id}`
  Object.assign(world, {
    '256': 'a'.repeat(256),
    full: full.id,
    fullTemplate: await crier.makeTemplate(full, { content: 'Hello' }),
    fullMember: (await makeMember(crier, full.id)).id,
  })
})
after(() => crier.close())

const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, word: string) => world[word]!)

for (const { source, method, path, body, fails, status, message, errors } of rows) {
  test(`${source}: ${method} ${path}`, async () => {
    const { db } = crier.crier
    const { query } = db
    if (fails !== undefined) db.query = () => query(fails, [])
    try {
      const sent = body === undefined ? {} : { body: JSON.parse(filled(JSON.stringify(body))) }
      const answer = await adminCall(crier, filled(path), { method, ...sent })
      const said =
        errors === undefined
          ? { result: 'error', message }
          : {
              status_code: status,
              errors: errors.map((text) => ({ error: 'ValidationError', message: text })),
            }
      assert.deepEqual([answer.status, answer.body], [status, said])
      assert.equal(answer.headers.get('content-type'), 'application/json')
    } finally {
      db.query = query
    }
  })
}
