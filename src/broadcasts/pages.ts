/**
 * The alerts that are shown now and those of before, for everybody: plain pages, and a feed for programs (Atom, with each alert's text and areas). No
 * script, no picture, nothing from elsewhere: it has to work on any phone when it is needed most.
 */
import { type Context, Hono } from 'hono'
import { listPublishedAlerts } from '../../queries/broadcasts.queries.ts'
import { idSegment, one, pathId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { baseUrl } from '../http.ts'
import { answerPage, escaped, pageHeaders } from '../page-frame.ts'
import { attribute, escaped as escapedText } from './wire/xml.ts'

type Alert = Awaited<ReturnType<typeof listPublishedAlerts.run>>[number]

const owner = 'Emergency alerts'
/** Alerts that the page and the feed list; older ones have their own page still. */
const mostListed = 200
/** Everybody asks at once when an alert goes out: the answer of a moment is everybody's. */
const freshMs = 1000
const headers = { ...pageHeaders, 'cache-control': 'public, max-age=5', 'x-robots-tag': 'all' }

export function alertPages(crier: Crier): Hono {
  const app = new Hono()
  let kept: { at: number; alerts: Promise<Alert[]> } | undefined

  function alerts(): Promise<Alert[]> {
    const at = performance.now()
    if (kept === undefined || at - kept.at > freshMs) {
      const asked = { id: null, limit: mostListed, now: crier.now().toISOString() }
      const found = { at, alerts: listPublishedAlerts.run(asked, crier.db) }
      found.alerts.catch(() => {
        if (kept === found) kept = undefined
      })
      kept = found
    }
    return kept.alerts
  }

  const zone = async () => (await crier.cache.settings()).time_zone

  app.get('/alerts', async (c) => {
    const [listed, timeZone] = await Promise.all([alerts(), zone()])
    const current = listed.filter(({ is_current }) => is_current)
    const past = listed.filter(({ is_current }) => !is_current)
    const title =
      current.length === 0
        ? 'No current alerts'
        : `${current.length} current alert${current.length === 1 ? '' : 's'}`
    const main = `<h1>${title}</h1>
${current.map((alert) => section(alert, timeZone)).join('\n')}
${past.length === 0 ? '' : `<h2>Past alerts</h2>\n${past.map((alert) => section(alert, timeZone)).join('\n')}`}
<p><a href="/alerts/feed.atom">Alerts as a feed</a></p>`
    return shown(c, title, main)
  })

  app.get('/alerts/feed.atom', async (c) =>
    c.body(feed(await alerts(), baseUrl(c, crier)), 200, {
      ...headers,
      'content-type': 'application/atom+xml; charset=utf-8',
    }),
  )

  app.get(`/alerts/${idSegment('alert_id')}`, async (c) => {
    const asked = { id: pathId(c, 'alert_id'), limit: 1, now: crier.now().toISOString() }
    const alert = one(await listPublishedAlerts.run(asked, crier.db))
    const timeZone = await zone()
    return shown(
      c,
      titleOf(alert),
      `<h1>${escaped(titleOf(alert))}</h1>\n${body(alert, timeZone)}
<p><a href="/alerts">All alerts</a></p>`,
    )
  })

  return app
}

function shown(c: Context, title: string, main: string): Response {
  const answer = answerPage(c, { title, owner, main })
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value)
  return answer
}

const section = (alert: Alert, timeZone: string) => `<section>
<h2><a href="/alerts/${alert.id}">${escaped(titleOf(alert))}</a></h2>
${body(alert, timeZone)}
</section>`

const areaNames = ({ areas }: Alert): string[] => {
  const { aggregate_names, names } = areas as { aggregate_names?: string[]; names?: string[] }
  return aggregate_names ?? names ?? []
}

const titleOf = (alert: Alert) => areaNames(alert).join(', ') || 'Alert'

/** When it is shown, in words that need no calendar. */
function body(alert: Alert, timeZone: string): string {
  const { status, starts_at, ended_at, is_current, channel } = alert
  const end = is_current ? 'Shown until' : status === 'cancelled' ? 'Stopped' : 'Ended'
  const test = channel === 'test' || channel === 'operator' ? '<p>This is a test.</p>\n' : ''
  const text = alert.content.split('\n').map(escaped).join('<br>')
  return `${test}<p>${text}</p>
<dl><div><dt>Sent</dt><dd>${time(starts_at, timeZone)}</dd></div><div><dt>${end}</dt><dd>${time(ended_at, timeZone)}</dd></div></dl>`
}

const time = (at: string, timeZone: string) =>
  `<time datetime="${at}">${new Date(at).toLocaleString('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' })}</time>`

/** Source: RFC 4287; the polygons in GeoRSS's words. */
function feed(alerts: Alert[], base: string): string {
  const changes = alerts.map(({ ended_at, is_current, starts_at }) => (is_current ? starts_at : ended_at))
  const updated = changes.sort().at(-1) ?? '1970-01-01T00:00:00.000000Z'
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss">
<id>${escapedText(`${base}/alerts`)}</id>
<title>${owner}</title>
<updated>${updated}</updated>
<author><name>${owner}</name></author>
<link rel="self" href="${attribute(`${base}/alerts/feed.atom`)}"/>
<link rel="alternate" type="text/html" href="${attribute(`${base}/alerts`)}"/>
${alerts.map((alert) => entry(alert, base)).join('\n')}
</feed>
`
}

function entry(alert: Alert, base: string): string {
  const { id, starts_at, ended_at, is_current, status, content, areas } = alert
  const polygons = (areas as { simple_polygons: [number, number][][] }).simple_polygons
  const url = attribute(`${base}/alerts/${id}`)
  return `<entry>
<id>urn:uuid:${id}</id>
<title>${escapedText(titleOf(alert))}</title>
<published>${starts_at}</published>
<updated>${is_current ? starts_at : ended_at}</updated>
<link rel="alternate" type="text/html" href="${url}"/>
<category term="${is_current ? 'current' : status}"/>
<content type="text">${escapedText(content)}</content>
${polygons.map((polygon) => `<georss:polygon>${polygon.map((pair) => pair.join(' ')).join(' ')}</georss:polygon>`).join('\n')}
</entry>`
}
