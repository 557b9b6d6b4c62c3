/** The dashboard: one page of figures for people, from the views and functions that docs/sql.md explains. */
import { type Context, Hono } from 'hono'
import { dateFault, today } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { baseUrl } from '../http.ts'
import { escaped } from '../page-frame.ts'
import { hasCredentials, isLocalRequest } from '../platform/access.ts'
import { canonicalUuid } from '../uuid.ts'
import { readFigures } from './figures.ts'
import { answerDocument } from './page.ts'
import { busiestServices, filter, queueDepths, readOn, tiles, usage } from './platform-sections.ts'
import { failures, outcomes, processing, providers, volumes } from './sections.ts'
import { dayName } from './words.ts'

/** Years in which there can be figures; dates beyond them would make no sense to anybody. */
const isPlausible = (day: string) => day >= '2000-01-01' && day < '2200-01-01'

/** @param opensLocally whether whoever sits at the machine needs no password */
export function dashboardRoutes(crier: Crier, opensLocally: boolean): Hono {
  const app = new Hono()

  const plain = (c: Context, status: 400 | 401 | 404, title: string, text: string) =>
    answerDocument(
      c,
      {
        title,
        aside: 'Dashboard',
        main: `<h1>${escaped(title)}</h1><p>${escaped(text)}</p><p><a href="/dashboard">Today, all services</a></p>`,
      },
      baseUrl(c, crier),
      status,
    )

  app.get('/dashboard', async (c) => {
    if (!(opensLocally && isLocalRequest(c)) && !hasCredentials(c, crier.config.admin)) {
      c.header('www-authenticate', 'Basic realm="Crier dashboard", charset="UTF-8"')
      const text =
        'Sign in with the id of the internal client as user name (notify-admin unless it was changed) and its secret as password.'
      return plain(c, 401, 'Sign in', text)
    }
    const day = c.req.query('date') || (await today(crier))
    if (dateFault(day) !== null || !isPlausible(day)) {
      return plain(c, 400, 'There is no such day', 'A day is written as YYYY-MM-DD, for example 2026-04-01.')
    }
    const asked = c.req.query('service') || null
    const serviceId = asked === null ? null : canonicalUuid(asked)
    const service = serviceId === null ? null : await crier.cache.service(serviceId)
    if (asked !== null && service === null) {
      return plain(c, 404, 'There is no such service', 'The link may be incomplete.')
    }
    const figures = await readFigures(crier, { day, serviceId })
    const subject = service === null ? 'All services' : service.name
    const when = day === figures.today ? `today until ${figures.clock}` : dayName(day)
    const main = [
      `<h1>${escaped(subject)}, ${escaped(when)}</h1>`,
      filter(figures),
      readOn(crier.standby?.state()),
      tiles(figures),
      volumes(figures),
      outcomes(figures),
      failures(figures),
      providers(figures),
      processing(figures),
      `<div class="split">${queueDepths(figures)}${busiestServices(figures)}</div>`,
      usage(figures),
    ].join('\n')
    const aside = `Dashboard – ${dayName(figures.today)}, ${figures.clock}`
    return answerDocument(c, { title: `${subject}, ${when}`, aside, main }, baseUrl(c, crier))
  })
  return app
}
