import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Hono } from 'hono'
import { dashboardRoutes } from '../../src/dashboard/routes.ts'
import { listen } from '../../src/server.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { chromium, pagesOf } from './chromium.ts'
import { makeWorld } from './world.ts'

let crier: TestCrier
let ids: string[]
before(async () => {
  crier = await testCrier({ baseUrl: null })
  ids = await makeWorld(crier, 300)
})
after(() => crier.close())

const { clientId, secret } = testConfig.admin
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
const headers = { authorization: basic(clientId, secret), host: 'crier.example.org' }
const look = async (query = '') => {
  const response = await crier.app.request(`/dashboard${query}`, { headers })
  return { status: response.status, headers: response.headers, html: await response.text() }
}
/** The text of a table's row, by the row's heading. */
function row(html: string, caption: string, heading: string): string[] {
  const from = html.indexOf(`<caption>${caption}</caption>`)
  const rows = html.slice(from, html.indexOf('</table>', from)).split('<tr>')
  const found = rows.find((one) => one.includes(`<th scope="row">${heading}</th>`))
  return [...(found ?? '').matchAll(/<td>(.*?)<\/td>/g)].map((match) => match[1]!)
}

test('the page shows what the tables hold', async () => {
  const { status, html } = await look()
  assert.equal(status, 200)
  const [day] = await crier.sql`
    select
      count(*) filter (where notification_type = 'sms')::integer as sms,
      count(*) filter (where notification_type = 'email')::integer as email,
      count(*) filter (where notification_type = 'letter')::integer as letter
    from notifications where created_at >= '2026-06-14 23:00Z'`
  assert.deepEqual(row(html, 'Messages by hour', 'All day').map(Number), [day!.sms, day!.email, day!.letter])
  const [failed] = await crier.sql`
    select count(*)::integer as n from notifications
    where created_at >= '2026-06-14 23:00Z' and notification_type = 'sms' and notification_status = 'permanent-failure'`
  const shown = [...html.matchAll(/permanent failure<\/th><td>Texts<\/td><td>(\d+)/g)].map((match) =>
    Number(match[1]),
  )
  assert.deepEqual(shown, failed!.n > 0 ? [failed!.n] : [])
  const [usage] = await crier.sql`
    select round(sum(cost), 2)::float8 as cost from usage_lines(2026)`
  assert.equal(
    row(html, 'Usage by month', 'Year').at(-1),
    usage!.cost.toLocaleString('en-GB', { style: 'currency', currency: 'GBP' }),
  )
})

test('the cost of the whole platform has today once it is counted, that of one service at once', async () => {
  const shown = async (query: string) => row((await look(query)).html, 'Usage by month', 'Year')[1]
  const [before] = await crier.sql`
    select sum(notifications_sent)::integer as texts from usage_lines(2026) where notification_type = 'sms'`
  assert.equal(await shown(''), before!.texts.toLocaleString('en-GB'))
  const [own] = await crier.sql`
    select sum(notifications_sent)::integer as texts from usage_lines(2026, 'infinity', '2026-06-15')
    where notification_type = 'sms' and service_id = ${ids[0]!}`
  assert.equal(await shown(`?service=${ids[0]}`), own!.texts.toLocaleString('en-GB'))
  await crier.sql`select refresh_billing_facts('2026-06-15', 'sms')`
  const [after] = await crier.sql`
    select sum(notifications_sent)::integer as texts from usage_lines(2026) where notification_type = 'sms'`
  assert.ok(after!.texts > before!.texts)
  assert.equal(await shown(''), after!.texts.toLocaleString('en-GB'))
})

test('every chart has a title, a description and a table; every heading has its place', async () => {
  const { html } = await look()
  const charts = html.match(/<svg /g)!.length
  assert.equal(charts, 7)
  assert.equal(html.match(/<desc /g)!.length, charts)
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1])
  assert.deepEqual(ids, [...new Set(ids)], 'an id is used twice')
  for (const [, used] of html.matchAll(/aria-labelledby="([^"]*)"/g)) {
    for (const id of used!.split(' ')) assert.ok(ids.includes(id), `nothing has the id ${id}`)
  }
  assert.equal(html.match(/<h1>/g)!.length, 1)
  assert.equal(html.match(/<main /g)!.length, 1)
  assert.ok(!/<script|style="|javascript:|\son\w+=/i.test(html), 'something in the page is active')
})

test('one service, another day, and what does not exist', async () => {
  const { html } = await look(`?date=2026-06-10&service=${ids[4]}`)
  assert.ok(html.includes('<h1>School meals &amp; travel, Wednesday 10 June 2026</h1>'))
  assert.ok(html.includes(`<option value="${ids[4]}" selected>`))
  assert.ok(html.includes('max="2026-06-15"'))
  const cases: [string, number][] = [
    ['?date=2026-02-30', 400],
    ['?date=%3Cscript%3E', 400],
    ['?date=9999-12-31', 400],
    [`?service=${randomUUID()}`, 404],
    ['?service=%22%3E%3Cscript%3E', 404],
  ]
  for (const [query, status] of cases) {
    const answer = await look(query)
    assert.equal(answer.status, status, query)
    assert.ok(!answer.html.includes('<script'), query)
  }
  const empty = await look('?date=2010-01-01')
  assert.equal(empty.status, 200)
  assert.ok(empty.html.includes('No messages on this day.'))
})

test("a service's name is text wherever it stands", async () => {
  const service = await crier.makeService({ name: `<img src=x onerror="alert(1)"> & 'so' ${randomUUID()}` })
  const { html } = await look(`?service=${service.id}`)
  assert.ok(!html.includes('<img'))
  assert.ok(html.includes('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;so&#39;'))
})

test('only who has the secret sees it, or who sits at the machine while nobody has chosen one', async () => {
  const from = (address: string | undefined) => ({ incoming: { socket: { remoteAddress: address } } })
  const local = new Hono().route('/', dashboardRoutes(crier.crier, true))
  const guarded = new Hono().route('/', dashboardRoutes(crier.crier, false))
  const ask = async (app: Hono, given: Record<string, string>, address?: string) =>
    (await app.request('/dashboard', { headers: { host: 'localhost:6011', ...given } }, from(address))).status
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    assert.equal(await ask(local, {}, address), 200, address)
    assert.equal(await ask(guarded, {}, address), 401, address)
  }
  assert.equal(await ask(local, { host: '[::1]:6011' }, '::1'), 200)
  assert.equal(await ask(local, {}, '10.0.0.2'), 401)
  assert.equal(await ask(local, {}, undefined), 401)
  assert.equal(await ask(local, { host: 'rebound.example.org' }, '127.0.0.1'), 401)
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host']) {
    assert.equal(await ask(local, { [header]: 'x' }, '127.0.0.1'), 401, header)
  }
  assert.equal(await ask(guarded, { authorization: basic(clientId, secret) }, '10.0.0.2'), 200)
  for (const wrong of [
    basic(clientId, 'wrong'),
    basic('wrong', secret),
    basic(clientId, `${secret} `),
    'Basic !!',
    `Bearer ${secret}`,
  ]) {
    assert.equal(await ask(guarded, { authorization: wrong }, '127.0.0.1'), 401, wrong)
  }
})

test('no other page may read, frame or keep it, and nothing is fetched for it', async () => {
  const { headers: given } = await look()
  assert.equal(given.get('access-control-allow-origin'), 'http://crier.example.org')
  assert.match(
    given.get('content-security-policy')!,
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  )
  assert.equal(given.get('cache-control'), 'no-store')
  const refused = await crier.app.request('/dashboard')
  assert.equal(refused.status, 401)
  assert.equal(refused.headers.get('www-authenticate'), 'Basic realm="Crier dashboard", charset="UTF-8"')
})

test('Chromium lays it out, with its style sheet, on a desk and on a phone', {
  skip: chromium === undefined && 'THERE IS NO CHROMIUM: apt-get install chromium',
}, async () => {
  const app = new Hono().route('/', dashboardRoutes(crier.crier, true))
  const { port, close } = await listen(app, '127.0.0.1', 0)
  try {
    const sizes = [
      { width: 1280, height: 3500 },
      { width: 500, height: 5600 },
    ]
    const pages = await pagesOf(`http://127.0.0.1:${port}/dashboard`, sizes)
    assert.equal(pages.length, sizes.length)
    for (const [at, { dom, picture }] of pages.entries()) {
      assert.ok(dom.includes('All services, today until 14:32'))
      assert.equal(dom.match(/<svg /g)!.length, 7)
      const { width, height } = sizes[at]!
      assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [width, height])
      // A page without its style sheet is nearly white; this one has charts and panels.
      assert.ok(picture.length > 100_000, `${picture.length} bytes`)
    }
  } finally {
    await close()
  }
})
