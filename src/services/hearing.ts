/**
 * Hears what the database announces (NOTIFY crier_changes), and knows when it does not. A connection can look sound and be deaf: a firewall
 * has forgotten it, a server in recovery has refused LISTEN, a pooler has given the session to somebody else. So every few seconds a beat
 * goes the announcements' own way and must come back.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sendBeat } from '../../queries/platform.queries.ts'
import { changesName } from '../connections.ts'
import { breakOff, connect, pgtyped } from '../database.ts'
import type { Role } from '../postgres/session.ts'

export type Listener = {
  /** The payload of an announcement. */
  onChange: (payload: string) => void
  /** From now on announcements may pass unheard. */
  onLost: (error: unknown) => void
  /** They are heard again; what was announced meanwhile is unknown. */
  onHeard: () => void
  /** A beat came back. */
  onBeat: () => void
}

const channel = 'crier_changes'
const beatMark = 'beat '
const retryMs = 500

/** Together less than the ten seconds in which a process must know that it is deaf. */
export type Rhythm = { everyMs: number; patienceMs: number }
export const rhythm: Rhythm = { everyMs: 3000, patienceMs: 5000 }

/**
 * Resolves once announcements are heard; from then on it looks after the connection by itself, until stop.
 * @param connections that the process may want in all
 * @throws Error of one line when the first connection does not hear
 */
export async function hear(
  url: string,
  role: Role,
  listener: Listener,
  pace = rhythm,
  connections?: number,
): Promise<{ stop: () => void }> {
  let isStopped = false
  let session = await openSession(url, role, listener, pace, connections)
  listener.onHeard()

  async function again(): Promise<void> {
    while (!isStopped) {
      await pause(retryMs)
      try {
        session = await openSession(url, role, listener, pace, connections)
        return isStopped ? session.end() : listener.onHeard()
      } catch {
        // As before: announcements are not heard.
      }
    }
  }

  void (async () => {
    while (!isStopped) {
      const error = await session.lost
      session.end()
      if (isStopped) return
      listener.onLost(error)
      await again()
    }
  })()
  return {
    stop() {
      isStopped = true
      session.end()
    },
  }
}

type Session = { lost: Promise<unknown>; end: () => void }

/** One connection, from its LISTEN until it is lost. */
async function openSession(
  url: string,
  role: Role,
  { onChange, onBeat }: Listener,
  { everyMs, patienceMs }: Rhythm,
  connections: number | undefined,
): Promise<Session> {
  const { promise: lost, resolve: lose } = Promise.withResolvers<unknown>()
  const echoes = new Map<string, () => void>()
  const sql = connect(url, {
    max: 1,
    name: changesName(connections),
    role,
    statementTimeout: patienceMs,
    onnotify: (_channel, payload) => {
      if (payload.startsWith(beatMark)) echoes.get(payload)?.()
      else onChange(payload)
    },
    // The driver would open another one, which has not said LISTEN.
    onclose: () => lose(new Error('the connection that hears of changes was closed')),
  })
  const db = pgtyped(sql)

  async function beat(): Promise<void> {
    const words = beatMark + randomUUID()
    const echo = new Promise<void>((resolve) => echoes.set(words, resolve))
    const [sent] = await sendBeat.run({ beat: words }, db)
    if (!sent!.listens) throw new Error(deaf)
    await echo
    echoes.delete(words)
    onBeat()
  }

  async function begin(): Promise<void> {
    await sql.unsafe(`listen ${channel}`)
    await beat()
  }

  async function beatOn(): Promise<void> {
    const timer = setInterval(() => {
      within(patienceMs, beat(), lost).catch(lose)
    }, everyMs).unref()
    await lost
    clearInterval(timer)
  }

  const end = () => {
    lose(new Error('it is told to stop'))
    breakOff(sql)
  }
  try {
    await within(patienceMs * 2, begin(), lost)
  } catch (error) {
    end()
    throw error
  }
  void beatOn()
  return { lost, end }
}

const deaf =
  'the database does not announce changes on this connection: is there a pooler in transaction mode (PgBouncer) between? Crier needs connections of its own to PostgreSQL'

/** Into how many turns of a timer patience is cut. */
const turns = 5

/**
 * Fails when work takes too long, or the connection is lost before. Patience is counted in turns of a timer and not by the clock: of the time in
 * which this process was too busy to look at its connections, nothing can be said.
 */
async function within(patienceMs: number, work: Promise<void>, lost: Promise<unknown>): Promise<void> {
  let isOver = false
  const late = async () => {
    for (let turn = 0; turn < turns && !isOver; turn++)
      await pause(patienceMs / turns, undefined, { ref: false })
    if (!isOver) throw new Error('the database does not answer on the connection that hears of changes')
  }
  const gone = lost.then((error) => {
    throw error
  })
  try {
    await Promise.race([work, late(), gone])
  } finally {
    isOver = true
    work.catch(() => {})
    gone.catch(() => {})
  }
}
