/** Believable days of the demo service, so that a newcomer's dashboard, statistics and usage show something. */
import {
  getSampleTrafficRefusal,
  insertSampleTraffic,
  refreshFactsOfDays,
} from '../../queries/services/sample-traffic.queries.ts'
import type { Crier } from '../context.ts'
import { demoDocument } from './demo.ts'

/** What the dashboard's chart of outcomes shows. */
export const sampleDays = 14

/**
 * Stores the messages of today until now and of the thirteen days before, all final and none for anybody, and makes those days' facts.
 * A message that is there already is left alone: what runs again adds what has come since.
 * @returns how many were added, and the last whole day
 * @throws Error of one line where there are real providers, and for any other service
 */
export async function makeSampleTraffic(
  crier: Crier,
  serviceId: string,
): Promise<{ messages: number; yesterday: string }> {
  const demo = { service_id: serviceId, demo_name: demoDocument.service.name! }
  const [answer] = await getSampleTrafficRefusal.run(demo, crier.db)
  if (answer!.refusal !== null) throw new Error(`no sample traffic: ${answer!.refusal}`)
  const when = { now: crier.now().toISOString(), days: sampleDays }
  const [made] = await insertSampleTraffic.run({ service_id: serviceId, ...when }, crier.db)
  await refreshFactsOfDays.run(when, crier.db)
  return made!
}
