/**
 * The rules: functions, views and triggers in `db/rules`, replaced whole and in one transaction when a file has changed, on a running system.
 *
 * What has the same shape keeps its identity (`create or replace`), so that statements which other processes have prepared go on. Only where
 * that is impossible, say for another type of result, are all rules dropped and made anew.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import { type DatabaseFile, databaseFiles, hashOf, runInAnyOrder } from './files.ts'

/** Locks of running statements are waited for this long; then others get their turn, and it is tried again. */
const lockTimeout = '2s'
const tries = 10
/** lock_not_available, deadlock_detected */
const heldUp = new Set(['55P03', '40P01'])

export const ruleFiles = () => databaseFiles('rules/*/*.sql')

/**
 * @param sql in the role that owns the schema
 * @returns whether anything was changed
 * @throws an error of one line that names the file and the line in it; nothing is changed then
 */
export async function applyRules(sql: postgres.Sql, files: DatabaseFile[]): Promise<boolean> {
  const hash = hashOf(files)
  const [applied] = await sql`select from applied_files where path = 'rules' and sha256 = ${hash}`
  if (applied) return false
  for (let attempt = 1; ; attempt++) {
    try {
      await sql.begin((transaction) => replaceRules(transaction, files, hash))
      return true
    } catch (error) {
      if (attempt === tries || !heldUp.has((error as { code?: string }).code ?? '')) throw error
      await pause(100 * attempt)
    }
  }
}

async function replaceRules(
  sql: postgres.TransactionSql,
  files: DatabaseFile[],
  hash: string,
): Promise<void> {
  await sql`select set_config('lock_timeout', ${lockTimeout}, true), set_config('search_path', 'public', true)`
  const before = await sql<Rule[]>`select kind, identity from applied_rules`
  const rules = rulesIn(files)
  await sql.unsafe(rightsOfNewFunctions).simple()
  const run = (inner: postgres.TransactionSql, file: DatabaseFile) => inner.unsafe(file.text).simple()
  try {
    await sql.savepoint(async (inner) => {
      await resetRights(inner, before)
      await runInAnyOrder(inner, files, run)
      await dropRules(inner, without(before, await identified(inner, rules)))
    })
  } catch (error) {
    if (before.length === 0 || heldUp.has((error as { code?: string }).code ?? '')) throw error
    await dropRules(sql, before)
    await runInAnyOrder(sql, files, run)
  }
  await sql`delete from applied_rules`
  await sql`insert into applied_rules ${sql(await identified(sql, rules), 'kind', 'identity')}`
  await sql`
    insert into applied_files (path, sha256) values ('rules', ${hash})
    on conflict (path) do update set sha256 = excluded.sha256, applied_at = now()`
}

/** As the migrations say it, and for whoever migrates now: who makes a function gives it rights by defaults of their own. */
const rightsOfNewFunctions = `
  alter default privileges revoke execute on functions from public;
  alter default privileges in schema public grant execute on functions to crier_app`

type Rule = { kind: 'function' | 'view' | 'trigger'; identity: string }

/**
 * What the files make. Functions are named by their comments, which spell out the types of their arguments and which every function has
 * (a test says so).
 */
function rulesIn(files: DatabaseFile[]): Rule[] {
  const rules: Rule[] = []
  for (const { text } of files) {
    for (const [, identity] of text.matchAll(/^comment on (?:function|procedure) (\w+\s*\([^)]*\))/gm))
      rules.push({ kind: 'function', identity: identity! })
    for (const [, identity] of text.matchAll(/^create or replace view (\w+)/gm))
      rules.push({ kind: 'view', identity: identity! })
    for (const [, name, table] of text.matchAll(/^create or replace trigger (\w+)[^;]*?\son (\w+)/gm))
      rules.push({ kind: 'trigger', identity: `${name} on ${table}` })
    for (const [, table] of text.matchAll(/^call announce_changes_of\('(\w+)'/gm))
      for (const event of ['insert', 'update', 'delete'])
        rules.push({ kind: 'trigger', identity: `${table}_announce_${event} on ${table}` })
    for (const [, table] of text.matchAll(/^call announce_app_keys_of\(\s*'(\w+)'/gm))
      for (const event of ['insert', 'update', 'delete'])
        rules.push({ kind: 'trigger', identity: `${table}_app_keys_${event} on ${table}` })
    for (const [, table] of text.matchAll(/^call keep_versions_of\('(\w+)'/gm))
      for (const part of ['bump_version', 'keep_first_version', 'keep_version'])
        rules.push({ kind: 'trigger', identity: `${table}_${part} on ${table}` })
    for (const [, table] of text.matchAll(/^call refuse_other_transitions_of\(\s*'(\w+)'/gm)) {
      rules.push({ kind: 'function', identity: `${table}_refuse_other_transitions()` })
      rules.push({ kind: 'trigger', identity: `${table}_follow_transitions on ${table}` })
    }
  }
  return rules
}

/** The same with functions in PostgreSQL's own spelling. */
async function identified(sql: postgres.TransactionSql, rules: Rule[]): Promise<Rule[]> {
  return sql<Rule[]>`
    select kind, case kind when 'function' then identity::regprocedure::text else identity end as identity
    from unnest(${rules.map(({ kind }) => kind)}::text[], ${rules.map(({ identity }) => identity)}::text[]) as rule (kind, identity)`
}

function without(rules: readonly Rule[], kept: readonly Rule[]): Rule[] {
  const known = new Set(kept.map(({ kind, identity }) => `${kind} ${identity}`))
  return rules.filter(({ kind, identity }) => !known.has(`${kind} ${identity}`))
}

/** A replaced function or view keeps its grants; those that a file no longer gives are taken first. */
async function resetRights(sql: postgres.TransactionSql, rules: readonly Rule[]): Promise<void> {
  const statements = rules.flatMap(({ kind, identity }) => {
    if (kind === 'function')
      return [
        `revoke execute on routine ${identity} from crier_reader`,
        `grant execute on routine ${identity} to crier_app`,
      ]
    return kind === 'view' ? [`revoke all on ${identity} from crier_reader`] : []
  })
  if (statements.length > 0) await sql.unsafe(statements.join(';\n')).simple()
}

/** @throws an error that names whatever else in the database needs one of them: nothing of others is dropped along */
async function dropRules(sql: postgres.TransactionSql, rules: readonly Rule[]): Promise<void> {
  let waiting = rules
  while (waiting.length > 0) {
    const needed: { rule: Rule; error: unknown }[] = []
    for (const rule of waiting) {
      try {
        await sql.savepoint((inner) =>
          inner.unsafe(`drop ${rule.kind === 'function' ? 'routine' : rule.kind} if exists ${rule.identity}`),
        )
      } catch (error) {
        if ((error as { code?: string }).code !== '2BP01') throw error
        needed.push({ rule, error })
      }
    }
    if (needed.length === waiting.length) {
      const { message, detail } = needed[0]!.error as { message: string; detail?: string }
      throw new Error(`${message}: ${detail}`, { cause: needed[0]!.error })
    }
    waiting = needed.map(({ rule }) => rule)
  }
}
