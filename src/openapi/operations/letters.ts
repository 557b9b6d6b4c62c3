/** Letters: from a template, or as a PDF of the caller's. */
import * as v from 'valibot'
import { letterRequest, precompiledLetterRequest } from '../../letters/requests.ts'
import { letterSent, precompiledLetterSent } from '../answers.ts'
import { ids, sentWith } from '../examples.ts'
import type { Operation } from '../operation.ts'
import { sendingRefusals } from './sending.ts'

const address = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'SW14 6BF',
}

export const letterOperations: Operation[] = [
  {
    method: 'post',
    path: '/v2/notifications/letter',
    id: 'sendLetter',
    tag: 'Send',
    summary: 'Send a letter',
    description:
      'A body with `content` is a precompiled letter: its PDF in base64, at most 5 MiB. Any other is made from a template; its personalisation holds the address as `address_line_1` to `address_line_7`, three lines at least, the last one a UK postcode or, if the service may send abroad, a country. With a test key nothing is printed: a letter from a template is `received` at once. **Letters are not printed or posted yet**: with a live key they are accepted and stay so, and cost nothing.',
    sends: true,
    bodies: [
      {
        schema: letterRequest,
        examples: {
          templated: {
            summary: 'From a template',
            value: {
              template_id: ids.letterTemplate,
              reference: 'let-5',
              personalisation: { ...address, name: 'Amala' },
            },
          },
        },
      },
      {
        schema: precompiledLetterRequest,
        examples: {
          precompiled: {
            summary: 'A PDF of your own',
            value: { reference: 'let-6', content: 'JVBERi0xLjcK', postage: 'second' },
          },
        },
      },
    ],
    answers: {
      201: {
        description: 'Accepted.',
        schema: v.union([letterSent, precompiledLetterSent]),
        examples: {
          templated: {
            summary: 'From a template',
            value: {
              ...sentWith(ids.letterTemplate, 3, 'let-5'),
              content: { subject: 'Your visit', body: 'Dear Amala' },
            },
          },
          precompiled: {
            summary: 'A PDF of your own',
            value: { id: ids.notification, reference: 'let-6', postage: 'second' },
          },
        },
      },
    },
    refusals: {
      ...sendingRefusals,
      400: [['ValidationError', 'Must be a real UK postcode']],
      403: [
        ['BadRequestError', 'Cannot send letters with a team api key'],
        ['BadRequestError', 'Cannot send letters when service is in trial mode'],
      ],
    },
  },
]
