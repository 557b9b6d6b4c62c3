/** Bodies of the internal API's broadcast routes. Source: specification, broadcasts, create, edit, status. */
import * as v from 'valibot'
import { isJsonObject, notOfType, personalisation, shownValue, string, uuid } from '../validation.ts'

const isoTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d(?::?\d\d)?)?$/
const wrongTime =
  'datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601'

/** An instant in any offset, UTC where none is named; its value is UTC, to the millisecond. */
const instant = v.pipe(
  v.string(wrongTime),
  v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
    const [, date, time, offset = 'Z'] = isoTime.exec(dataset.value) ?? []
    const zone = offset.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`)
    const parsed = Date.parse(`${date}T${time}${zone}`)
    if (date !== undefined && !Number.isNaN(parsed) && isDay(date)) {
      const utc = new Date(parsed).toISOString()
      if (isYear.test(utc)) return utc
    }
    addIssue({ message: wrongTime })
    return NEVER
  }),
)

/** PostgreSQL has no year 0, and offsets lead beyond 9999. */
const isYear = /^(?!0000)\d{4}-/

/** JavaScript takes 30 February for a day of March. */
const isDay = (date: string) => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)

const longest = (most: number) =>
  v.maxLength<string, number, (issue: { input: unknown }) => string>(
    most,
    (issue) => `${shownValue(issue.input)} is too long`,
  )
const filledText = (most: number) => v.pipe(string, v.minLength(1, ' is too short'), longest(most))
/** More than phones show; what is counted exactly is told in its own words. */
const mostContent = 100_000

const isPair = (pair: unknown) =>
  Array.isArray(pair) &&
  pair.length === 2 &&
  Number.isFinite(pair[0]) &&
  Number.isFinite(pair[1]) &&
  Math.abs(pair[0]) <= 90 &&
  Math.abs(pair[1]) <= 180
const isPolygon = (polygon: unknown) => Array.isArray(polygon) && polygon.length >= 3 && polygon.every(isPair)
const isTexts = (list: unknown) => Array.isArray(list) && list.every((text) => typeof text === 'string')

/** Polygons go to phones as they are: what is none is refused here and not at the operators. */
const areas = v.pipe(
  v.custom<Record<string, unknown>>((input) => isJsonObject(input), notOfType('object')),
  v.check(
    ({ simple_polygons: polygons }) =>
      polygons === undefined || (Array.isArray(polygons) && polygons.every(isPolygon)),
    'simple_polygons are not lists of [latitude, longitude]',
  ),
  v.check(
    ({ ids, names, aggregate_names }) =>
      [ids, names, aggregate_names].every((list) => list === undefined || isTexts(list)),
    'ids, names and aggregate_names are not lists of texts',
  ),
)

export const broadcastRequest = v.strictObject({
  service_id: uuid,
  template_id: v.optional(uuid),
  personalisation: v.optional(personalisation),
  starts_at: v.optional(instant),
  finishes_at: v.optional(instant),
  areas: v.optional(areas),
  content: v.optional(filledText(mostContent)),
  reference: v.optional(filledText(255)),
  created_by: uuid,
})

/** Exactly one of template and text, and exactly one of template and reference, in the words of JSON Schema. */
export function choiceFailures(body: Record<string, unknown>): string[] {
  const failures: string[] = []
  for (const other of ['content', 'reference']) {
    const [hasTemplate, hasOther] = [Object.hasOwn(body, 'template_id'), Object.hasOwn(body, other)]
    if (hasTemplate && hasOther)
      failures.push(
        `${shownValue(body)} is valid under each of {required: [${other}]}, {required: [template_id]}`,
      )
    if (!hasTemplate && !hasOther)
      failures.push(`${shownValue(body)} is not valid under any of the given schemas`)
  }
  return [...new Set(failures)]
}

export const broadcastEdit = v.strictObject({
  personalisation: v.optional(personalisation),
  starts_at: v.optional(instant),
  finishes_at: v.optional(instant),
  areas: v.optional(areas),
})

export const broadcastStatuses = [
  'draft',
  'pending-approval',
  'rejected',
  'broadcasting',
  'completed',
  'cancelled',
  'technical-failure',
] as const

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  v.picklist(values, (issue) => `${shownValue(issue.input)} is not one of [${values.join(', ')}]`)

export const statusRequest = v.strictObject({ status: oneOf(broadcastStatuses), created_by: uuid })

export const broadcastServiceRequest = v.strictObject({
  broadcast_channel: oneOf(['operator', 'test', 'severe', 'government']),
  service_mode: oneOf(['training', 'live']),
  provider_restriction: oneOf(['three', 'o2', 'vodafone', 'ee', 'all']),
})
