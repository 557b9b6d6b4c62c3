import { getCallbackDepths, listCallbackOutages } from '../../queries/callbacks.queries.ts'
import { listDatabaseFaults, listDeliveryLags } from '../../queries/platform.queries.ts'
import { broadcastShortcomings } from '../broadcasts/shortcomings.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database.ts'
import { shortcomingsOf } from '../letters/precompiled/shortcomings.ts'
import { withCrier } from './database.ts'

const tooSlow =
  'start more workers, look for a slow provider in /metrics, or raise settings.longest_lag_seconds'
const still = 'start workers (crier work), or look at the log of those that run: is a provider away?'
/** Providers that are slow and workers that are being restarted make no fault of this length. */
const standstillSeconds = 60

/** Nothing that an operator can mend: the addresses are the services' own. But who does not send them can. */
const lateSeconds = 600

async function showCallbacks(db: Database): Promise<void> {
  const [depths] = await getCallbackDepths.run(undefined, db)
  if (depths!.due > 0 && depths!.oldest_seconds > lateSeconds)
    process.stdout.write(
      `callbacks: ${depths!.due} are due, the oldest for ${Math.round(depths!.oldest_seconds / 60)} minutes\n  Is a process with workers running (crier run, crier work)?\n`,
    )
  for (const { service_name, callback_type, failing_since, ...last } of await listCallbackOutages.run(
    undefined,
    db,
  ))
    process.stdout.write(
      `callbacks: ${callback_type} of "${service_name}" has failed since ${failing_since.slice(0, 19)}Z (${last.last_error ?? `HTTP ${last.last_status}`})\n`,
    )
}

/** Looks at the database as the server's own role sees it, and at what is behind. */
export const doctorCommand = (config: Config) =>
  withCrier(config, async (crier) => {
    const { db } = crier
    const faults = await listDatabaseFaults.run(undefined, db)
    for (const lag of await listDeliveryLags.run(undefined, db)) {
      const { queue: subject, waiting, lag_seconds, standstill_seconds, admitted_share } = lag
      if (standstill_seconds > standstillSeconds) {
        const fault = `Nothing has been sent for ${Math.round(standstill_seconds)} s; ${waiting} messages wait.`
        faults.push({ subject, fault, remedy: still })
      } else if (admitted_share < 1) {
        const fault = `A message that came now would wait ${Math.round(lag_seconds)} s, so ${Math.round(admitted_share * 100)} % of what is asked is accepted.`
        faults.push({ subject, fault, remedy: tooSlow })
      }
    }
    for (const { subject, fault, remedy } of faults)
      process.stdout.write(`${subject}: ${fault}\n  ${remedy}\n`)
    if (faults.length === 0) process.stdout.write('Nothing is wrong with the database server.\n')
    else process.exitCode = 1
    await showCallbacks(db)
    for (const shortcoming of await broadcastShortcomings(crier))
      process.stdout.write(`broadcasts: ${shortcoming}\n`)
    for (const shortcoming of await shortcomingsOf(crier)) process.stdout.write(`letters: ${shortcoming}\n`)
  })
