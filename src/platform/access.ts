/**
 * Who may look at what is for operators: the dashboard has the internal client's id and secret as its password (HTTP Basic), the numbers for
 * Prometheus a token of their own. `run`, which is for one's own machine, opens both to whoever sits at it, as long as no secret was chosen.
 * Other commands never do: behind a proxy on the same machine every request comes from that machine. A request counts as local only when
 * nothing suggests that it comes from elsewhere: its address is the machine's own, no proxy has touched it, and its Host is a local name,
 * which a page elsewhere that lets its own name lead here has not.
 */
import type { Context } from 'hono'
import type { Config } from '../config.ts'
import { isSameText } from '../secrets.ts'

/** What proxies, load balancers and tunnels add, under whatever name they have for the client. */
const proxyHeader = /^(?:forwarded|via|cdn-loop|x-forwarded|x-real-ip|x-envoy-)|(?:client|connecting)-ip$/
const localHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i
const localAddress = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/

type NodeBindings = { incoming?: { socket?: { remoteAddress?: string | undefined } } } | undefined

export function isLocalRequest(c: Context): boolean {
  const address = (c.env as NodeBindings)?.incoming?.socket?.remoteAddress ?? ''
  const isProxied = Object.keys(c.req.header()).some((name) => proxyHeader.test(name))
  return localAddress.test(address) && !isProxied && localHost.test(c.req.header('host') ?? '')
}

/** The people-facing application's id with any of its secrets. */
export function hasCredentials(c: Context, { clientId, clients }: Config['admin']): boolean {
  const match = /^basic +([A-Za-z0-9+/]{1,2000}={0,2})$/i.exec(c.req.header('authorization') ?? '')
  if (match === null) return false
  const given = Buffer.from(match[1]!, 'base64').toString('utf8')
  const secrets = clients.get(clientId) ?? []
  return secrets.map((secret) => isSameText(given, `${clientId}:${secret}`)).includes(true)
}

export function hasToken(c: Context, token: string): boolean {
  const match = /^bearer +([\x21-\x7e]{1,2000})$/i.exec(c.req.header('authorization') ?? '')
  return match !== null && isSameText(match[1]!, token)
}
