/** What one service may have in hand, and what a refusal costs. */
import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { makeAdmission } from '../../src/admission.ts'
import { listen, type RunningServer } from '../../src/server.ts'
import { assertHeaders, assertRefused } from '../public-api/fixtures.ts'
import { sharedCrier, type TestCrier, type TestService, tokenFor } from '../support/crier.ts'

let crier: TestCrier
let running: RunningServer
let service: TestService
let sms: string
before(async () => {
  // The least that may be set: room for one body of 10 MB.
  crier = await sharedCrier({ admission: { serviceMegabytes: 10, readMilliseconds: 1 } })
  running = await listen(crier.app, '127.0.0.1', 0)
  service = await crier.makeService()
  sms = await crier.makeTemplate(service, { content: 'Hello' })
})
after(async () => {
  running.server.closeAllConnections()
  await running.close()
  await crier.close()
})

const rate = 'Exceeded rate limit for key type LIVE of 1 requests per 60 seconds'
const text = (template_id = sms) => ({ phone_number: '07700900456', template_id })
function send(owner: TestService, body: unknown, channel = 'sms') {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'content-length': String(Buffer.byteLength(text)) }
  return crier.call(`/v2/notifications/${channel}`, { key: owner.keys.normal, body: text, headers })
}
const megabytes = (count: number) => count * 2 ** 20

/** The head of a request, and so much of its body; the answer's head as far as it came. */
function begin(owner: TestService, path: string, length: number | null) {
  const socket = connect(running.port, '127.0.0.1')
  socket.on('error', () => {})
  const size = length === null ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
  const token = tokenFor(owner.keys.normal, new Date())
  socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n${size}\r\n\r\n`)
  const answer = new Promise<string>((resolve) => {
    socket.once('data', (chunk) => resolve(chunk.toString('latin1')))
    socket.once('close', () => resolve(''))
  })
  return { socket, answer }
}
const statusOf = (head: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)

/** A service whose limit per minute is used up. */
async function exhausted(columns = {}): Promise<{ owner: TestService; template: string }> {
  const owner = await crier.makeService({ rate_limit: 1, ...columns })
  const template = await crier.makeTemplate(owner, { content: 'Hello' })
  await send(owner, text(template))
  return { owner, template }
}

for (const path of [
  '/v2/notifications/email',
  '/v2/notifications/letter',
  '/v2/notifications/bulk',
  '/notifications/email',
]) {
  test(`who has used up the limit is refused before a body is read: ${path}`, async () => {
    const { owner } = await exhausted()
    for (const length of [9_000_000, null]) {
      // Not a byte of it comes.
      const { socket, answer } = begin(owner, path, length)
      const head = await answer
      socket.destroy()
      assert.equal(statusOf(head), 429, head)
      assert.match(head, /\r\nretry-after: \d+\r\n/)
      assert.match(head, /\r\nratelimit-remaining: 0\r\n/)
      assert.ok(head.includes(rate), head)
    }
  })
}

test('a daily limit too is looked at before a body is read', async () => {
  const owner = await crier.makeService({ email_message_limit: 1 })
  const template_id = await crier.makeTemplate(owner, { type: 'email', content: 'Hello' })
  assert.equal((await send(owner, { email_address: 'a@example.org', template_id }, 'email')).status, 201)
  const { socket, answer } = begin(owner, '/v2/notifications/email', 9_000_000)
  const head = await answer
  socket.destroy()
  assert.match(head, /TooManyRequestsError/)
})

test('a call in bulk is refused early by the limit per minute alone: the body says whose day it is', async () => {
  const owner = await crier.makeService({ sms_message_limit: 1 })
  const text_template = await crier.makeTemplate(owner, { content: 'Hello' })
  const template_id = await crier.makeTemplate(owner, { type: 'email', content: 'Hello' })
  assert.equal((await send(owner, text(text_template))).status, 201)
  const message = { email_address: 'a@example.org', personalisation: { other: 'x'.repeat(20_000) } }
  const answer = await send(owner, { template_id, messages: [message] }, 'bulk')
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
})

test('what is certain to be refused asks no database, until a limit changes', async () => {
  const { owner, template } = await exhausted()
  // The clock stands, and with it what is certain.
  crier.setNow(new Date().toISOString())
  assertRefused(await send(owner, text(template)), 429, 'RateLimitError', [rate])
  const bucket = async () => {
    const [row] =
      await crier.sql`select xmin::text as x from rate_limit_buckets where service_id = ${owner.id}`
    return row!.x as string
  }
  // What is still to be heard of the service's making makes its limits uncertain once more.
  await crier.until('a refusal leaves the bucket as it is', async () => {
    const before = await bucket()
    const refused = await send(owner, text(template))
    assertRefused(refused, 429, 'RateLimitError', [rate])
    assert.equal(refused.headers.get('ratelimit-limit'), '1')
    assert.ok(Number(refused.headers.get('retry-after')) >= 1)
    return before === (await bucket())
  })
  crier.setNow(null)
  // The other kinds of key have buckets of their own.
  const test = await crier.call('/v2/notifications/sms', { key: owner.keys.test, body: text(template) })
  assert.equal(test.status, 201)
  await crier.sql`update services set rate_limit = 3000 where id = ${owner.id}`
  await crier.sql`delete from rate_limit_buckets where service_id = ${owner.id}`
  await crier.until('the change is heard', async () => (await send(owner, text(template))).status === 201)
})

for (const [limit, certainMs] of [
  [600, 100],
  [6, 1000],
] as const) {
  test(`at ${limit} a minute a refusal is certain for ${certainMs} ms, and then asked for again`, async () => {
    const owner = await crier.makeService({ rate_limit: limit })
    const template = await crier.makeTemplate(owner, { content: 'Hello' })
    const ask = async () => (await send(owner, text(template))).status
    await ask()
    const pour = (tokens: number) => crier.sql`
      update rate_limit_buckets set tokens = ${tokens}, refilled_at = clock_timestamp() + interval '1 hour'
      where service_id = ${owner.id}`
    const at = Date.now()
    const clock = (ms: number) => crier.setNow(new Date(at + ms).toISOString())
    try {
      clock(0)
      await crier.until('the refusal is known', async () => {
        await pour(1)
        assert.equal(await ask(), 429)
        await pour(5)
        return (await ask()) === 429
      })
      clock(certainMs - 1)
      assert.equal(await ask(), 429)
      // Who asked meanwhile would have taken a token: it is as long again from there, but never longer than a second.
      clock(Math.min(2 * certainMs - 2, 999))
      assert.equal(await ask(), 429)
      clock(1000)
      assert.equal(await ask(), 201)
    } finally {
      crier.setNow(null)
    }
  })
}

test('files are not stored, nor scanned, for a message that a limit refuses', async () => {
  const owner = await crier.makeService({
    email_message_limit: 1,
    letter_message_limit: 1,
    contact_link: 'x',
  })
  const template_id = await crier.makeTemplate(owner, { type: 'email', content: '((doc))' })
  const doc = { file: Buffer.from('a,b').toString('base64') }
  const mail = { email_address: 'a@example.org', template_id, personalisation: { doc } }
  const letter = { reference: 'x', content: Buffer.from('%PDF-1.4').toString('base64') }
  assert.equal((await send(owner, mail, 'email')).status, 201)
  assert.equal((await send(owner, letter, 'letter')).status, 201)
  const written = async () => (await crier.sql`select last_value from seen_files`)[0]!.last_value
  await crier.sql`create sequence seen_files`
  await crier.sql`grant usage on sequence seen_files to crier_app`
  await crier.sql`
    create function see_file() returns trigger language plpgsql as $$
    begin perform nextval('seen_files'); return new; end $$`
  await crier.sql`create trigger see after insert on files for each row execute function see_file()`
  const before = await written()
  assertRefused(await send(owner, mail, 'email'), 429, 'TooManyRequestsError', [
    'Exceeded send limits (email: 1) for today',
  ])
  assertRefused(await send(owner, letter, 'letter'), 429, 'TooManyRequestsError', [
    'Exceeded send limits (letter: 1) for today',
  ])
  assert.equal(await written(), before)
  await crier.sql`drop function see_file cascade`
  await crier.sql`drop sequence seen_files`
})

test('a file that the message has no place for is checked, and not stored', async () => {
  const owner = await crier.makeService({ contact_link: 'x' })
  const template_id = await crier.makeTemplate(owner, { type: 'email', content: 'Hello' })
  const mail = (file: string) => ({
    email_address: 'a@example.org',
    template_id,
    personalisation: { other: { file } },
  })
  assertRefused(await send(owner, mail(''), 'email'), 400, 'BadRequestError', ['Document must not be empty'])
  const answer = await send(owner, mail(Buffer.from('a,b').toString('base64')), 'email')
  assert.equal(answer.status, 201)
  assert.equal((await crier.sql`select from files where service_id = ${owner.id}`).length, 0)
})

const limits = [
  ['/v2/notifications/sms', megabytes(2)],
  ['/notifications/sms', megabytes(2)],
  ['/v2/notifications/email', megabytes(10)],
  ['/v2/notifications/letter', megabytes(10)],
  ['/v2/notifications/bulk', megabytes(10)],
] as const
for (const [path, limit] of limits) {
  test(`a body has the limit of its route: ${path}`, async () => {
    const headers = { 'content-length': String(Math.min(limit + 1, megabytes(10) + 1)) }
    const answer = await crier.call(path, { method: 'POST', key: service.keys.normal, body: '{}', headers })
    const message = `Request body is larger than ${limit} bytes`
    assert.equal(answer.status, 413)
    if (path.startsWith('/v2')) assertRefused(answer, 413, 'BadRequestError', [message])
    else assert.deepEqual(answer.body, { result: 'error', message })
  })
}

test('unknown keys are named up to the hundredth, and nothing of a request is repeated at length', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 1000 }, (_, n) => [`k${String(n).padStart(4, '0')}`, 1]),
  )
  const named = Object.keys(many).slice(0, 100).join(', ')
  assertRefused(await send(service, { ...text(), ...many }), 400, 'ValidationError', [
    `Additional properties are not allowed (${named} were unexpected)`,
  ])
  for (const reference of ['x'.repeat(500_000), Array(20_000).fill('x'), { a: { b: 'x'.repeat(500_000) } }]) {
    const answer = await send(service, { ...text(), reference, ['k'.repeat(100_000)]: 1 })
    assert.equal(answer.status, 400)
    assert.ok(JSON.stringify(answer.body).length < 50_000, `${JSON.stringify(answer.body).length}`)
    assert.match(answer.body.errors[0].message, /^reference .* (is too long|is not of type string)$/)
  }
})

test('a body of a million values is refused without being made', async () => {
  const keys = Array.from({ length: 100_000 }, (_, n) => `"key ${n}":1`).join(',')
  const message = 'Request contains too many values'
  assertRefused(await send(service, `{${keys}}`, 'email'), 400, 'BadRequestError', [message])
  assertRefused(await send(service, `[${'[],'.repeat(100_000)}[]]`, 'email'), 400, 'BadRequestError', [
    message,
  ])
  // Commas and brackets within strings are no values.
  const answer = await send(service, { ...text(), reference: `\\"${',[{'.repeat(100_000)}` })
  assert.match(answer.body.errors[0].message, /is too long$/)
})

test('unfinished bodies of a service wait for its room, small ones and other services pass', async () => {
  const other = await crier.makeService()
  const template = await crier.makeTemplate(other, { content: 'Hello' })
  const taken: Socket[] = []
  const received: Socket[] = []
  const note = (socket: Socket) => void received.push(socket)
  running.server.on('connection', note)
  const filler = Buffer.alloc(64 * 1024, 0x20)
  for (let n = 0; n < 8; n++) {
    const { socket } = begin(service, '/v2/notifications/email', megabytes(10))
    taken.push(socket)
    let left = megabytes(10) - 1
    const pour = () => {
      while (left > 0) {
        const part = filler.subarray(0, Math.min(left, filler.length))
        left -= part.length
        if (!socket.write(part)) return
      }
    }
    socket.on('drain', pour)
    pour()
  }
  // One body is read, and of each of the others no more than a connection reads ahead.
  const read = () => received.reduce((sum, socket) => sum + socket.bytesRead, 0)
  await crier.until('one body has come', async () => read() > megabytes(10))
  assert.equal((await send(other, text(template))).status, 201)
  assert.equal((await send(service, text())).status, 201)
  assert.ok(read() < megabytes(14), `${read()} bytes have been read`)
  running.server.off('connection', note)
  const waits = begin(service, '/v2/notifications/email', 100_000)
  waits.socket.write(' '.repeat(100_000))
  for (const socket of taken) socket.destroy()
  // As soon as the others are gone there is room: the body is read, and is no JSON.
  assert.equal(statusOf(await waits.answer), 400)
  waits.socket.destroy()
})

test('reading has its share of the time: when it is used up lists and previews are refused, those of others are not', async () => {
  const [reader, other] = [await crier.makeService(), await crier.makeService()]
  const template = await crier.makeTemplate(reader, { type: 'email', content: 'Hello' })
  const ask = (path: string, owner = reader, body?: unknown) =>
    crier.call(path, { key: owner.keys.normal, body })
  // Ten milliseconds are saved up at the most: a few lists take them, and fifty wait.
  const waiting = Array.from({ length: 60 }, () => ask('/v2/notifications'))
  const preview = () => ask(`/v2/template/${template}/preview`, reader, {})
  const isUsedUp = async () => (await preview()).headers.get('ratelimit-remaining') === '0'
  await crier.until('the time is used up', isUsedUp)
  const message = 'Exceeded limit for reading of 1 milliseconds per second'
  const refused = [
    await ask('/v2/notifications'),
    await ask('/v2/templates'),
    await ask('/v2/received-text-messages'),
    await preview(),
  ]
  for (const answer of refused) {
    assertRefused(answer, 429, 'RateLimitError', [message])
    assert.ok(Number(answer.headers.get('retry-after')) >= 1)
    assert.equal(answer.headers.get('ratelimit-limit'), '1')
    assert.equal(answer.headers.get('ratelimit-remaining'), '0')
  }
  const first = await ask('/notifications')
  assertHeaders(first.headers)
  assert.deepEqual([first.status, first.body], [429, { result: 'error', message }])
  assert.ok(Number(first.headers.get('retry-after')) >= 1)
  assert.equal((await ask('/v2/notifications', other)).status, 200)
  const statuses = (await Promise.all(waiting)).map(({ status }) => status)
  assert.ok(statuses.includes(200) && statuses.includes(429))
})

/** What reading asks of a request. */
const context = { get: () => ({}), req: { header: () => undefined } } as never

test('of many reads at once two are done at a time, fifty wait, and the rest is told to come again', async () => {
  const admission = makeAdmission({ serviceMegabytes: 10, readMilliseconds: 1000 })
  let running = 0
  let most = 0
  const gate = Promise.withResolvers<void>()
  const work = async () => {
    most = Math.max(most, ++running)
    await gate.promise
    running--
  }
  const asked = Array.from({ length: 60 }, () => admission.read(context, 'a', work))
  const refused = asked.slice(52).map((one) => assert.rejects(one, { status: 429 }))
  await Promise.all(refused)
  await admission.read(context, 'b', async () => {})
  gate.resolve()
  await Promise.all(asked.slice(0, 52))
  assert.equal(most, 2)
})

test('what is made of an answer takes no turn of the next reads, which ask before it is made; its time counts, that of waiting for them does not', async () => {
  const admission = makeAdmission({ serviceMegabytes: 10, readMilliseconds: 50 })
  const events: string[] = []
  const gate = Promise.withResolvers<void>()
  const read = (name: string, making = 0) =>
    admission.read(context, 'a', async (found) => {
      // As the driver sends a short statement.
      setImmediate(() => events.push(`${name} asked`))
      await gate.promise
      await found()
      events.push(`${name} made`)
      for (const until = performance.now() + making; performance.now() < until; );
    })
  const reads = ['one', 'two', 'three', 'four'].map((name) => read(name))
  await new Promise(setImmediate)
  assert.deepEqual(events, ['one asked', 'two asked'])
  gate.resolve()
  await Promise.all(reads)
  assert.deepEqual(events, [
    ...['one asked', 'two asked', 'three asked', 'four asked'],
    ...['one made', 'two made', 'three made', 'four made'],
  ])
  // Half a second of reading was left.
  await Promise.all([read('long', 200), read('other', 150)])
  admission.glance(context, 'a')
  await read('last', 250)
  assert.throws(() => admission.glance(context, 'a'), { status: 429 })
})

test('answers that take long to make are four at most, with those still looked for', async () => {
  const admission = makeAdmission({ serviceMegabytes: 10, readMilliseconds: 1000 })
  const gate = Promise.withResolvers<void>()
  let begun = 0
  const read = () =>
    admission.read(context, 'a', async (found) => {
      begun++
      await found()
      await gate.promise
    })
  const reads = Array.from({ length: 9 }, read)
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  assert.equal(begun, 4)
  gate.resolve()
  await Promise.all(reads)
  assert.equal(begun, 9)
})
