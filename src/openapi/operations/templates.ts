/** Templates and received texts. */
import * as v from 'valibot'
import { receivedTextsQuery } from '../../inbound/routes.ts'
import { previewRequest, templatesQuery } from '../../templates/routes.ts'
import { uuid } from '../../validation.ts'
import { preview, receivedTexts, templateAnswer, templates } from '../answers.ts'
import { base, ids, letterTemplate } from '../examples.ts'
import type { Operation } from '../operation.ts'

const refusals: Operation['refusals'] = {
  400: [['ValidationError', 'id is not a valid UUID']],
  404: [['NoResultFound', 'No result found']],
}
const answers: Operation['answers'] = {
  200: {
    description: 'The template.',
    schema: templateAnswer,
    examples: { letter: { summary: 'A letter', value: letterTemplate } },
  },
}

export const templateOperations: Operation[] = [
  {
    method: 'get',
    path: '/v2/template/{id}',
    id: 'getTemplate',
    tag: 'Templates',
    summary: 'Read a template',
    description: 'Its present version; archived templates too.',
    path_parameters: { id: uuid },
    answers,
    refusals,
  },
  {
    method: 'get',
    path: '/v2/template/{id}/version/{version}',
    id: 'getTemplateVersion',
    tag: 'Templates',
    summary: 'Read a version of a template',
    path_parameters: { id: uuid, version: v.pipe(v.number(), v.integer(), v.minValue(0)) },
    answers,
    refusals,
  },
  {
    method: 'get',
    path: '/v2/templates',
    id: 'listTemplates',
    tag: 'Templates',
    summary: 'List templates',
    description: 'All that are in use, by name.',
    query: templatesQuery,
    answers: {
      200: {
        description: 'The templates.',
        schema: templates,
        examples: { one: { summary: 'One template', value: { templates: [letterTemplate] } } },
      },
    },
    refusals: { 400: [['ValidationError', 'type coconut is not one of [sms, email, letter]']] },
  },
  {
    method: 'post',
    path: '/v2/template/{id}/preview',
    id: 'previewTemplate',
    tag: 'Templates',
    summary: 'See a template with its placeholders filled',
    path_parameters: { id: uuid },
    bodies: [
      {
        schema: previewRequest,
        optional: true,
        examples: { name: { summary: 'One value', value: { personalisation: { name: 'Amala' } } } },
      },
    ],
    answers: {
      200: {
        description: 'What would be sent.',
        schema: preview,
        examples: {
          email: {
            summary: 'An email',
            value: {
              id: ids.emailTemplate,
              type: 'email',
              version: 2,
              subject: 'Your visit, Amala',
              body: 'Dear Amala',
              html: '<p>Dear Amala</p>',
              postage: null,
            },
          },
        },
      },
    },
    refusals: { ...refusals, 400: [['BadRequestError', 'Missing personalisation: name']] },
  },
  {
    method: 'get',
    path: '/v2/received-text-messages',
    id: 'listReceivedTexts',
    tag: 'Received text messages',
    summary: 'List received text messages',
    description:
      'Newest first, 250 per page, for as long as they are kept. Any key of the service sees all. No provider delivers received texts to Crier yet.',
    query: receivedTextsQuery,
    answers: {
      200: {
        description: 'A page.',
        schema: receivedTexts,
        examples: {
          page: {
            summary: 'A page of one',
            value: {
              received_text_messages: [
                {
                  id: ids.receivedText,
                  created_at: '2026-03-02T08:59:00.000000Z',
                  service_id: ids.service,
                  notify_number: '07700900987',
                  user_number: '447700900111',
                  content: 'STOP',
                },
              ],
              links: {
                current: `${base}/v2/received-text-messages`,
                next: `${base}/v2/received-text-messages?older_than=${ids.receivedText}`,
              },
            },
          },
        },
      },
    },
    refusals: { 400: [['ValidationError', 'older_than is not a valid UUID']] },
  },
]
