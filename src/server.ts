/** The HTTP server: what every answer carries, the routes of all domains, and how errors become answers. */

import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import type { Crier } from './context.ts'
import { brokenOff, unavailable } from './database.ts'
import { ApiError, methodNotAllowedMessage, notFoundMessage, PlainError, timeLimit } from './errors.ts'
import { busy, whenUnavailable } from './gather.ts'
import { answerHeaders, completeHeaders, json } from './http.ts'
import { requestPath } from './request-path.ts'
import { mount } from './routes.ts'
import { caller } from './services/authentication.ts'

/** Seconds that a request may take before it is answered 504. Source: specification, public API, transport. */
const requestSeconds = 30

/** @param opensLocally whether whoever sits at the machine may see what is for operators: of `run` alone */
export function buildApp(crier: Crier, opensLocally = false): Hono {
  const app = new Hono({ getPath: requestPath })
  app.use(async (c, next) => {
    const started = performance.now()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), requestSeconds * 1000)
    })
    // Only work within the request is timed: streams that go on after the answer's head are not.
    if ((await Promise.race([next(), late])) === 'late')
      c.res = answerError(c, crier, inEnvelope(c, timeLimit()))
    clearTimeout(timer)
    completeHeaders(c)
    const seconds = (performance.now() - started) / 1000
    const labels = { route: routePath(c, -1), method: c.req.method, status: c.res.status }
    crier.metrics.requests.observe(labels, seconds)
  })

  mount(app, crier, opensLocally)

  // What is thrown here would pass by the middleware above.
  app.notFound((c) => answerUnrouted(c, app, crier).catch((error: unknown) => answerError(c, crier, error)))
  app.onError((error, c) => answerError(c, crier, error))
  return app
}

/** @throws ApiError below /v2/, where some of these answers take a token. Source: specification, public API, transport and error bodies. */
async function answerUnrouted(c: Context, app: Hono, crier: Crier): Promise<Response> {
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

/** What is no fault of the request is told in the envelope of its path. Source: specification, public API, error bodies. */
const inEnvelope = (c: Context, error: ApiError) =>
  c.req.path.startsWith('/v2/') ? error : new PlainError(error.status, error.message, error.headers)

function answerError(c: Context, crier: Crier, error: unknown): Response {
  if (error instanceof ApiError || error instanceof PlainError) {
    Object.assign(answerHeaders(c), error.headers)
    return json(c, error.body(), error.status)
  }
  if (unavailable(error))
    return answerError(c, crier, inEnvelope(c, whenUnavailable(error, c.req.method === 'GET')))
  if (brokenOff(error)) {
    crier.log.warn({ error, method: c.req.method, route: routePath(c, -1) }, 'statement broken off')
    return answerError(c, crier, inEnvelope(c, busy()))
  }
  const id = randomUUID()
  crier.log.error({ error, errorId: id, method: c.req.method, route: routePath(c, -1) }, 'request failed')
  answerHeaders(c)['x-error-id'] = id
  if (!c.req.path.startsWith('/v2/'))
    return json(c, { result: 'error', message: 'Internal server error' }, 500)
  return json(
    c,
    { status_code: 500, errors: [{ error: 'Exception', message: 'Internal server error' }] },
    500,
  )
}

export type RunningServer = { server: Server; port: number; close: () => Promise<void> }

/**
 * Listens. Slow clients are cut off: headers within 10 seconds, the whole request within 30.
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
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16_384,
  })
  // The listener's own Request and Response leave out the streams around a body that is in memory anyway: a seventh of the time.
  server.on('request', getRequestListener(app.fetch))
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
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      // Whoever still keeps a request open after this has had time enough.
      setTimeout(() => server.closeAllConnections(), 5_000).unref()
    })
  return { server, port: typeof address === 'object' && address !== null ? address.port : port, close }
}
