/** The sections of the dashboard about messages: a chart and its figures for each question that people ask of a day. */
import { type Channel, channels } from '../channels.ts'
import { columns, line, type Series, type Share, shares, type Tone } from './charts.ts'
import { type Activity, channelNames, type Figures, sumBy } from './figures.ts'
import { type Cell, legend, nothing, pair, section, table } from './page.ts'
import { count, dayName, percent, shortDay } from './words.ts'

const shortNames: Record<Channel, string> = { sms: 'Texts', email: 'Emails', letter: 'Letters' }

export function volumes({ activity, hours, day }: Figures): string {
  const sums = sumBy(activity, (row) => `${row.hour} ${row.notification_type}`)
  const at = (hour: number, channel: Channel) => sums.get(`${hour} ${channel}`) ?? 0
  const series: Series[] = channels.map((channel) => ({
    name: channelNames[channel],
    tone: channel,
    values: hours.map((_, hour) => at(hour, channel)),
  }))
  const total = (one: Series) => one.values.reduce((sum, value) => sum + value, 0)
  const description = series.map((one) => `${one.name}: ${count(total(one))}`).join('. ')
  const chart = columns({
    title: `Messages in each hour of ${dayName(day)}`,
    description,
    categories: hours.map((hour) => hour.slice(0, 2)),
    series,
  })
  const figures = table({
    caption: 'Messages by hour',
    headings: ['Hour', 'Texts', 'Emails', 'Letters'],
    rows: hours.map((hour, index) => [hour, ...channels.map((channel) => count(at(index, channel)))]),
    foot: ['All day', ...series.map((one) => count(total(one)))],
  })
  return section(
    'volumes',
    'Volumes by channel and hour',
    'Messages by the local hour in which they were accepted. Messages of test keys are left out of all figures here.',
    legend(series) + pair(chart, figures),
  )
}

const outcomeTones: { name: string; tone: Tone; outcome: 'delivered' | 'open' | 'failed' }[] = [
  { name: 'Delivered', tone: 'good', outcome: 'delivered' },
  { name: 'On their way', tone: 'open', outcome: 'open' },
  { name: 'Failed', tone: 'bad', outcome: 'failed' },
]

export function outcomes({ outcomes: days }: Figures): string {
  const hint =
    'What became of the messages of the last fourteen days. Days before today come from the facts of the night.'
  if (days.length === 0) {
    return section('outcomes', 'Fourteen days', hint, nothing('No messages in these fourteen days.'))
  }
  const series: Series[] = outcomeTones.map(({ name, tone, outcome }) => ({
    name,
    tone,
    values: days.map((one) => one[outcome]),
  }))
  const total = (outcome: 'delivered' | 'open' | 'failed') => days.reduce((sum, one) => sum + one[outcome], 0)
  const chart = columns({
    title: 'Outcomes of fourteen days',
    description: outcomeTones.map(({ name, outcome }) => `${name}: ${count(total(outcome))}`).join('. '),
    categories: days.map((one) => shortDay(one.day)),
    series,
  })
  const figures = table({
    caption: 'Outcomes by day',
    headings: ['Day', 'Delivered', 'On their way', 'Failed', 'Failed, share'],
    rows: [...days]
      .reverse()
      .map((one) => [
        shortDay(one.day),
        count(one.delivered),
        count(one.open),
        count(one.failed),
        percent(one.failed, one.delivered + one.open + one.failed),
      ]),
  })
  return section('outcomes', 'Fourteen days', hint, legend(series) + pair(chart, figures))
}

export function failures({ activity, day }: Figures): string {
  const hint = `Where messages of ${dayName(day)} failed, by channel and kind.`
  const failed = activity.filter((row) => row.outcome === 'failed')
  const rows: Share[] = channels.flatMap((channel) => {
    const own = activity.filter((row) => row.notification_type === channel && row.outcome !== 'cancelled')
    const sums = sumBy(own, (row) => row.outcome)
    const parts = outcomeTones.map(({ name, tone, outcome }) => ({
      name,
      tone,
      value: sums.get(outcome) ?? 0,
    }))
    return own.length > 0 ? [{ label: channelNames[channel], parts }] : []
  })
  if (rows.length === 0) return section('failures', 'Failures', hint, nothing('No messages on this day.'))
  const kinds = sumBy(failed, (row) => `${row.notification_type} ${row.notification_status}`)
  const sent = sumBy(activity, (row) => row.notification_type)
  const listed = [...kinds].sort(([, one], [, other]) => other - one)
  const figures =
    listed.length === 0
      ? nothing('Nothing has failed on this day.')
      : table({
          caption: 'Failures by kind',
          headings: ['Kind', 'Channel', 'Messages', 'Of its channel'],
          rows: listed.map(([kind, messages]) => {
            const [channel, status] = kind.split(' ') as [Channel, string]
            return [
              status.replaceAll('-', ' '),
              shortNames[channel],
              count(messages),
              percent(messages, sent.get(channel) ?? 0),
            ]
          }),
        })
  const chart = shares('Outcomes by channel', describe(rows), rows)
  return section('failures', 'Failures', hint, legend(outcomeTones) + pair(chart, figures))
}

const describe = (rows: Share[]) =>
  rows
    .map(
      ({ label, parts }) =>
        `${label}: ${parts
          .filter((part) => part.value > 0)
          .map((part) => `${part.name} ${count(part.value)}`)
          .join(', ')}`,
    )
    .join('. ')

const tones: Tone[] = ['shade-1', 'shade-2', 'shade-3', 'shade-4', 'shade-5']

export function providers({ activity, day }: Figures): string {
  const hint = `Who carried the messages of ${dayName(day)} that have been handed over.`
  const carried = activity.filter((row) => row.provider !== '')
  const names = [...new Set(carried.map((row) => row.provider))].sort()
  if (names.length === 0) {
    return section(
      'providers',
      'Providers',
      hint,
      nothing('Nothing has been handed to a provider on this day.'),
    )
  }
  const toneOf = (name: string) => tones[Math.min(names.indexOf(name), tones.length - 1)]!
  const of = (rows: readonly Activity[], name: string, outcome?: string) =>
    rows
      .filter((row) => row.provider === name && (outcome === undefined || row.outcome === outcome))
      .reduce((sum, row) => sum + row.messages, 0)
  const rows: Share[] = []
  const listed: Cell[][] = []
  for (const channel of channels) {
    const own = carried.filter((row) => row.notification_type === channel)
    const total = own.reduce((sum, row) => sum + row.messages, 0)
    if (total === 0) continue
    const used = names.filter((name) => of(own, name) > 0)
    rows.push({
      label: channelNames[channel],
      parts: used.map((name) => ({ name, tone: toneOf(name), value: of(own, name) })),
    })
    for (const name of used) {
      listed.push([
        name,
        shortNames[channel],
        count(of(own, name)),
        percent(of(own, name), total),
        percent(of(own, name, 'delivered'), of(own, name)),
        percent(of(own, name, 'failed'), of(own, name)),
      ])
    }
  }
  const figures = table({
    caption: 'Providers',
    headings: ['Provider', 'Channel', 'Messages', 'Share', 'Delivered', 'Failed'],
    rows: listed,
  })
  const chart = shares('Shares of providers', describe(rows), rows)
  const entries = names.map((name) => ({ name, tone: toneOf(name) }))
  return section('providers', 'Providers', hint, legend(entries) + pair(chart, figures))
}

export function processing({ activity, day, times }: Figures): string {
  const hint =
    'How long texts and emails that came by the API waited until a provider had them. The aim is ten seconds.'
  const sum = (value: (row: Activity) => number) => activity.reduce((total, row) => total + value(row), 0)
  const timed = sum((row) => row.timed)
  const one = sum((row) => row.within_1_second)
  const ten = sum((row) => row.within_10_seconds)
  const minute = sum((row) => row.within_1_minute)
  const handed = sum((row) => row.handed_over)
  const parts: { name: string; tone: Tone; value: number }[] = [
    { name: 'Within 1 second', tone: 'good', value: one },
    { name: '1 to 10 seconds', tone: 'shade-1', value: ten - one },
    { name: '10 seconds to 1 minute', tone: 'shade-2', value: minute - ten },
    { name: 'Longer', tone: 'bad', value: handed - minute },
    { name: 'Not yet handed over', tone: 'open', value: timed - handed },
  ]
  const ofDay =
    timed === 0
      ? nothing('No texts or emails came by the API on this day.')
      : legend(parts) +
        pair(
          shares('Processing time of the day', describe([{ label: dayName(day), parts }]), [
            { label: dayName(day), parts },
          ]),
          table({
            caption: 'Processing time of the day',
            headings: ['Waited', 'Messages', 'Share'],
            rows: parts.map((part) => [part.name, count(part.value), percent(part.value, timed)]),
          }),
        )
  const worst = Math.min(100, ...times.map((time) => time.percentage))
  const bottom = worst >= 90 ? 90 : worst >= 50 ? 50 : 0
  const ofNights =
    times.length === 0
      ? ''
      : `<h3>Within ten seconds, by day (whole platform)</h3>${pair(
          line({
            title: 'Share of messages within ten seconds by day',
            description: `Lowest ${worst.toFixed(1)}%. The axis begins at ${bottom}%.`,
            points: times.map((time) => ({
              label: shortDay(time.date),
              value: time.percentage,
            })),
            bottom,
            top: 100,
            format: (value) => `${Math.round(value * 10) / 10}%`,
          }),
          table({
            caption: 'Within ten seconds',
            headings: ['Day', 'Share'],
            rows: [...times].reverse().map((time) => [shortDay(time.date), `${time.percentage.toFixed(2)}%`]),
          }),
        )}`
  return section('processing', 'Processing time', hint, ofDay + ofNights)
}
