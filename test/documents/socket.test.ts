import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { listen, type RunningServer } from '../../src/server.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
let server: RunningServer
let base: string
before(async () => {
  crier = await sharedCrier()
  server = await listen(crier.app, '127.0.0.1', 0)
  base = `http://127.0.0.1:${server.port}`
})
after(async () => {
  await server.close()
  await crier.close()
})

const contents = Buffer.alloc(2 * 1024 * 1024, 'pigeon ')

async function sendFile(): Promise<string> {
  const service = await crier.makeService({ contact_link: 'help@example.org' })
  const template_id = await crier.makeTemplate(service, { type: 'email', content: '((doc))' })
  const doc = {
    file: contents.toString('base64'),
    filename: 'pigeons.txt',
    confirm_email_before_download: false,
  }
  const { body } = await crier.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: { email_address: 'amala@example.gov.uk', template_id, personalisation: { doc } },
  })
  const { pathname, search } = new URL(body.content.body)
  return `${pathname}/download/a.txt${search}`
}

test('a file comes whole over a socket, and is not sent in chunks of unknown number', async () => {
  const answer = await fetch(base + (await sendFile()))
  assert.equal(answer.headers.get('content-length'), String(contents.length))
  assert.equal(answer.headers.get('transfer-encoding'), null)
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(contents))
})

test('a reader who goes away midway harms nobody', async () => {
  const path = await sendFile()
  for (let reader = 0; reader < 5; reader++) {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await once(socket, 'data')
    socket.destroy()
  }
  const answer = await fetch(base + path)
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(contents))
})

test('a piece that is not what was stored ends the connection before the file is whole', async () => {
  const path = await sendFile()
  await crier.sql`
    update file_chunks set contents = set_byte(contents, 0, get_byte(contents, 0) # 1)
    where position = 3 and file_id = (select id from files order by created_at desc limit 1)`
  await assert.rejects(fetch(base + path).then((answer) => answer.arrayBuffer()))
  assert.equal((await fetch(`${base}/_status?simple=1`)).status, 200)
})
