/** What is repaired and watched of letters before they are printed. Source: specification, letters, schedule. */
import { rescanPendingLetters, watchPendingLetters } from '../../queries/letters/checking.queries.ts'
import { replayCreatedLetters } from '../../queries/letters/making.queries.ts'
import type { Crier } from '../context.ts'
import { environmentOf } from '../delivery/watching.ts'

type Time = { now: string }

/** A task that does nothing while letters are switched off. */
const whileOn =
  (run: (crier: Crier, time: Time) => Promise<unknown>) =>
  async (crier: Crier, time: Time): Promise<void> => {
    const { letters_enabled: areOn } = await crier.cache.settings()
    if (areOn) await run(crier, time)
  }

export const replayLetters = whileOn(({ db }, { now }) => replayCreatedLetters.run({ now }, db))

/** Every ten minutes those of the last two hours, once a day those of three days. */
const rescan = async (crier: Crier, { now }: Time, oldest: string) => {
  const environment = environmentOf(crier)
  const [found] = await rescanPendingLetters.run({ oldest, environment, now }, crier.db)
  const { rescanned, missing, is_told: ticket } = found!
  if (rescanned > 0) crier.log.warn({ letters: rescanned }, 'letters are scanned again')
  if (missing.length > 0) crier.log.error({ missing, ticket }, 'letters whose PDF is gone')
}

export const checkPendingLetters = whileOn((crier, time) => rescan(crier, time, '2 hours'))

export const checkPendingLettersOfDays = whileOn(async (crier, time) => {
  await rescan(crier, time, '3 days')
  const environment = environmentOf(crier)
  for (const { letters, is_told: ticket } of await watchPendingLetters.run(
    { environment, now: time.now },
    crier.db,
  ))
    crier.log.error({ letters, ticket }, 'letters still pending virus check')
})
