/** Parts of a file over HTTP, so that a download that broke off goes on where it was. Source: RFC 9110, §13 and §14. */

/** First and last byte, counted from 0; both are part of it. */
export type Range = { from: number; to: number }

/** What is answered: all of the file, a part, or nothing. */
export type Answered = { status: 200 | 304 | 412 | 416 } | { status: 206; range: Range }

/**
 * @param size of the file in bytes, of which it has some
 * @param tag its strong entity tag, in its quotes. There is no Last-Modified: conditions by date hold for nothing, or say nothing.
 */
export function answered({ method, headers }: Request, size: number, tag: string): Answered {
  const names = (condition: string | null, compared: (one: string) => string) =>
    condition !== null && listOf(condition).some((one) => one === '*' || compared(one) === tag)
  if (headers.has('if-match') && !names(headers.get('if-match'), (one) => one)) return { status: 412 }
  if (names(headers.get('if-none-match'), (one) => one.replace(/^W\//, ''))) return { status: 304 }
  const isSame = (headers.get('if-range') ?? tag).trim() === tag
  const range = method === 'GET' && isSame ? rangeOf(headers.get('range'), size) : 'whole'
  if (range === 'whole') return { status: 200 }
  return range === 'none' ? { status: 416 } : { status: 206, range }
}

const listOf = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** What cannot be read, is of another unit or are several ranges is answered with the whole. */
function rangeOf(text: string | null, size: number): Range | 'whole' | 'none' {
  const set = /^bytes=(.+)$/i.exec(text?.trim() ?? '')?.[1]
  const [one, ...others] = listOf(set ?? '')
  const [, first, last] = /^(\d*)-(\d*)$/.exec(one ?? '') ?? []
  if (others.length > 0 || first === undefined || last === undefined) return 'whole'
  if (first === '') {
    if (last === '') return 'whole'
    // The last so many bytes.
    return Number(last) === 0 ? 'none' : { from: Math.max(size - Number(last), 0), to: size - 1 }
  }
  const range = { from: Number(first), to: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
  if (last !== '' && Number(last) < range.from) return 'whole'
  return range.from < size ? range : 'none'
}
