/**
 * What the links that messages carry begin with. It is always a setting: a request's Host header is its caller's own word, and would let a
 * tenant put links to a host of its choice into our messages. Without the setting it is this machine, which is right for trying Crier out and
 * for nobody else: a provider that really sends is never given such a link (specification, sending, unsubscribe; RFC 8058, 3.1).
 */
import { listRealChannels } from '../queries/delivery/real-channels.queries.ts'
import type { Config } from './config.ts'
import type { Crier } from './context.ts'
import { ApiError } from './errors.ts'

type Settings = Pick<Config, 'baseUrl' | 'adminBaseUrl' | 'port'>

/** The base of links that the API itself answers: to files, and those that mail programs follow to unsubscribe. */
export const linkBase = ({ baseUrl, port }: Settings): string => baseUrl ?? `http://localhost:${port}`

/** Names that every machine has for itself (RFC 6761, 6.3; Linux's files of hosts), and the addresses behind them. */
const local =
  /^(?:(?:.+\.)?localhost\.?|localhost6?\.localdomain6?\.?|ip6-(?:localhost|loopback)|127(?:\.\d+){3}|0\.0\.0\.0|\[::(?:1|(?:ffff:)?(?:7f[^\]]*|0:0))?\])$/

/** Whether a link leads each reader to the reader's own machine. */
export function isLocalLink(link: string): boolean {
  const { hostname } = new URL(link)
  return local.test(hostname)
}

/** One line for each setting that makes the links in real messages lead nowhere, or that mail programs do not take. */
function linkFaults(settings: Settings): string[] {
  const bases = { CRIER_BASE_URL: linkBase(settings), CRIER_ADMIN_BASE_URL: settings.adminBaseUrl }
  return Object.entries(bases).flatMap(([name, base]) => {
    if (isLocalLink(base)) return [`set ${name}: emails with links to ${base} are not sent`]
    if (!base.startsWith('https:')) return [`set ${name} to an https address: links to ${base} are not safe`]
    return []
  })
}

/** At the start, and when it holds up a message: says loudly what is missing, if a provider that really sends is active. */
export async function warnOfLinks(crier: Crier): Promise<void> {
  const faults = linkFaults(crier.config)
  if (faults.length === 0 || (await listRealChannels.run(undefined, crier.db)).length === 0) return
  for (const fault of faults) crier.log.error(fault)
}

/**
 * A file's link is in the answer to the request: it can not be accepted now and mended later.
 * @throws ApiError 503 when the link would lead nowhere
 */
export async function refuseLocalLinks(crier: Crier): Promise<void> {
  if (!isLocalLink(linkBase(crier.config))) return
  const channels = await listRealChannels.run(undefined, crier.db)
  if (!channels.some(({ channel }) => channel === 'email')) return
  complain(crier)
  throw new ApiError(503, [
    {
      error: 'Exception',
      message: 'Files cannot be sent by email until CRIER_BASE_URL is a public address',
    },
  ])
}

const complainedAt = new WeakMap<Crier, number>()
const complaintEveryMs = 60_000

/** Says what is missing, once a minute. */
export function complain(crier: Crier): void {
  const now = performance.now()
  if (now < (complainedAt.get(crier) ?? Number.NEGATIVE_INFINITY) + complaintEveryMs) return
  complainedAt.set(crier, now)
  for (const fault of linkFaults(crier.config)) crier.log.error(fault)
}
