/*
 * The dialect of spreadsheets that people upload (specification, CSV recipients): commas, doubled quotes, quoted
 * newlines kept; spaces straight after a comma are skipped, text after a closing quote is appended, quotes inside an
 * unquoted cell are literal. No combination of csv-parse's options reads the last two, so this scanner is our own.
 */
const comma = 44
const quote = 34
const lineFeed = 10
const carriageReturn = 13
const space = 32

/** Cells of a record; further ones, of which a file of ten megabytes may have ten million, are passed over. */
const mostCells = 10_000

/** Characters that stand around a file and are not part of it: every whitespace, a byte order mark included. */
const surrounding = new Set(
  [...' \t\n\r\v\f\u180e\u200b\u200c\u200d\u2060\ufeff\u2028\u2029\u00a0\u202f'].map((c) => c.charCodeAt(0)),
)

/** What nobody sees stands before a file's first header, where a quote would else be part of it, but may belong to its last cell. */
const unseen = /\p{Default_Ignorable_Code_Point}/u

/**
 * Where the records of a file begin and end: whitespace at both ends is not part of it, nor are commas at its end. A tab that parts cells is the end of
 * the first header, which has no text then: without it each header would stand above another's cells.
 */
const boundsOf = (text: string, delimiter: number): { start: number; end: number } => {
  let start = 0
  let end = text.length
  const isAround = (at: number) =>
    text.charCodeAt(at) !== delimiter &&
    (surrounding.has(text.charCodeAt(at)) || unseen.test(text.charAt(at)))
  while (start < end && isAround(start)) start += 1
  while (end > start && (surrounding.has(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === comma))
    end -= 1
  return { start, end }
}

/** A cell that goes on after the quotes around several lines: they were opened in one cell and closed by another's. */
const isSwallowed = (quoted: string, rest: string): boolean => /[\r\n]/.test(quoted) && rest.trim() !== ''

/**
 * The records of a file, one at a time, in time linear in its length; a blank line is a record without cells.
 * @param delimiter between cells: a comma's code, or a tab's
 * @param onOpenQuote called before a record is given in which a quote is not closed where it should be: at the end of its
 * cell (RFC 4180, section 2). Such a cell holds the rows below it, other people's numbers among them.
 */
export function* csvRecords(
  text: string,
  onOpenQuote: () => void = () => {},
  delimiter = comma,
): Generator<string[], void, void> {
  const { start, end } = boundsOf(text, delimiter)
  let at = start
  let record: string[] = []

  const isCellEnd = (code: number): boolean => code === delimiter || isLineEnd(code)

  const readQuoted = (): string => {
    let cell = ''
    at += 1
    for (;;) {
      const close = text.indexOf('"', at)
      if (close < 0 || close >= end) {
        onOpenQuote()
        cell += text.slice(at, end)
        at = end
        return cell
      }
      cell += text.slice(at, close)
      at = close + 1
      if (at >= end || text.charCodeAt(at) !== quote) return cell
      cell += '"'
      at += 1
    }
  }

  const readPlain = (): string => {
    const from = at
    while (at < end && !isCellEnd(text.charCodeAt(at))) at += 1
    return text.slice(from, at)
  }

  /** Goes on to the record's last cell, or to one in quotes, without making any: of ten million that is 30 ms in place of 220. */
  const passOver = (): void => {
    while (at < end) {
      const code = text.charCodeAt(at)
      if (code === quote || isLineEnd(code)) return
      if (code !== delimiter && code !== space) readPlain()
      // After the last cell it stays where the record's end is seen.
      else if (code === delimiter && (at + 1 >= end || isLineEnd(text.charCodeAt(at + 1)))) return
      else at += 1
    }
  }

  while (at < end) {
    const code = text.charCodeAt(at)
    if (record.length === 0 && (code === lineFeed || code === carriageReturn)) {
      at += code === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? 2 : 1
      yield []
      continue
    }
    if (record.length >= mostCells) passOver()
    while (at < end && text.charCodeAt(at) === space) at += 1
    const quoted = at < end && text.charCodeAt(at) === quote ? readQuoted() : ''
    const plain = readPlain()
    if (quoted !== '' && isSwallowed(quoted, plain)) onOpenQuote()
    if (record.length < mostCells) record.push(quoted === '' ? plain : quoted + plain)
    if (at < end && text.charCodeAt(at) === delimiter) {
      at += 1
      if (at < end && !isLineEnd(text.charCodeAt(at))) continue
      record.push('')
    }
    if (at < end && text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at += 1
    at += 1
    yield record
    record = []
  }
}

const isLineEnd = (code: number): boolean => code === lineFeed || code === carriageReturn
