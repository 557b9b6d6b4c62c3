/** Many messages in one call, beyond Notify. */
import * as v from 'valibot'
import { bulkRequest } from '../../notifications/bulk.ts'
import { bulkSent } from '../answers.ts'
import { ids, sentWith } from '../examples.ts'
import type { AnswerOf, Operation } from '../operation.ts'
import { sendingRefusals } from './sending.ts'

const refused = {
  status_code: 400,
  errors: [{ error: 'ValidationError', message: 'phone_number Must not contain letters or symbols' }],
}
const { scheduled_for, ...sent } = sentWith(ids.smsTemplate, 4, 'appt-118')

const answer = (description: string, value: unknown): AnswerOf => ({
  description,
  schema: bulkSent,
  examples: { example: { summary: description, value } },
})

export const bulkOperations: Operation[] = [
  {
    method: 'post',
    path: '/v2/notifications/bulk',
    id: 'sendBulk',
    tag: 'Send',
    summary: 'Send up to 1,000 messages of one template',
    description:
      'Each message has the keys that it would have if it were sent by itself, without `template_id`, and is accepted or refused by itself; the answers are in the order of the messages. The call takes one token of the per-minute limit; daily limits count each message.',
    addition: true,
    sends: true,
    bodies: [
      {
        schema: bulkRequest,
        examples: {
          two: {
            summary: 'Two text messages',
            value: {
              template_id: ids.smsTemplate,
              messages: [
                {
                  phone_number: '07700 900 456',
                  personalisation: { name: 'Amala', day: 'Tuesday' },
                  reference: 'appt-118',
                },
                { phone_number: '07700x900457', personalisation: { name: 'Ben', day: 'Tuesday' } },
              ],
            },
          },
        },
      },
    ],
    answers: {
      200: answer('Every message was refused.', { notifications: [refused], accepted: 0, refused: 1 }),
      201: answer('At least one message was accepted.', {
        notifications: [
          {
            status_code: 201,
            ...sent,
            content: { body: 'Hi Amala, see you on Tuesday', from_number: '447700900000' },
            scheduled_for,
          },
          refused,
        ],
        accepted: 1,
        refused: 1,
      }),
    },
    refusals: sendingRefusals,
  },
]

/** One click on a mail program's own unsubscribe button (RFC 8058). */
export const unsubscribeOperations: Operation[] = [
  {
    method: 'post',
    path: '/unsubscribe/{notification_id}/{token}',
    id: 'unsubscribe',
    tag: 'Messages',
    summary: 'Unsubscribe with the link of an email',
    description:
      'Mail programs call it (RFC 8058): the token in the link is all the authentication there is, and the body is not read.',
    open: true,
    path_parameters: { notification_id: v.string(), token: v.string() },
    answers: {
      200: {
        description: 'Unsubscribed, now or before.',
        schema: v.strictObject({ result: v.literal('success'), message: v.string() }),
        examples: {
          done: { summary: 'Done', value: { result: 'success', message: 'Unsubscribe successful' } },
        },
      },
      404: {
        description: 'The link is not valid.',
        schema: v.strictObject({
          result: v.literal('error'),
          message: v.strictObject({ 'unsubscribe request': v.string() }),
        }),
        examples: {
          invalid: {
            summary: 'Not valid',
            value: {
              result: 'error',
              message: { 'unsubscribe request': 'This is not a valid unsubscribe link.' },
            },
          },
        },
      },
    },
  },
]
