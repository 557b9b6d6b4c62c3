/**
 * Pages of lists: a query reads one row more than a page has, which says whether there is another, and nothing is ever counted. Lists that grow without
 * end are read from where the last page ended (older_than, by idQuery). Source: specification, internal API, conventions.
 */
import type { Context } from 'hono'
import { noResultFound } from '../errors.ts'
import { linkTo } from '../query-string.ts'
import { refused } from './requests.ts'

/** limit and skipped are what a query takes. */
export type Page = { number: number; size: number; limit: number; skipped: number }

const pageSize = 50
/** Rows before this page are more than anybody turns over, and each is read to be skipped. */
const lastPage = 2_000

/**
 * The page that a request asks for, 1 if it does not.
 * @throws PlainError 400
 */
export const pageOf = (c: Context, size = pageSize): Page => pageNumbered(c.req.query('page'), size)

/** The same for a number that stands elsewhere. */
export function pageNumbered(text = '1', size = pageSize): Page {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= 1)) throw refused({ page: ['Not a positive integer'] })
  if (number > lastPage) throw noResultFound()
  return { number, size, limit: size + 1, skipped: (number - 1) * size }
}

/**
 * A page's own rows among those that its query has found.
 * @throws ApiError 404 beyond the end; the first page may be empty
 */
export function rowsOf<Row>(
  { number, size }: Page,
  found: readonly Row[],
): { rows: Row[]; hasNext: boolean } {
  if (found.length === 0 && number > 1) throw noResultFound()
  return { rows: found.slice(0, size), hasNext: found.length > size }
}

/** Links to the pages before and after, with all else that the request asks for; relative to the API's base. */
export function pageLinks(c: Context, page: Page, hasNext: boolean): { prev?: string; next?: string } {
  const { page: _, ...filters } = c.req.queries()
  const link = (number: number) => linkTo('', c.req.path, { ...filters, page: String(number) })
  return {
    ...(page.number > 1 ? { prev: link(page.number - 1) } : {}),
    ...(hasNext && page.number < lastPage ? { next: link(page.number + 1) } : {}),
  }
}

/** The same for lists that say how many they have, with a link to the last page while there is a next one. */
export function countedPageLinks(
  c: Context,
  page: Page,
  hasNext: boolean,
  total: number,
): { prev?: string; next?: string; last?: string } {
  const { page: _, ...filters } = c.req.queries()
  const last = String(Math.ceil(total / page.size))
  return {
    ...pageLinks(c, page, hasNext),
    ...(hasNext ? { last: linkTo('', c.req.path, { ...filters, page: last }) } : {}),
  }
}

/** Longer ago than anything is. */
const mostDays = 36_500

/**
 * The days to which a request limits a list; null when it does not.
 * @throws PlainError 400
 */
export function limitDays(c: Context): number | null {
  const text = c.req.query('limit_days')
  if (text === undefined) return null
  if (!/^\d{1,9}$/.test(text)) throw refused({ limit_days: [`${text.slice(0, 100)} is not an integer`] })
  return Math.min(Number(text), mostDays)
}
