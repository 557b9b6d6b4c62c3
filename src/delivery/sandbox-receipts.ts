/**
 * Plays the part of providers that post no receipts: the sandbox, after it took a message, and an SMTP relay, of which nothing more will be known.
 * Their receipts are posted to a route beside those that other providers' receipts come to.
 */

import type { Hono } from 'hono'
import type { Job, JobResult } from 'pg-boss'
import { type SentChannel, sentChannels } from '../channels.ts'
import { isOver, type Lease } from '../keep-trying.ts'
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

/** A job holds the receipts of a batch, which are posted together. One that is tried again posts some twice, which changes nothing. */
export async function postSandboxReceipts(
  routes: Hono,
  token: string,
  jobs: Job<unknown>[],
  lease: Lease,
): Promise<JobResult[]> {
  return Promise.all(
    jobs.map(async (job): Promise<JobResult> => {
      if (isOver(lease)) return { id: job.id, status: 'failed' }
      const { receipts } = job.data as { receipts: SandboxReceipt[] }
      const posted = await Promise.all(
        sentChannels.flatMap((channel) => {
          const told = receipts.filter((receipt) => receipt.channel === channel)
          const requests = Math.ceil(told.length / messagesPerRequest)
          return Array.from({ length: requests }, (_, request) =>
            post(
              routes,
              token,
              channel,
              told.slice(request * messagesPerRequest, (request + 1) * messagesPerRequest),
            ),
          )
        }),
      )
      return { id: job.id, status: posted.every(Boolean) ? 'completed' : 'failed' }
    }),
  )
}

/** @returns whether all of the receipts were taken */
async function post(
  routes: Hono,
  token: string,
  channel: string,
  receipts: SandboxReceipt[],
): Promise<boolean> {
  const told = receipts.flatMap(({ provider, reference, statuses }) =>
    statuses.map((status) => ({ provider, reference, status })),
  )
  const response = await routes.request(`/notifications/${channel}/sandbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(told),
  })
  return response.status === 200
}
