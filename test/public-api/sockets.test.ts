/** What only a real connection shows: sizes, slowness, broken HTTP. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { after, before, mock, test } from 'node:test'
import { listen, type RunningServer } from '../../src/server.ts'
import { sharedCrier, type TestCrier, type TestService, tokenFor } from '../support/crier.ts'

let crier: TestCrier
let service: TestService
let running: RunningServer
before(async () => {
  crier = await sharedCrier({ baseUrl: null })
  service = await crier.makeService()
  running = await listen(crier.app, '127.0.0.1', 0)
})
after(async () => {
  running.server.closeAllConnections()
  await running.close()
  await crier.close()
})

const token = () => `Authorization: Bearer ${tokenFor(service.keys.normal, new Date())}`
const isAlive = async () => {
  const response = await fetch(`http://127.0.0.1:${running.port}/_status?simple=1`)
  assert.deepEqual(await response.json(), { status: 'ok' })
}

/** What the server says until it closes the connection, or has answered once. */
async function exchange(write: (socket: Socket) => void | Promise<void>, patience = 6000): Promise<string> {
  const socket = connect(running.port, '127.0.0.1')
  let heard = ''
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      if (/\r\n\r\n[\s\S]/.test(heard) || /content-length: 0/i.test(heard)) resolve()
    })
    socket.on('close', () => resolve())
    socket.on('error', () => resolve())
    setTimeout(resolve, patience).unref()
  })
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  await write(socket)
  await ended
  socket.destroy()
  return heard
}
const statusOf = (heard: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0)
const post = (headers: string[]) =>
  ['POST /v2/notifications/sms HTTP/1.1', 'Host: a', token(), ...headers, '', ''].join('\r\n')

/** Sends for as long as the other side takes it. */
async function pour(socket: Socket, bytes: number, frame: (chunk: Buffer) => Buffer[]): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024, 0x20)
  let poured = 0
  while (poured < bytes && !socket.destroyed && socket.writable) {
    let goesOn = true
    for (const part of frame(chunk)) goesOn = socket.write(part)
    poured += chunk.length
    if (!goesOn) {
      await new Promise<void>((resolve) => {
        const go = () => resolve()
        socket.once('drain', go)
        socket.once('close', go)
        setTimeout(go, 500).unref()
      })
    }
  }
  return poured
}

test('20 MB with a length are refused without being read, 20 MB in chunks as soon as they are too many', async () => {
  const declared = await exchange(async (socket) => {
    socket.write(post([`Content-Length: ${20 * 1024 * 1024}`]))
    await pour(socket, 20 * 1024 * 1024, (chunk) => [chunk])
  })
  assert.ok([413, 0].includes(statusOf(declared)), declared.slice(0, 200))
  const before = process.memoryUsage()
  const chunked = await Promise.all(
    Array.from({ length: 4 }, () =>
      exchange(async (socket) => {
        socket.write(post(['Transfer-Encoding: chunked']))
        await pour(socket, 20 * 1024 * 1024, (chunk) => [
          Buffer.from('10000\r\n'),
          chunk,
          Buffer.from('\r\n'),
        ])
      }),
    ),
  )
  for (const heard of chunked) assert.ok([413, 0].includes(statusOf(heard)), heard.slice(0, 200))
  // No more than the limit of each is ever held, and at most twice when its parts are joined.
  const grown = (process.memoryUsage().rss - before.rss) / 2 ** 20
  assert.ok(grown < 150, `${grown.toFixed(0)} MB`)
  await isAlive()
})

test('a small body in chunks is read', async () => {
  const heard = await exchange((socket) => {
    socket.write(`${post(['Transfer-Encoding: chunked'])}1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`)
  })
  assert.equal(statusOf(heard), 400)
  assert.match(heard, /phone_number is a required property/)
})

test('header bombs are refused', async () => {
  const long = await exchange((socket) => {
    socket.write(`GET /v2/templates HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`)
  })
  assert.equal(statusOf(long), 431)
  const many = await exchange((socket) => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `X-${n}: a`)
    socket.write(`GET /v2/templates HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}\r\n\r\n`)
  })
  assert.equal(statusOf(many), 431)
  const longToken = await exchange((socket) => {
    socket.write(
      `GET /v2/templates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${'a.'.repeat(6000)}\r\n\r\n`,
    )
  })
  assert.equal(statusOf(longToken), 403)
  await isAlive()
})

test('slow clients are cut off', async () => {
  const { server } = running
  assert.equal(server.headersTimeout, 10_000)
  assert.equal(server.requestTimeout, 300_000)
  server.headersTimeout = 200
  server.requestTimeout = 400
  try {
    const slowly = [
      exchange((socket) => void socket.write('GET /v2/templates HTTP/1.1\r\nHost: a\r\nX-Slow:'), 5000),
      exchange((socket) => void socket.write(`${post(['Content-Length: 100'])}{`), 5000),
    ]
    for (const heard of await Promise.all(slowly))
      assert.ok([408, 0].includes(statusOf(heard)), heard.slice(0, 200))
  } finally {
    server.headersTimeout = 10_000
    server.requestTimeout = 300_000
  }
  const unread = await exchange((socket) => {
    socket.write('GET /_status?simple=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n')
  })
  assert.match(unread, /^HTTP\/1\.1 200 .*\r\nconnection: close\r\n/is)
  await isAlive()
})

/** Waits while the clock of the timers stands still; fails after ten seconds of the machine's. */
async function turnUntil(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  do {
    assert.ok(performance.now() < deadline, `waited in vain until ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  } while (!holds())
}

test('a large body may come slowly as long as it comes, whatever the time of other requests', async () => {
  const kilobyte = 1024
  const head = (path: string, size: number) =>
    [
      `POST ${path} HTTP/1.1`,
      'Host: a',
      token(),
      'Content-Type: text/csv',
      `Content-Length: ${size}`,
      '',
      '',
    ].join('\r\n')
  const size = 3000 * kilobyte
  const cases: [name: string, kilobytesPerTenSeconds: number[], status: number][] = [
    ['64 kB a second, behind the grace', [0, 640, 640, 640, 640, 440], 400],
    ['as much, and then nothing', [640, 640, 0, 0], 408],
    ['a trickle', [1, 1], 408],
  ]
  for (const [name, steps, status] of cases) {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    try {
      const connected = once(running.server, 'connection')
      const socket = connect(running.port, '127.0.0.1')
      let heard = ''
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1')
      })
      socket.on('error', () => {})
      const [peer] = (await connected) as [Socket]
      const asked = once(running.server, 'request')
      socket.write(head('/v2/jobs?name=a&template_id=a', size))
      const [request] = (await asked) as [IncomingMessage]
      // Read once the caller is known.
      await turnUntil('it is read', () => request.listenerCount('data') > 0)
      let sent = 0
      for (const kilobytes of steps) {
        assert.equal(heard, '', name)
        const before = peer.bytesRead
        socket.write(Buffer.alloc(kilobytes * kilobyte, 0x61))
        sent += kilobytes
        await turnUntil(
          `${name}: all is taken`,
          () =>
            heard !== '' ||
            (peer.bytesRead === before + kilobytes * kilobyte && request.readableLength === 0),
        )
        if (sent * kilobyte < size) for (let second = 0; second < 10; second++) mock.timers.tick(1000)
      }
      await turnUntil(`${name}: it is answered`, () => heard !== '' || socket.destroyed)
      assert.equal(statusOf(heard), status, `${name}: ${heard.slice(0, 200)}`)
      if (status === 408) assert.match(heard, /Request body came at less than 65536 bytes per second/)
      socket.destroy()
    } finally {
      mock.timers.reset()
    }
  }
  await isAlive()
})

test('pages that are sent at once, some to clients that read late, are each the one that was asked for', async () => {
  const headers = (of: TestService) => ({
    authorization: `Bearer ${tokenFor(of.keys.normal, new Date())}`,
  })
  const address = `http://127.0.0.1:${running.port}/v2/notifications`
  const readPage = async (of: TestService) => (await fetch(address, { headers: headers(of) })).text()
  // More than a socket takes that nobody reads from.
  const pagesPerSocket = 8
  const makePage = async (letter: string) => {
    const owner = await crier.makeService()
    const content = letter.repeat(9000)
    const template_id = await crier.makeTemplate(owner, { type: 'email', content })
    const messages = new Array(100).fill({ email_address: 'a@example.org' })
    const made = await crier.call('/v2/notifications/bulk', {
      key: owner.keys.normal,
      body: { template_id, messages },
    })
    assert.equal(made.status, 201)
    const page = await readPage(owner)
    const bodies = JSON.parse(page).notifications.map(({ body }: { body: string }) => body)
    assert.deepEqual(bodies, new Array(100).fill(content))
    return { owner, page }
  }
  const pages = [await makePage('a'), await makePage('b')]
  const late = await Promise.all(
    [0, 1, 0, 1].map(async (which) => {
      const { owner, page } = pages[which]!
      const socket = connect(running.port, '127.0.0.1')
      await once(socket, 'connect')
      const { authorization } = headers(owner)
      const head = ['GET /v2/notifications HTTP/1.1', `Host: 127.0.0.1:${running.port}`]
      const asked = [...head, `Authorization: ${authorization}`]
      const lines = new Array(pagesPerSocket - 1).fill([...asked, '', ''].join('\r\n'))
      socket.write(`${lines.join('')}${[...asked, 'Connection: close', '', ''].join('\r\n')}`)
      await once(socket, 'readable')
      return { socket, page }
    }),
  )
  for (let round = 0; round < 5; round++) {
    await Promise.all(
      pages.map(async ({ owner, page }) => assert.ok((await readPage(owner)) === page, `round ${round}`)),
    )
  }
  for (const { socket, page } of late) {
    let heard = ''
    for await (const chunk of socket) heard += (chunk as Buffer).toString('latin1')
    const bodies = heard.split(/HTTP\/1\.1 200 OK\r\n[\s\S]*?\r\n\r\n/)
    assert.equal(bodies.length, 1 + pagesPerSocket)
    for (const body of bodies.slice(1)) assert.ok(body === page, body.slice(0, 1000))
  }
})

test('a client that leaves in the middle of its request leaves nothing behind', async () => {
  const socket = connect(running.port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  socket.write(`${post(['Content-Length: 1000'])}{"phone`)
  await new Promise<void>((resolve) => socket.write('_number"', () => resolve()))
  socket.destroy()
  await isAlive()
  const stored = await crier.sql`select from notifications where service_id = ${service.id}`
  assert.equal(stored.length, 0)
})

test('broken HTTP is answered 400 or cut off', async () => {
  const broken = [
    'hello\r\n\r\n',
    'GET\r\n\r\n',
    'FOO /v2/templates HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /v2/templates HTTP/9.9\r\nHost: a\r\n\r\n',
    'GET /v2/templates HTTP/1.1\r\n\r\n',
    'GET /v2/templates HTTP/1.1\r\nHost: a\r\nBad header\r\n\r\n',
    'POST /v2/notifications/sms HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /v2/notifications/sms HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n',
    'POST /v2/notifications/sms HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
    '\x16\x03\x01\x02\x00\x01\x00',
  ]
  for (const text of broken) {
    const heard = await exchange((socket) => void socket.write(text), 3000)
    const status = statusOf(heard)
    assert.ok(status === 0 || (status >= 400 && status < 500), `${text}: ${heard.slice(0, 100)}`)
  }
  await isAlive()
})

test('paths and hosts that URLs would tidy up do no harm', async () => {
  const asked = [
    ['GET /v2/../../etc/passwd HTTP/1.1', 'a', 404],
    ['GET /docs/../../package.json HTTP/1.1', 'a', 404],
    ['GET http://evil.example/v2/nothing HTTP/1.1', 'a', 404],
    ['GET * HTTP/1.1', 'a', 404],
    ['GET /v2/received-text-messages HTTP/1.1', 'evil.example/"><script>', 200],
  ] as const
  for (const [line, host, status] of asked) {
    const heard = await exchange((socket) => {
      socket.write(`${line}\r\nHost: ${host}\r\n${token()}\r\nConnection: close\r\n\r\n`)
    })
    assert.ok([status, 400].includes(statusOf(heard)), `${line}: ${heard.slice(0, 300)}`)
    assert.doesNotMatch(heard, /script/)
  }
  await isAlive()
})
