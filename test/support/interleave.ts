/** Two things at once, in a chosen order. */
import type postgres from 'postgres'
import type { TestCrier } from './crier.ts'

export type Connection = postgres.Sql | postgres.TransactionSql

/** Does the second thing while the first is done and not committed, and answers what each found. */
export const interleaveOn =
  ({ sql, until }: Pick<TestCrier, 'sql' | 'until'>) =>
  async <A, B>(
    first: (connection: Connection) => Promise<A>,
    second: (connection: Connection) => Promise<B>,
  ): Promise<[A, B]> => {
    let later: Promise<B> | undefined
    let isDone = false
    const found = await sql.begin(async (transaction) => {
      const answer = await first(transaction)
      later = second(sql).finally(() => {
        isDone = true
      })
      later.catch(() => {})
      // It has either ended or waits for a lock.
      await until('the second one has come to its lock, or is done', async () => {
        const [waiting] = await sql`
          select count(*)::integer as number from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`
        return isDone || waiting!.number > 0
      })
      return answer
    })
    return [found as A, await later!]
  }
