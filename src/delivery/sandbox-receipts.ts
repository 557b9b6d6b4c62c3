/**
 * Plays the part of providers that post no receipts: the sandbox, after it took a message, and an SMTP relay, of which nothing more will be known.
 * Their receipts are posted to a route beside those that other providers' receipts come to.
 */

import type { Hono } from 'hono'
import type { Job, JobResult } from 'pg-boss'
import { type SentChannel, sentChannels } from '../channels.ts'
import { ApiError } from '../errors.ts'
import { isOver, keepTrying, type Lease } from '../keep-trying.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal.ts'

/** What a provider tells about one message, in order. */
export type SandboxReceipt = {
  provider: string
  channel: SentChannel
  reference: string
  statuses: string[]
}

/** Messages per request: two receipts each, with the longest references, stay below the limits of the route. */
const messagesPerRequest = 100

/**
 * What a caller of the sandbox's route must show. It is made from the platform's secret, so that every process of an installation makes the same,
 * and nobody else.
 */
export const sandboxToken = (seal: Seal) => seal.key('sandbox receipts').toString('base64url')

/**
 * Makes its worker. A job holds the receipts of a batch, which are posted together. One that is tried again posts some twice, which changes nothing.
 * @param routes of receipts, which are nobody else's
 */
export function sandboxReceiptsWorker(routes: Hono, token: string, log: Log) {
  // Nobody reads what they answer: the log has it, but for what is posted again.
  routes.onError((error, c) => {
    const isBusy = error instanceof ApiError && error.status === busy
    if (!isBusy) log.error({ error }, 'receipts of the sandbox are not taken')
    return c.body(null, isBusy ? busy : 500)
  })
  async function work(job: Job<unknown>, lease: Lease): Promise<JobResult> {
    if (isOver(lease)) return { id: job.id, status: 'failed' }
    const { receipts } = job.data as { receipts: SandboxReceipt[] }
    const posted = await Promise.all(
      sentChannels.flatMap((channel) => {
        const told = receipts.filter((receipt) => receipt.channel === channel)
        const requests = Math.ceil(told.length / messagesPerRequest)
        return Array.from({ length: requests }, (_, request) => {
          const some = told.slice(request * messagesPerRequest, (request + 1) * messagesPerRequest)
          return post(routes, token, channel, some, lease)
        })
      }),
    )
    return { id: job.id, status: posted.every(Boolean) ? 'completed' : 'failed' }
  }
  return (jobs: Job<unknown>[], lease: Lease) => Promise.all(jobs.map((job) => work(job, lease)))
}

/** The database is away, or much waits: what was posted comes again. */
const busy = 503

/** @returns whether all of the receipts were taken */
async function post(
  routes: Hono,
  token: string,
  channel: string,
  receipts: SandboxReceipt[],
  lease: Lease,
): Promise<boolean> {
  const told = receipts.flatMap(({ provider, reference, statuses }) =>
    statuses.map((status) => ({ provider, reference, status })),
  )
  const tell = async () => {
    const { status } = await routes.request(`/notifications/${channel}/sandbox`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(told),
    })
    if (status === busy) throw new Error('receipts of the sandbox are not taken now')
    return status === 200
  }
  return keepTrying(tell, lease).catch(() => false)
}
