/**
 * The filters of the admin application's lists, which come in the query string or, so that recipients stay out of addresses, under the same names in a
 * body of JSON. Source: specification, internal API, notifications of a service.
 */
import type { Context } from 'hono'
import { type Page, pageNumbered } from '../admin/pages.ts'
import { jsonBody, refused } from '../admin/requests.ts'
import { type Channel, channels } from '../channels.ts'
import { noResultFound } from '../errors.ts'
import { linkTo } from '../query-string.ts'
import type { KeyType } from '../services/cached.ts'
import { canonicalUuid } from '../uuid.ts'
import { isJsonObject } from '../validation.ts'
import { statusWords } from './queries.ts'

/** By name, as the query string gives them. */
type Given = Record<string, string[]>

export type Filters = {
  types: Channel[]
  statuses: string[] | null
  key_types: KeyType[]
  include_jobs: boolean
  include_one_off: boolean
  limit_days: number | null
  older_than: string | null
}
export type Asked = {
  filters: Filters
  page: Page
  /** Part of a recipient or of a reference. */
  to: string | null
  isForCsv: boolean
  hasLinks: boolean
  given: Given
}

/** Rows of a page: of whole messages; of the lines of a file, which are short. */
const mostPerPage = { messages: 250, csv: 10_000 }
/** Messages that numbered pages reach, each of which is read to be skipped; further ones follow from where the last page ends. */
export const mostNumbered = 10_000
/** Longer ago than anything is. */
const mostDays = 36_500
const mostItems = 50
const longestTerm = 1000

/** @throws PlainError 400 by field; ApiError 404 for a word that is none of its kind */
export async function askedOf(c: Context, isForCsv = false): Promise<Asked> {
  const given = c.req.method === 'POST' ? givenIn(await jsonBody(c)) : c.req.queries()
  return asked(given, isForCsv)
}

function asked(given: Given, isForCsv: boolean): Asked {
  const lines = isForCsv || truth(given, 'format_for_csv', false)
  const most = lines ? mostPerPage.csv : mostPerPage.messages
  const size = whole(given, 'page_size', 1)
  const to = given.to?.[0] || null
  if ((to?.length ?? 0) > longestTerm) throw refused({ to: [`Longer than maximum length ${longestTerm}.`] })
  const types = words(given, 'template_type', channels)
  return {
    filters: {
      types: types ?? [...channels],
      statuses: words(given, 'status', statusWords),
      key_types: truth(given, 'include_from_test_key', false)
        ? ['normal', 'team', 'test']
        : ['normal', 'team'],
      include_jobs: truth(given, 'include_jobs', true),
      include_one_off: truth(given, 'include_one_off', true),
      limit_days: limitOf(whole(given, 'limit_days', 0)),
      older_than: idOf(given, 'older_than'),
    },
    page: pageNumbered(given.page?.[0], size === null ? undefined : Math.min(size, most)),
    to,
    isForCsv: lines,
    hasLinks: truth(given, 'count_pages', true),
    given,
  }
}

/** A link to the same list with some filters in place of its own; what somebody searches for stands in no link. */
export function linkToList(
  c: Context,
  { given }: Asked,
  changed: Record<string, string | undefined>,
): string {
  const { to: _, ...filters } = given
  return linkTo('', c.req.path, { ...filters, ...changed })
}

function givenIn(body: unknown): Given {
  if (!isJsonObject(body)) throw refused({ _schema: ['Invalid input type.'] })
  const present = Object.entries(body).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, [value].flat().map(wordOf(name))]))
}

/** Objects and lists in lists are no words. */
const wordOf = (name: string) => (value: unknown) => {
  if (!['string', 'number', 'boolean'].includes(typeof value))
    throw refused({ [name]: ['Not a valid string.'] })
  return String(value)
}

const truths = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

function truth(given: Given, name: string, otherwise: boolean): boolean {
  const text = given[name]?.[0]
  if (text === undefined) return otherwise
  const value = truths.get(text.toLowerCase())
  if (value === undefined) throw refused({ [name]: ['Not a valid boolean.'] })
  return value
}

function whole(given: Given, name: string, least: number): number | null {
  const text = given[name]?.[0]
  if (text === undefined) return null
  if (!/^-?\d{1,9}$/.test(text)) throw refused({ [name]: ['Not a valid integer.'] })
  const value = Number(text)
  if (value < least)
    throw refused({ [name]: [least > 0 ? 'Not a positive integer' : 'Not a valid integer.'] })
  return value
}

const limitOf = (days: number | null) => (days === null ? null : Math.min(days, mostDays))

function idOf(given: Given, name: string): string | null {
  const text = given[name]?.[0]
  if (text === undefined) return null
  const id = canonicalUuid(text)
  if (id === null) throw refused({ [name]: ['Not a valid UUID.'] })
  return id
}

/** A repeated word is one filter. */
function words<const Word extends string>(given: Given, name: string, known: readonly Word[]): Word[] | null {
  const wanted = given[name]?.filter((text) => text !== '')
  if (wanted === undefined || wanted.length === 0) return null
  const isKnown = (word: string): word is Word => (known as readonly string[]).includes(word)
  if (wanted.length > mostItems || !wanted.every(isKnown)) throw noResultFound()
  return [...new Set(wanted as Word[])]
}
