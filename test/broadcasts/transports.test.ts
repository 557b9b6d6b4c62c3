/** How operators' sites are told, over real connections. Source: specification, broadcasts, delivery; must hold 20. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { after, test } from 'node:test'
import { attemptAt, withFailover } from '../../src/broadcasts/transports/failover.ts'
import { isErrorAnswer, makeHttpXml } from '../../src/broadcasts/transports/http-xml.ts'
import { makeLambda } from '../../src/broadcasts/transports/lambda.ts'
import { makeSandbox, type Received } from '../../src/broadcasts/transports/sandbox.ts'
import {
  type Deliver,
  failed,
  type Message,
  type Outcome,
  ok,
  type Site,
} from '../../src/broadcasts/transports/transport.ts'
import { linkTestOf, payloadOf } from '../../src/broadcasts/wire/payload.ts'
import { selfSigned } from '../support/certificate.ts'
import { event, message, profileOf } from './told.ts'

const payload = payloadOf(event({ transmitted_content: { body: 'tŷ' } }), message(), [], profileOf('severe'))
const told: Message = { payload, document: '<alert>tŷ</alert>' }
const signal = new AbortController().signal

const closers: (() => unknown)[] = []
after(() => Promise.all(closers.map((close) => close())))

type Seen = { path: string; headers: Record<string, unknown>; body: string; client: string | undefined }

/** A site on loopback; with a certificate it wants one of its clients as well. */
async function site(answer: RequestListener, tls?: ReturnType<typeof selfSigned>) {
  const seen: Seen[] = []
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { socket } = request as { socket: { getPeerCertificate?: () => { subject?: { CN?: string } } } }
    const client = socket.getPeerCertificate?.().subject?.CN
    seen.push({
      path: request.url!,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      client,
    })
    await answer(request, response)
  }
  const server =
    tls === undefined
      ? createPlainServer(listener)
      : createServer(
          {
            cert: tls.certificate,
            key: tls.key,
            ca: tls.certificate,
            requestCert: true,
            rejectUnauthorized: true,
          },
          listener,
        )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/alerts?to=all`,
    seen,
  }
}
const answering =
  (status: number, body = '', headers = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

async function deliverTo(url: string, to: Message = told, tls = {}, breakOff = signal): Promise<Outcome> {
  const transport = makeHttpXml({ urls: { 1: 'http://127.0.0.1:9/', 2: url }, tls })
  const outcome = await transport.deliver('ee', 2, to, breakOff)
  await transport.close()
  return outcome
}

test('http-xml posts the document to the site that is asked, with a certificate where there is one', async () => {
  const tls = selfSigned()
  const secure = await site(answering(200), tls)
  const { certificate, key } = tls
  assert.deepEqual(await deliverTo(secure.url, told, { certificate, key, authority: certificate }), ok)
  const [request] = secure.seen
  assert.equal(request!.path, '/alerts?to=all')
  assert.equal(request!.body, told.document)
  assert.equal(request!.headers['content-type'], 'application/cap+xml; charset=utf-8')
  assert.equal(request!.client, 'localhost')

  const strangers = selfSigned('strangers')
  const refused = [
    await deliverTo(secure.url, told, { authority: certificate }),
    await deliverTo(secure.url, told, {
      certificate: strangers.certificate,
      key: strangers.key,
      authority: certificate,
    }),
    await deliverTo(secure.url, told, { certificate, key, authority: strangers.certificate }),
  ]
  assert.deepEqual(
    refused.map(({ isOk }) => isOk),
    [false, false, false],
  )
  assert.equal(secure.seen.length, 1)

  const ibag = await site(answering(204))
  const numbered = { ...told, payload: linkTestOf(message('ibag')) }
  assert.deepEqual(await deliverTo(ibag.url, numbered), ok)
  assert.equal(ibag.seen[0]!.headers['content-type'], 'application/xml; charset=utf-8')
})

const ack = '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><msgType>Ack</msgType></alert>'
test('a site has taken it when it answers 2xx, and no Error', async () => {
  const outcomes: [status: number, body: string, outcome: Outcome][] = [
    [200, '', ok],
    [299, 'OK', ok],
    [202, ack, ok],
    [200, ack.replace('Ack', 'Error'), failed('Error answer')],
    [301, '', failed('status 301')],
    [400, '', failed('status 400')],
    [503, ack, failed('status 503')],
    [200, 'x'.repeat(70_000), failed('ANSWER_TOO_LONG')],
  ]
  for (const [status, body, outcome] of outcomes) {
    const { url } = await site(answering(status, body, { location: '/elsewhere' }))
    assert.deepEqual(await deliverTo(url), outcome, `${status} ${body.slice(0, 20)}`)
  }
})

test('an Error answer is one in every vocabulary, and nothing else is', () => {
  const isError = (text: string) => isErrorAnswer(Buffer.from(text))
  for (const text of [
    '<a:alert xmlns:a="urn:oasis:names:tc:emergency:cap:1.2"><a:msgType> Error </a:msgType></a:alert>',
    '<IBAG_Alert_Attributes xmlns="ibag:1.0"><IBAG_message_type>Error</IBAG_message_type></IBAG_Alert_Attributes>',
    '<CMAC_Alert_Attributes><CMAC_message_type>Error</CMAC_message_type>',
  ])
    assert.ok(isError(text), text)
  for (const text of [
    '',
    'Error',
    ack,
    '<alert><note>Error</note><msgType>Ack</msgType></alert>',
    '{"msgType":"Error"}',
  ])
    assert.ok(!isError(text), text)
})

test('every fault is an outcome: nobody there, a connection cut, a signal', async () => {
  const gone = createSocketServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const { port } = gone.address() as AddressInfo
  gone.close()
  await once(gone, 'close')
  assert.deepEqual(await deliverTo(`http://127.0.0.1:${port}/`), failed('ECONNREFUSED'))
  const cut = await site((request) => void request.socket.destroy())
  assert.equal((await deliverTo(cut.url)).isOk, false)
  const leaving = new AbortController()
  const silent = await site(() => leaving.abort())
  assert.deepEqual(await deliverTo(silent.url, told, {}, leaving.signal), failed('broken off'))
  assert.deepEqual(
    await deliverTo(silent.url, told, {}, AbortSignal.abort(new DOMException('late', 'TimeoutError'))),
    failed('no answer in time'),
  )
})

test('lambda-compatible posts the payload, signed where there are credentials', async () => {
  const first = await site(answering(200))
  const second = await site(answering(200, '{}', { 'x-amz-function-error': 'Unhandled' }))
  const third = await site(answering(404))
  const credentials = { region: 'eu-west-2', accessKeyId: 'AKID', secretAccessKey: 'secret' }
  const signedTransport = makeLambda({ urls: { 1: first.url, 2: second.url }, credentials })
  const plain = makeLambda({ urls: { 1: first.url, 2: third.url } })
  closers.push(signedTransport.close, plain.close)
  assert.deepEqual(await signedTransport.deliver('ee', 1, told, signal), ok)
  assert.deepEqual(await signedTransport.deliver('ee', 2, told, signal), failed('function error Unhandled'))
  assert.deepEqual(await plain.deliver('ee', 1, told, signal), ok)
  assert.deepEqual(await plain.deliver('ee', 2, told, signal), failed('status 404'))
  const [signedRequest, plainRequest] = first.seen
  assert.deepEqual(JSON.parse(plainRequest!.body), payload)
  assert.equal(plainRequest!.headers.authorization, undefined)
  assert.equal(signedRequest!.body, plainRequest!.body)
  assert.match(
    String(signedRequest!.headers.authorization),
    /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-2\/lambda\//,
  )
  assert.equal(second.seen[0]!.body, plainRequest!.body, 'the same for both sites')
})

test('the sandbox keeps what it is told, and fails when it cannot', async () => {
  const kept: Received[] = []
  const { deliver } = makeSandbox(async (received) => kept.push(received))
  assert.deepEqual(await deliver('ee', 1, told, signal), ok)
  assert.deepEqual(await deliver('ee', 2, { payload: linkTestOf(message()), document: 'x' }, signal), ok)
  assert.deepEqual(kept, [
    { providerMessageId: payload.identifier, provider: 'ee', site: 1, document: told.document },
    { providerMessageId: null, provider: 'ee', site: 2, document: 'x' },
  ])
  const broken = makeSandbox(async () => {
    throw Object.assign(new Error('secret words'), { code: 'ECONNRESET' })
  })
  assert.deepEqual(await broken.deliver('ee', 1, told, signal), failed('ECONNRESET'))
})

test('20: site 2 is told the same when site 1 has failed, and not called when it has not', async () => {
  const run = async (outcomes: Partial<Record<Site, Outcome>>) => {
    const calls: [string, Site, Message][] = []
    const deliver: Deliver = async (provider, site, message) => {
      calls.push([provider, site, message])
      return outcomes[site]!
    }
    let time = 0
    const delivered = await withFailover(deliver, () => new Date(time++))('ee', told, signal)
    return { calls, delivered }
  }
  const at = (site: Site, outcome: Outcome) => ({
    site,
    startedAt: new Date(site * 2 - 2),
    finishedAt: new Date(site * 2 - 1),
    outcome,
  })
  assert.deepEqual(await run({ 1: ok }), {
    calls: [['ee', 1, told]],
    delivered: { isOk: true, attempts: [at(1, ok)] },
  })
  for (const fault of ['ECONNREFUSED', 'status 400', 'function error Unhandled', 'no answer in time'].map(
    failed,
  )) {
    const both: [string, Site, Message][] = [
      ['ee', 1, told],
      ['ee', 2, told],
    ]
    assert.deepEqual(await run({ 1: fault, 2: ok }), {
      calls: both,
      delivered: { isOk: true, attempts: [at(1, fault), at(2, ok)] },
    })
    assert.deepEqual(await run({ 1: fault, 2: fault }), {
      calls: both,
      delivered: {
        isOk: false,
        error: 'Lambda failed for both ee-1-proxy and ee-2-proxy',
        attempts: [at(1, fault), at(2, fault)],
      },
    })
  }
})

test('26: a link test is one try at the site that is asked', async () => {
  const sites: Site[] = []
  const deliver: Deliver = async (_, site) => {
    sites.push(site)
    return failed('status 500')
  }
  const now = () => new Date(0)
  const attempt = await attemptAt(deliver, 'ee', 2, told, signal, now)
  assert.deepEqual(attempt, { site: 2, startedAt: now(), finishedAt: now(), outcome: failed('status 500') })
  assert.deepEqual(sites, [2])
})
