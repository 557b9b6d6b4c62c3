/**
 * Makes the outputs of docs/sql.md: every `sql` block is run on believable days, and the `text` block after it becomes what came out.
 * Run by hand after a change of the page or of what it shows: node test/admin/sql-page.ts
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { makeWorld } from '../dashboard/world.ts'
import { testCrier } from '../support/crier.ts'

const path = fileURLToPath(new URL('../../docs/sql.md', import.meta.url))

type Row = Record<string, unknown>

/** Rows as psql shows them; a plan as its lines. */
function shown(rows: Row[]): string {
  if (rows.length === 0) return '(no rows)'
  const names = Object.keys(rows[0]!)
  if (names[0] === 'QUERY PLAN') return rows.map((row) => String(row['QUERY PLAN'])).join('\n')
  if (rows.length === 1 && names.length === 1 && rows[0]![names[0]!] === '') return '(done)'
  const cells = rows.map((row) => names.map((name) => (row[name] === null ? '' : String(row[name]))))
  const isNumber = names.map((_, index) => cells.every((line) => /^-?[\d.]*$/.test(line[index]!)))
  const widths = names.map((name, index) =>
    Math.max(name.length, ...cells.map((line) => line[index]!.length)),
  )
  const line = (values: string[]) =>
    values
      .map((value, index) =>
        isNumber[index] ? value.padStart(widths[index]!) : value.padEnd(widths[index]!),
      )
      .join(' | ')
      .trimEnd()
  return [line(names), widths.map((width) => '-'.repeat(width)).join('-+-'), ...cells.map(line)].join('\n')
}

/** The statements of the page with where they stand, each with the output that follows it. */
export const blocks = (page: string) => [
  ...page.matchAll(/```sql\n([\s\S]*?)```\n(?:\n```text\n[\s\S]*?```\n)?/g),
]

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const crier = await testCrier()
  try {
    await makeWorld(crier, 12_000)
    await crier.sql`analyze`
    let page = await readFile(path, 'utf8')
    await crier.sql.begin(async (sql) => {
      await sql`set local timezone = 'UTC'`
      for (const [whole, statement] of blocks(page)) {
        const rows = (await sql.unsafe(statement!).simple()) as unknown as Row[]
        const output = shown(rows)
        page = page.replace(whole!, () => `\`\`\`sql\n${statement}\`\`\`\n\n\`\`\`text\n${output}\n\`\`\`\n`)
      }
    })
    await writeFile(path, page)
  } finally {
    await crier.close()
  }
}
