/** A small SQL prompt: statements that end with a semicolon, and their rows as a table. */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type postgres from 'postgres'
import { connect } from '../database.ts'

const shownRows = 1000

/** Reads statements until the input ends or `\q`; `\d` lists the tables and views. */
export async function prompt(
  url: string,
  input: Readable & { isTTY?: boolean },
  output: Writable,
): Promise<void> {
  const sql = connect(url, {
    max: 1,
    name: 'crier-prompt',
    role: null,
    statementTimeout: 0,
    onnotice: (notice) => output.write(`${notice.severity}: ${notice.message}\n`),
  })
  const lines = createInterface({ input, output, terminal: input.isTTY === true, prompt: 'crier=> ' })
  let statement = ''
  let open = true
  lines.once('close', () => (open = false))
  lines.prompt()
  try {
    for await (const line of lines) {
      if (line.trim() === '\\q') break
      statement += line.trim() === '\\d' ? listRelations : `${line}\n`
      if (statement.trimEnd().endsWith(';')) {
        output.write(await answer(sql, statement))
        statement = ''
      }
      lines.setPrompt(statement.trim() ? 'crier-> ' : 'crier=> ')
      if (open) lines.prompt()
    }
  } finally {
    lines.close()
    await sql.end({ timeout: 5 })
  }
}

const listRelations = `select c.relname as name, case c.relkind when 'v' then 'view' else 'table' end as kind,
  obj_description(c.oid, 'pg_class') as comment from pg_class c where c.relnamespace = 'public'::regnamespace
  and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition order by 1;`

/** What the statements of an input give, or their error. */
async function answer(sql: postgres.Sql, statement: string): Promise<string> {
  try {
    const result = (await sql.unsafe(statement).simple().raw()) as unknown as Result | Result[]
    return ('command' in result ? [result] : result).map(describe).join('')
  } catch (error) {
    return `error: ${(error as Error).message}\n`
  }
}

type Result = postgres.RawRowList<never[]>

/** The rows of a statement, or how many it touched. Values stand as PostgreSQL writes them. */
function describe(result: Result): string {
  const columns = (result.columns ?? []).map((column) => column.name)
  // The driver leaves holes at the beginning after a statement that failed in the middle of its rows (see pgtyped).
  const found = result.filter(() => true)
  if (columns.length === 0) return `${result.command} ${result.count ?? ''}`.trim().concat('\n')
  const rows = (found as unknown as (Buffer | null)[][])
    .slice(0, shownRows)
    .map((row) => row.map((value) => value?.toString().replace(/\s+/g, ' ') ?? ''))
  const more = found.length > shownRows ? `, the first ${shownRows} shown` : ''
  return `${table(columns, rows)}(${found.length} ${found.length === 1 ? 'row' : 'rows'}${more})\n`
}

/** Columns as wide as their widest value. */
function table(columns: string[], rows: string[][]): string {
  const widths = columns.map((column, index) =>
    rows.reduce((most, row) => Math.max(most, row[index]!.length), column.length),
  )
  const line = (cells: string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join(' | ')
      .trimEnd()
  return [line(columns), widths.map((width) => '-'.repeat(width)).join('-+-'), ...rows.map(line), ''].join(
    '\n',
  )
}
