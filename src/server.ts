/** The HTTP server: what every answer carries, the routes of all domains, and how errors become answers. */

import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { longestArrival, setClock } from './body-rate.ts'
import { refusalOf } from './constraints.ts'
import type { Crier } from './context.ts'
import { brokenOff, isUnreadable, isUnstorable, unavailable } from './database.ts'
import { inEnvelope } from './envelopes.ts'
import {
  ApiError,
  internalError,
  methodNotAllowedMessage,
  noResultFound,
  notFoundMessage,
  PlainError,
  timeLimit,
} from './errors.ts'
import { busy, whenUnavailable } from './gather.ts'
import { answerHeaders, completeHeaders, givenBody, json } from './http.ts'
import { requestPath } from './request-path.ts'
import { mount, type Room } from './routes.ts'
import { caller } from './services/authentication.ts'
import { unstorable } from './validation.ts'

/** Seconds that a request may take before it is answered 504, beside the coming of a large body (body-rate.ts). Source: specification, public API, transport. */
const requestSeconds = 30

/** What answers are made of: the routes, and by their paths the rooms that they belong to. */
type House = { app: Hono; crier: Crier; roomOf: (path: string) => Room | undefined }

/** @param opensLocally whether whoever sits at the machine may see what is for operators: of `run` alone */
export function buildApp(crier: Crier, opensLocally = false): Hono {
  const app = new Hono({ getPath: requestPath })
  app.use(async (c, next) => {
    const started = performance.now()
    let timer: NodeJS.Timeout | undefined
    const stop = () => clearTimeout(timer)
    const late = new Promise<'late'>((resolve) => {
      const begin = () => {
        timer = setTimeout(() => resolve('late'), requestSeconds * 1000)
      }
      begin()
      setClock(c, { stop, begin })
    })
    // Only work within the request is timed: streams that go on after the answer's head are not.
    if ((await Promise.race([next(), late])) === 'late') c.res = answerError(c, house, timeLimit())
    stop()
    completeHeaders(c)
    const seconds = (performance.now() - started) / 1000
    const labels = { route: routePath(c, -1), method: c.req.method, status: c.res.status }
    crier.metrics.requests.observe(labels, seconds)
  })

  const house: House = { app, crier, roomOf: mount(app, crier, opensLocally) }

  // What is thrown here would pass by the middleware above.
  app.notFound((c) => answerUnrouted(c, house).catch((error: unknown) => answerError(c, house, error)))
  app.onError((error, c) => answerError(c, house, error))
  return app
}

/** @throws ApiError below /v2/, where some of these answers take a token. Source: specification, public API, transport and error bodies. */
async function answerUnrouted(c: Context, { app, crier }: House): Promise<Response> {
  const isOptions = c.req.method === 'OPTIONS'
  // The path of a type that does not exist is also one of a message to read: it is not found, once the caller is known.
  const isUnknownType = c.req.method === 'POST' && /^\/v2\/notifications\/[^/]+$/.test(c.req.path)
  const allowed = isUnknownType ? [] : methodsOf(app, c.req.path)
  if (isUnknownType || (isOptions && allowed.length > 0 && c.req.path.startsWith('/v2/')))
    await caller(c, crier)
  if (allowed.length === 0) return json(c, { result: 'error', message: notFoundMessage }, 404)
  answerHeaders(c).allow = [...allowed, 'OPTIONS'].join(', ')
  return isOptions ? c.body(null, 204) : json(c, { result: 'error', message: methodNotAllowedMessage }, 405)
}

function methodsOf(app: Hono, path: string): string[] {
  const routed = (method: string) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method)
  const methods = ['GET', 'POST', 'PUT', 'DELETE'].filter(routed)
  return methods.includes('GET') ? ['GET', 'HEAD', ...methods.slice(1)] : methods
}

function answerError(c: Context, house: House, error: unknown): Response {
  const room = house.roomOf(routePath(c, -1))
  // Where there is no room there may be a caller all the same (answerUnrouted).
  const envelope = room?.envelope ?? (c.req.path.startsWith('/v2/') ? 'v2' : 'plain')
  const answer = inEnvelope(wireError(c, house, room, error), envelope, c.req.param('type'))
  Object.assign(answerHeaders(c), answer.headers)
  return json(c, answer.body(), answer.status)
}

/** What an error tells whoever asked; what is Crier's own fault goes into the log, and its number to them. */
function wireError(
  c: Context,
  { crier }: House,
  room: Room | undefined,
  error: unknown,
): ApiError | PlainError {
  if (error instanceof ApiError || error instanceof PlainError) return error
  if (unavailable(error)) return whenUnavailable(error, c.req.method === 'GET')
  const where = { error, method: c.req.method, route: routePath(c, -1) }
  if (brokenOff(error)) {
    crier.log.warn(where, 'statement broken off')
    return busy()
  }
  if (isUnstorable(error)) return unstorable()
  const refusal = refusalOf(error, { ...givenBody(c), ...c.req.param() })
  if (refusal !== null) return refusal
  if (room?.audience === 'internal' && isUnreadable(error)) {
    crier.log.warn(where, 'value refused')
    return noResultFound()
  }
  const id = randomUUID()
  crier.log.error({ ...where, errorId: id }, 'request failed')
  answerHeaders(c)['x-error-id'] = id
  return internalError()
}

const bringsBody = ({ headers }: IncomingMessage) =>
  (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined

export type RunningServer = {
  server: Server
  port: number
  /** For some seconds requests are still answered, each as the last of its connection. */
  leave: (seconds: number) => Promise<void>
  /** Takes no new connections, and ends when the requests under way are answered. */
  close: () => Promise<void>
}

/**
 * Listens. Slow clients are cut off: headers within 10 seconds, the whole request when its time is over (see body-rate.ts for large bodies).
 * @param setting that the port comes from, for the error
 * @throws Error of one line when the port is taken
 */
export async function listen(
  app: Hono,
  host: string,
  port: number,
  setting = 'PORT',
): Promise<RunningServer> {
  const server = createServer({
    keepAliveTimeout: 65_000,
    headersTimeout: 10_000,
    requestTimeout: longestArrival * 1000,
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16_384,
  })
  // The listener's own Request and Response leave out the streams around a body that is in memory anyway: a seventh of the time.
  const answer = getRequestListener(app.fetch)
  const open = new Set<ServerResponse>()
  let isLeaving = false
  // Whoever keeps the connection would ask on it once more, just when it is closed.
  const bidFarewell = (response: ServerResponse) => {
    if (!response.headersSent) response.shouldKeepAlive = false
  }
  server.on('request', (request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    if (isLeaving) bidFarewell(response)
    // A body that nobody reads would keep the connection until it has come; other methods' are seen to by the listener.
    if ((request.method === 'GET' || request.method === 'HEAD') && bringsBody(request))
      response.shouldKeepAlive = false
    return answer(request, response)
  })
  server.maxConnections = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken: choose another with ${setting}=…`)
          : error,
      ),
    )
    server.listen(port, host, resolve)
  })
  const address = server.address()
  async function leave(seconds: number): Promise<void> {
    isLeaving = true
    for (const response of open) bidFarewell(response)
    await pause(seconds * 1000)
  }
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      // Those whose answers had begun before.
      for (const response of open) response.once('close', () => server.closeIdleConnections())
      // Whoever still keeps a request open after this has had time enough.
      setTimeout(() => server.closeAllConnections(), 5_000).unref()
    })
  return { server, port: typeof address === 'object' && address !== null ? address.port : port, leave, close }
}
