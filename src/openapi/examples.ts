/** The people and things of the document's examples. */
import { decimal } from '../decimal.ts'

export const base = 'https://api.example.org'
export const ids = {
  notification: '52e7a0cb-8f0e-4f0f-9a55-3f6b0f1c7b21',
  smsTemplate: '9b1c6f3e-5d1b-4a8e-8c61-0d6b1f6d2f10',
  emailTemplate: '1d3c5b7a-90ab-4cde-8f01-23456789abcd',
  letterTemplate: '6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  service: '3f6a1c52-8d0e-4b7a-9c1f-5e2d7a90b4c3',
  replyTo: '5f0c2a9e-3b64-4d0a-8a77-6c1f2e3d4b5a',
  callback: '019ca8d0-71dc-7c3e-9f4a-2b6d8e0f1a3c',
  job: '0197f3a2-5b1c-7d4e-8a90-1c2d3e4f5a6b',
  broadcast: '0195566c-4e9d-7a21-8b30-4d5e6f708192',
  receivedText: 'b51f638b-4295-46e0-a06e-cd41eee7c33b',
}

/** What every answer to sending begins with. */
export const sentWith = (template: string, version: number, reference: string | null) => ({
  id: ids.notification,
  reference,
  uri: `${base}/v2/notifications/${ids.notification}`,
  template: { id: template, version, uri: `${base}/services/${ids.service}/templates/${template}` },
  scheduled_for: null,
})

export const textMessage = {
  id: ids.notification,
  reference: 'appt-118',
  email_address: null,
  phone_number: '07700 900 456',
  line_1: null,
  line_2: null,
  line_3: null,
  line_4: null,
  line_5: null,
  line_6: null,
  postcode: null,
  type: 'sms',
  status: 'delivered',
  template: {
    id: ids.smsTemplate,
    version: 4,
    uri: `${base}/v2/template/${ids.smsTemplate}/version/4`,
  },
  body: 'Hi Amala, see you on Tuesday',
  subject: null,
  created_at: '2026-03-02T09:00:00.125000Z',
  created_by_name: null,
  sent_at: '2026-03-02T09:00:01.004512Z',
  completed_at: '2026-03-02T09:00:07.900000Z',
  scheduled_for: null,
  postage: null,
  one_click_unsubscribe_url: null,
  is_cost_data_ready: true,
  cost_in_pounds: decimal('0.0233'),
  cost_details: {
    billable_sms_fragments: 1,
    international_rate_multiplier: decimal('1'),
    sms_rate: decimal('0.0233'),
  },
}

export const letterTemplate = {
  id: ids.letterTemplate,
  name: 'Visit letter',
  type: 'letter',
  version: 3,
  created_at: '2026-01-10T10:00:00.000000Z',
  updated_at: null,
  created_by: 'sam@example.gov.uk',
  subject: 'Your visit',
  body: 'Dear ((name))',
  personalisation: { name: { required: true } },
  postage: 'second',
  letter_contact_block: 'Pigeon Bureau\n1 Roost Lane\nLondon\nE1 8EF',
}
