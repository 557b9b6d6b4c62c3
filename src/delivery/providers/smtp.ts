/** Emails through an SMTP relay. Source: RFC 5321, specification, sending, wire formats (email). */
import { createTransport } from 'nodemailer'
import { providerTimeoutMs } from './call.ts'
import { mailMessage } from './mail-message.ts'
import type { Adapter, Outgoing } from './provider.ts'
import { judged, type SmtpError } from './smtp-replies.ts'

/** Connections to the relay; each carries one message after another. */
const maxConnections = 10

/** @param url smtp:// or smtps://, with credentials if the relay asks for them */
export function makeSmtp(url: string | undefined): Adapter {
  if (url === undefined) {
    return { send: () => Promise.reject(new Error('CRIER_SMTP_URL is not set')) }
  }
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections,
      maxMessages: 1000,
      connectionTimeout: providerTimeoutMs,
      greetingTimeout: providerTimeoutMs,
      socketTimeout: providerTimeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0],
    {},
  )
  return {
    maxCalls: maxConnections,
    close: () => transport.close(),
    async send(message: Outgoing) {
      if (message.channel !== 'email') throw new Error('SMTP carries emails alone')
      // Every attempt has the same Message-ID, so that a mailbox may leave out a second copy.
      const sender = message.from.address
      const reference = `${message.id}${sender.slice(sender.lastIndexOf('@'))}`
      const raw = await mailMessage(message, reference)
      try {
        await transport.sendMail({
          envelope: { from: { name: '', address: sender }, to: { name: '', address: message.to } },
          raw,
        })
      } catch (error) {
        throw judged(error as SmtpError)
      }
      // A relay sends no receipts: that it took the responsibility is all that will be known.
      return { reference, receipts: ['delivered'] }
    },
  }
}
