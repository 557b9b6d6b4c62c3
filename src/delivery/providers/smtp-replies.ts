/** What a relay's refusal says of one email. Source: RFC 3463 (enhanced status codes), RFC 5321 section 4.2 (replies), RFC 4954 (login). */
import { MessageFault, type Refusal } from './provider.ts'

/** As nodemailer throws it: command is the last one sent, response the reply's lines. */
export type SmtpError = Error & {
  code?: string
  responseCode?: number
  command?: string
  response?: string
}

/**
 * X.1.x is the address, X.2.x its mailbox. Of the address: 5 is a success, 7 and 8 are the sender's address, 9 is another relay's fault.
 * All other subjects (system, network, protocol, content, policy) are faults of the relay or of ours.
 */
const badAddress = /^5\.1\.(?!5$|7$|8$|9$)/
const fullMailbox = /^5\.2\./

/** "Other": a code that says no more than the reply's number does. */
const unspecific = '5.0.0'

/** Replies without an enhanced code that mean the mailbox: not there, not here, not a name, no mail at its domain. Others speak of the session or of us. */
const aboutMailbox = new Set([550, 551, 553, 556])
/** Of these two the words tell a mailbox that is full from one that is not there (550), or from a message that is too big for the relay (552). */
const maybeFull = new Set([550, 552])
const full = /mail ?box.*\b(full|limit|quota|exceed)|over ?quota|quota exceeded|storage allocation/i
/** Of the connection, before any recipient was named: what went wrong (a name, a certificate) is for the operator to know. */
const aboutConnection = new Set(['ECONNECTION', 'ESOCKET', 'EDNS', 'ETLS', 'ETIMEDOUT', 'EPROXY'])
/** Relays answer 550 also where they do not serve us, or no more today ("relay not permitted"): what sounds like it is no word about the address. */
const aboutUs =
  /relay|rcpthosts|auth|login|sender|permi|denied|prohibit|polic|spam|block|blacklist|reputation|verif|sending|daily|hour|per day|rate limit|too many|later/i

/**
 * One message is condemned only by a permanent reply (both codes begin with 5) about its recipient, at RCPT TO or at the end of DATA. Whatever else
 * is refused, from the greeting to MAIL FROM, would be refused for every message while the relay or its settings are wrong: it is tried again, so
 * that a misconfigured relay loses nothing. The error's words hold the codes alone: relays quote the recipient.
 */
export function judged(error: SmtpError): Error {
  const { responseCode, command = '', code = '', response = '' } = error
  const enhanced = enhancedCode(response)
  const codes = [responseCode, enhanced].filter(Boolean).join(' ')
  const why = responseCode === undefined && aboutConnection.has(code) ? `: ${error.message}` : ''
  const words = `SMTP ${command.replace(/[^A-Z ]/g, '') || code || 'failed'}${codes === '' ? '' : ` (${codes})`}${why}`
  const refusal = refusalOf(error, enhanced)
  return refusal === null ? new Error(words) : new MessageFault(words, refusal)
}

function refusalOf(
  { code, command, message, response = '', responseCode }: SmtpError,
  enhanced: string | null,
): Refusal | null {
  // Refused before a word was sent: a recipient with characters that would end the command.
  if (responseCode === undefined)
    return code === 'EENVELOPE' && /recipient/i.test(message) ? 'message-fault' : null
  if (responseCode < 500 || responseCode > 599) return null
  const isRecipient = command === 'RCPT TO'
  // The reply to the command DATA itself is about the session, that to the dot after the message about the message.
  const isMessage = command === 'DATA' && code === 'EMESSAGE'
  if (!isRecipient && !isMessage) return null
  if (enhanced !== null && enhanced !== unspecific) {
    if (badAddress.test(enhanced)) return 'permanent-failure'
    return fullMailbox.test(enhanced) ? 'temporary-failure' : null
  }
  if (!isRecipient || aboutUs.test(response)) return null
  if (maybeFull.has(responseCode) && full.test(response)) return 'temporary-failure'
  return aboutMailbox.has(responseCode) ? 'permanent-failure' : null
}

/** The code after the reply's number, or as some relays write it: (#5.1.1). */
function enhancedCode(response: string): string | null {
  const found =
    /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S)/m.exec(response) ??
    /#([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)
  return found?.[1] ?? null
}
