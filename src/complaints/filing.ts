/** Recipients' complaints as providers tell them. The rules are in file_complaints. Source: specification, sending, complaints. */
import { fileComplaints } from '../../queries/complaints.queries.ts'
import type { Crier } from '../context.ts'
import type { Complaint } from '../delivery/providers/provider.ts'
import { gather } from '../gather.ts'

type Told = Complaint & { provider: string }

/**
 * How long after an email was taken its reference may still be unknown here, since it may be about to be recorded. Source: specification, sending,
 * receipt rules, email.
 */
const recordedWithinMs = 5 * 60_000

/** @returns whether the complaint is settled; the provider is to tell it again otherwise */
export function makeFileComplaint(crier: Crier): (complaint: Told) => Promise<boolean> {
  const file = gather({
    maxBatch: 500,
    maxInFlight: 1,
    maxWaiting: 10_000,
    // A repeat is kept once.
    isRepeatable: true,
    async run(complaints: Told[]) {
      const numbered = complaints.map((complaint, ord) => ({ ...complaint, ord }))
      const now = crier.now().toISOString()
      const answers = await fileComplaints.run({ complaints: numbered as never, now }, crier.db)
      const outcomes: string[] = []
      for (const { ord, outcome, complaint_id, service_id } of answers) {
        outcomes[ord] = outcome
        const about = {
          provider: complaints[ord]!.provider,
          outcome,
          complaintId: complaint_id,
          serviceId: service_id,
        }
        if (outcome === 'not-found') crier.log.warn(about, 'complaint about an email that is not known')
        else crier.log.info(about, 'complaint')
      }
      return outcomes
    },
  })
  return async (complaint) => {
    if ((await file(complaint)) !== 'not-found') return true
    const mailedAt = Date.parse(complaint.mailed_at ?? '')
    return !(crier.now().getTime() - mailedAt < recordedWithinMs)
  }
}
