/**
 * What is to be run, and who runs what: each process of tests takes the next folder's files that no other has taken, until none are left. So all processes
 * have work until the end, and each loads the libraries once.
 */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Test files that one process runs one after the other, in this order; without letters where they are switched off meanwhile. */
export type Unit = { files: string[]; isWithoutLetters?: true }

const list = 'units.json'

/** @returns the folder in which processes claim these units, first ones first; whoever asked for it removes it */
export async function offer(units: Unit[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'crier-tests-'))
  await writeFile(join(folder, list), JSON.stringify(units))
  return folder
}

/** The units that this process takes, one when it asks for the next. */
export async function* claimed(folder: string): AsyncGenerator<Unit> {
  const units = JSON.parse(await readFile(join(folder, list), 'utf8')) as Unit[]
  for (const [place, unit] of units.entries()) if (await isFirst(join(folder, String(place)))) yield unit
}

/** Only one can make a folder. */
const isFirst = (claim: string): Promise<boolean> =>
  mkdir(claim).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
