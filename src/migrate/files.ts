/** The files that a database is made of, and running many of them whose order nobody keeps by hand. */
import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'

export const databaseFolder = fileURLToPath(new URL('../../db/', import.meta.url))

export type DatabaseFile = { path: string; text: string; sha256: string }

/** @param pattern below db/; the files come in the order of their paths */
export async function databaseFiles(pattern: string): Promise<DatabaseFile[]> {
  const paths: string[] = []
  for await (const path of glob(pattern, { cwd: databaseFolder })) paths.push(path)
  return Promise.all(
    paths.sort().map(async (path) => {
      const text = await readFile(databaseFolder + path, 'utf8')
      return { path, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** One hash for many files, their names included. */
export function hashOf(files: DatabaseFile[]): string {
  const hash = createHash('sha256')
  for (const { path, sha256 } of files) hash.update(`${path} ${sha256}\n`)
  return hash.digest('hex')
}

/** SQLSTATEs of what another file may bring: an undefined function, table, object, or referenced row. */
const notThereYet = new Set(['42883', '42P01', '42704', '23503'])

/**
 * Runs each file once, those that need another one after it: what is missing at first is tried again as long as others succeed.
 * @throws an error of one line that names the file and the line in it
 */
export async function runInAnyOrder(
  sql: postgres.TransactionSql,
  files: DatabaseFile[],
  run: (sql: postgres.TransactionSql, file: DatabaseFile) => Promise<unknown>,
): Promise<void> {
  let waiting = files
  while (waiting.length > 0) {
    const postponed: { file: DatabaseFile; error: unknown }[] = []
    for (const file of waiting) {
      try {
        await sql.savepoint((inner) => run(inner, file))
      } catch (error) {
        if (!notThereYet.has((error as { code?: string }).code ?? '')) throw inFile(file, error)
        postponed.push({ file, error })
      }
    }
    if (postponed.length === waiting.length) throw inFile(postponed[0]!.file, postponed[0]!.error)
    waiting = postponed.map(({ file }) => file)
  }
}

function inFile({ path, text }: DatabaseFile, error: unknown): Error {
  const { message, position, code } = error as { message: string; position?: string; code?: string }
  const line = position === undefined ? '' : `:${text.slice(0, Number(position)).split('\n').length}`
  return Object.assign(new Error(`db/${path}${line}: ${message}`, { cause: error }), { code })
}
