/** The sections of the dashboard about the platform: the head with its filter, queues, busiest services, and the year's money. */
import { channels } from '../channels.ts'
import { escaped } from '../page-frame.ts'
import type { Standby } from '../standby.ts'
import { columns, type Series } from './charts.ts'
import { type Figures, sumBy } from './figures.ts'
import { legend, nothing, pair, section, table } from './page.ts'
import {
  count,
  counted,
  dayName,
  duration,
  money,
  monthName,
  percent,
  roundMoney,
  shortMoney,
} from './words.ts'

/** A plain form that asks for the page again. */
export function filter({ day, today, serviceId, services }: Figures): string {
  const options = services.map(
    ({ id, name }) => `<option value="${id}"${id === serviceId ? ' selected' : ''}>${escaped(name)}</option>`,
  )
  return `<form method="get" action="/dashboard">
<div><label for="date">Day</label><input id="date" name="date" type="date" value="${day}" max="${today}"></div>
<div><label for="service">Service</label><select id="service" name="service"><option value="">All services</option>${options.join('')}</select></div>
<div><button type="submit">Show</button></div>
<p><a href="/dashboard">Today, all services</a></p>
</form>`
}

/** Where the figures come from, where that may be a standby. */
export function readOn(standby: ReturnType<Standby['state']> | undefined): string {
  if (standby === undefined) return ''
  const { isRead, lagSeconds } = standby
  const place = isRead
    ? `a standby, ${counted(Math.round(lagSeconds ?? 0), 'second')} behind.`
    : 'the primary: the standby is away, or too far behind.'
  return `<p class="hint">Read on ${place}</p>`
}

const yearName = (year: number) => `${year}/${String((year + 1) % 100).padStart(2, '0')}`
const costOf = (usage: Figures['usage']) =>
  usage.reduce((sum, month) => sum + Number(month.text_cost) + Number(month.letter_cost), 0)

/** The figures that are looked at first. */
export function tiles(figures: Figures): string {
  const { activity, queues, usage, year } = figures
  const outcomes = sumBy(activity, (row) => row.outcome)
  const of = (outcome: string) => outcomes.get(outcome) ?? 0
  const all = of('delivered') + of('failed') + of('open')
  const timed = activity.reduce((sum, row) => sum + row.timed, 0)
  const quick = activity.reduce((sum, row) => sum + row.within_10_seconds, 0)
  const oldest = Math.max(0, ...queues.map((queue) => queue.oldest_seconds ?? 0))
  const waiting = queues.reduce((sum, queue) => sum + queue.ready, 0)
  const tile = (name: string, value: string, note: string) =>
    `<div><dt>${escaped(name)}</dt><dd class="big">${escaped(value)}</dd><dd>${escaped(note)}</dd></div>`
  const perChannel = sumBy(activity, (row) => row.notification_type)
  const things = { sms: 'text', email: 'email', letter: 'letter' }
  const split = channels.map((channel) => counted(perChannel.get(channel) ?? 0, things[channel]))
  return `<dl class="tiles">${[
    tile('Messages', count(all), split.join(', ')),
    tile('Delivered', percent(of('delivered'), all), `${count(of('open'))} on their way`),
    tile('Failed', percent(of('failed'), all), counted(of('failed'), 'message')),
    tile('Within ten seconds', percent(quick, timed), 'handed to a provider'),
    tile('Waiting now', count(waiting), waiting > 0 ? `oldest ${duration(oldest)}` : 'no queue waits'),
    tile(`Cost ${yearName(year)}`, roundMoney(costOf(usage)), 'without VAT'),
  ].join('')}</dl>`
}

export function queueDepths({ queues, clock }: Figures): string {
  const hint = `Jobs at ${clock}, whatever the day above.`
  if (queues.length === 0) return section('queues', 'Queues', hint, nothing('All queues are empty.'))
  return section(
    'queues',
    'Queues',
    hint,
    table({
      caption: 'Depth and age',
      headings: ['Queue', 'Waiting', 'Oldest', 'Later', 'Running', 'Failed'],
      rows: queues.map((queue) => [
        { html: `<code>${escaped(queue.queue)}</code>` },
        count(queue.ready),
        queue.oldest_seconds === null ? '–' : duration(queue.oldest_seconds),
        count(queue.deferred),
        count(queue.active),
        count(queue.failed),
      ]),
    }),
  )
}

export function busiestServices({ busiest, day, serviceId }: Figures): string {
  if (serviceId !== null) return ''
  const hint = `The ten that sent most on ${dayName(day)}.`
  if (busiest.length === 0) {
    return section('services', 'Busiest services', hint, nothing('No messages are counted for this day.'))
  }
  return section(
    'services',
    'Busiest services',
    hint,
    table({
      caption: 'Services',
      headings: ['Service', 'Messages', 'Failed'],
      rows: busiest.map((one) => [
        { html: `<a href="/dashboard?date=${day}&amp;service=${one.id}">${escaped(one.name)}</a>` },
        count(one.messages),
        percent(one.failed, one.messages),
      ]),
    }),
  )
}

export function usage({ usage: months, year, serviceId }: Figures): string {
  const heading = `Usage and cost ${yearName(year)}`
  const today = serviceId === null ? 'today up to its last hourly count' : 'today included'
  const hint = `The financial year from 1 April ${year}, ${today}. Emails are free; texts cost what the free allowance of each service leaves.`
  if (months.length === 0) return section('usage', heading, hint, nothing('Nothing was sent in this year.'))
  const series: Series[] = [
    { name: 'Text messages', tone: 'sms', values: months.map((month) => Number(month.text_cost)) },
    { name: 'Letters', tone: 'letter', values: months.map((month) => Number(month.letter_cost)) },
  ]
  const chart = columns({
    title: `Cost by month ${yearName(year)}`,
    description: `${serviceId === null ? 'All services' : 'This service'}: ${money(costOf(months))} without VAT.`,
    categories: months.map((month) => monthName(month.month).slice(0, 3)),
    series,
    format: money,
    axisFormat: shortMoney,
  })
  const sum = (value: (month: (typeof months)[number]) => number) =>
    months.reduce((total, month) => total + value(month), 0)
  const figures = table({
    caption: 'Usage by month',
    headings: ['Month', 'Emails', 'Texts', 'Free units', 'Charged units', 'Letters', 'Cost'],
    rows: months.map((month) => [
      monthName(month.month),
      count(month.emails),
      count(month.texts),
      count(month.free_units),
      count(month.charged_units),
      count(month.letters),
      money(Number(month.text_cost) + Number(month.letter_cost)),
    ]),
    foot: [
      'Year',
      count(sum((month) => month.emails)),
      count(sum((month) => month.texts)),
      count(sum((month) => month.free_units)),
      count(sum((month) => month.charged_units)),
      count(sum((month) => month.letters)),
      money(costOf(months)),
    ],
  })
  return section('usage', heading, hint, legend(series) + pair(chart, figures, true))
}
