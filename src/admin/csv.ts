/** Tables as CSV, read in windows, so that one of any size needs the memory of one window of it. */
import type { Context } from 'hono'
import type { Crier } from '../context.ts'
import type { Decimal } from '../decimal.ts'
import type { PreparedQuery } from '../prepared-query.ts'

/** Rows that are read at a time. */
const windowRows = 10_000

export type Column<Row> = {
  /** The key in JSON. */
  name: string
  /** The heading in CSV. */
  heading: string
  value: (row: Row) => Cell
}
type Cell = string | number | Decimal | null

export const wantsCsv = (c: Context): boolean => (c.req.header('accept') ?? '').includes('text/csv')

/** A text that a spreadsheet would take for a formula; numbers, those of phones too, are none. */
const formula = /^[=+\-@\t\r]/
const number = /^[+-]?[\d ().-]+$/

/**
 * A cell as RFC 4180 writes it, without white space around it. Whole amounts have no point: a spreadsheet knows no difference. An apostrophe keeps a
 * text from being calculated (CWE-1236): what recipients and references hold is chosen by strangers.
 */
function cell(value: Cell): string {
  const text =
    value === null ? '' : typeof value === 'object' ? value.rawJSON.replace(/\.0$/, '') : String(value).trim()
  const safe = typeof value === 'string' && formula.test(text) && !number.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (cells: string[]) => `${cells.join(',')}\r\n`

/** A table's text, its headings first, a piece for each window of rows: for an answer, or for a file that is stored. */
export async function* csvText<Row>(
  columns: readonly Column<Row>[],
  windows: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield line(columns.map((column) => cell(column.heading)))
  for await (const rows of windows)
    yield rows.map((row) => line(columns.map((column) => cell(column.value(row))))).join('')
}

/** Answers windows of rows as CSV while they are read. A reader that goes away ends the reading. */
export async function csvAnswer<Row>(
  c: Context,
  columns: readonly Column<Row>[],
  windows: AsyncGenerator<readonly Row[]>,
  fileName: string,
): Promise<Response> {
  // The first window is read before the head is answered, so that a query that fails is an error and no torn file.
  const first = await windows.next()
  async function* all() {
    if (!first.done) yield first.value
    yield* windows
  }
  const text = csvText(columns, all())
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await text.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    // Perhaps before anything was read, so that no generator but this one has begun.
    cancel: async () => void (await windows.return(undefined)),
  })
  return c.body(body, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName}"`,
  })
}

/** A query's rows through a cursor, which has a connection and a snapshot until it is closed: for reports of a moment. */
export async function* cursorWindows<P, Row>(
  crier: Crier,
  query: PreparedQuery<P, Row>,
  parameters: P,
): AsyncGenerator<readonly Row[]> {
  const cursor = query.stream(parameters, crier.pool.streaming(windowRows))
  try {
    for (let rows = await cursor.read(); rows.length > 0; rows = await cursor.read()) yield rows
  } finally {
    await cursor.close()
  }
}

/** Bounds of what is read page by page. */
export type PageBounds = { firstRows: number; rows: number; mostRows: number; mostMs: number }

/**
 * Rows page by page, each its own statement, so that no snapshot of a table that changes is held for a slow reader, and the next page is read while
 * one is taken. The first is small, so that an answer begins soon.
 * @param read the rows after one, in their order, so many at most; none is the end
 * @throws Error when the bounds are passed: a file that breaks off is no whole one
 */
export async function* pagedWindows<Row>(
  read: (after: Row | null, limit: number) => Promise<readonly Row[]>,
  { firstRows, rows, mostRows, mostMs }: PageBounds,
): AsyncGenerator<readonly Row[]> {
  const endsAt = performance.now() + mostMs
  let count = 0
  let next = read(null, firstRows)
  while (true) {
    const page = await next
    const last = page.at(-1)
    if (last === undefined) return
    count += page.length
    if (count > mostRows) throw new Error(`a download has more than ${mostRows} rows`)
    if (performance.now() > endsAt) throw new Error(`a download took more than ${mostMs} ms`)
    next = read(last, rows)
    // Whoever goes away leaves it behind.
    next.catch(() => {})
    yield page
  }
}
