/**
 * Makes docs/images/email.png: an email with every construct of the dialect is sent through a running Crier to an SMTP server, and what
 * arrived there is shown in Chromium. Run it by hand after a change of how emails look: node test/templates/picture.ts
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { smtpPeer } from '../delivery/peers.ts'
import { testCrier } from '../support/crier.ts'

const content = `Dear ((name)),

# Your appointment

We expect you on ((day)) at ((place)). Please bring:

((documents))

^ If you cannot come, tell us the day before: it's no trouble.

## What happens next

1. You check in at the desk
2. We look at your papers
3. You get an answer within a week

---

More at [our pages](https://www.gov.uk/browse "All pages") or https://www.gov.uk/contact.

((hurry??There are only a few places left.))`

const personalisation = {
  name: 'Amala',
  day: 'Tuesday 3 March',
  place: 'the town hall',
  documents: ['your passport', 'a recent bill', 'this email'],
  hurry: 'yes',
}

/** The HTML part of a message as it came over SMTP. */
function htmlPart(raw: string): string {
  const part = raw.slice(raw.indexOf('Content-Type: text/html'))
  const headersEnd = part.indexOf('\r\n\r\n')
  const encoded = part.slice(headersEnd + 4, part.indexOf('\r\n--', headersEnd))
  if (/base64/i.test(part.slice(0, headersEnd))) return Buffer.from(encoded, 'base64').toString('utf8')
  const bytes = encoded
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

const peer = await smtpPeer()
const crier = await testCrier({ providers: { smtp: { url: peer.url } } })
const folder = await mkdtemp(join(tmpdir(), 'crier-picture-'))
try {
  await crier.sql`update provider_details set active = (identifier = 'smtp') where notification_type = 'email'`
  await crier.work()
  const service = await crier.makeService({ name: 'Pigeon Bureau' })
  const template = await crier.makeTemplate(service, {
    type: 'email',
    subject: 'Your visit, ((name))',
    content,
  })
  const sent = await crier.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: { email_address: 'amala@example.gov.uk', template_id: template, personalisation },
  })
  if (sent.status !== 201) throw new Error(JSON.stringify(sent.body))
  const page = join(folder, 'email.html')
  await crier.until('the email has arrived', async () => peer.mails.length > 0)
  await writeFile(page, htmlPart(peer.mails[0]!.raw))
  await promisify(execFile)('chromium', [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--hide-scrollbars',
    '--window-size=700,770',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--screenshot=docs/images/email.png',
    `file://${page}`,
  ])
} finally {
  await crier.close()
  await peer.close()
  await rm(folder, { recursive: true, force: true })
}
