/** Where links in messages lead: never to the reader's own machine, never where a request's Host header says. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { simpleParser } from 'mailparser'
import type { Job } from 'pg-boss'
import { readConfig } from '../../src/config.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { isLocalLink } from '../../src/links.ts'
import { makeLog } from '../../src/log.ts'
import { start } from '../../src/start.ts'
import { type TestCrier, type TestService, testConfig, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { statusOf, store } from './messages.ts'
import { type SmtpPeer, smtpPeer } from './peers.ts'

const unset = { baseUrl: null, adminBaseUrl: 'http://localhost:6012' }
let crier: TestCrier
let peer: SmtpPeer
let lines: { level: number; msg: string }[] = []
const log = makeLog('info', { write: (line) => void lines.push(JSON.parse(line)) })
before(async () => {
  peer = await smtpPeer()
  crier = await testCrier({ ...unset, providers: { smtp: { url: peer.url } } })
  crier.crier.log = log
})
after(async () => {
  await crier.close()
  await peer.close()
})

const errors = () => lines.filter(({ level }) => level >= 50).map(({ msg }) => msg)
const configure = (settings: object) => {
  Object.assign(crier.crier.config, settings)
  lines = []
}
/** Which provider has emails, beside the sandbox's receipts. */
const sendBy = (identifier: string) => crier.sql`
  update provider_details set active = (identifier = ${identifier}), priority = 100
  where notification_type = 'email'`
const deliver = async (id: string) => {
  const jobs = [{ id, name: 'send-email', data: null }] as Job<unknown>[]
  const [result] = await makeDelivery(crier.crier).deliver('send-email', jobs, unhurried())
  return result!.status
}
async function mailing(columns: Record<string, unknown> = {}) {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, {
    type: 'email',
    content: 'Hello',
    has_unsubscribe_link: true,
  })
  const email = { notification_type: 'email', notification_status: 'created', reference: null, ...columns }
  return store(crier, { service, template }, email)
}

test('a start says which setting the links of real emails lack', async () => {
  const starting = async (settings: object, parts: { serve: boolean; work: boolean }) => {
    lines = []
    const config = { ...testConfig, port: 0, ...settings }
    await (await start(config, crier.url, parts, log)).stop()
    return errors()
  }
  const serve = { serve: true, work: false }
  const work = { serve: false, work: true }
  await sendBy('sandbox-email')
  assert.deepEqual(await starting(unset, serve), [])
  await sendBy('smtp')
  for (const parts of [serve, work]) {
    const said = await starting(unset, parts)
    assert.match(said[0]!, /^set CRIER_BASE_URL: emails with links to http:\/\/localhost:\d+ are not sent$/)
    assert.match(said[1]!, /^set CRIER_ADMIN_BASE_URL: /)
    assert.equal(said.length, 2)
  }
  const [insecure] = await starting({ baseUrl: 'http://api.example.org' }, serve)
  assert.match(insecure!, /^set CRIER_BASE_URL to an https address/)
  assert.deepEqual(await starting({}, serve), [])
})

test('an email waits while its links would lead to this machine, and goes out when they do not', async () => {
  await sendBy('smtp')
  for (const settings of [
    unset,
    { baseUrl: 'https://api.example.org' },
    { baseUrl: null, adminBaseUrl: 'https://admin.example.org' },
    { baseUrl: 'https://api.localhost', adminBaseUrl: 'https://admin.example.org' },
  ]) {
    configure({ ...unset, ...settings })
    const id = await mailing()
    assert.equal(await deliver(id), 'failed')
    assert.equal(await statusOf(crier, id), 'created')
    assert.equal(peer.mails.length, 0)
    configure({ baseUrl: 'https://api.example.org', adminBaseUrl: 'https://admin.example.org' })
    assert.equal(await deliver(id), 'completed')
    const { raw } = peer.mails.pop()!
    assert.doesNotMatch(raw, /localhost/)
    assert.match(raw, /^List-Unsubscribe: <https:\/\/api\.example\.org\/unsubscribe\/[\w./-]+>\r$/m)
    assert.match((await simpleParser(raw)).text!, /https:\/\/admin\.example\.org\/unsubscribe\//)
  }
})

test('what is missing is said when a provider was made active later, once a minute', async () => {
  await sendBy('sandbox-email')
  const { url, sql } = crier
  const other = await testCrier(
    { ...unset, providers: { smtp: { url: peer.url } } },
    { url, sql, close: async () => {} },
  )
  try {
    other.crier.log = log
    lines = []
    await sendBy('smtp')
    const service = await other.makeService()
    const template = await other.makeTemplate(service, { type: 'email', has_unsubscribe_link: true })
    const email = { notification_type: 'email', notification_status: 'created', reference: null }
    for (let message = 0; message < 3; message++) {
      const id = await store(other, { service, template }, email)
      await makeDelivery(other.crier).deliver('send-email', [{ id } as Job<unknown>], unhurried())
    }
    assert.deepEqual(
      errors().map((line) => line.split(':')[0]),
      ['set CRIER_BASE_URL', 'set CRIER_ADMIN_BASE_URL'],
    )
  } finally {
    await other.close()
  }
})

test('emails without links of ours, and those that are not really sent, need no setting', async () => {
  configure(unset)
  await sendBy('smtp')
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type: 'email', content: 'Hello' })
  const plain = await store(
    crier,
    { service, template },
    {
      notification_type: 'email',
      notification_status: 'created',
      reference: null,
      unsubscribe_link: 'https://example.org/u?ŵ',
    },
  )
  assert.equal(await deliver(plain), 'completed')
  assert.match(peer.mails.pop()!.raw, /^List-Unsubscribe: <https:\/\/example\.org\/u\?%C5%B5>\r$/m)
  assert.equal(await deliver(await mailing({ key_type: 'test' })), 'completed')
  assert.equal(peer.mails.length, 0)
})

const file = { file: Buffer.from('hello').toString('base64'), filename: 'a.txt' }
const sendFile = (service: TestService, template_id: string, key = service.keys.normal, path = 'email') =>
  crier.call(`/v2/notifications/${path}`, {
    key,
    headers: { host: 'evil.example' },
    body:
      path === 'bulk'
        ? {
            template_id,
            messages: [{ email_address: 'amala@example.gov.uk', personalisation: { doc: file } }],
          }
        : { template_id, email_address: 'amala@example.gov.uk', personalisation: { doc: file } },
  })

test('a link to a file never begins with what the request calls us', async () => {
  configure(unset)
  await sendBy('sandbox-email')
  const service = await crier.makeService({ contact_link: 'help@example.org' })
  const template = await crier.makeTemplate(service, {
    type: 'email',
    content: '((doc))',
    has_unsubscribe_link: true,
  })
  const sent = await sendFile(service, template)
  assert.equal(sent.status, 201)
  assert.match(sent.body.content.body, /^http:\/\/localhost:0\/d\//)
  assert.equal(sent.body.uri, `http://evil.example/v2/notifications/${sent.body.id}`)
  const bulk = await sendFile(service, template, service.keys.normal, 'bulk')
  assert.match(bulk.body.notifications[0].content.body, /^http:\/\/localhost:0\/d\//)
  const v1 = await crier.call('/notifications/email', {
    key: service.keys.normal,
    headers: { host: 'evil.example' },
    body: { to: 'amala@example.gov.uk', template, personalisation: { doc: file } },
  })
  assert.match(v1.body.data.body, /^http:\/\/localhost:0\/d\//)
  for (const path of [sent.body.id, '']) {
    const { body } = await crier.call(`/v2/notifications/${path}`.replace(/\/$/, ''), {
      key: service.keys.normal,
      headers: { host: 'evil.example' },
    })
    const shown = path === '' ? body.notifications[0] : body
    assert.match(shown.body, /^http:\/\/localhost:0\/d\//)
    assert.match(shown.one_click_unsubscribe_url, /^http:\/\/localhost:0\/unsubscribe\//)
  }
})

test('a file is refused while its link would lead nowhere and emails are really sent', async () => {
  configure(unset)
  await sendBy('smtp')
  const service = await crier.makeService({ contact_link: 'help@example.org' })
  const template = await crier.makeTemplate(service, { type: 'email', content: '((doc))' })
  const { status, body } = await sendFile(service, template)
  assert.equal(status, 503)
  assert.deepEqual(body, {
    status_code: 503,
    errors: [
      {
        error: 'Exception',
        message: 'Files cannot be sent by email until CRIER_BASE_URL is a public address',
      },
    ],
  })
  const stored = await crier.sql`select from files where service_id = ${service.id}`
  assert.equal(stored.length, 0)
  // Nobody is sent what a test key sends.
  assert.equal((await sendFile(service, template, service.keys.test)).status, 201)
  configure({ baseUrl: 'https://api.example.org' })
  assert.equal((await sendFile(service, template)).status, 201)
})

test('what this machine is called by', () => {
  for (const host of [
    'localhost',
    'LOCALHOST:80',
    'a.localhost',
    'localhost.',
    '127.0.0.1',
    '127.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:0.0.0.0]',
    'localhost.localdomain',
    'ip6-localhost',
  ])
    assert.ok(isLocalLink(`http://${host}/x`), host)
  for (const host of ['api.example.org', 'localhost.example.org', 'mylocalhost', '10.0.0.1', '[fd00::1]'])
    assert.ok(!isLocalLink(`http://${host}/x`), host)
})

test('a base URL is an address that links can begin with', () => {
  const read = (CRIER_BASE_URL: string) =>
    readConfig({ CRIER_BASE_URL, CRIER_SECRET: 'x'.repeat(16), CRIER_ADMIN_SECRET: 'x'.repeat(16) }).baseUrl
  assert.equal(read('https://bücher.example/api//'), 'https://xn--bcher-kva.example/api')
  assert.equal(read('https://API.example.org'), 'https://api.example.org')
  for (const wrong of [
    'ftp://x.example',
    'https://u:p@x.example',
    'https://x.example/?a=b',
    'https://x.example/#a',
    `https://x.example/${'a'.repeat(300)}`,
    'x.example',
  ])
    assert.throws(() => read(wrong), /^Error: CRIER_BASE_URL [^\n]+$/, wrong)
})
