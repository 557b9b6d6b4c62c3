/** Checks query strings against valibot schemas; failures are worded as those of bodies. Source: specification, public API, schema validation. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { validationError } from './errors.ts'
import { shownValue } from './validation.ts'

/** One of a closed list of words; the value stays as it was given. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  v.picklist(words, (issue) => `${shownValue(issue.input)} is not one of [${words.join(', ')}]`)

type Entries = Record<string, v.GenericSchema<unknown, unknown>>

/**
 * Keys whose schema is a list take all their values, the others the first.
 * @param schema a strict object whose entries are in the order in which failures are reported
 * @returns the parsed values
 * @throws ApiError 400 with a message per failure, one for each bad item of a list
 */
export function checkQuery<const E extends Entries>(
  c: Context,
  schema: v.StrictObjectSchema<E, undefined>,
): v.InferOutput<v.StrictObjectSchema<E, undefined>> {
  const input: Record<string, unknown> = {}
  const unknown: string[] = []
  for (const [key, values] of Object.entries(c.req.queries())) {
    if (!Object.hasOwn(schema.entries, key)) unknown.push(key)
    else input[key] = isList(schema.entries[key]!) ? values : values[0]
  }
  const parsed = v.safeParse(schema, input)
  if (parsed.success && unknown.length === 0) return parsed.output
  const messages = (parsed.issues ?? []).map((issue) => `${String(issue.path?.[0]?.key)} ${issue.message}`)
  if (unknown.length > 0) {
    const verb = unknown.length === 1 ? 'was' : 'were'
    const names = unknown.sort().join(', ').replaceAll("'", '')
    messages.push(`Additional properties are not allowed (${names} ${verb} unexpected)`)
  }
  throw validationError(messages)
}

function isList(schema: v.GenericSchema<unknown, unknown>): boolean {
  const inner = (schema as { wrapped?: { type: string } }).wrapped ?? schema
  return inner.type === 'array'
}

/** A link of the API: its base and path, and the parameters in their order; lists repeat their key. */
export function linkTo(
  base: string,
  path: string,
  parameters: Record<string, string | string[] | undefined>,
): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters)) {
    for (const item of value === undefined ? [] : [value].flat()) query.append(key, item)
  }
  return query.size === 0 ? `${base}${path}` : `${base}${path}?${query}`
}

/** What the Python client takes for an identifier: its pattern's `[0-F]` holds the signs between 9 and A as well. */
const identifier = /[0-F]{8}-(?:[0-F]{4}-){3}[0-F]{12}/i

/**
 * The link to the next page: the filters, and then where it begins, as in Notify. Clients find that place by its name up to the end of the link
 * (Java), or as the link's first identifier (Python). Where a filter holds an identifier the place comes first, since Python's iterator would
 * otherwise read the same page without end. Source: specification, public API, list of notifications.
 */
export function nextLink(
  base: string,
  path: string,
  filters: Record<string, string | string[] | undefined>,
  older_than: string,
): string {
  const isMisleading = identifier.test(linkTo('', '', filters))
  return linkTo(base, path, isMisleading ? { older_than, ...filters } : { ...filters, older_than })
}
