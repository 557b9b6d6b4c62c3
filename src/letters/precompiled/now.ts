/** PDFs that are judged while somebody waits for the answer. */
import type { Crier } from '../../context.ts'
import { PlainError } from '../../errors.ts'
import { CannotSanitise, type Sanitised, type SanitiseOptions } from './results.ts'

/** Less than a request may take. */
const seconds = 28

/** @throws PlainError 503 when it can not be done now */
export async function sanitiseNow(
  { sanitiser, log }: Pick<Crier, 'sanitiser' | 'log'>,
  pdf: Uint8Array,
  options: Omit<SanitiseOptions, 'signal'>,
): Promise<Sanitised> {
  const signal = AbortSignal.timeout(seconds * 1000)
  try {
    return await sanitiser.sanitise(pdf, { ...options, signal })
  } catch (error) {
    if (!(error instanceof CannotSanitise) && error !== signal.reason) throw error
    log.error({ reason: (error as Error).message }, 'a letter could not be read')
    throw new PlainError(503, 'This file can not be read now, try again later', { 'retry-after': '60' })
  }
}
