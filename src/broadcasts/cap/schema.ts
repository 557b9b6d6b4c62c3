/** The schema of an alert from the public API, in the words that Notify's schema has. Source: specification, broadcasts, mapping. */
import { shortened, shownValue } from '../../validation.ts'
import type { CapArea, CapFields, WrittenPair } from './fields.ts'

/** Columns of that width. */
const longestReference = 255
const leastPairs = 4
/** More than any honest alert has; every one is offset and joined with the others. */
const mostPolygons = 1000
/** Each may repeat a polygon that was sent. */
const mostMessages = 100

const hasLetterOrDigit = /[a-zA-Z1-9]/
const rfc3339 = /T(?!24)/

/** @returns what is wrong, in the order of the schema; repeated ones are the caller's to drop */
export function schemaFailures(fields: CapFields): string[] {
  const { msgType, reference, cap_event, expires, areas } = fields
  const failures: string[] = []
  if (msgType !== 'Alert' && msgType !== 'Cancel')
    failures.push(`msgType ${msgType} is not one of [Alert, Cancel]`)
  if (isLong(reference)) failures.push('reference is too long')
  if (cap_event !== null && isLong(cap_event)) failures.push('cap_event is too long')
  if (expires !== null && !rfc3339.test(expires)) failures.push(`expires ${expires} is not a date-time`)
  if (areas !== null) failures.push(...areaFailures(areas))
  return failures.slice(0, mostMessages)
}

/** In characters, as the database counts them. */
const isLong = (text: string) => text.length > longestReference && [...text].length > longestReference

function areaFailures(areas: CapArea[]): string[] {
  const tooShort = 'areas [] is too short'
  if (areas.length === 0) return [tooShort]
  if (areas.reduce((sum, { polygons }) => sum + polygons.length, 0) > mostPolygons)
    return [`areas have more than ${mostPolygons.toLocaleString('en-GB')} polygons`]
  const failures: string[] = []
  for (const { name, polygons } of areas) {
    if (!hasLetterOrDigit.test(name))
      failures.push(`areas ${shownValue(name)} does not match ([a-zA-Z1-9]+ )*[a-zA-Z1-9]+`)
    if (polygons.length === 0) failures.push(tooShort)
    for (const polygon of polygons) {
      if (!isPolygon(polygon))
        failures.push(`areas ${shownPolygon(polygon)} is not valid under any of the given schemas`)
      else if (!polygon.every(isInWorld)) failures.push('areas latitude or longitude out of range')
    }
    if (failures.length > mostMessages) break
  }
  return failures
}

const isPolygon = (polygon: WrittenPair[]) =>
  polygon.length >= leastPairs &&
  polygon.every((pair) => pair.length === 2 && pair.every((part) => typeof part === 'number'))

const isInWorld = ([latitude, longitude]: WrittenPair) =>
  Math.abs(latitude as number) <= 90 && Math.abs(longitude as number) <= 180

/** As Python prints lists of its floating-point numbers; the end of a long one is left out. */
function shownPolygon(polygon: WrittenPair[]): string {
  const most = 1000
  const pairs = polygon.slice(0, most).map((pair) => `[${pair.slice(0, most).map(shownPart).join(', ')}]`)
  return shortened(`[${pairs.join(', ')}]`)
}

function shownPart(part: number | string): string {
  if (typeof part === 'string') return shownValue([part]).slice(1, -1)
  const size = Math.abs(part)
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return part.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  return Number.isInteger(part) ? `${Object.is(part, -0) ? '-0' : part}.0` : String(part)
}
