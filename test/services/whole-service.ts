/** A document with everything that a service can have. */
export const whole = (name: string) => ({
  $schema: './service.schema.json',
  service: {
    name,
    restricted: false,
    permissions: ['sms', 'email', 'letter', 'upload_document'],
    organisation_type: 'local',
    rate_limit: 600,
    sms_message_limit: 1000,
    prefix_sms: false,
    custom_email_sender_name: 'Parking',
    contact_link: 'https://www.example.gov.uk/parking',
  },
  sms_senders: [{ sms_sender: 'PARKING', is_default: true }, { sms_sender: 'FINES' }],
  reply_to_addresses: [
    { email_address: 'parking@example.gov.uk' },
    { email_address: 'fines@example.gov.uk' },
  ],
  letter_contacts: [{ contact_block: 'Parking\n1 High Street\nLondon', is_default: true }],
  guest_list: { email_addresses: ['Guest@example.gov.uk'], phone_numbers: ['07700 900 456'] },
  data_retention: { sms: 30, email: null },
  templates: [
    { name: 'Code', template_type: 'sms', content: 'Your code is ((code))', process_type: 'priority' },
    {
      name: 'Reminder',
      template_type: 'email',
      subject: 'Renew by ((day))',
      content: 'Dear ((name))',
      folder: ['Permits', 'Renewals'],
    },
    {
      name: 'Permit',
      template_type: 'letter',
      subject: 'Your permit',
      content: 'Dear ((name))',
      postage: 'first',
      letter_welsh_subject: 'Eich trwydded',
      letter_welsh_content: 'Annwyl ((name))',
    },
  ],
})
