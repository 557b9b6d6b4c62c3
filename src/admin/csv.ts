/** Reports as CSV, read through a cursor, so that a report of any size needs the memory of one window of it. */
import type { PreparedQuery } from '@pgtyped/runtime'
import type { Context } from 'hono'
import type { Crier } from '../context.ts'
import type { Decimal } from '../decimal.ts'

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

/** A cell as RFC 4180 writes it, without white space around it. Whole amounts have no point: a spreadsheet knows no difference. */
function cell(value: Cell): string {
  const text =
    value === null ? '' : typeof value === 'object' ? value.rawJSON.replace(/\.0$/, '') : String(value).trim()
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Answers the rows of a query as CSV while they are read. A reader that goes away closes the cursor. */
export async function csvAnswer<P, Row>(
  c: Context,
  crier: Crier,
  query: PreparedQuery<P, Row>,
  parameters: P,
  columns: readonly Column<Row>[],
  fileName: string,
): Promise<Response> {
  const cursor = query.stream(parameters, crier.pool.streaming(windowRows))
  // The first window is read before the head is answered, so that a query that fails is an error and no torn file.
  let rows = await cursor.read(windowRows).catch(async (error) => {
    await cursor.close()
    throw error
  })
  async function* windows(): AsyncGenerator<string> {
    const line = (cells: string[]) => `${cells.join(',')}\r\n`
    try {
      yield line(columns.map((column) => cell(column.heading)))
      while (rows.length > 0) {
        yield rows.map((row) => line(columns.map((column) => cell(column.value(row))))).join('')
        rows = await cursor.read(windowRows)
      }
    } finally {
      await cursor.close()
    }
  }
  const body = ReadableStream.from(windows()).pipeThrough(new TextEncoderStream())
  return c.body(body, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName}"`,
  })
}
