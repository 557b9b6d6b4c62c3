/** Plays the sandbox provider's part after it took a message: posts its receipts to the routes that every provider's receipts come to. */
import type { Hono } from 'hono'
import type { Job, JobResult } from 'pg-boss'

/** What the sandbox tells about one message, in order. */
export type SandboxReceipt = { channel: 'sms' | 'email'; reference: string; statuses: string[] }

/** A job holds the receipts of a batch. One that is tried again posts some twice, which changes nothing. */
export async function postSandboxReceipts(routes: Hono, jobs: Job<unknown>[]): Promise<JobResult[]> {
  return Promise.all(
    jobs.map(async (job): Promise<JobResult> => {
      const { receipts } = job.data as { receipts: SandboxReceipt[] }
      const posted = await Promise.all(receipts.map((receipt) => post(routes, receipt)))
      return { id: job.id, status: posted.every(Boolean) ? 'completed' : 'failed' }
    }),
  )
}

/** @returns whether all of a message's receipts were taken */
async function post(routes: Hono, { channel, reference, statuses }: SandboxReceipt): Promise<boolean> {
  for (const status of statuses) {
    const response = await routes.request(`/notifications/${channel}/sandbox`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reference, status }),
    })
    if (response.status !== 200) return false
  }
  return true
}
