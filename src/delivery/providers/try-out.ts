/** One message through one provider, to see whether it works: past templates, limits and the queue, and counted nowhere. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import {
  beginProviderTest,
  endProviderTest,
  getProviderTest,
  noteProviderTestReference,
} from '../../../queries/delivery/providers.queries.ts'
import type { Crier } from '../../context.ts'
import { emailAddressMessage, parseEmailAddress } from '../../recipients/email-addresses.ts'
import { parsePhoneNumber, phonePersonMessage } from '../../recipients/phone-numbers.ts'
import { accounts, adapterFor } from './accounts.ts'
import { type Channel, MessageFault, type Outgoing } from './provider.ts'

const pollMs = 500

/**
 * @param seconds how long its receipt is waited for
 * @param says is told what happens, a line at a time
 * @returns whether the provider took it, and told that it arrived if it tells
 * @throws Error of one line for a recipient that is none
 */
export async function tryOut(
  crier: Crier,
  provider: string,
  recipient: string,
  seconds: number,
  says: (line: string) => void,
): Promise<boolean> {
  const account = (await accounts(crier)).find((one) => one.provider === provider)!
  const message = await messageTo(crier, account.channel, recipient)
  const { id } = message
  await beginProviderTest.run({ id, provider, now: crier.now().toISOString() }, crier.db)
  try {
    const adapter = await adapterFor(crier, provider)
    const began = performance.now()
    const sent = await adapter.send(message)
    const took = Math.round(performance.now() - began)
    says(
      `${provider} took the message ${id} in ${took} ms${sent.reference === null ? '' : `, as ${sent.reference}`}`,
    )
    if (sent.reference !== null)
      await noteProviderTestReference.run({ id, reference: sent.reference }, crier.db)
    if (sent.receipts !== undefined) {
      says(`It tells no more: ${sent.receipts.join(', ')}`)
      return true
    }
    if (account.protocol?.receipts === undefined) {
      says('No receipts come from it.')
      return true
    }
    return await waitForReceipt(crier, id, seconds, says)
  } catch (error) {
    const whose =
      error instanceof MessageFault ? `refused this message (${error.refusal})` : 'did not take the message'
    const because = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
    says(`${provider} ${whose}: ${(error as Error).message}${because}`)
    return false
  } finally {
    await endProviderTest.run({ id, now: crier.now().toISOString() }, crier.db)
  }
}

async function waitForReceipt(
  crier: Crier,
  id: string,
  seconds: number,
  says: (line: string) => void,
): Promise<boolean> {
  says(`Waiting up to ${seconds} seconds for its receipt, which a running "serve" takes …`)
  let heard: string | null = null
  for (const ends = performance.now() + seconds * 1000; ; ) {
    const [row] = await getProviderTest.run({ id }, crier.db)
    if (row?.status && row.status !== heard) {
      heard = row.status
      const status = row.refined ?? row.meaning
      const code = row.code === null ? '' : `, code ${row.code}${row.words === null ? '' : ` (${row.words})`}`
      says(
        `It told: ${row.status}${code}, which means ${status ?? 'nothing that provider_receipt_statuses knows'}`,
      )
      if (status !== null && status !== 'pending') return status === 'delivered'
    }
    if (performance.now() >= ends) {
      says('No receipt with an outcome has come.')
      return false
    }
    await pause(pollMs)
  }
}

async function messageTo(crier: Crier, channel: Channel, recipient: string): Promise<Outgoing> {
  const id = randomUUID()
  const text = `This is a test of the provider, sent by Crier's operator (${id}).`
  if (channel === 'sms') {
    const number = parsePhoneNumber(recipient, await crier.cache.smsRates())
    if (typeof number === 'string') throw new Error(phonePersonMessage[number])
    const { normalised, international } = number
    return { channel, id, to: normalised, text, sender: null, international, isTest: false }
  }
  const to = parseEmailAddress(recipient)
  if (to === null) throw new Error(emailAddressMessage)
  const { email_domain } = await crier.cache.settings()
  return {
    channel,
    id,
    to,
    from: { name: 'Crier', address: `crier@${email_domain}` },
    replyTo: null,
    subject: 'A test of the provider',
    text,
    html: `<p>${text.replaceAll("'", '&#39;')}</p>`,
    headers: {},
    links: [],
    isTest: false,
  }
}
