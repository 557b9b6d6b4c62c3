/** The endpoints that send. */
import { requestSchemas } from '../../notifications/requests.ts'
import { emailSent, smsSent } from '../answers.ts'
import { ids, sentWith } from '../examples.ts'
import type { Operation } from '../operation.ts'

/** Rates and a clock only judge values: the shape is the same with any. */
const schemas = requestSchemas(new Map(), () => new Date())

export const sendingRefusals: Operation['refusals'] = {
  400: [
    ['ValidationError', 'template_id is not a valid UUID'],
    ['BadRequestError', 'Missing personalisation: name'],
    ['BadRequestError', 'Can’t send to this recipient using a team-only API key'],
    [
      'BadRequestError',
      'Your message is too long. Emails cannot be longer than 10000000 bytes as HTML and plain text.',
    ],
  ],
  429: [
    ['RateLimitError', 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds'],
    ['TooManyRequestsError', 'Exceeded send limits (sms: 250000) for today'],
  ],
}

export const sendingOperations: Operation[] = [
  {
    method: 'post',
    path: '/v2/notifications/sms',
    id: 'sendSms',
    tag: 'Send',
    summary: 'Send a text message',
    sends: true,
    bodies: [
      {
        schema: schemas.sms,
        examples: {
          appointment: {
            summary: 'A reminder of an appointment',
            value: {
              phone_number: '07700 900 456',
              template_id: ids.smsTemplate,
              personalisation: { name: 'Amala', day: 'Tuesday' },
              reference: 'appt-118',
            },
          },
        },
      },
    ],
    answers: {
      201: {
        description: 'Accepted: stored and queued.',
        schema: smsSent,
        examples: {
          appointment: {
            summary: 'A reminder of an appointment',
            value: {
              ...sentWith(ids.smsTemplate, 4, 'appt-118'),
              content: { body: 'Hi Amala, see you on Tuesday', from_number: '447700900000' },
            },
          },
        },
      },
    },
    refusals: sendingRefusals,
  },
  {
    method: 'post',
    path: '/v2/notifications/email',
    id: 'sendEmail',
    tag: 'Send',
    summary: 'Send an email',
    description:
      'A placeholder’s value may be a file: `{"file": "<base64>", "filename": "letter.pdf", "confirm_email_before_download": true, "retention_period": "26 weeks"}`. The email then holds a link to it.',
    sends: true,
    bodies: [
      {
        schema: schemas.email,
        examples: {
          visit: {
            summary: 'A list among the values',
            value: {
              email_address: 'amala@example.gov.uk',
              template_id: ids.emailTemplate,
              personalisation: { name: 'Amala', docs: ['passport', 'bill'] },
              email_reply_to_id: ids.replyTo,
              one_click_unsubscribe_url: 'https://example.org/u?id=77',
              sanitise_content_for: ['name'],
            },
          },
          file: {
            summary: 'A file to download',
            value: {
              email_address: 'amala@example.gov.uk',
              template_id: ids.emailTemplate,
              personalisation: { name: 'Amala', docs: { file: 'bmFtZSxkYXkK', filename: 'visits.csv' } },
            },
          },
        },
      },
    ],
    answers: {
      201: {
        description: 'Accepted: stored and queued.',
        schema: emailSent,
        examples: {
          visit: {
            summary: 'A list among the values',
            value: {
              ...sentWith(ids.emailTemplate, 2, null),
              content: {
                subject: 'Your visit, Amala',
                body: 'Dear Amala\n\nBring:\n\n* passport\n* bill',
                from_email: 'pigeon.bureau@notify.example.org',
                one_click_unsubscribe_url: 'https://example.org/u?id=77',
              },
              sanitised_content: {},
            },
          },
        },
      },
    },
    refusals: sendingRefusals,
  },
]
