/** For development: a rule is in force a moment after its file is saved. */
import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../database.ts'
import type { Log } from '../log.ts'
import { databaseFolder } from './files.ts'
import { applyRules, ruleFiles } from './rules.ts'

/** Editors write a file in several steps. */
const settledAfterMs = 100

/** @returns what ends the watch */
export function watchRules(url: string, log: Log): () => void {
  let timer: NodeJS.Timeout | undefined
  let applying = Promise.resolve()
  const apply = async () => {
    const sql = connect(url, { max: 1, name: 'crier-rules', role: null, statementTimeout: 0 })
    try {
      if (await applyRules(sql, await ruleFiles())) log.info('rules applied')
    } catch (error) {
      log.error((error as Error).message)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  const unwatch = watchFolders(join(databaseFolder, 'rules'), () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      applying = applying.then(apply)
    }, settledAfterMs)
  })
  return () => {
    clearTimeout(timer)
    unwatch()
  }
}

/**
 * Tells of every change in a folder and in those directly below it. Each has a watch of its own: Node's recursive one, on Linux,
 * watches files, and loses one for good when an editor puts a new file in its place.
 * @returns what ends the watch
 */
export function watchFolders(root: string, changed: () => void): () => void {
  let below: FSWatcher[] = []
  const unwatchBelow = () => {
    for (const watcher of below) watcher.close()
  }
  const watchBelow = () => {
    unwatchBelow()
    below = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => watch(join(root, name), changed))
  }
  const top = watch(root, () => {
    watchBelow()
    changed()
  })
  watchBelow()
  return () => {
    top.close()
    unwatchBelow()
  }
}
