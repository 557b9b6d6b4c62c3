/**
 * The documents of `<folder>/broadcasts/expected.json`, where the folder is `CRIER_FIXTURES` or `test/fixtures`: what is read of each, and what is
 * answered as far as the document alone decides it.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { readCapDocument } from '../../src/broadcasts/cap/document.ts'
import { capFields } from '../../src/broadcasts/cap/fields.ts'
import { type CapAlert, type CapCancel, readCap } from '../../src/broadcasts/cap/message.ts'
import type { Polygon } from '../../src/broadcasts/geometry/areas.ts'
import { covers } from '../../src/broadcasts/geometry/cover.ts'
import { closed } from '../../src/broadcasts/geometry/rings.ts'
import { ApiError } from '../../src/errors.ts'

const fixtures = process.env.CRIER_FIXTURES ?? fileURLToPath(new URL('../fixtures', import.meta.url))
export const capFolder = join(fixtures, 'broadcasts')

type Answer = { status: number; body?: unknown; body_includes?: any; areas?: any }
type Expected = {
  xsd_valid: boolean
  parsed?: any
  content_characters?: number
  http?: Answer
  scenarios?: { given: string; http: Answer }[]
}
export type Example = { file: string; bytes: Uint8Array; expected: Expected }

export async function readExamples(): Promise<Example[]> {
  const { documents } = JSON.parse(await readFile(join(capFolder, 'expected.json'), 'utf8'))
  return Promise.all(
    Object.entries<Expected>(documents).map(async ([file, expected]) => ({
      file,
      expected,
      bytes: await readFile(join(capFolder, file)),
    })),
  )
}

/** @returns what differs, by the name of what was looked at; null where it is as expected */
export function checkExample({ bytes, expected }: Example): Record<string, string | null> {
  const { xsd_valid, parsed, content_characters, http, scenarios } = expected
  const fields = attempt(() => capFields(readCapDocument(bytes)))
  const read = attempt(() => readCap(bytes))
  return {
    xsd_valid: difference(!(fields instanceof ApiError), xsd_valid),
    ...(parsed && { parsed: difference(summarised(fields, parsed), parsed) }),
    ...(content_characters && {
      content_characters: difference([...(fields as { content: string }).content].length, content_characters),
    }),
    ...(http && { http: answerDifference(read, http, fields) }),
    ...Object.fromEntries(
      (scenarios ?? []).map(({ given, http }) => [given, answerDifference(read, http, fields)]),
    ),
  }
}

function attempt<T>(work: () => T): T | ApiError {
  try {
    return work()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

const difference = (actual: unknown, expected: unknown) =>
  isDeepStrictEqual(actual, expected)
    ? null
    : `expected ${JSON.stringify(expected)}\n  got ${JSON.stringify(actual)}`.slice(0, 2000)

/** Big documents have sums in place of coordinates. */
function summarised(fields: any, parsed: any): unknown {
  if (fields instanceof ApiError) return fields.body()
  const areas = fields.areas.map((area: any, index: number) =>
    parsed.areas[index]?.polygon_summaries === undefined
      ? area
      : { name: area.name, polygon_summaries: area.polygons.map(summary) },
  )
  return { ...fields, areas }
}

function summary(polygon: Polygon) {
  const sum = (place: 0 | 1) => Number(polygon.reduce((total, pair) => total + pair[place], 0).toFixed(6))
  return {
    points: polygon.length,
    first: polygon[0],
    last: polygon.at(-1),
    sum_latitude: sum(0),
    sum_longitude: sum(1),
  }
}

/** An answer that depends on what is stored says which document was meant: an alert is taken, a cancel names what it cancels. */
function answerDifference(read: CapAlert | CapCancel | ApiError, http: Answer, fields: any): string | null {
  if (read instanceof ApiError) return difference(sorted(read.body()), sorted(http.body))
  if (read.msgType === 'Cancel') {
    const named = http.body_includes?.reference
    if (http.status === 400) return read.identifiers.length > 1 ? null : 'one alert alone is named'
    return named === undefined ? null : difference(read.identifiers, [named])
  }
  if (http.status !== 201) return `expected ${http.status}`
  const { status: _, ...body } = http.body_includes
  const shown = Object.fromEntries(Object.keys(body).map((key) => [key, read[key as keyof CapAlert]]))
  return difference(shown, body) ?? areasDifference(read, http.areas, fields)
}

function areasDifference({ areas }: CapAlert, expected: Answer['areas'], fields: any): string | null {
  if (expected === undefined) return null
  const { polygons, max_points, closed: isClosed } = expected.simple_polygons
  const came = fields.areas.flatMap((area: any) => area.polygons) as Polygon[]
  return difference(
    {
      names: areas.names,
      polygons: areas.simple_polygons.length,
      fewPoints: areas.simple_polygons.every(({ length }) => length <= max_points),
      closed: areas.simple_polygons.every((ring) => isDeepStrictEqual(ring[0], ring.at(-1))),
      covers: covers(areas.simple_polygons, came.map(closed)),
    },
    { names: expected.names, polygons, fewPoints: true, closed: isClosed, covers: true },
  )
}

const sorted = (body: any) => ({
  ...body,
  errors: body?.errors?.toSorted((a: any, b: any) => (a.message < b.message ? -1 : 1)),
})
