import type postgres from 'postgres'

/** Does work in a transaction that is undone: for what belongs to all who share the database. @returns what it found. @throws what it throws */
export async function undone<T>(
  sql: postgres.Sql,
  work: (sql: postgres.TransactionSql) => PromiseLike<T>,
): Promise<T> {
  const enough = new Error('undone')
  let found: T
  await sql
    .begin(async (sql) => {
      found = await work(sql)
      throw enough
    })
    .catch((error) => {
      if (error !== enough) throw error
    })
  return found!
}
