/** An operator inside Crier: acknowledges everything, and keeps what it was sent for people to look at. */
import { failed, faultOf, type Message, ok, type Provider, type Site, type Transport } from './transport.ts'

/** What a sandbox keeps; `providerMessageId` is null for a link test. */
export type Received = { providerMessageId: string | null; provider: Provider; site: Site; document: string }

/** @param keep stores it; what it throws is a failed delivery */
export function makeSandbox(keep: (received: Received) => Promise<unknown>): Transport {
  return {
    async deliver(provider, site, { payload, document }: Message) {
      try {
        const providerMessageId = payload.message_type === 'test' ? null : payload.identifier
        await keep({ providerMessageId, provider, site, document })
        return ok
      } catch (error) {
        return failed(faultOf(error))
      }
    },
    close: async () => {},
  }
}
