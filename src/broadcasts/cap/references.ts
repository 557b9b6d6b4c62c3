/** Which earlier alerts a document is about. Source: specification, broadcasts, cancel; CAP 1.2, references. */
import { validationError } from '../../errors.ts'

/** Far more than one alert can have had. */
const mostReferences = 1000

/**
 * Triplets `sender,identifier,sent`, separated by whitespace as CAP has it, or by commas as senders do; of each the identifier counts, so that no
 * sender's name is taken for one. Where the parts are no triplets, any of them may be the identifier.
 * @throws ApiError 400
 */
export function referencedIdentifiers(references: string): string[] {
  const parts = references.split(/[,\s]+/).filter((part) => part !== '')
  const isTriplets = parts.length % 3 === 0
  const identifiers = [...new Set(parts.filter((_, index) => !isTriplets || index % 3 === 1))]
  if (identifiers.length > mostReferences) throw validationError(['references is too long'])
  return identifiers
}
