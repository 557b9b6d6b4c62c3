/** Codes and links of a platform that somebody tries out on their own machine, where no provider sends them: in the log, or nobody could sign in. */
import type { Crier } from '../context.ts'
import { accounts } from './providers/accounts.ts'
import type { Outgoing } from './providers/provider.ts'

/** The platform's own service. Source: specification, data model, seed rows. */
const ownService = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553'

/**
 * Writes a message of the platform's own service into the log, when `run` is all that there is and the sandbox took it. Everywhere else, and of all other
 * services, what messages say and whom they go to stays out of logs.
 */
export async function showOwnMessage(
  crier: Crier,
  serviceId: string,
  provider: string,
  message: Outgoing,
): Promise<void> {
  if (!crier.isStandalone || serviceId !== ownService) return
  const account = (await accounts(crier)).find((one) => one.provider === provider)
  if (account?.adapter !== 'sandbox') return
  const { to, text } = message
  crier.log.info({ to, text }, 'not sent to anybody: the sandbox has it')
}
