/**
 * What can be checked of the layout of SQL without a formatter: lower-case keywords, no `select *`, lines that fit, no
 * tabs, no blanks at the ends. Texts in quotes and comments are free, but for the width of comments.
 *
 * A formatter is no choice here: the ones on npm know no PostgreSQL 18 and take the shape of a hot query apart.
 */
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const width = 100

const keywords =
  /\b(SELECT|INSERT|UPDATE|DELETE|MERGE|FROM|WHERE|JOIN|CREATE|ALTER|DROP|TABLE|VALUES|RETURNING|WITH|BEGIN|END|AND|OR|NOT|NULL|ORDER BY|GROUP BY)\b/

/** The complaints about one file, one line each. */
function complaints(path: string, text: string): string[] {
  const found: string[] = []
  const bare = text.replace(/'(?:[^']|'')*'|--[^\n]*|"[^"\n]*"|\/\*[\s\S]*?\*\//g, (match) => {
    const lines = match.split('\n')
    return lines.map((line) => (/^['"]/.test(match) ? '' : line.replace(/[A-Z*]/g, 'x'))).join('\n')
  })
  const written = text.split('\n')
  for (const [index, line] of bare.split('\n').entries()) {
    const complain = (what: string) => found.push(`${path}:${index + 1}: ${what}`)
    if (/[ \t\r]$/.test(written[index] ?? '')) complain('blanks at the end')
    if (line.length > width) complain(`${line.length} characters, more than ${width}`)
    if (line.includes('\t')) complain('a tab')
    if (keywords.test(line)) complain('keywords are lower-case')
    if (/\bselect (distinct )?(\w+\.)?\*/.test(line)) complain('select *')
  }
  if (!text.endsWith('\n') || text.endsWith('\n\n')) found.push(`${path}: one line end at the end`)
  return found
}

let failed = 0
for await (const path of glob(['db/**/*.sql', 'queries/**/*.sql'], { cwd: root })) {
  for (const complaint of complaints(path, await readFile(root + path, 'utf8'))) {
    console.error(complaint)
    failed++
  }
}
process.exitCode = failed > 0 ? 1 : 0
