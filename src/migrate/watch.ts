/** For development: a rule is in force a moment after its file is saved. */
import { watch } from 'node:fs'
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
  const watcher = watch(join(databaseFolder, 'rules'), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      applying = applying.then(apply)
    }, settledAfterMs)
  })
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}
