/** What a service was told at its own addresses, and telling it again; beyond Notify. */
import { listQuery, replayRequest } from '../../callbacks/requests.ts'
import { callbacks, replayed } from '../answers.ts'
import { base, ids } from '../examples.ts'
import type { Operation } from '../operation.ts'

const failed = {
  id: ids.callback,
  callback_type: 'delivery_status',
  about_id: ids.notification,
  status: 'failed',
  attempts: 6,
  created_at: '2026-03-02T09:00:07.900000Z',
  next_attempt_at: null,
  ended_at: '2026-03-02T09:25:09.120000Z',
  last_status: 503,
  last_error: null,
}

export const callbackOperations: Operation[] = [
  {
    method: 'get',
    path: '/v2/callbacks',
    id: 'listCallbacks',
    tag: 'Callbacks',
    summary: 'List what the service was told, and what it was not',
    description:
      'Newest first, 250 per page; follow `links.next` until a page is empty. Any key of the service may ask. What was delivered is listed for 7 days, anything else for as long as the service keeps messages of the channel.',
    addition: true,
    query: listQuery,
    answers: {
      200: {
        description: 'A page.',
        schema: callbacks,
        examples: {
          failed: {
            summary: 'A delivery receipt that nobody took',
            value: {
              callbacks: [failed],
              links: {
                current: `${base}/v2/callbacks?status=failed`,
                next: `${base}/v2/callbacks?status=failed&older_than=${ids.callback}`,
              },
            },
          },
        },
      },
    },
    refusals: { 400: [['ValidationError', 'status orange is not one of [waiting, delivered, failed]']] },
  },
  {
    method: 'post',
    path: '/v2/callbacks/replay',
    id: 'replayCallbacks',
    tag: 'Callbacks',
    summary: 'Send again what was not delivered',
    description:
      'Those of `ids`, or those since an instant; up to 10,000 a call, the oldest first: ask again until none is replayed. What was given up begins anew with all its attempts, what waits for its next attempt has it at once, and what was delivered is not sent again. They go to the address that the service has now.',
    addition: true,
    bodies: [
      {
        schema: replayRequest,
        examples: {
          named: { summary: 'One of them', value: { ids: [ids.callback] } },
          outage: {
            summary: 'All delivery receipts of a morning',
            value: {
              since: '2026-03-02T09:00:00Z',
              until: '2026-03-02T12:00:00Z',
              callback_type: ['delivery_status'],
            },
          },
        },
      },
    ],
    answers: {
      200: {
        description: 'They are on their way.',
        schema: replayed,
        examples: { one: { summary: 'One', value: { replayed: 1 } } },
      },
    },
    refusals: {
      400: [
        ['ValidationError', 'ids or since is a required property'],
        ['ValidationError', 'ids has more than 1000 items'],
      ],
    },
  },
]
