/** Structured logs: JSON lines on standard output. Recipients, content, personalisation and secrets never get into one. */
import { type DestinationStream, pino } from 'pino'

export type Log = ReturnType<typeof makeLog>

/** PostgreSQL quotes the value that is none of its type, or out of range (class 22), which may be anybody's address. */
const quotesValue = (code: string | undefined) => code?.length === 5 && code.startsWith('22')

function withoutValue({ message, stack, code }: Error & { code?: string }) {
  if (!quotesValue(code)) return { message, stack }
  const told = message.replace(/".*"/s, '"…"')
  return { message: told, stack: stack?.replace(message, () => told) }
}

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
        ...(error && withoutValue(error)),
        code: error?.code,
        constraint: error?.constraint_name,
      }),
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
