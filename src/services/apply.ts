/** Sets a service up from a document, all of it or nothing. */
import { listCallbackTokens } from '../../queries/callbacks.queries.ts'
import { applyService, type IApplyServiceResult, rehearseService } from '../../queries/services.queries.ts'
import { refusalOf } from '../constraints.ts'
import type { Crier } from '../context.ts'
import { constraintOf } from '../database.ts'
import { isSameText } from '../secrets.ts'
import { isStorable } from '../validation.ts'
import { formFaults, type ServiceDocument } from './document.ts'
import { documentFaults, forDatabase } from './document-checks.ts'
import { operator } from './operator.ts'

export type Applied = IApplyServiceResult
export type ApplyOptions = {
  /** Says what would change, and changes nothing. */
  dryRun?: boolean
  /** Makes what is missing, and leaves alone all that is there. */
  addsOnly?: boolean
  /** The id of the user on whose behalf it is applied; the operator if none is given. */
  actor?: string | null
}

/**
 * @param input the document, as JSON.parse gives it
 * @returns a row for the service and for each thing that the document names
 * @throws Error of one line that begins with a place in the document
 */
export async function applyDocument(
  crier: Crier,
  input: unknown,
  { dryRun = false, addsOnly = false, actor = operator }: ApplyOptions = {},
): Promise<Applied[]> {
  if (Array.isArray(input)) throw new Error('the document must be an object')
  const document = formFaults(input)
  if (Array.isArray(document)) throw oneOf(document)
  if (!isStorable(document)) throw new Error('the document has characters that cannot be stored')
  const rates = await crier.cache.smsRates()
  const faults = documentFaults(document, rates, crier.config.callbacks.loopback)
  if (faults.length > 0) throw oneOf(faults)
  const parameters = {
    document: forDatabase(await withSealedTokens(crier, document), rates) as never,
    actor,
    now: crier.now().toISOString(),
  }
  const applied = dryRun
    ? rehearseService.run(parameters, crier.db)
    : applyService.run({ ...parameters, adds_only: addsOnly }, crier.db)
  return applied.catch((error: unknown) => {
    throw refusedName(error, document) ?? error
  })
}

/** Tokens go to the database sealed. One that is the present one keeps its seal, so that a document applied twice changes nothing. */
async function withSealedTokens({ db, seal }: Crier, document: ServiceDocument): Promise<ServiceDocument> {
  const { service, callbacks } = document
  if (callbacks === undefined) return document
  const named = { id: service.id ?? null, name: service.name ?? null }
  const present = await listCallbackTokens.run(named, db)
  const sealed = (type: string, token: string) => {
    const kept = present.find((one) => one.callback_type === type)?.bearer_token_encrypted
    return kept !== undefined && isSameText(seal.open(kept), token) ? kept : seal.seal(token)
  }
  return {
    ...document,
    callbacks: callbacks.map(({ bearer_token, ...one }) =>
      bearer_token === undefined
        ? one
        : { ...one, bearer_token: Buffer.from(sealed(one.callback_type, bearer_token)).toString('base64') },
    ),
  }
}

/** Why the database refuses a name, as a line that begins with its place in the document. */
function refusedName(error: unknown, { service }: ServiceDocument): Error | null {
  const isOfSender = constraintOf(error) === 'service_sender_name_gives_an_address'
  if (!isOfSender && constraintOf(error) !== 'service_name_has_a_letter_or_digit') return null
  const name = isOfSender && service.custom_email_sender_name != null ? 'custom_email_sender_name' : 'name'
  const [text] = Object.values(refusalOf(error)!.detail as Record<string, string[]>).flat()
  return new Error(`service.${name} ${text!.charAt(0).toLowerCase()}${text!.slice(1)}`, { cause: error })
}

function oneOf(faults: string[]): Error {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return new Error(`${faults[0]}${more}`)
}
