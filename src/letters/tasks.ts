/** What is repaired and watched of letters before they are printed. Source: specification, letters, schedule. */
import { rescanPendingLetters, watchPendingLetters } from '../../queries/letters/checking.queries.ts'
import { replayCreatedLetters } from '../../queries/letters/making.queries.ts'
import type { Crier } from '../context.ts'
import { environmentOf } from '../delivery/watching.ts'
import { lettersAreOn } from './switch.ts'

type Time = { now: string }

/** Part of a task of all channels. */
export async function replayLetters(crier: Crier, { now }: Time): Promise<void> {
  if (await lettersAreOn(crier)) await replayCreatedLetters.run({ now }, crier.db)
}

/** Every ten minutes those of the last two hours, once a day those of three days. */
const rescan = async (crier: Crier, { now }: Time, oldest: string) => {
  const environment = environmentOf(crier)
  const [found] = await rescanPendingLetters.run({ oldest, environment, now }, crier.db)
  const { rescanned, missing, is_told: ticket } = found!
  if (rescanned > 0) crier.log.warn({ letters: rescanned }, 'letters are scanned again')
  if (missing.length > 0) crier.log.error({ missing, ticket }, 'letters whose PDF is gone')
}

export const checkPendingLetters = (crier: Crier, time: Time) => rescan(crier, time, '2 hours')

export async function checkPendingLettersOfDays(crier: Crier, time: Time): Promise<void> {
  await rescan(crier, time, '3 days')
  const environment = environmentOf(crier)
  for (const { letters, is_told: ticket } of await watchPendingLetters.run(
    { environment, now: time.now },
    crier.db,
  ))
    crier.log.error({ letters, ticket }, 'letters still pending virus check')
}
