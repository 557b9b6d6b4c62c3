/** What answers without a token. */
import * as v from 'valibot'
import { liveCounts, status } from '../answers.ts'
import type { Operation } from '../operation.ts'

const health = (method: 'get' | 'post', path: string, id: string): Operation => ({
  method,
  path,
  id,
  tag: 'Status',
  summary: 'Whether Crier and its database answer',
  open: true,
  query: v.object({ simple: v.optional(v.string()) }),
  answers: {
    200: {
      description: 'Alive. With `simple` the database is not asked.',
      schema: status,
      examples: {
        alive: {
          summary: 'Alive',
          value: { status: 'ok', git_commit: '0.1.0', build_time: '', db_version: '20260302' },
        },
      },
    },
    503: { description: 'The database does not answer.', schema: status },
  },
})

export const statusOperations: Operation[] = [
  health('get', '/', 'getRoot'),
  health('get', '/_status', 'getStatus'),
  health('post', '/_status', 'postStatus'),
  {
    method: 'get',
    path: '/_status/live-service-and-organisation-counts',
    id: 'getLiveCounts',
    tag: 'Status',
    summary: 'How many services are live',
    open: true,
    answers: {
      200: {
        description: 'The counts.',
        schema: liveCounts,
        examples: { counts: { summary: 'Counts', value: { organisations: 12, services: 34 } } },
      },
    },
  },
]
