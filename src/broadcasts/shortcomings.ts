/** What keeps alerts from phones, said loudly: at the start of the workers, and by doctor. */
import { listMuteOperators } from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'

/** In whole sentences; none where no live service broadcasts. */
export async function broadcastShortcomings({ db }: Pick<Crier, 'db'>): Promise<string[]> {
  const mute = await listMuteOperators.run(undefined, db)
  return mute.map(
    ({ provider }) =>
      `NO PHONE IS TOLD of emergency alerts by ${provider}: its transport is the sandbox (see docs/broadcasts.md).`,
  )
}

export async function warnOfMuteOperators(crier: Crier): Promise<void> {
  for (const shortcoming of await broadcastShortcomings(crier)) crier.log.error(shortcoming)
}
