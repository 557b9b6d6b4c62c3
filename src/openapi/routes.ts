/** The document at /openapi.json, and a page that shows it at /docs. Everything that the page needs comes from this server. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { openApiDocument } from './document.ts'
import { operations } from './registry.ts'

const html = 'text/html; charset=utf-8'
const css = 'text/css; charset=utf-8'
const javascript = 'text/javascript; charset=utf-8'

/** Path → file and type. The viewer is Swagger UI, from its package. */
const files: Record<string, [url: string, type: string]> = {
  '/docs': ['./viewer/index.html', html],
  '/docs/viewer.css': ['./viewer/viewer.css', css],
  '/docs/viewer.js': ['./viewer/viewer.js', javascript],
  '/docs/swagger-ui.css': ['swagger-ui-dist/swagger-ui.css', css],
  '/docs/swagger-ui-bundle.js': ['swagger-ui-dist/swagger-ui-bundle.js', javascript],
}

/** The page may load and ask nothing but this server; the viewer sets styles and draws its icons from data. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

type Held = { plain: Buffer<ArrayBuffer>; zipped: Buffer<ArrayBuffer> }

export function openApiRoutes(): Hono {
  const app = new Hono()
  // Made when first asked for: a process that nobody asks holds none of it.
  const held = new Map<string, Held>()
  const hold = (name: string, make: () => Buffer<ArrayBuffer>): Held => {
    const found = held.get(name)
    if (found) return found
    const plain = make()
    const made = { plain, zipped: gzipSync(plain) }
    held.set(name, made)
    return made
  }

  function answer(c: Context, { plain, zipped }: Held, type: string): Response {
    const zips = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
    return c.body(zips ? zipped : plain, 200, {
      'content-type': type,
      'cache-control': 'public, max-age=300',
      vary: 'accept-encoding',
      ...(zips ? { 'content-encoding': 'gzip' } : {}),
      ...(type === html
        ? { 'content-security-policy': contentSecurityPolicy, 'referrer-policy': 'no-referrer' }
        : {}),
    })
  }

  app.get('/openapi.json', (c) => {
    const document = hold('document', () => Buffer.from(JSON.stringify(openApiDocument(operations))))
    return answer(c, document, 'application/json')
  })
  for (const [path, [url, type]] of Object.entries(files)) {
    app.get(path, (c) => {
      const file = hold(path, () => readFileSync(fileURLToPath(import.meta.resolve(url))))
      return answer(c, file, type)
    })
  }
  return app
}
