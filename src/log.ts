/** Structured logs: JSON lines on standard output. Recipients, content, personalisation and secrets never get into one. */
import { type DestinationStream, pino } from 'pino'

export type Log = ReturnType<typeof makeLog>

/**
 * @param level a pino level name, or silent
 * @param destination of the lines, if not standard output
 */
export function makeLog(level: string, destination?: DestinationStream) {
  const options = {
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
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
