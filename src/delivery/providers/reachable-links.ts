/** Nobody who is sent an email has a use for a link to the reader's own machine. */
import type { Crier } from '../../context.ts'
import { complain, isLocalLink } from '../../links.ts'
import type { Adapter } from './provider.ts'

/**
 * An adapter that really sends, and so is given no email whose links lead nowhere. That is our fault and not the message's: it is tried again,
 * and goes out once the setting is there.
 */
export function withReachableLinks(crier: Crier, adapter: Adapter): Adapter {
  return {
    ...adapter,
    async send(message) {
      if (message.channel === 'email' && message.links.some(isLocalLink)) {
        complain(crier)
        throw new Error('a link in the email would lead to this machine')
      }
      return adapter.send(message)
    },
  }
}
