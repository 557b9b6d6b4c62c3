/**
 * Emails through an SMTP relay, and what it tells of them afterwards. Sources: RFC 5321; RFC 3207 (STARTTLS); RFC 6376 (DKIM); RFC 3461 (asking
 * for delivery status notifications); specification, sending, wire formats (email).
 */
import type { createTransport } from 'nodemailer'
import { bearerDoor, receiptTokens } from './doors.ts'
import { secretsOf } from './proofs.ts'
import type { Account, Adapter, Protocol } from './provider.ts'
import { judged, type SmtpError } from './smtp-replies.ts'

/** Connections to the relay; each carries one message after another. */
const maxConnections = 10

const settings = {
  url: {
    about: 'smtp:// or smtps:// and the relay, with credentials if it asks for them',
    variable: 'CRIER_SMTP_URL',
    isSecret: true,
    isUrl: ['smtp:', 'smtps:'],
  },
  tls: {
    about:
      'required: never without encryption, and only to a certificate that is good for its name; unverified: encrypted where the relay offers it, to any certificate; without it: encrypted where offered, to a good certificate',
    variable: 'CRIER_SMTP_TLS',
  },
  return_path: {
    about:
      'the address to which what comes back is sent (bounces@example.org), with the message’s id behind a plus; its mail goes to POST /notifications/email/dsn',
    variable: 'CRIER_SMTP_RETURN_PATH',
  },
  dkim_domain: { about: 'the domain that signs', variable: 'CRIER_SMTP_DKIM_DOMAIN' },
  dkim_selector: { about: 'the name of its key in DNS', variable: 'CRIER_SMTP_DKIM_SELECTOR' },
  dkim_private_key: { about: 'its key, in PEM', variable: 'CRIER_SMTP_DKIM_PRIVATE_KEY', isSecret: true },
  ...receiptTokens('CRIER_SMTP_RECEIPT_TOKENS'),
} as const

const modes: Record<string, object> = {
  required: { requireTLS: true },
  unverified: { tls: { rejectUnauthorized: false } },
}

function make(account: Account): Adapter {
  const { url, tls, return_path, dkim_domain, dkim_selector, dkim_private_key } = account.settings
  if (url === undefined) {
    const words = `CRIER_SMTP_URL is not set, nor has the provider ${account.provider} a setting url`
    return { send: () => Promise.reject(new Error(words)) }
  }
  if (tls !== undefined && modes[tls] === undefined)
    return { send: () => Promise.reject(new Error('tls must be required or unverified')) }
  const signs = [dkim_domain, dkim_selector, dkim_private_key].filter((one) => one !== undefined).length
  if (signs % 3 !== 0) {
    const words = 'to sign with DKIM, dkim_domain, dkim_selector and dkim_private_key must be set together'
    return { send: () => Promise.reject(new Error(words)) }
  }
  const connections = Math.min(account.maxCalls ?? maxConnections, maxConnections * 10)
  const options = {
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: 1000,
    // A kept connection that the relay has closed meanwhile; whatever else goes wrong is the queue's to try again.
    maxRequeues: 1,
    connectionTimeout: account.timeoutMs,
    greetingTimeout: account.timeoutMs,
    socketTimeout: account.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(tls === undefined ? {} : modes[tls]),
    ...(dkim_domain === undefined
      ? {}
      : {
          dkim: {
            domainName: dkim_domain,
            keySelector: dkim_selector,
            // A variable of the environment has its lines as \n.
            privateKey: dkim_private_key!.replaceAll('\\n', '\n'),
          },
        }),
  } as Parameters<typeof createTransport>[0]
  let transport: ReturnType<typeof createTransport> | undefined
  let isClosed = false
  return {
    maxCalls: connections,
    close() {
      isClosed = true
      transport?.close()
    },
    async send(message) {
      if (message.channel !== 'email') throw new Error('SMTP carries emails alone')
      // Every attempt has the same Message-ID, so that a mailbox may leave out a second copy.
      const sender = message.from.address
      const reference = `${message.id}${sender.slice(sender.lastIndexOf('@'))}`
      const { createTransport, mailMessage } = await library()
      if (isClosed) throw new Error('the connections to the relay are closed')
      transport ??= createTransport(options, {})
      const raw = await mailMessage(message, reference)
      const from = return_path === undefined ? sender : verp(return_path, message.id)
      try {
        await transport.sendMail({
          envelope: { from: { name: '', address: from }, to: { name: '', address: message.to } },
          raw,
          // Relays that can are asked to tell of arrival too; nodemailer asks only those that announce it.
          ...(return_path === undefined
            ? {}
            : { dsn: { id: message.id, return: 'headers', notify: ['success', 'failure'] } }),
        } as Parameters<typeof transport.sendMail>[0])
      } catch (error) {
        throw judged(error as SmtpError)
      }
      // Without a return path nothing comes back to us: that the relay took the responsibility is all that will be known.
      return return_path === undefined ? { reference, receipts: ['delivered'] } : { reference }
    },
  }
}

/** What speaks SMTP takes a tenth of a second of a processor to load: most processes have no relay. */
const library = async () => ({ ...(await import('nodemailer')), ...(await import('./mail-message.ts')) })

/** The message's own return path: bounces+<id>@example.org. */
const verp = (returnPath: string, id: string) => returnPath.replace(/(?=@[^@]*$)/, `+${id}`)

export const smtp: Protocol = {
  channel: 'email',
  settings,
  make,
  receipts: {
    ...bearerDoor('/notifications/email/dsn'),
    // Without a return path nothing comes.
    isGuarded: ({ settings: { return_path, receipt_tokens } }) =>
      return_path === undefined || secretsOf(receipt_tokens).length > 0,
    maxBytes: 4 * 1024 * 1024,
    read: async ({ body }, { settings: { return_path } }) =>
      (await import('./dsn.ts')).dsnReceipts(body, return_path),
  },
}
