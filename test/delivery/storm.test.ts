/**
 * A storm of receipts: doubled, unknown, contradicting, in any order and before their hand-overs are recorded, through the statement gatherers of
 * two processes (below HTTP, which would be most of its time). What is left is what the same receipts leave when they come one after the other.
 */
import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { applyReceipts } from '../../queries/delivery.queries.ts'
import type { Crier } from '../../src/context.ts'
import { makeApplyReceipt } from '../../src/delivery/receipts.ts'
import { type Attempt, makeRecord } from '../../src/delivery/record.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { randomSequence } from '../support/random.ts'
import { scaled } from '../support/scale.ts'
import { type Stored, storing } from './messages.ts'

/** 50,000 are a quarter of a minute of a processor: as many as those who look for a fault ask for. */
const total = scaled(2_500)
const duplicates = total * 0.1
const unknown = total * 0.05
const contradicting = total * 0.05
/** As many receipts wait for their answers in each process; were it most of them, hardly one would come before its send is recorded. */
const posters = total / 10
/** Messages of one record: so few that records are spread over the whole storm, small as it is. */
const handedTogether = 50

type Word = [status: string, code: string | null]
type Provider = 'mmg' | 'firetext' | 'ses'
/** count: messages. finals: of which no message is told two by a provider in its right mind. first: what is told before the final word. */
const providers: Record<Provider, { count: number; first: Word | null; finals: Word[] }> = {
  mmg: {
    count: total * 0.32,
    first: null,
    finals: [
      ['3', '5'],
      ['2', '1'],
      ['4', '6'],
      ['5', null],
    ],
  },
  firetext: {
    count: total * 0.16,
    first: ['2', null],
    finals: [
      ['0', null],
      ['1', '101'],
      ['1', '102'],
    ],
  },
  ses: {
    count: total * 0.16,
    first: null,
    finals: [
      ['Delivery', null],
      ['Bounce Permanent', null],
      ['Bounce', null],
    ],
  },
}

let crier: TestCrier
let other: { crier: Crier; close: () => Promise<void> }
let sms: Stored
let email: Stored
before(async () => {
  crier = await testCrier()
  other = await open(testConfig, crier.url, { log: makeLog('silent') })
  sms = await storing(crier)
  email = await storing(crier, 'email')
})
after(async () => {
  await other.close()
  await crier.close()
})

/** isRecorded: before the storm. */
type Message = { id: string; provider: Provider; reference: string; isRecorded: boolean }
/** message: null where nobody has it. kind first and final are what the provider means to say. */
type Told = {
  message: Message | null
  provider: Provider
  reference: string
  word: Word
  kind: 'first' | 'final' | 'unknown'
  /** Its place in the storm, how many had been posted when it was answered, and its answer. */
  place: number
  answeredAt: number
  answer: { outcome: string; new_status: string | null } | null
}

const newMessage = (provider: Provider, isRecorded: boolean): Message => {
  const id = randomUUID()
  return { id, provider, reference: provider === 'ses' ? randomUUID() : id, isRecorded }
}

async function store(messages: Message[]): Promise<void> {
  for (const provider of Object.keys(providers) as Provider[]) {
    const isEmail = provider === 'ses'
    const { service, template } = isEmail ? email : sms
    const rows = messages.filter((message) => message.provider === provider)
    await crier.sql`
      insert into notifications (id, service_id, template_id, template_version, notification_type, key_type,
        notification_status, sent_by, sent_at, reference, billable_units, "to", normalised_to, phone_prefix,
        rate_multiplier, created_at)
      select made.id, ${service.id}, ${template}, 1, ${isEmail ? 'email' : 'sms'}, 'normal',
        (case when is_recorded then 'sending' else 'created' end)::notification_status,
        case when is_recorded then ${provider} end, case when is_recorded then now() - interval '1 hour' end,
        case when is_recorded and ${isEmail} then made.reference end,
        case when is_recorded and ${!isEmail} then 1 else 0 end, 'somebody', 'somebody',
        case when ${!isEmail} then '44' end, case when ${!isEmail} then 1 end, now() - interval '1 hour'
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ reference }) => reference)}::text[],
        ${rows.map(({ isRecorded }) => String(isRecorded))}::text[]::boolean[]) made (id, reference, is_recorded)`
  }
}

/** What providers say of these messages, in the order in which they mean it, and what else comes. */
function makeReceipts(messages: Message[], random: () => number): Told[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const say = (message: Message | null, kind: Told['kind'], word: Word, provider: Provider): Told => {
    const reference = message?.reference ?? randomUUID()
    return { message, provider, reference, word, kind, place: 0, answeredAt: 0, answer: null }
  }
  const meant = messages.flatMap((message) => {
    const { first, finals } = providers[message.provider]
    const said = say(message, 'final', pick(finals), message.provider)
    return first === null ? [said] : [say(message, 'first', first, message.provider), said]
  })
  const final = meant.filter(({ kind }) => kind === 'final')
  const contradicted = shuffled(final, random).slice(0, contradicting)
  return [
    ...meant,
    ...Array.from({ length: duplicates }, () => ({ ...pick(meant) })),
    ...contradicted.map(({ message, provider, word }) =>
      say(message, 'final', pick(providers[provider].finals.filter((one) => one !== word)), provider),
    ),
    ...Array.from({ length: unknown }, (_, n) => {
      const message = pick(messages)
      return n % 2 === 0
        ? say(null, 'unknown', pick(providers[message.provider].finals), message.provider)
        : say(message, 'unknown', [`new word ${n % 7}`, null], message.provider)
    }),
  ]
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const order = [...all]
  for (let last = order.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1))
    ;[order[last], order[at]] = [order[at]!, order[last]!]
  }
  return order
}

/** Each receipt has an instant of its own, after its message was accepted: updated_at names the one that was applied last. */
const instant = (place: number) => new Date(began + place).toISOString()
const began = Date.now() - 600_000

/** Posts all of it with two processes, whose posters each wait for their answer; the records of hand-overs come in between. */
async function storm(receipts: Told[], messages: Message[], random: () => number): Promise<void> {
  const unrecorded = shuffled(
    messages.filter(({ isRecorded }) => !isRecorded),
    random,
  )
  const batches = Array.from({ length: Math.ceil(unrecorded.length / handedTogether) }, (_, n) =>
    unrecorded.slice(n * handedTogether, (n + 1) * handedTogether),
  )
  const items = shuffled<Told | Message[]>([...receipts, ...batches], random)
  let next = 0
  const posting = [crier.crier, other.crier].flatMap((process) => {
    const apply = makeApplyReceipt(process)
    const { record } = makeRecord(process)
    return Array.from({ length: posters }, async () => {
      while (next < items.length) {
        const place = next++
        const item = items[place]!
        if (Array.isArray(item)) {
          assert.deepEqual(await record(item.map(attempt), unhurried()), [])
          continue
        }
        const { provider, reference, word } = item
        item.place = place
        const [status, code] = word
        item.answer = await apply({ provider, reference, status, code, received_at: instant(place) })
        item.answeredAt = next
      }
    })
  })
  await Promise.all(posting)
  // What came in the moment of its record is the timetable's.
  await runTask(crier.crier, 'apply-waiting-receipts')
}

function attempt({ id, provider, reference }: Message): Attempt {
  return {
    row: { id, notification_type: provider === 'ses' ? 'email' : 'sms' } as Attempt['row'],
    claim: randomUUID(),
    size: provider === 'ses' ? null : { characters: 5, extended: 0, ucs2: false },
    outcome: 'sent',
    provider,
    sent: { reference: provider === 'ses' ? reference : null },
    sentAt: instant(0),
  }
}

type Left = { id: string; status: string; sent_by: string; handed: boolean; units: number; updated: string }
async function left(ids: string[]): Promise<Map<string, Left>> {
  const rows = await crier.sql<Left[]>`
    select id, notification_status as status, sent_by, sent_at is not null as handed, billable_units as units,
      (extract(epoch from updated_at) * 1000)::float8 - ${began} as updated
    from notifications where id = any (${ids}::uuid[])`
  return new Map(rows.map((row) => [row.id, row]))
}

/** Of one message's final words the one that it believed: where several were told, the database's answer says, or the instant that it kept. */
function believed(finals: Told[], { updated }: Left): Told {
  const applied = finals.filter(({ answer }) => answer!.outcome === 'applied')
  assert.ok(applied.length <= 1, 'no message is given two final states')
  const [one = finals.find(({ place }) => place === Number(updated))] = applied
  assert.ok(one !== undefined, 'a message has a final state by one of its receipts')
  return one
}

/** What a message was told as its provider means it: first what comes first, then the final word that it believed, then the rest. */
function inOrder(told: Told[], state: Left): Told[] {
  const finals = told.filter(({ kind }) => kind === 'final')
  const winner = believed(finals, state)
  // An email's first word may wait while its second is applied.
  const rivals = winner.provider === 'ses' ? [] : finals.filter((one) => one !== winner)
  for (const one of rivals) assert.ok(one.answeredAt > winner.place, 'the first to come wins')
  return [
    ...told.filter(({ kind }) => kind === 'first'),
    winner,
    ...finals.filter((one) => one !== winner),
    ...told.filter(({ kind }) => kind === 'unknown'),
  ]
}

/** One message for each sequence, handed over before, is told it receipt by receipt. @returns what each sequence leaves */
async function runInOrder(sequences: string[]): Promise<Map<string, Omit<Left, 'updated'>>> {
  const played = sequences.map((sequence) => {
    const [provider, words] = JSON.parse(sequence) as [Provider, Word[]]
    return { sequence, words, message: newMessage(provider, true) }
  })
  await store(played.map(({ message }) => message))
  const longest = Math.max(...played.map(({ words }) => words.length))
  for (let step = 0; step < longest; step++) {
    const due = played.filter(({ words }) => step < words.length)
    const receipts = due.map(({ message: { provider, reference }, words }, ord) => {
      const [status, code] = words[step]!
      return { ord, provider, reference, status, code, received_at: instant(step) }
    })
    await applyReceipts.run({ receipts: receipts as never }, crier.crier.db)
  }
  const states = await left(played.map(({ message }) => message.id))
  return new Map(
    played.map(({ sequence, message }) => {
      const { updated: _, ...state } = states.get(message.id)!
      return [sequence, state]
    }),
  )
}

test(`${total} receipts leave what they leave in order`, async (t) => {
  const seed = Number(process.env.CRIER_STORM_SEED || randomInt(2 ** 31))
  t.diagnostic(`CRIER_STORM_SEED=${seed} repeats this storm`)
  const random = randomSequence(seed)
  const since = performance.now()
  const lap = (what: string) => t.diagnostic(`${((performance.now() - since) / 1000).toFixed(1)} s: ${what}`)
  const messages = (Object.keys(providers) as Provider[]).flatMap((provider) =>
    Array.from({ length: providers[provider].count }, (_, n) => newMessage(provider, n % 2 === 0)),
  )
  await store(messages)
  const receipts = makeReceipts(messages, random)
  assert.equal(receipts.length, total)
  lap(`${messages.length} messages are there`)
  await storm(receipts, messages, random)
  lap('the storm is over')
  const found = await left(messages.map(({ id }) => id))

  const told = Map.groupBy(receipts, ({ message }) => message)
  const sequences = Map.groupBy(messages, (message) => {
    const words = inOrder(told.get(message)!, found.get(message.id)!).map(({ word }) => word)
    return JSON.stringify([message.provider, words])
  })
  const expected = await runInOrder([...sequences.keys()])
  lap(`${sequences.size} sequences of receipts have been played in order`)
  const different = [...sequences].flatMap(([sequence, same]) =>
    same.map(({ id }) => {
      const { updated: _, ...state } = found.get(id)!
      return [sequence, state, { ...expected.get(sequence)!, id }]
    }),
  )
  const wrong = different.filter(([, mine, its]) => !isDeepStrictEqual(mine, its))
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} messages differ`)

  const statuses = Map.groupBy(found.values(), ({ status }) => status)
  t.diagnostic([...statuses].map(([status, { length }]) => `${length} ${status}`).join(', '))
  assert.deepEqual([...statuses.keys()].sort(), ['delivered', 'permanent-failure', 'temporary-failure'])
  for (const { kind, message, provider, answer } of receipts) {
    if (kind !== 'unknown') continue
    const lost = provider === 'ses' ? 'waiting' : 'not-found'
    const outcomes =
      message === null ? [lost] : provider === 'ses' ? ['unknown-word', 'waiting'] : ['unknown-word']
    assert.ok(outcomes.includes(answer!.outcome), `${provider}: ${answer!.outcome}`)
  }
  const early = receipts.filter(({ answer, message }) => answer!.outcome === 'waiting' && message !== null)
  t.diagnostic(`${early.length} waited for the record of their email`)
  assert.ok(early.length > total * 0.02)
  lap('all is compared')
})
