/** Sets a service up from a document, all of it or nothing. */
import { applyService, type IApplyServiceResult, rehearseService } from '../../queries/services.queries.ts'
import type { Crier } from '../context.ts'
import { isStorable } from '../validation.ts'
import { formFaults, type ServiceDocument } from './document.ts'
import { documentFaults, forDatabase } from './document-checks.ts'

export type Applied = IApplyServiceResult
export type ApplyOptions = {
  /** Says what would change, and changes nothing. */
  dryRun?: boolean
  /** Makes what is missing, and leaves alone all that is there. */
  addsOnly?: boolean
}

/**
 * @param input the document, as JSON.parse gives it
 * @returns a row for the service and for each thing that the document names
 * @throws Error of one line that begins with a place in the document
 */
export async function applyDocument(
  crier: Crier,
  input: unknown,
  { dryRun = false, addsOnly = false }: ApplyOptions = {},
): Promise<Applied[]> {
  if (Array.isArray(input)) throw new Error('the document must be an object')
  const document = formFaults(input)
  if (Array.isArray(document)) throw oneOf(document)
  if (!isStorable(document)) throw new Error('the document has characters that cannot be stored')
  const rates = await crier.cache.smsRates()
  const faults = documentFaults(document, rates)
  if (faults.length > 0) throw oneOf(faults)
  const parameters = {
    document: forDatabase(document, rates) as never,
    actor: null,
    now: crier.now().toISOString(),
  }
  const applied = dryRun
    ? rehearseService.run(parameters, crier.db)
    : applyService.run({ ...parameters, adds_only: addsOnly }, crier.db)
  return applied.catch((error: unknown) => {
    throw refusedName(error, document) ?? error
  })
}

/** Why the database refuses a name. Source: specification, slugs and file names (people-facing checks). */
const nameRefusals: Record<string, string> = {
  service_name_has_a_letter_or_digit: 'must include letters or digits',
  service_sender_name_gives_an_address:
    'cannot include characters from a non-Latin alphabet: its emails are sent from an address made of it',
}

function refusedName(error: unknown, { service }: ServiceDocument): Error | null {
  const constraint = (error as { constraint_name?: string }).constraint_name
  const refusal = constraint === undefined ? undefined : nameRefusals[constraint]
  if (refusal === undefined) return null
  const ofSender =
    constraint === 'service_sender_name_gives_an_address' && service.custom_email_sender_name != null
  return new Error(`service.${ofSender ? 'custom_email_sender_name' : 'name'} ${refusal}`, { cause: error })
}

function oneOf(faults: string[]): Error {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return new Error(`${faults[0]}${more}`)
}
