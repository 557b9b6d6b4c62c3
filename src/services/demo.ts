/** The demo service as a document: one of each thing that a service can have. */
import type { ServiceDocument } from './document.ts'

/** What every service made by the command line begins with. */
export const firstTemplates = {
  sms: {
    name: 'Example text message',
    template_type: 'sms',
    content: 'Hello ((name)), your code is ((code)).',
  },
  email: {
    name: 'Example email',
    template_type: 'email',
    subject: 'Your appointment on ((day))',
    content: [
      'Hello ((name)),',
      '# Your appointment',
      'We expect you on ((day)). Please bring:',
      '* your passport\n* a recent bill\n* this email',
      '^ If you cannot come, tell us the day before.',
      'Find out more at https://www.gov.uk/',
    ].join('\n\n'),
  },
} as const

export const moreTemplates = {
  file: {
    name: 'Example email with a file',
    template_type: 'email',
    subject: 'Your permit',
    content: 'Hello ((name)),\n\nDownload your permit:\n\n((link_to_file))\n\nThe link works for 26 weeks.',
  },
  letter: {
    name: 'Example letter',
    template_type: 'letter',
    subject: 'Your appointment on ((day))',
    content: [
      'Dear ((name))',
      'We expect you on ((day)). Please bring:',
      '* your passport\n* a recent bill\n* this letter',
      'Yours sincerely',
      'The demo service',
    ].join('\n\n'),
    letter_contact: 'Demo service',
  },
} as const

/** One of Ofcom's numbers for drama and an address that cannot exist: nobody is ever written to. */
export const demoGuests = ['guest@example.gov.uk', '07700 900123']

export const demoDocument: ServiceDocument = {
  service: {
    name: 'Demo service',
    restricted: false,
    permissions: [
      'sms',
      'email',
      'letter',
      'international_sms',
      'international_letters',
      'upload_letters',
      'upload_document',
    ],
    contact_link: 'https://www.example.gov.uk/contact',
  },
  sms_senders: [{ sms_sender: 'DEMO' }],
  reply_to_addresses: [{ email_address: 'answers@example.gov.uk' }],
  letter_contacts: [{ contact_block: 'Demo service\n1 High Street\nLondon\nSW1A 1AA', is_default: true }],
  guest_list: { email_addresses: [demoGuests[0]!], phone_numbers: [demoGuests[1]!] },
  templates: [firstTemplates.sms, firstTemplates.email, moreTemplates.file, moreTemplates.letter],
}
