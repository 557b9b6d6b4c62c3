/** The endpoints that tell what became of messages. */
import * as v from 'valibot'
import { changesQuery, listQuery } from '../../notifications/queries.ts'
import { uuid } from '../../validation.ts'
import { notification, notifications } from '../answers.ts'
import { base, ids, textMessage } from '../examples.ts'
import type { Operation } from '../operation.ts'

const notFound: Operation['refusals'] = {
  400: [['ValidationError', 'notification_id is not a valid UUID']],
  404: [['NoResultFound', 'No result found']],
}

export const readingOperations: Operation[] = [
  {
    method: 'get',
    path: '/v2/notifications/{notification_id}',
    id: 'getNotification',
    tag: 'Messages',
    summary: 'Read a message',
    description:
      'Any key of the service may read any of its messages, for as long as they are kept (7 days unless the service has chosen otherwise).',
    path_parameters: { notification_id: uuid },
    answers: {
      200: {
        description: 'The message and its status.',
        schema: notification,
        examples: { delivered: { summary: 'A text message, delivered', value: textMessage } },
      },
    },
    refusals: notFound,
  },
  {
    method: 'get',
    path: '/v2/notifications',
    id: 'listNotifications',
    tag: 'Messages',
    summary: 'List messages, or everything that changed',
    description: [
      'Newest first, 250 per page, of the calling key’s type. Follow `links.next` until a page is empty.',
      '',
      'Beyond Notify: with `updated_after` or `cursor` the list is of changes, oldest first. Its `next` is always there: keep it, and ask it again later for what has changed since.',
    ].join('\n'),
    query: v.strictObject({ ...listQuery.entries, ...changesQuery.entries }),
    query_additions: Object.keys(changesQuery.entries),
    answers: {
      200: {
        description: 'A page.',
        schema: notifications,
        examples: {
          page: {
            summary: 'A page of one',
            value: {
              notifications: [textMessage],
              links: {
                current: `${base}/v2/notifications?status=delivered`,
                next: `${base}/v2/notifications?status=delivered&older_than=${ids.notification}`,
              },
            },
          },
        },
      },
    },
    refusals: { 400: [['ValidationError', 'template_type orange is not one of [sms, email, letter]']] },
  },
  {
    method: 'get',
    path: '/v2/notifications/{notification_id}/pdf',
    id: 'getNotificationPdf',
    tag: 'Messages',
    summary: 'Read the PDF of a letter',
    description:
      'As it is printed. A letter from a template has its PDF some moments after it is accepted, one that came as PDF when it has been scanned and read.',
    path_parameters: { notification_id: uuid },
    answers: { 200: { description: 'The PDF.', contentType: 'application/pdf' } },
    refusals: {
      ...notFound,
      400: [
        ['PDFNotReadyError', 'PDF not available yet, try again later'],
        ['BadRequestError', 'Notification is not a letter'],
      ],
    },
  },
]
