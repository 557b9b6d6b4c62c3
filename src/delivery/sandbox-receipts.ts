/** Plays the sandbox provider's part after it took a message: posts its receipts to the routes that every provider's receipts come to. */
import type { Hono } from 'hono'
import type { Job, JobResult } from 'pg-boss'

type Payload = { channel: 'sms' | 'email'; reference: string; statuses: string[] }

export async function postSandboxReceipts(routes: Hono, jobs: Job<unknown>[]): Promise<JobResult[]> {
  return Promise.all(
    jobs.map(async (job): Promise<JobResult> => {
      const { channel, reference, statuses } = job.data as Payload
      for (const status of statuses) {
        const response = await routes.request(`/notifications/${channel}/sandbox`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ reference, status }),
        })
        if (response.status !== 200)
          return { id: job.id, status: 'failed', output: { status: response.status } }
      }
      return { id: job.id, status: 'completed' }
    }),
  )
}
