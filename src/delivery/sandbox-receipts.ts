/** Plays the sandbox provider's part after it took a message: posts its receipts to the routes that every provider's receipts come to. */
import type { Hono } from 'hono'
import type { Job, JobResult } from 'pg-boss'

const channels = ['sms', 'email'] as const
/** What the sandbox tells about one message, in order. */
export type SandboxReceipt = { channel: (typeof channels)[number]; reference: string; statuses: string[] }

/** A job holds the receipts of a batch, which are posted together. One that is tried again posts some twice, which changes nothing. */
export async function postSandboxReceipts(routes: Hono, jobs: Job<unknown>[]): Promise<JobResult[]> {
  return Promise.all(
    jobs.map(async (job): Promise<JobResult> => {
      const { receipts } = job.data as { receipts: SandboxReceipt[] }
      const posted = await Promise.all(channels.map((channel) => post(routes, channel, receipts)))
      return { id: job.id, status: posted.every(Boolean) ? 'completed' : 'failed' }
    }),
  )
}

/** @returns whether all of a channel's receipts were taken */
async function post(routes: Hono, channel: string, receipts: SandboxReceipt[]): Promise<boolean> {
  const told = receipts
    .filter((receipt) => receipt.channel === channel)
    .flatMap(({ reference, statuses }) => statuses.map((status) => ({ reference, status })))
  if (told.length === 0) return true
  const response = await routes.request(`/notifications/${channel}/sandbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(told),
  })
  return response.status === 200
}
