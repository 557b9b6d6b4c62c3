/**
 * What clients in several languages found that a client which parses everything would never see: the official client of Node with a base URL
 * that ends with a slash, and the bare text of answers as curl would show it.
 */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { listen, type RunningServer } from '../../src/server.ts'
import { sharedCrier, type TestCrier, tokenFor } from '../support/crier.ts'
import { writtenNumbers } from '../support/decimals.ts'
import type { Subject } from './node-client.ts'
import { makeSubject } from './subject.ts'

type Sent = { status: number; data: { id: string; status: string; template: { uri: string } } }
type Page = { data: { notifications: { id: string }[]; links: { current: string; next?: string } } }
type Client = {
  sendSms: (template: string, to: string, options: object) => Promise<Sent>
  sendEmail: (template: string, to: string, options: object) => Promise<Sent>
  sendLetter: (template: string, options: object) => Promise<Sent>
  getNotificationById: (id: string) => Promise<Sent>
  getNotifications: (type?: string, status?: string, reference?: string, olderThan?: string) => Promise<Page>
  getAllTemplates: (type: string) => Promise<{ status: number; data: { templates: unknown[] } }>
  previewTemplateById: (id: string, personalisation: object) => Promise<{ status: number }>
}
const { NotifyClient } = createRequire(import.meta.url)('notifications-node-client') as {
  NotifyClient: new (...parameters: string[]) => Client
}

let crier: TestCrier
let server: RunningServer
let subject: Subject
let host: string
before(async () => {
  crier = await sharedCrier({ baseUrl: null })
  server = await listen(crier.app, '127.0.0.1', 0)
  host = `127.0.0.1:${server.port}`
  subject = await makeSubject(crier, [`http://${host}`], false)
})
after(async () => {
  server.server.closeAllConnections()
  await server.close()
  await crier.close()
})

const personalisation = { name: 'Amala' }
const client = (keyType: keyof Subject['keys'] = 'normal', base = `http://${host}`) =>
  new NotifyClient(base, subject.keys[keyType])

/** One exchange on a bare connection: nothing tidies the path up, or reads the body. */
async function exchange(line: string, { body, key }: { body?: object; key?: string } = {}) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const head = [
    `${line} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...(key === undefined ? [] : [`Authorization: Bearer ${tokenFor(key, new Date())}`]),
    ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(text)}`]),
  ]
  const socket = connect(server.port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk
  })
  socket.write(`${head.join('\r\n')}\r\n\r\n${text}`)
  await new Promise((resolve) => socket.once('close', resolve))
  const [answered, ...rest] = heard.split('\r\n\r\n')
  return { status: Number(answered!.slice(9, 12)), head: answered!, text: rest.join('\r\n\r\n') }
}

test('a base URL that was pasted with its slash works for every kind of call', async () => {
  const { sms, email } = subject.templates
  const notify = client('normal', `http://${host}/`)
  const sent = await notify.sendSms(sms, '07700 900 456', { personalisation })
  assert.equal(sent.status, 201)
  assert.equal((await notify.sendEmail(email, 'amala@example.gov.uk', { personalisation })).status, 201)
  const read = await notify.getNotificationById(sent.data.id)
  assert.equal(read.data.id, sent.data.id)
  assert.equal(read.data.template.uri, `http://${host}/v2/template/${sms}/version/1`)
  assert.equal((await notify.getAllTemplates('sms')).data.templates.length, 1)
  assert.equal((await notify.previewTemplateById(sms, personalisation)).status, 200)
  const { links } = (await notify.getNotifications('sms')).data
  assert.equal(links.current, `http://${host}/v2/notifications?template_type=sms`)
})

test('the same on a bare connection; paths of receipts keep their one spelling', async () => {
  const key = subject.keys.normal
  const body = { phone_number: '07700 900 456', template_id: subject.templates.sms, personalisation }
  const receipt = { CID: 'x', status: '3' }
  const rows: [line: string, options: Parameters<typeof exchange>[1], status: number][] = [
    ['POST //v2/notifications/sms', { key, body }, 201],
    ['POST ///v2/notifications/sms', { body }, 401],
    ['GET //v2/templates', { key }, 200],
    ['GET //_status?simple=1', {}, 200],
    ['GET //v2/templates/', { key }, 404],
    ['GET //v2//templates', { key }, 404],
    ['POST //notifications/sms/mmg', { body: receipt }, 404],
    ['POST ///notifications/sms/firetext', { body: receipt }, 404],
    ['POST //notifications/%73ms/mmg', { body: receipt }, 404],
    [`POST http://${host}//notifications/sms/mmg`, { body: receipt }, 404],
  ]
  for (const [line, options, status] of rows) {
    const answer = await exchange(line, options)
    assert.equal(answer.status, status, `${line}: ${answer.text}`)
    assert.match(answer.head, /^content-type: application\/json$/im, line)
  }
})

test('the next link leads on for those who cut it at older_than, and for those who take its first identifier', async () => {
  const notify = client('team')
  const reference = '6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d'
  const made: string[] = []
  for (const given of ['order-7', 'order-7', reference, reference]) {
    const options = { personalisation, reference: given }
    made.push((await notify.sendSms(subject.templates.sms, '07700900457', options)).data.id)
  }
  const java = (link: string) => link.slice(link.indexOf('older_than=') + 'older_than='.length)
  const python = (link: string) => /[0-F]{8}-[0-F]{4}-[0-F]{4}-[0-F]{4}-[0-F]{12}/i.exec(link)![0]
  const next = async (...filters: string[]) => (await notify.getNotifications(...filters)).data.links.next!
  const plain = await next('sms', 'created', 'order-7')
  const filters = 'reference=order-7&status=created&template_type=sms'
  assert.equal(plain, `http://${host}/v2/notifications?${filters}&older_than=${made[0]}`)
  assert.deepEqual([java(plain), python(plain)], [made[0], made[0]])
  const misleading = await next('sms', 'created', reference)
  assert.equal(python(misleading), made[2])
  const bare = await exchange(`GET ${misleading.slice(`http://${host}`.length)}`, { key: subject.keys.team })
  assert.equal(bare.status, 200)
  assert.deepEqual(JSON.parse(bare.text).notifications, [])
})

test('amounts and multipliers have a decimal point', async () => {
  const notify = client()
  const { sms, email } = subject.templates
  const key = subject.keys.normal
  const mail = await notify.sendEmail(email, 'amala@example.gov.uk', { personalisation })
  const free = await exchange(`GET /v2/notifications/${mail.data.id}`, { key })
  assert.deepEqual(writtenNumbers(free.text, 'cost_in_pounds'), ['0.0'])
  const text = await notify.sendSms(sms, '07700 900 456', { personalisation })
  await crier.sql`update notifications set billable_units = 2 where id = ${text.data.id}`
  const priced = await exchange(`GET /v2/notifications/${text.data.id}`, { key })
  const [rate] = writtenNumbers(priced.text, 'sms_rate')
  assert.match(rate!, /^0\.\d+$/)
  assert.deepEqual(writtenNumbers(priced.text, 'cost_in_pounds'), [(2 * Number(rate)).toString()])
  assert.deepEqual(writtenNumbers(priced.text, 'international_rate_multiplier'), ['1.0'])
  assert.deepEqual(writtenNumbers(priced.text, 'billable_sms_fragments'), ['2'])
})

test('a letter with a test key is received at once', async () => {
  const notify = client('test')
  const address = {
    address_line_1: 'Amala Bird',
    address_line_2: '1 High Street',
    address_line_3: 'SW14 6BF',
  }
  const sent = await notify.sendLetter(subject.templates.letter, {
    personalisation: { ...address, ...personalisation },
  })
  assert.equal(sent.status, 201)
  assert.equal((await notify.getNotificationById(sent.data.id)).data.status, 'received')
  const { notifications } = (await notify.getNotifications('letter', 'received')).data
  assert.deepEqual(
    notifications.map(({ id }) => id),
    [sent.data.id],
  )
  const bare = await exchange(`GET //v2/notifications/${sent.data.id}`, { key: subject.keys.test })
  assert.match(bare.text, /"status":"received"/)
})
