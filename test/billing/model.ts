/**
 * A small model of the books, and random histories that it and the database both live through.
 *
 * The model keeps every message in a list and every price in another, knows no tables, windows, archives or nights, and
 * computes the figures from scratch. What it shares with the database is the specification alone.
 */
import type { Channel } from '../../src/channels.ts'

export type ModelMessage = {
  id: string
  type: Channel
  key_type: 'normal' | 'team' | 'test'
  /** UTC milliseconds. */
  at: number
  status: string
  units: number
  multiplier: number | null
  sent_by: string | null
  postage: string | null
}

const billable: Record<Channel, ReadonlySet<string>> = {
  sms: new Set(['sending', 'sent', 'delivered', 'pending', 'temporary-failure', 'permanent-failure']),
  email: new Set(['sending', 'delivered', 'temporary-failure', 'permanent-failure']),
  letter: new Set(['sending', 'delivered', 'returned-letter']),
}

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' })

/** The London date of an instant; the calendar comes from the runtime, not from the database. */
const londonDate = (at: number): string => london.format(at)

export type Prices = { sms: { from: number; rate: number }[]; letter: { from: number; rate: number }[] }

/** The price on a day: the newest that had begun by its midnight. Amounts are whole hundredths of a penny. */
function priceOn(prices: { from: number; rate: number }[], day: string): number {
  // The instant at which the London date begins: no earlier than an hour before UTC's midnight.
  const utc = Date.parse(`${day}T00:00:00Z`)
  const midnight = londonDate(utc - 3_600_000) === day ? utc - 3_600_000 : utc
  return prices
    .filter((price) => price.from <= midnight)
    .reduce((newest, price) => (price.from > newest.from ? price : newest)).rate
}

/** The billing facts of some days, as lines: day channel provider multiplier rate units messages. */
export function modelBilling(messages: ModelMessage[], prices: Prices, days: ReadonlySet<string>): string[] {
  const groups = new Map<string, { units: number; sent: number }>()
  for (const message of messages) {
    const day = londonDate(message.at)
    if (!days.has(day) || message.key_type === 'test' || !billable[message.type].has(message.status)) continue
    let key: string
    if (message.type === 'sms') {
      key = `${day} sms ${message.sent_by ?? 'unknown'} ${message.multiplier ?? 1} ${priceOn(prices.sms, day)} none`
    } else if (message.type === 'email') key = `${day} email ses 0 0 none`
    else {
      const rate = message.units === 0 ? 0 : priceOn(prices.letter, day)
      key = `${day} letter dvla 1 ${rate} ${message.postage}`
    }
    const group = groups.get(key) ?? { units: 0, sent: 0 }
    if (message.type !== 'email') group.units += message.units
    group.sent++
    groups.set(key, group)
  }
  return [...groups].map(([key, { units, sent }]) => `${key} ${units} ${sent}`).sort()
}

/** The status facts of some days, as lines: day channel key status messages. */
export function modelStatuses(
  messages: ModelMessage[],
  days: (type: Channel) => ReadonlySet<string>,
): string[] {
  const groups = new Map<string, number>()
  for (const { at, type, key_type, status } of messages) {
    const day = londonDate(at)
    if (key_type === 'test' || !days(type).has(day)) continue
    const key = `${day} ${type} ${key_type} ${status}`
    groups.set(key, (groups.get(key) ?? 0) + 1)
  }
  return [...groups].map(([key, count]) => `${key} ${count}`).sort()
}

/**
 * What a year costs, from lines of billing facts: texts after the free units in the order of the days, letters by the
 * piece. Prices may differ between days and are equal within one, so the order within a day changes no sum.
 */
export function modelCost(lines: string[], free: number): { sms: number; letter: number; units: number } {
  let left = free
  const cost = { sms: 0, letter: 0, units: 0 }
  for (const line of [...lines].sort()) {
    const [, type, , multiplier, rate, , units, sent] = line.split(' ')
    if (type === 'letter') cost.letter += Number(rate) * Number(sent)
    if (type !== 'sms') continue
    const chargeable = Number(units) * Number(multiplier)
    const used = Math.min(left, chargeable)
    left -= used
    cost.units += chargeable
    cost.sms += (chargeable - used) * Number(rate)
  }
  return cost
}
