/** What a CAP document asks of Crier: an alert, or an end to one. Source: specification, broadcasts, `POST /v2/broadcast`. */
import { badRequest, validationError } from '../../errors.ts'
import { broadcastTooLong } from '../../templates/broadcast.ts'
import { type Polygon, simplePolygons } from '../geometry/areas.ts'
import { readCapDocument } from './document.ts'
import { type CapArea, type CapFields, capFields } from './fields.ts'
import { referencedIdentifiers } from './references.ts'
import { schemaFailures } from './schema.ts'

export type CapAlert = {
  msgType: 'Alert'
  reference: string
  cap_event: string
  /** As it was received: what phones are sent is normalised. */
  content: string
  areas: { names: string[]; simple_polygons: Polygon[] }
}
export type CapCancel = {
  msgType: 'Cancel'
  reference: string
  /** Of which the reference of the message to be cancelled is one. */
  identifiers: string[]
}

/**
 * Reads and checks a document, in the specification's order: schema of XML, schema of fields, references, length.
 * @throws ApiError
 */
export function readCap(bytes: Uint8Array): CapAlert | CapCancel {
  const fields = checkedFields(bytes)
  const { reference, references, cap_event, content, areas } = fields
  if (fields.msgType === 'Cancel') {
    if (references === null) throw badRequest('Missing <references>')
    return { msgType: 'Cancel', reference, identifiers: referencedIdentifiers(references) }
  }
  if (areas === null || cap_event === null) throw badRequest('Missing <info>')
  if (content === null) throw badRequest('Missing <description>')
  const tooLong = broadcastTooLong('description', content)
  if (tooLong !== null) throw validationError([tooLong])
  return {
    msgType: 'Alert',
    reference,
    cap_event,
    content,
    areas: { names: areas.map(({ name }) => name), simple_polygons: simplePolygons(polygonsOf(areas)) },
  }
}

/** @throws ApiError 400 */
function checkedFields(bytes: Uint8Array): CapFields {
  const fields = capFields(readCapDocument(bytes))
  const failures = schemaFailures(fields)
  if (failures.length > 0) throw validationError(failures)
  return fields
}

/** Of all areas, in one list; the schema has found pairs of numbers alone. */
const polygonsOf = (areas: CapArea[]) => areas.flatMap(({ polygons }) => polygons) as Polygon[]
