/** How internal answers write what PostgreSQL gives as text. Source: specification, internal API, conventions. */

const timestamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/

/** The form Z: `2018-01-31T12:00:00.000000Z`. */
export function zulu(text: string): string
export function zulu(text: string | null): string | null
export function zulu(text: string | null): string | null {
  const match = text === null ? null : timestamp.exec(text)
  return match ? `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(6, '0')}Z` : text
}

/** The form of Python's isoformat without a zone: `2018-01-31T12:00:00`, which the two price routes use. */
export function isoformat(text: string): string {
  const match = timestamp.exec(text)
  return match ? `${match[1]}T${match[2]}${match[3] ? `.${match[3].padEnd(6, '0')}` : ''}` : text
}

/** The form RFC: `Wed, 31 Jan 2018 12:00:00 GMT`. */
export const rfcDate = (text: string | null): string | null =>
  text === null ? null : new Date(text).toUTCString()

/** Counts and money come as text, since they may be larger than a double holds exactly; no sum of Crier's is. */
export const number = (text: string | number | null): number => Number(text)
