import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { appVariables } from '../admin/app-variables.ts'
import { placeOf } from '../buckets/names.ts'
import { putObject } from '../buckets/objects.ts'
import type { Config } from '../config.ts'
import { runningBase } from './address.ts'
import { withCrier } from './database.ts'
import { printShell } from './print.ts'

const usage = 'usage: admin-app env, or admin-app agreement crown|non-crown <file.pdf>'

export async function adminAppCommand(config: Config, [verb, ...words]: string[]): Promise<void> {
  if (verb === 'env' && words.length === 0) return env(config)
  if (verb === 'agreement' && words.length === 2) return agreement(config, words[0]!, words[1]!)
  throw new Error(usage)
}

const env = (config: Config) =>
  withCrier(config, async (crier) => {
    const { app, crier: ours } = appVariables(crier, await runningBase(config))
    process.stdout.write("# Notify's admin application\n")
    printShell(app)
    process.stdout.write('# Crier\n')
    printShell(ours)
  })

/** What organisations accept, which the application hands out and Crier does not look into. */
async function agreement(config: Config, kind: string, path: string): Promise<void> {
  const place = placeOf('agreements', `${kind}.pdf`)
  if (place === null) throw new Error(usage)
  const { size } = await stat(path).catch(() => {
    throw new Error(`${path} cannot be read`)
  })
  await withCrier(config, async (crier) => {
    const object = { contentType: 'application/pdf', size, metadata: {}, isPassing: false }
    await putObject(crier, place, object, createReadStream(path))
  })
}
