/**
 * The pages behind links to files, and the download. A link is a secret: it is never logged, and a link with a wrong
 * part is told nothing about the right ones.
 */
import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import type { Crier } from '../context.ts'
import { unavailable } from '../database.ts'
import { ApiError } from '../errors.ts'
import { answered } from '../files/ranges.ts'
import { readFile } from '../files/store.ts'
import { readBody } from '../http.ts'
import { answerPage, pageHeaders } from '../page-frame.ts'
import { normaliseEmailAddress, parseEmailAddress } from '../recipients/email-addresses.ts'
import { type Behind, behindLink } from './behind.ts'
import { confirmation, type DocumentLink, documentPath, isConfirmed, readLink, shortId } from './links.ts'
import {
  confirmPage,
  downloadPage,
  faultPage,
  landingPage,
  notFoundPage,
  overPage,
  overTriedPage,
  type ServiceShown,
} from './pages.ts'

/** A form with one address. */
const maxFormBytes = 4096

type Found = Behind & { link: DocumentLink; service: ServiceShown }

const wrongAddress = 'This is not the email address the file was sent to'
const noAddress = 'Enter an email address in the correct format, like name@example.com'

export function documentPageRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    const errorId = randomUUID()
    if (!unavailable(error))
      crier.log.error({ error, errorId, method: c.req.method, route: routePath(c, -1) }, 'request failed')
    c.header('x-error-id', errorId)
    return answerPage(c, faultPage(), unavailable(error) ? 503 : 500)
  })

  app.get('/d/:service/:document', async (c) => {
    const found = await find(c)
    if (found instanceof Response) return found
    return answerPage(c, landingPage(found.service, found.shown, documentPath(found.link, '/file')))
  })

  app.get('/d/:service/:document/file', async (c) => {
    const found = await find(c)
    if (found instanceof Response) return found
    if (!isOpen(c, found)) return ask(c, found)
    const { link, service, shown } = found
    const query: Record<string, string> = found.confirmsAddress
      ? { confirmed: c.req.query('confirmed')! }
      : {}
    // Some browsers save a file under the last part of its address.
    const step = `/download/${encodeURIComponent(plainName(shown.name))}`
    return answerPage(c, downloadPage(service, shown, documentPath(link, step, query)))
  })

  app.post('/d/:service/:document/file', async (c) => {
    const found = await find(c)
    if (found instanceof Response) return found
    const typed = await typedAddress(c)
    const address = parseEmailAddress(typed)
    if (address === null) return ask(c, found, { message: noAddress, typed })
    const { link, service } = found
    const result = await found.tryAddress(normaliseEmailAddress(address))
    if (result === 'over-tried') return answerPage(c, overTriedPage(service), 429)
    if (result === 'wrong') return ask(c, found, { message: wrongAddress, typed })
    const location = documentPath(link, '/file', { confirmed: confirmation(crier, link) })
    return c.body(null, 303, { ...pageHeaders, location })
  })

  app.get('/d/:service/:document/download/:name', async (c) => {
    const found = await find(c)
    if (found instanceof Response) return found
    if (!isOpen(c, found)) return ask(c, found, undefined, 403)
    const { shown, file } = found
    // A file never changes: its id tells it from every other.
    const tag = `"${shortId(file.id)}"`
    const answer = answered(c.req.raw, file.size, tag)
    const headers = { ...pageHeaders, 'accept-ranges': 'bytes', etag: tag }
    if (answer.status === 416)
      return c.body(null, 416, { ...headers, 'content-range': `bytes */${file.size}` })
    if (answer.status === 304 || answer.status === 412) return c.body(null, answer.status, headers)
    const range = answer.status === 206 ? answer.range : undefined
    const contents = c.req.method === 'HEAD' ? '' : readFile(crier, file, file.key, range)
    return c.body(contents, answer.status, {
      ...headers,
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': shown.contentType.startsWith('text/')
        ? `${shown.contentType}; charset=utf-8`
        : shown.contentType,
      'content-length': String(range === undefined ? file.size : range.to - range.from + 1),
      ...(range === undefined ? {} : { 'content-range': `bytes ${range.from}-${range.to}/${file.size}` }),
      'content-disposition': attachment(shown.name),
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  /** What the link leads to, or the page that says why it leads nowhere. */
  async function find(c: Context): Promise<Found | Response> {
    const link = readLink(c.req.param('service')!, c.req.param('document')!, c.req.query('key'))
    if (link === null) return answerPage(c, notFoundPage(), 404)
    const service = await crier.cache.service(link.serviceId)
    const behind = service === null ? null : await behindLink(crier, link)
    if (service === null || behind === null) return answerPage(c, notFoundPage(), 404)
    if (behind.isOver) return answerPage(c, overPage(service), 410)
    return { link, service, ...behind }
  }

  const isOpen = (c: Context, { link, confirmsAddress }: Found) =>
    !confirmsAddress || isConfirmed(crier, link, c.req.query('confirmed'))

  function ask(
    c: Context,
    { link, service, isOverTried }: Found,
    wrong: { message: string; typed: string } | null = null,
    status: 200 | 403 = wrong === null ? 200 : 403,
  ): Response {
    if (isOverTried && wrong === null) return answerPage(c, overTriedPage(service), 429)
    return answerPage(c, confirmPage(service, documentPath(link, '/file'), wrong), status)
  }

  return app
}

/** A body that is too long or no form is an address that is none. */
async function typedAddress(c: Context): Promise<string> {
  try {
    const body = await readBody(c, maxFormBytes)
    const typed = new URLSearchParams(new TextDecoder().decode(body)).get('email_address') ?? ''
    return typed.slice(0, 320)
  } catch (error) {
    if (error instanceof ApiError) return ''
    throw error
  }
}

/** Without what a file system or a reader takes for something else. */
const plainName = (name: string) =>
  name.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]/g, '_').toWellFormed()

/** Source: RFC 6266, with the name in plain ASCII for programs that do not know RFC 8187. */
function attachment(name: string): string {
  const clean = plainName(name)
  const ascii = clean.replace(/[^\x20-\x7e]|["%]/g, '_')
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
