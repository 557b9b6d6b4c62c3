/** The migrated database that the tests' databases are copies of: named by a hash of what makes it. */
import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { lazily } from '../../src/lazily.ts'
import { migrate } from '../../src/migrate.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Everything the template is made from: the migrations, rules and data, the queues, the version of pg-boss, and the code that applies them. */
export const templateName = lazily(async (): Promise<string> => {
  const files: string[] = []
  const made = [
    'db/{migrations,rules,data}/**/*.{sql,csv}',
    'src/migrate.ts',
    'src/migrate/*.ts',
    'src/queues.ts',
    'test/support/template.ts',
    'test/support/migrated.ts',
  ]
  for await (const file of glob(made, { cwd: root })) files.push(file)
  const hash = createHash('sha256')
  for (const file of [...files.sort(), 'node_modules/pg-boss/package.json'])
    hash.update(`${file}\0`).update(await readFile(root + file))
  return `crier_template_${hash.digest('hex').slice(0, 16)}`
})

/** Makes it under whatever name the URL has. */
export async function makeTemplate(url: string): Promise<void> {
  await migrate(url)
  await dropPastMonths(url)
}

/**
 * Drops the months of history that lie behind the last one: rows of theirs are in the default partition then. Each month is eight files of the thousand that
 * are copied for a database, and a table more in the plans of all that reads history.
 */
async function dropPastMonths(url: string): Promise<void> {
  const connect = () => postgres(url, { max: 1, onnotice: () => {} })
  const sql = connect()
  const months = await sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'notification_history'::regclass
      and inhrelid::regclass::text < 'notification_history_' || to_char(now() - interval '1 month', 'YYYY_MM')`
  await sql.unsafe(`drop table ${months.map(({ name }) => name).join(', ')}`)
  await sql.end()
  // Whoever connects first after that writes down what each connection begins with, which is copied too.
  const next = connect()
  await next`select`
  await next.end()
}
