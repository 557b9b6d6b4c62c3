/** The snapshot of the schema, `db/schema.json`: what the migrations amount to, in a form whose difference can be read. */
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'

const query = fileURLToPath(new URL('../db/catalogue.sql', import.meta.url))

/** The catalogue of a database's schema `public`, as the text of `db/schema.json`. */
export async function readCatalogue(sql: Sql): Promise<string> {
  const [row] = await sql.file<{ catalogue: Record<string, unknown> }[]>(query)
  return `${layOut(row?.catalogue, 0)}\n`
}

/** JSON with one line for each column, constraint and grant, so that one change in the schema is one changed line. */
function layOut(value: unknown, depth: number): string {
  const isBranch = typeof value === 'object' && value !== null && !Array.isArray(value)
  const entries = isBranch ? Object.entries(value) : []
  if (depth > 3 || entries.length === 0) return JSON.stringify(value)
  const indent = '  '.repeat(depth + 1)
  const lines = entries.map(([key, child]) => `${indent}${JSON.stringify(key)}: ${layOut(child, depth + 1)}`)
  return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`
}
