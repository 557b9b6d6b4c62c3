/** Errors of files sent by email. */
import { each, type Maker, type Makers, type World } from './maker.ts'

const endpoint = 'POST /v2/notifications/email (file)'
const contact = { contact_link: 'https://example.gov.uk/contact' }

async function sentWith(world: World, file: unknown, service: Record<string, unknown> = contact) {
  return world.sent(
    'email',
    { personalisation: { doc: file } },
    { service, template: { content: '((doc))' } },
  )
}

const refused =
  (...files: [Record<string, unknown>, Record<string, string>?][]): Maker =>
  async (world) => {
    const made = files.map(async ([file, stands]) => ({
      answer: await sentWith(world, { file: 'YWJj', ...file }),
      ...(stands ? { stands } : {}),
    }))
    return Promise.all(made)
  }

/** The head of a ZIP archive that is no document. */
const zip = Buffer.from('504b0304140000000000', 'hex')
/** What scanners are tested with; it harms nothing. Split, so that a scanner lets this file alone. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('-')

export const fileErrors: Makers = {
  [endpoint]: {
    'file not a string': refused([{ file: false }, { VALUE: 'False' }], [{ file: ['a'] }, { VALUE: '[a]' }]),
    'unexpected key in the file object': refused([{ other: 1 }, { NAME: 'other' }]),
    'is_csv not boolean or null': refused([{ is_csv: 'bad' }, { VALUE: 'bad' }]),
    'confirm_email_before_download not boolean or null': refused([
      { confirm_email_before_download: 'potato' },
      { VALUE: 'potato' },
    ]),
    'retention_period outside 1-78 weeks or malformed': refused(
      [{ retention_period: '79 weeks' }, { VALUE: '79 weeks' }],
      [{ retention_period: false }, { VALUE: 'False' }],
      [{ retention_period: '1 month' }, { VALUE: '1 month' }],
    ),
    'filename without a dot or not a string': refused([{ filename: 'file' }], [{ filename: 3 }]),
    'is_csv and filename keys both present': refused(
      [{ is_csv: true, filename: 'a.csv' }],
      [{ is_csv: null, filename: null }],
    ),
    'service has no contact link': async (world) => {
      const who = await world.service()
      const template_id = await world.makeTemplate(who, { type: 'email', content: '((doc))' })
      const body = {
        email_address: 'amala@example.gov.uk',
        template_id,
        personalisation: { doc: { file: 'YWJj' } },
      }
      const stands = { SERVICE_ID: who.id, ADMIN_BASE_URL: world.crier.config.adminBaseUrl }
      return { answer: await world.post('email', who, body), stands }
    },
    'file not base64': refused([{ file: 'a' }], [{ file: 'abcde' }]),
    'file empty after decoding': refused([{ file: '' }]),
    'file over 2 MiB + 1 KiB decoded, or upload request over 3 MiB': async (world) =>
      each([
        await sentWith(world, { file: Buffer.alloc(2 * 1024 * 1024 + 1025, 'a').toString('base64') }),
        await sentWith(world, { file: Buffer.alloc(4 * 1024 * 1024, 'a').toString('base64') }),
      ]),
    'filename over 100 characters': refused([{ filename: `${'a'.repeat(97)}.csv` }]),
    'detected MIME type not allowed': refused([{ file: zip.toString('base64') }]),
    'filename extension not allowed': refused([{ filename: 'a.zip' }]),
    'virus found': async (world) =>
      each([await sentWith(world, { file: Buffer.from(eicar).toString('base64'), filename: 'a.txt' })]),
  },
}
