/** What operators are told in tests: events, documents, and the constants that every installation begins with. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { EarlierMessage, Event, Format, ProviderMessage } from '../../src/broadcasts/wire/payload.ts'
import type { Profile } from '../../src/broadcasts/wire/profile.ts'

const rows: { provider: string; channel: string; key: string; value: string }[] = parse(
  readFileSync(new URL('../../db/data/broadcast_wire_profile.csv', import.meta.url)),
  { columns: true },
)

/** The constants of a channel, for operators without rows of their own. */
export const profileOf = (channel: string): Profile =>
  Object.fromEntries(
    rows
      .filter((row) => row.provider === '' && (row.channel === '' || row.channel === channel))
      .map(({ key, value }) => [key, value]),
  )

export const channels = ['operator', 'test', 'severe', 'government'] as const

export const formatOf = (provider: string): Format => (provider === 'vodafone' ? 'ibag' : 'cap')

const polygon: [number, number][] = [
  [51.12, -1.2],
  [51.12, 1.2],
  [51.74, 1.2],
  [51.74, -1.2],
]

export const event = (changes: Partial<Event> = {}): Event => ({
  message_type: 'alert',
  transmitted_content: { body: 'Flood & wind warning\nStay indoors.' },
  transmitted_areas: { simple_polygons: [polygon] },
  transmitted_channel: 'severe',
  sent_at: new Date('2021-06-15T12:00:00.999Z'),
  transmitted_finishes_at: new Date('2021-06-16T10:30:00.001Z'),
  ...changes,
})

export const message = (format: Format = 'cap', number = 123): ProviderMessage => ({
  id: '6f1c0a52-8f0e-4a58-9d8e-0b9a3a1d2c11',
  message_format: format,
  message_number: format === 'cap' ? null : number,
})

/** Two documents of one alert and its update, oldest first. */
export const earlier = (format: Format = 'cap'): EarlierMessage[] => [
  {
    ...message(format, 78),
    id: '1c2d3e4f-0000-4000-8000-00000000004e',
    created_at: '2020-12-16T00:00:00.000000Z',
    sent_at: new Date('2020-12-15T23:59:58Z'),
  },
  {
    ...message(format, 123),
    id: '9e8f0000-0000-4000-8000-00000000007b',
    created_at: '2020-12-17T00:00:00.123456Z',
    sent_at: new Date('2020-12-17T00:00:00Z'),
  },
]
