/**
 * Which path a request is for. Repeated leading slashes are one, as in Notify: clients put a path behind a base URL, and one that was pasted as
 * `https://host/` makes `//v2/…` of it. Slashes elsewhere, and one at the end, count. Source: specification, public API, transport.
 */
import { getPath } from 'hono/utils/url'

/**
 * Providers' receipts carry no token, so an edge lets in only the providers' addresses, by these paths' beginning. Their one spelling is the
 * canonical one: any other would pass by such a rule.
 */
const isForReceipts = (path: string) => /^\/notifications\/[^/]*\//.test(path)

export function requestPath(request: Request): string {
  const path = getPath(request)
  if (!path.startsWith('//')) return path
  const single = path.replace(/^\/+/, '/')
  return isForReceipts(single) ? path : single
}
