/** Letters over the print API: what is posted, each of its answers, and what it tells afterwards. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { callbackTo } from '../../src/letters/printing/callback-tokens.ts'
import { printJob } from '../../src/letters/printing/print-job.ts'
import { printBatches } from '../../src/letters/printing/worker.ts'
import { runTask } from '../../src/schedule.ts'
import { httpPeer } from '../delivery/peers.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { makeLetters } from './printing.ts'

const folder = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/letters`
const json = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))

let crier: TestCrier
let peer: Awaited<ReturnType<typeof httpPeer>>
/** What the printer answers to a letter; its id is printed once. */
let answers: (id: string) => { status: number; body?: string }
const printed: string[] = []
let logins = 0
/** What it answers to who signs in, if not a token. */
let login: string | null = null
const jwt = () =>
  `x.${Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url')}.x`
before(async () => {
  peer = await httpPeer(({ path, body, headers }) => {
    if (path.endsWith('/authenticate')) {
      logins++
      return { body: login ?? JSON.stringify({ 'id-token': jwt() }) }
    }
    if (!headers.authorization?.startsWith('x.') || headers['x-api-key'] !== 'a key') return { status: 401 }
    const { id } = JSON.parse(body)
    if (printed.includes(id)) return { status: 409 }
    const answer = answers(id)
    if (answer.status < 300) printed.push(id)
    return answer
  })
  crier = await testCrier({
    providers: {
      'print-api': { url: peer.url, username: 'us', password: 'a password', api_key: 'a key' },
    },
  })
  await crier.sql`update provider_details set active = (identifier = 'dvla-api') where notification_type = 'letter'`
})
after(async () => {
  await crier.close()
  await peer.close()
})

let years = 2060
async function batch(letters: number) {
  const day = `${years++}-03-04`
  const service = await crier.makeService()
  const contents = Buffer.from('%PDF')
  const ids = await makeLetters(
    crier,
    service,
    Array.from({ length: letters }, () => ({ created_at: `${day}T10:00:00Z`, contents })),
  )
  crier.setNow(`${day}T17:50:00Z`)
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  const [made] = await crier.sql`select id from print_batches where service_id = ${service.id}`
  const print = async () =>
    (await printBatches(crier.crier, [{ id: made!.id, retryCount: 0 }], unhurried()))[0]!.status
  const statuses = async () =>
    (
      await crier.sql`select notification_status as status from notifications where id = any (${ids})
        order by array_position(${ids}, id)`
    ).map(({ status }) => status as string)
  const state = async () =>
    (await crier.sql`select status from print_batches where id = ${made!.id}`)[0]!.status
  return { ids, print, statuses, state, batchId: made!.id as string }
}

test('a letter is posted as the specification’s examples have it', () => {
  const { input, cases } = json('print-job-requests.json')
  for (const { address, postage, body } of cases)
    assert.deepEqual(
      printJob(
        { postage, service_id: input.service_id, organisation_id: input.organisation_id },
        { id: input.notification_id, reference: input.reference, address },
        Buffer.from(input.pdf_bytes_utf8),
        input.callback_url,
      ),
      body,
      address,
    )
})

test('each answer has its outcome, and what may pass is posted again, once printed', async () => {
  const { ids, print, statuses, state } = await batch(4)
  const tries = new Map<string, number>()
  answers = (id) => {
    if (id === ids[1]) return { status: 400, body: JSON.stringify({ errors: [{ detail: 'no such page' }] }) }
    tries.set(id, (tries.get(id) ?? 0) + 1)
    if (id === ids[2] && tries.get(id) === 1) return { status: 503 }
    if (id === ids[3] && tries.get(id) === 1) return { status: 429 }
    return { status: 202 }
  }
  assert.equal(await print(), 'failed')
  assert.equal(await state(), 'failed')
  assert.deepEqual(await statuses(), ['sending', 'technical-failure', 'created', 'created'])
  assert.equal(await print(), 'completed')
  assert.deepEqual(await statuses(), ['sending', 'technical-failure', 'sending', 'sending'])
  assert.equal(await state(), 'handed-over')
  const [refused] = await crier.sql`select detail from print_batch_letters where outcome = 'refused'`
  assert.equal(refused!.detail, '400 no such page')
  assert.equal(logins, 1)
})

test('what was printed before a worker died is not printed again', async () => {
  const { ids, print, statuses } = await batch(2)
  printed.push(...ids)
  answers = () => assert.fail('printed twice')
  assert.equal(await print(), 'completed')
  assert.deepEqual(await statuses(), ['sending', 'sending'])
})

test('a token that is refused is forgotten, and a printer that is away is left alone', async () => {
  const { print, statuses } = await batch(30)
  let asked = 0
  answers = () => {
    asked++
    return { status: 401 }
  }
  const before = logins
  assert.equal(await print(), 'failed')
  assert.ok(asked <= 8, `${asked} letters`)
  answers = () => ({ status: 202 })
  assert.equal(await print(), 'completed')
  assert.ok(logins > before)
  assert.deepEqual(new Set(await statuses()), new Set(['sending']))
})

test('a printer that answers nonsense has what it says it has, and is asked again where it says nothing', async () => {
  const { print, statuses } = await batch(4)
  const nonsense = [
    { status: 200, body: '<html>' },
    { status: 400, body: '\0<html>{' },
    { status: 400, body: JSON.stringify({ errors: { 0: [] } }) },
    { status: 599, body: '{' },
  ]
  const asked = new Map<string, number>()
  answers = (id) => nonsense[asked.get(id) ?? asked.set(id, asked.size).get(id)!]!
  assert.equal(await print(), 'failed')
  const outcomes = ['sending', 'technical-failure', 'technical-failure', 'created']
  assert.deepEqual((await statuses()).sort(), outcomes.sort())
  // The token that it gave before is forgotten.
  answers = () => ({ status: 401 })
  assert.equal(await print(), 'failed')
  answers = () => ({ status: 202 })
  for (const body of ['<html>', '{}', '[]', 'null', JSON.stringify({ 'id-token': 7 })]) {
    login = body
    assert.equal(await print(), 'failed')
    assert.equal((await statuses()).filter((status) => status === 'created').length, 1, body)
  }
  login = null
  assert.equal(await print(), 'completed')
})

test('the printer tells once what became of a letter, with the letter’s own token', async () => {
  const { ids, print, statuses } = await batch(2)
  answers = () => ({ status: 202 })
  await print()
  const { valid, rejected_data } = json('print-callbacks.json')
  const path = (id: string) => callbackTo(crier.crier)(id).replace('https://api.example.org', '')
  const body = (id: string, data: object = {}) => ({ ...valid, data: { ...valid.data, ...data, jobId: id } })
  const [despatched, rejected] = ids as [string, string]
  assert.equal((await crier.call('/notifications/letter/status', { body: 'x' })).status, 403)
  const forged = await crier.call(path(despatched).slice(0, -2), { body: body(despatched) })
  assert.deepEqual(
    [forged.status, forged.body.message],
    [403, 'A valid token must be provided in the query string'],
  )
  const other = await crier.call(path(despatched), { body: body(rejected) })
  assert.deepEqual(
    [other.status, other.body.message],
    [400, 'Notification ID in letter callback data does not match ID in token'],
  )
  const told = await crier.call(path(despatched), { body: body(despatched) })
  assert.deepEqual([told.status, told.text], [204, ''])
  const [fact] = await crier.sql`
    select despatched_on::text, cost_threshold from notifications_letter_despatch where notification_id = ${despatched}`
  const expected = json('print-callbacks.json').expect_valid
  assert.deepEqual(
    { ...fact },
    { despatched_on: expected.despatch_date, cost_threshold: expected.cost_threshold },
  )
  const refusal = { ...valid, data: { ...rejected_data, jobId: rejected } }
  assert.equal((await crier.call(path(rejected), { body: refusal })).status, 204)
  assert.deepEqual(await statuses(), ['delivered', 'technical-failure'])
  // What is told again, or otherwise, changes nothing.
  await crier.call(path(despatched), { body: { ...valid, data: { ...rejected_data, jobId: despatched } } })
  await crier.call(path(rejected), { body: body(rejected) })
  assert.deepEqual(await statuses(), ['delivered', 'technical-failure'])
})

test('a callback of another form is refused in the specification’s words, and changes nothing', async () => {
  const { valid, errors, job_id } = json('print-callbacks.json')
  const path = callbackTo(crier.crier)(job_id).replace('https://api.example.org', '')
  type Wrong = { remove?: string; set?: Record<string, string>; message: string }
  for (const { remove, set, message } of errors as Wrong[]) {
    const body = structuredClone(valid)
    const [name, value] = remove === undefined ? Object.entries(set!)[0]! : [remove, undefined]
    const property = /\[(\w+)\]/.exec(name)?.[1]
    if (property !== undefined)
      body.data.despatchProperties.find(({ key }: { key: string }) => key === property).value = value
    else {
      const keys = name.split('.')
      const last = keys.pop()!
      const parent = keys.reduce((at, key) => at[key], body)
      if (value === undefined) delete parent[last]
      else parent[last] = value
    }
    const answer = await crier.call(path, { body })
    assert.deepEqual([answer.status, answer.body.errors[0].message], [400, message], name)
  }
  for (const missing of ['totalSheets', 'postageClass', 'mailingProduct']) {
    const body = structuredClone(valid)
    body.data.despatchProperties = body.data.despatchProperties
      .filter(({ key }: { key: string }) => key !== missing)
      .concat({ key: 'another', value: 'one' })
    assert.equal((await crier.call(path, { body })).status, 400, missing)
  }
})
