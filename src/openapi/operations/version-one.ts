/** The first version of the API, for old clients. */

import * as v from 'valibot'
import { sentChannels } from '../../channels.ts'
import { v1ListQuery } from '../../v1/routes.ts'
import { personalisation, string, uuid } from '../../validation.ts'
import { ids } from '../examples.ts'
import type { Operation } from '../operation.ts'
import { sendingRefusals } from './sending.ts'

const request = v.object({ to: string, template: uuid, personalisation: v.optional(personalisation) })
const sent = v.strictObject({
  data: v.strictObject({
    notification: v.strictObject({ id: v.pipe(v.string(), v.uuid()) }),
    template_version: v.number(),
    body: v.string(),
    subject: v.optional(v.string()),
  }),
})
const message = v.looseObject({ id: v.pipe(v.string(), v.uuid()), status: v.string() })
const link = v.optional(v.string())

export const versionOneOperations: Operation[] = [
  {
    method: 'post',
    path: '/notifications/{type}',
    id: 'sendVersionOne',
    tag: 'Version 1',
    summary: 'Send a text message or an email',
    path_parameters: { type: v.picklist(sentChannels) },
    bodies: [
      {
        schema: request,
        examples: {
          sms: {
            summary: 'A text message',
            value: { to: '07700 900 456', template: ids.smsTemplate, personalisation: { name: 'Amala' } },
          },
        },
      },
    ],
    answers: {
      201: {
        description: 'Accepted.',
        schema: sent,
        examples: {
          sms: {
            summary: 'A text message',
            value: {
              data: { notification: { id: ids.notification }, template_version: 4, body: 'Hi Amala' },
            },
          },
        },
      },
    },
    refusals: {
      400: [
        ['ValidationError', { to: ['Missing data for required field.'] }],
        ['ValidationError', { to: ['Invalid phone number: Must not contain letters or symbols'] }],
        ['BadRequestError', { service: ['Cannot send text messages'] }],
        ['BadRequestError', 'Missing personalisation: name'],
        ['BadRequestError', 'pigeon notification type is not supported'],
      ],
      429: sendingRefusals![429]!,
    },
  },
  {
    method: 'get',
    path: '/notifications/{id}',
    id: 'getVersionOne',
    tag: 'Version 1',
    summary: 'Read a message',
    path_parameters: { id: uuid },
    answers: {
      200: {
        description: 'The message.',
        schema: v.strictObject({ data: v.strictObject({ notification: message }) }),
      },
    },
    refusals: { 404: [['NoResultFound', 'No result found']] },
  },
  {
    method: 'get',
    path: '/notifications',
    id: 'listVersionOne',
    tag: 'Version 1',
    summary: 'List messages',
    query: v1ListQuery,
    answers: {
      200: {
        description: 'A page.',
        schema: v.strictObject({
          notifications: v.array(message),
          page_size: v.number(),
          total: v.number(),
          links: v.strictObject({ prev: link, next: link, last: link }),
        }),
      },
    },
    refusals: { 400: [['ValidationError', { page: ['Not a valid integer.'] }]] },
  },
]
