/** Figures and days as people read them. */
import { lazily } from '../lazily.ts'

const numbers = (options?: Intl.NumberFormatOptions) => lazily(() => new Intl.NumberFormat('en-GB', options))
const sums = (options?: Intl.NumberFormatOptions) =>
  numbers({ style: 'currency', currency: 'GBP', ...options })
const days = (options: Intl.DateTimeFormatOptions) =>
  lazily(() => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }))
const whole = numbers()
const pounds = sums()
const roundPounds = sums({ maximumFractionDigits: 0 })
const shortPounds = sums({ notation: 'compact', maximumFractionDigits: 2 })
const longDay = days({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const dayAndMonth = days({ day: 'numeric', month: 'short' })
const monthAndYear = days({ month: 'short', year: 'numeric' })

export const count = (value: number): string => whole().format(value)
/** @param thing in the singular */
export const counted = (value: number, thing: string): string =>
  `${count(value)} ${thing}${value === 1 ? '' : 's'}`
export const money = (value: number): string => pounds().format(value)
/** Money where there is little room: from a thousand pounds on without pence. */
export const roundMoney = (value: number): string =>
  value < 1000 ? money(value) : roundPounds().format(Math.round(value))
export const shortMoney = (value: number): string => (value < 10 ? money(value) : shortPounds().format(value))
/** @param day YYYY-MM-DD, a local date: it is only written, never computed with */
export const dayName = (day: string): string =>
  longDay()
    .format(new Date(`${day}T00:00:00Z`))
    .replace(',', '')
export const shortDay = (day: string): string => unbroken(dayAndMonth().format(new Date(`${day}T00:00:00Z`)))
export const monthName = (day: string): string =>
  unbroken(monthAndYear().format(new Date(`${day}T00:00:00Z`)))

const unbroken = (text: string) => text.replaceAll(' ', '\u00a0')

/** A share with one decimal; a part that is some is never shown as none, nor one that lacks some as all. */
export function percent(part: number, total: number): string {
  if (total <= 0) return '–'
  const share = (100 * part) / total
  if (part > 0 && share < 0.1) return '<0.1%'
  if (part < total && share > 99.9) return '>99.9%'
  return `${share.toFixed(share === 0 || share === 100 ? 0 : 1)}%`
}

/** Seconds as the largest unit that says enough. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'under 1 second'
  if (seconds < 120) return `${Math.round(seconds)} seconds`
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`
  return `${Math.round(seconds / 3600)} hours`
}
