/**
 * Letters as a whole, on or off: `settings.letters_enabled`, of which every process hears. What that means to rows is SQL (db/rules/letters/switch.sql); to
 * queues and the timetable, src/work.ts and src/schedule.ts. Source: specification, letters switched off.
 */
import type { MiddlewareHandler } from 'hono'
import type { Crier } from '../context.ts'
import { notFoundMessage, PlainError } from '../errors.ts'
import { json } from '../http.ts'

export const lettersAreOn = async ({ cache }: Pick<Crier, 'cache'>): Promise<boolean> =>
  (await cache.settings()).letters_enabled

/** For routes that letters alone have: while they are off nothing is there, for anybody. */
export const lettersOnly =
  (crier: Pick<Crier, 'cache'>): MiddlewareHandler =>
  async (c, next) =>
    (await lettersAreOn(crier)) ? next() : json(c, { result: 'error', message: notFoundMessage }, 404)

/** @throws PlainError 403 for a template of letters while they are off, in whichever way it would be sent */
export async function refuseLettersWhileOff(
  crier: Pick<Crier, 'cache'>,
  { type }: { type: string },
): Promise<void> {
  if (type === 'letter' && !(await lettersAreOn(crier))) throw new PlainError(403, lettersAreOff)
}

export const lettersAreOff = 'Letters are switched off'
