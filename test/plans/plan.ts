/** Plans of the typed queries, as the server makes them for values at hand and for none. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'

/** A query of a file below `queries`, by its name. */
export async function queryNamed(file: string, name: string): Promise<string> {
  const path = fileURLToPath(new URL(`../../queries/${file}`, import.meta.url))
  const text = (await readFile(path, 'utf8')).split(`/* @name ${name} */`)[1]?.split('/* @name ')[0]
  if (text === undefined) throw new Error(`${file} has no query ${name}`)
  return text.trim().replace(/;$/, '')
}

/** Of a connection that plans as servers do which were told nothing else: anew for five calls, then once for all. */
export const asUsual = { plan_cache_mode: 'auto' }

export type Mode = 'force_custom_plan' | 'force_generic_plan'
export const modes: Mode[] = ['force_custom_plan', 'force_generic_plan']
export type Values = Record<string, string | number | boolean | null>

/**
 * The plan as text, run, with what each step read, or only planned; values are bound as a prepared statement binds them.
 * @param options of EXPLAIN
 */
export async function explain(
  sql: postgres.Sql,
  query: string,
  values: Values,
  mode: Mode,
  options = 'analyze, buffers',
): Promise<string> {
  const names: string[] = []
  const bound = query.replace(/(?<!:):([a-z_]+)!?/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  const literals = names.map((name) => {
    const value = values[name]
    if (value === undefined) throw new Error(`no value for ${name}`)
    return typeof value === 'string' ? `'${value}'` : String(value)
  })
  return await sql.begin(async (sql) => {
    await sql.unsafe(`set local plan_cache_mode = ${mode}`)
    await sql.unsafe(`prepare planned as ${bound}`)
    const lines = await sql.unsafe(
      `explain (${options}) execute planned${literals.length > 0 ? `(${literals.join(', ')})` : ''}`,
    )
    await sql.unsafe('deallocate planned')
    return lines.map((line) => line['QUERY PLAN']).join('\n')
  })
}
