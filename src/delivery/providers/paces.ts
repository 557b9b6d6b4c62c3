/** A provider's messages per second, over all processes: turns are taken in the database (claim_turns), and waited for here. */
import { setTimeout as pause } from 'node:timers/promises'
import { claimTurns } from '../../../queries/delivery.queries.ts'
import type { Crier } from '../../context.ts'
import { gather } from '../../gather.ts'
import { type Adapter, NoTurn } from './provider.ts'

/** Turns are taken for the next seconds alone: a call that waits holds one of its adapter's places, and its batch. */
const mostAheadSeconds = 10

/** An adapter that sends when it is its message's turn. */
export function withPace(crier: Crier, provider: string, adapter: Adapter): Adapter {
  const turn = gather({
    maxBatch: 1000,
    maxInFlight: 1,
    maxWaiting: 10_000,
    /** Milliseconds to wait, for each; null: no turn is left. */
    async run(asked: null[]): Promise<{ waits: number | null }[]> {
      const parameters = { provider, wanted: asked.length, most_ahead_seconds: mostAheadSeconds }
      const [answer] = await claimTurns.run(parameters, crier.db)
      const { granted, wait_seconds, gap_seconds } = answer!
      return asked.map((_, index) => ({
        waits: index < granted ? (wait_seconds + index * gap_seconds) * 1000 : null,
      }))
    },
  })
  return {
    ...adapter,
    async send(message) {
      const { waits } = await turn(null)
      if (waits === null) throw new NoTurn(`${provider} has no turn within ${mostAheadSeconds} seconds`)
      if (waits > 0) await pause(waits)
      return adapter.send(message)
    },
  }
}
