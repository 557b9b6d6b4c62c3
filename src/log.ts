/** Structured logs: JSON lines on standard output. Recipients, content, personalisation and secrets never get into one. */
import { pino } from 'pino'

export type Log = ReturnType<typeof makeLog>

/** @param level a pino level name, or silent */
export function makeLog(level: string) {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Database errors carry the row in `detail` and `where`, and the statement's parameters.
    serializers: {
      error: (error: Error & { code?: string; constraint_name?: string; routine?: string }) => ({
        type: error?.name,
        message: error?.message,
        code: error?.code,
        constraint: error?.constraint_name,
        stack: error?.stack,
      }),
    },
  })
}
