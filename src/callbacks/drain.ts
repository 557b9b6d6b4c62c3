/**
 * Sends services what they are to be told. A process takes services for a while (claim_callback_services); of each it reads what is due a
 * little at a time, of one message never more than one event, makes the calls, and records what became of them. A service has at most so many
 * calls at once, and begins with one: an address that does not answer keeps one, and all of those together have half of the process's, so that
 * they delay nobody else.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import {
  claimCallbackServices,
  finishCallbacks,
  type IListDueCallbacksResult,
  keepCallbackServices,
  listDueCallbacks,
} from '../../queries/callbacks.queries.ts'
import type { Crier } from '../context.ts'
import { gather } from '../gather.ts'
import { keepTrying } from '../keep-trying.ts'
import { tellFailure } from '../outage.ts'
import { makeOutgoing } from '../outgoing.ts'
import { attempt, type Outcome } from './attempt.ts'
import { type Line, makeLine } from './line.ts'

type Due = IListDueCallbacksResult

/** As callback_lease() has it; asked anew long before its end. */
const leaseMs = 15_000
const renewMs = 4000
/** Services that a process has at once, since each may be one that does not answer; and that it takes at once, so that processes share them. */
const mostServices = 1000
const takenAtOnce = 50
/** For how long it keeps one that has nothing to be told, and one that always has: then it is anybody's again, so that a process that comes later has its share. */
const idleMs = 5000
const tenureMs = 30_000
/** Between two readings of a service that had no more. */
const rereadMs = 100
/** Callbacks of a service that are read at a time, and at how few of them more are read. */
const readAtOnce = 100
const readMoreAt = 50
/** What is left of a lease when the last call begun in it has ended, for its record: only then may the service be another's. */
const reserveMs = 2000
/** A round is not begun sooner after the one before, so that what ends at once is one statement. */
const roundMs = 10

/** callMs: how long a service has to answer. lookMs: between two looks for services with something due. */
export type Pace = { callMs: number; lookMs: number }
/** Source of the first: specification, service callbacks, payloads. */
const usualPace: Pace = { callMs: 5000, lookMs: 500 }

/** @returns how to stop: nothing more is begun, what is in hand is recorded, and the services are given back */
export function startDrain(crier: Crier, { callMs, lookMs }: Pace = usualPace): () => Promise<void> {
  const outgoing = makeOutgoing({ allowsLoopback: crier.config.callbacks.loopback })
  const worker = randomUUID()
  const most = crier.config.callbacks.concurrency
  // While the database is slow, no more is done than it can be told.
  const mostUnrecorded = 10 * most
  const lines = new Map<string, Line<Due>>()
  /** Calls, and the records of those that are over. */
  const begun = new Set<Promise<void>>()
  let calls = 0
  /** Records are made until the lease ends, also while the process ends. */
  const never = new AbortController().signal
  let isEnding = false
  let wake = () => {}
  /** Calls in hand to addresses that have not answered, or not been asked before. */
  const unsure = { new: 0, silent: 0 }
  let lookedAt = Number.NEGATIVE_INFINITY
  let renewedAt = Number.NEGATIVE_INFINITY

  const record = gather<Outcome, string | null>({
    maxBatch: 500,
    maxInFlight: 2,
    maxWaiting: mostUnrecorded,
    isRepeatable: true,
    async run(outcomes) {
      const rows = await finishCallbacks.run({ outcomes: outcomes as never }, crier.db)
      const ended = new Map(rows.map((row) => [row.callback_id, row]))
      for (const { callback_type: type, status } of rows)
        crier.metrics.callbacks.inc({ type, outcome: status === 'waiting' ? 'retry' : status })
      return outcomes.map(({ id }) => ended.get(id)?.status ?? null)
    },
  })

  async function run(): Promise<void> {
    while (!isEnding) {
      const began = performance.now()
      try {
        await look()
        await read()
      } catch (error) {
        tellFailure(crier, error, 'callbacks not read')
        await nap(lookMs)
      }
      begin()
      const rest = lines.size > 0 ? Math.min(rereadMs, lookMs) : lookMs
      await Promise.all([nap(rest), pause(Math.max(0, roundMs - (performance.now() - began)))])
    }
  }

  /** A pause that ends early when there is something to do. */
  function nap(ms: number): Promise<void> {
    if (isEnding) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Every half second: services without anything to do are given back, the others' leases renewed in time, new ones taken. */
  async function look(): Promise<void> {
    const now = performance.now()
    if (now - lookedAt < lookMs) return
    lookedAt = now
    const mayGo = (line: Line<Due>) =>
      line.isDone() && (now > line.foundAt + idleMs || now > line.takenAt + tenureMs)
    const released = [...lines.values()].filter(mayGo).map((line) => line.serviceId)
    for (const id of released) lines.delete(id)
    const isTime = now - renewedAt > renewMs
    if (released.length > 0 || isTime) {
      const kept = isTime ? [...lines.keys()] : []
      const rows = await keepCallbackServices.run({ worker, kept, released }, crier.db)
      if (isTime) renew(kept, new Set(rows.map((row) => row.service_id)), now)
    }
    const room = Math.min(takenAtOnce, mostServices - lines.size)
    // Whoever has enough to do leaves the others to the others.
    if (room === 0 || calls >= most) return
    const asked = performance.now()
    const taken = await claimCallbackServices.run({ worker, most: room }, crier.db)
    for (const { service_id } of taken) {
      // A lease of our own may have run out unnoticed.
      const line = lines.get(service_id) ?? makeLine<Due>(service_id, asked)
      line.endsAt = asked + leaseMs
      lines.set(service_id, line)
    }
    // There are probably more, and nobody else takes them.
    if (taken.length === takenAtOnce) lookedAt = now - lookMs + rereadMs
  }

  /** What another process has taken meanwhile is dropped; its calls in hand are recorded all the same. */
  function renew(asked: string[], still: ReadonlySet<string>, now: number): void {
    renewedAt = now
    for (const id of asked) {
      if (still.has(id)) lines.get(id)!.endsAt = now + leaseMs
      else lines.delete(id)
    }
  }

  async function read(): Promise<void> {
    const now = performance.now()
    for (const line of lines.values())
      if (now > line.readAt + rereadMs && now < line.takenAt + tenureMs) line.mayHaveMore = true
    const wanting = [...lines.values()].filter((line) => line.mayHaveMore && line.waiting() < readMoreAt)
    if (wanting.length === 0) return
    // What is in hand is still waiting in the table, and comes again.
    const mosts = wanting.map((line) => line.forget() + readAtOnce)
    const services = wanting.map((line) => line.serviceId)
    const rows = await listDueCallbacks.run({ services, mosts }, crier.db)
    const found = Map.groupBy(rows, (row) => row.service_id)
    for (const [n, line] of wanting.entries()) {
      const due = found.get(line.serviceId) ?? []
      line.mayHaveMore = due.length >= mosts[n]!
      line.add(due)
      line.readAt = now
      if (due.length > 0) line.foundAt = now
    }
  }

  /** One call of each service in turn, as long as there is room. */
  function begin(): void {
    if (isEnding) return
    for (const [id, line] of lines) {
      if (calls >= most || begun.size >= mostUnrecorded) break
      if (performance.now() > line.endsAt - callMs - reserveMs) continue
      const due = line.take({
        well: true,
        silent: unsure.silent < most / 2,
        new: unsure.silent + unsure.new < (most * 3) / 4,
      })
      if (due === undefined) continue
      // Whoever has had a turn comes last, and is met again at the end of this walk.
      lines.delete(id)
      lines.set(id, line)
      const calling = call(line, due).finally(() => begun.delete(calling))
      begun.add(calling)
    }
  }

  async function call(line: Line<Due>, due: Due): Promise<void> {
    calls++
    const standing = line.standing(due.callback_type)
    if (standing !== 'well') unsure[standing]++
    const started = performance.now()
    const outcome = await attempt(crier, outgoing, due, callMs)
    crier.metrics.callbackSeconds.observe((performance.now() - started) / 1000)
    calls--
    if (standing !== 'well') unsure[standing]--
    line.called(due.callback_type, outcome)
    // The next call need not wait for the record; of the same message it does, since the table knows only what is recorded.
    begin()
    try {
      await keepTrying(() => record(outcome), { signal: never, endsAt: line.endsAt })
    } catch (error) {
      // Whoever has the service then finds it waiting, and sends it again.
      crier.log.error({ error, callbackId: due.id }, 'callback not recorded')
    }
    line.recorded(due.id)
    if (line.mayHaveMore && line.waiting() < readMoreAt) wake()
  }

  const running = run()
  return async () => {
    isEnding = true
    wake()
    await running
    await Promise.all(begun)
    outgoing.close()
    const released = [...lines.keys()]
    if (released.length > 0)
      await keepCallbackServices.run({ worker, kept: [], released }, crier.db).catch(() => {})
  }
}
