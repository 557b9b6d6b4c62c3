/**
 * Texts that people send to numbers of ours, as providers post them. Each protocol's file says how it writes them and proves itself; the rules
 * (whose number it is, what is a repeat) are in receive_texts. Source: specification, sending, inbound SMS, webhooks.
 */
import { createHmac } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { receiveTexts } from '../../queries/inbound.queries.ts'
import type { Crier } from '../context.ts'
import type { KnownAccount } from '../delivery/providers/accounts.ts'
import { httpInboundPath } from '../delivery/providers/http.ts'
import { mountPath, provenPost } from '../delivery/providers/posting.ts'
import { protocols } from '../delivery/providers/protocols.ts'
import type { ReceivedText } from '../delivery/providers/provider.ts'
import { gather } from '../gather.ts'
import { answerHeaders } from '../http.ts'
import { parsePhoneNumber } from '../recipients/phone-numbers.ts'

type Received = {
  provider: string
  number: string
  sender: string
  content: string
  provider_date: string | null
  reference: string | null
  fingerprint: string | null
}

export function inboundProviderRoutes(crier: Crier): Hono {
  const app = new Hono()
  const key = crier.seal.key('fingerprints of received texts')

  const store = gather({
    maxBatch: 500,
    maxInFlight: 2,
    maxWaiting: 10_000,
    // A repeat is stored once.
    isRepeatable: true,
    async run(texts: Received[]) {
      const numbered = texts.map((text, ord) => ({ ...text, ord }))
      const now = crier.now().toISOString()
      const answers = await receiveTexts.run({ texts: numbered as never, now }, crier.db)
      const outcomes: string[] = []
      for (const { ord, outcome, id, service_id } of answers) {
        outcomes[ord] = outcome
        const about = { provider: texts[ord]!.provider, outcome, inboundId: id, serviceId: service_id }
        // Whoever may post has proven to be a provider: a number that nobody has is the operator's to put right.
        if (outcome === 'unknown-number' || outcome === 'not-permitted')
          crier.log.warn(about, 'a text was received that no service takes')
        else crier.log.debug(about, 'text received')
      }
      return outcomes
    },
  })

  async function throughDoor(
    c: Context,
    target: string,
    isMeant: (account: KnownAccount) => boolean,
  ): Promise<Response> {
    const { posted, account, door } = await provenPost(crier, c, target, isMeant, inboundDoor)
    const texts = await door.read(posted, account, crier.now())
    const outcomes = await Promise.all(
      texts.map(async (text) => store(await received(text, account.provider))),
    )
    const isIgnored = outcomes.length > 0 && outcomes.every((outcome) => !taken.has(outcome))
    const { type, body } = door.replies[isIgnored ? 'ignored' : 'taken']
    c.set('isComplete', true)
    return new Response(body, { headers: { 'content-type': type, ...answerHeaders(c) } })
  }

  async function received(text: ReceivedText, provider: string): Promise<Received> {
    const { number, content, reference, date } = text
    const read = parsePhoneNumber(text.sender, await crier.cache.smsRates())
    const sender = typeof read === 'string' ? text.sender : read.normalised
    const provider_date = date?.toISOString() ?? null
    return {
      provider,
      number,
      sender,
      content,
      provider_date,
      reference,
      fingerprint: fingerprintOf(provider, number, sender, content, reference, provider_date),
    }
  }

  /**
   * With a key: else whoever sees it could try out all numbers. The words count beside the provider's name for them: one that gives a name twice loses
   * nobody's text, and Notify's functional tests give all of theirs one name. With neither name nor time, the same words of one person twice are two texts.
   */
  function fingerprintOf(
    provider: string,
    number: string,
    sender: string,
    content: string,
    reference: string | null,
    date: string | null,
  ): string | null {
    const occasion = reference === null ? date : { reference }
    if (occasion === null) return null
    const parts = [provider, number, sender, occasion, content]
    return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64')
  }

  for (const [adapter, { inbound }] of Object.entries(protocols)) {
    if (inbound !== undefined)
      mountPath(app, inbound.path, (c, target) =>
        throughDoor(c, target, (account) => account.adapter === adapter),
      )
  }
  mountPath(app, httpInboundPath(':provider'), (c, target) => {
    const isMeant = ({ row, channel, provider }: KnownAccount) =>
      row.http !== null && channel === 'sms' && provider === c.req.param('provider')
    return throughDoor(c, target, isMeant)
  })
  return app
}

const inboundDoor = (account: KnownAccount) => account.protocol?.inbound
const taken = new Set(['stored', 'repeated'])
