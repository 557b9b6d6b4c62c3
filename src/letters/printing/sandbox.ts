/** The printer that needs no contract: keeps each batch as a zip that anybody can open, and prints nothing. Its letters are delivered by a task. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { PrinterProtocol } from './printer.ts'
import { zipParts } from './zip.ts'

/** They hold letters as they are: no longer than services keep theirs. */
const keptMs = 7 * 86_400_000

export const sandboxPrinter: PrinterProtocol = {
  settings: { folder: { about: 'where the zips are kept for a week; else “print” beside the database' } },
  make: ({ settings, folder: own }) => {
    const folder = settings.folder ?? join(own, 'print')
    return {
      async print(batch, letters, tell) {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await removeOld(folder)
        // Each try's own: what two write at a time would be whole for neither.
        const unfinished = join(folder, `.${batch.name}.${randomUUID()}.part`)
        const file = await open(unfinished, 'w', 0o600)
        try {
          const entries = letters.map(({ fileName, bytes, read }) => ({
            name: basename(fileName),
            bytes,
            read,
          }))
          for await (const part of zipParts(entries)) await file.writeFile(part)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(unfinished, join(folder, batch.name))
        await tell(letters.map(({ id }) => ({ id, outcome: 'taken' })))
      },
    }
  },
}

async function removeOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^(NOTIFY\..*\.ZIP|\.NOTIFY\..*\.part)$/.test(name))
  for (const name of names) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (mtimeMs < Date.now() - keptMs) await unlink(path)
  }
}
