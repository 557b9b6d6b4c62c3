/** Whether one service's requests are answered as ever while another does its worst: attacks that get nothing but refusals, and reads without end. */
import { connect } from 'node:net'
import { memoryOf } from '../operation/command.ts'
import { beginCommand } from './begin.ts'
import { type Bench, pause, type Row } from './bench.ts'
import { requestText, tokenMaker } from './connection.ts'
import { addLiveMessages } from './messages.ts'
import { makeTargets, offer, type Sender } from './offer.ts'

type Attacker = Sender & { email: string; letter: string }
type Attack = {
  name: string
  connections: number
  /** The path and body of every request. */
  ask: (attacker: Attacker) => { method: 'GET' | 'POST'; path: string; body?: string }
}

const long = 'x'.repeat(9_000_000)
const attacks: Attack[] = [
  {
    name: 'refused emails of 9 MB',
    connections: 4,
    ask: ({ email }) => ({
      method: 'POST',
      path: '/v2/notifications/email',
      body: JSON.stringify({ email_address: 'a@example.org', template_id: email, personalisation: { long } }),
    }),
  },
  {
    name: 'refused bodies of 8 MB of unknown keys',
    connections: 4,
    ask: () => ({ method: 'POST', path: '/v2/notifications/email', body: unknownKeys(8_000_000) }),
  },
  {
    name: 'refused emails with a file of 2 MB',
    connections: 4,
    ask: ({ email }) => ({
      method: 'POST',
      path: '/v2/notifications/email',
      body: JSON.stringify({
        email_address: 'a@example.org',
        template_id: email,
        personalisation: { long: { file: Buffer.alloc(2_000_000, 'a').toString('base64') } },
      }),
    }),
  },
  {
    name: 'previews of 200 kB',
    connections: 8,
    ask: ({ email }) => ({
      method: 'POST',
      path: `/v2/template/${email}/preview`,
      body: JSON.stringify({ personalisation: { long: '* a\n'.repeat(50_000) } }),
    }),
  },
  { name: 'lists', connections: 8, ask: () => ({ method: 'GET', path: '/v2/notifications' }) },
]

/** Between an answer and the next request of a connection: whoever asks takes half of this machine, and no more of it than this leaves. */
const pauseMs = 20

function unknownKeys(bytes: number): string {
  const keys: string[] = []
  for (let size = 0; size < bytes; size += keys.at(-1)!.length + 1) keys.push(`"key ${keys.length}":1`)
  return `{${keys.join(',')}}`
}

/** Asks over and over on so many connections, a new one for each request, until it is told to stop; counts the answers by status. */
function lay(port: number, attacker: Attacker, { connections, ask }: Attack) {
  const token = tokenMaker(attacker)
  const { method, path, body } = ask(attacker)
  const bytes = Buffer.from(body ?? '')
  const statuses: Record<string, number> = {}
  let isOver = false
  const once = () =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      let status = ''
      socket.once('data', (chunk: Buffer) => {
        status = chunk.toString('latin1', 9, 12)
        statuses[status] = (statuses[status] ?? 0) + 1
        if (status !== '200') socket.destroy()
      })
      const head = requestText(method, path, token()).replace(
        'content-length: 0',
        `content-length: ${bytes.length}`,
      )
      socket.on('error', () => {})
      socket.once('close', () => resolve())
      socket.write(head.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'))
      socket.write(bytes)
    })
  const line = async () => {
    while (!isOver) {
      await once()
      await pause(pauseMs)
    }
  }
  const lines = Array.from({ length: connections }, line)
  return {
    statuses,
    async stop() {
      isOver = true
      await Promise.race([Promise.all(lines), pause(2000)])
    },
  }
}

/** Requests of 10 MB each, of which the last byte never comes. @returns a function that hangs up */
async function leaveUnfinished(port: number, attacker: Attacker, count: number): Promise<() => void> {
  const head = requestText('POST', '/v2/notifications/email', tokenMaker(attacker)(), '').replace(
    'content-length: 0',
    `content-length: ${10 * 2 ** 20}`,
  )
  const chunk = Buffer.alloc(64 * 1024, 0x20)
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    let left = 10 * 2 ** 20 - 1
    const pour = () => {
      while (left > 0 && !socket.destroyed) {
        const part = chunk.subarray(0, Math.min(left, chunk.length))
        left -= part.length
        if (!socket.write(part)) return
      }
    }
    socket.on('drain', pour)
    socket.write(head)
    pour()
    return socket
  })
  await pause(3000)
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}

async function makeAttacker(bench: Bench): Promise<Attacker> {
  const { sql } = bench
  const [sender] = await makeTargets(bench, 1, 'priority')
  const { serviceId } = sender!
  await sql`update services set rate_limit = 1, contact_link = 'https://example.org' where id = ${serviceId}`
  const make = async (type: string, extra: object) => {
    const row = { service_id: serviceId, name: type, template_type: type, content: '((long))', subject: 'x' }
    const [template] = await sql`insert into templates ${sql({ ...row, ...extra })} returning id`
    return template!.id as string
  }
  const email = await make('email', {})
  const letter = await make('letter', { postage: 'second', letter_languages: 'english' })
  const templates = { sms: sender!.templateId, email, letter }
  await addLiveMessages(sql, { service: serviceId, templates }, 20_000)
  await sql`vacuum analyze notifications`
  return { ...sender!, email, letter }
}

export async function siege(bench: Bench): Promise<Row[]> {
  const seconds = bench.seconds(6)
  const [quiet] = await makeTargets(bench, 2)
  const attacker = await makeAttacker(bench)
  const server = beginCommand(bench, 'serve')
  const { port } = await server.started
  const measure = () =>
    offer({ port: port!, connections: 4, seconds, warmUpSeconds: 1, targets: [quiet!], rate: 40 })
  await measure()
  const rows: Row[] = []
  for (const attack of attacks) {
    const calm = await measure()
    const laid = lay(port!, attacker, attack)
    // Until its limits are used up it is a customer like any.
    await pause(3000)
    const found = await measure()
    await laid.stop()
    const said = Object.entries(laid.statuses).map((one) => one.join(' × '))
    bench.log(`siege, ${attack.name}: p95 ${found.p95.toFixed(1)} ms, calm ${calm.p95.toFixed(1)} ms`)
    rows.push({
      scenario: `siege, ${attack.name}`,
      figure: `p95 ${found.p95.toFixed(1)} ms (p50 ${found.p50.toFixed(1)} ms, longest ${found.worst.toFixed(0)} ms)`,
      baseline: `p95 ${calm.p95.toFixed(1)} ms without`,
      ratio: found.p95 / calm.p95,
      conditions: `40 texts/s of one service for ${seconds} s beside ${attack.connections} connections of another that ask again ${pauseMs} ms after each answer (answered ${said.join(', ') || 'nothing'}); one serve process`,
    })
  }
  const before = await memoryOf(server.pid)
  const hangUp = await leaveUnfinished(port!, attacker, 60)
  const during = await memoryOf(server.pid)
  hangUp()
  await server.stop()
  if (before !== null && during !== null) {
    rows.push({
      scenario: 'siege, 60 unfinished bodies of 10 MB',
      figure: `${during.now - before.now} MB more memory`,
      conditions: 'of one service, three seconds after they began',
    })
  }
  return rows
}
