/** `make dev` hears of a rule however its editor saves it. */
import { EventEmitter, once } from 'node:events'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { watchFolders } from '../../src/migrate/watch.ts'

test('a file is heard of each time that it is saved, in place or by a new one in its place, in a new folder too', {
  timeout: 10_000,
}, async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'crier-watch-'))
  const heard = new EventEmitter()
  await mkdir(join(root, 'billing'))
  const unwatch = watchFolders(root, () => heard.emit('change'))
  t.after(async () => {
    unwatch()
    await rm(root, { recursive: true })
  })
  const elsewhere = await mkdtemp(join(tmpdir(), 'crier-watch-'))
  t.after(() => rm(elsewhere, { recursive: true }))
  const saved = async (folder: string) => {
    await writeFile(join(elsewhere, 'rates.sql'), 'select 1')
    const change = once(heard, 'change')
    await rename(join(elsewhere, 'rates.sql'), join(root, folder, 'rates.sql'))
    await change
  }
  for (let times = 0; times < 3; times++) await saved('billing')

  const made = once(heard, 'change')
  await mkdir(join(root, 'letters'))
  await made
  for (let times = 0; times < 3; times++) await saved('letters')

  const written = once(heard, 'change')
  await writeFile(join(root, 'letters', 'rates.sql'), 'select 2')
  await written
})
