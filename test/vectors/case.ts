/** The published examples: one file per rule, each a list of inputs with what must come of them. */
import type { Sql } from 'postgres'

export type Case = { input: unknown; expected?: unknown; error?: unknown }

/**
 * What answers the cases of a file, by the name of the file. The answer to a case with an error is `{ error }`, or the
 * error is thrown with that message.
 */
export type Mapping = Record<string, (input: any, context: { sql: Sql }) => unknown | Promise<unknown>>
