/** Files of recipients, beyond Notify. */
import { fileTypes } from '../../jobs/file-types.ts'
import { jobForm, jobListQuery, jobQuery, jobRequest, jobRowsQuery } from '../../jobs/requests.ts'
import { string, uuid } from '../../validation.ts'
import { job, jobCheck, jobRows, jobs, jobWithStatistics } from '../answers.ts'
import { base, ids } from '../examples.ts'
import type { Operation } from '../operation.ts'

const uri = `${base}/v2/jobs/${ids.job}`
const pending = {
  id: ids.job,
  name: 'reminders.csv',
  reference: 'autumn',
  status: 'pending',
  notification_count: 2,
  template: { id: ids.smsTemplate, version: 4, uri: `${base}/v2/template/${ids.smsTemplate}/version/4` },
  scheduled_for: null,
  created_at: '2026-03-02T09:00:00.125000Z',
  processing_started: null,
  processing_finished: null,
  uri,
}
const finished = {
  ...pending,
  status: 'finished all notifications created',
  processing_started: '2026-03-02T09:00:00.250000Z',
  processing_finished: '2026-03-02T09:00:00.350000Z',
}
const rows = [
  ['phone number', 'name', 'day'],
  ['07700 900 456', 'Amala', 'Tuesday'],
  ['07700 900 457', 'Ben', 'Wednesday'],
]
const csv = rows.map((cells) => cells.join(',')).join('\n')
const about = { name: pending.name, template_id: ids.smsTemplate }

const bodies: Operation['bodies'] = [
  {
    schema: jobRequest,
    examples: {
      csv: { summary: 'A file as text', value: { ...about, csv, reference: 'autumn' } },
      rows: {
        summary: 'Rows, on another day',
        value: { ...about, rows, scheduled_for: '2026-03-03T08:30:00Z' },
      },
    },
  },
  { schema: string, contentType: 'text/csv', examples: { csv: { summary: 'A file', value: csv } } },
  ...Object.keys(fileTypes)
    .filter((contentType) => contentType !== 'text/csv')
    .map((contentType) => ({ contentType, schema: string, examples: {} })),
  {
    schema: jobForm,
    contentType: 'multipart/form-data',
    examples: { form: { summary: 'A form', value: { template_id: ids.smsTemplate, file: csv } } },
  },
]

const notFound: Operation['refusals'] = {
  400: [['ValidationError', 'job_id is not a valid UUID']],
  404: [['NoResultFound', 'No result found']],
}
const ofJob = { addition: true, tag: 'Jobs', path_parameters: { job_id: uuid } } as const

export const jobOperations: Operation[] = [
  {
    method: 'post',
    path: '/v2/jobs',
    id: 'createJob',
    tag: 'Jobs',
    summary: 'Send a file of recipients',
    description: [
      'Up to 100,000 rows and 10 MiB, for text messages, emails and letters, at once or at a time within the next seven days. Every row is checked as a message sent by itself would be, and what is wrong with any of them is answered at once, with the numbers of the rows; then nothing is sent. The job waits behind single messages of its service. Letters have their addresses in the columns `address line 1` to `address line 7`, and the contact block of their template.',
      '',
      'The file comes as JSON, as text (`csv`) or lists of cells (`rows`); or by itself (`.csv`, `.tsv`, `.xlsx`, `.xlsm`, `.xls`, `.ods`), with the rest in the query string; or as a form. Of a workbook the first sheet is read, without its empty rows; cells are what they hold, dates as 2026-03-02.',
      '',
      'A service that has asked for callbacks of the type `job_status` is told at its own address when a job starts (`in progress`) and how it ends (`finished`, `cancelled`, `sending limits exceeded`): a POST with its bearer token and a body of `id`, `name`, `reference`, `status`, `notification_type`, `notification_count`, `template_id`, `template_version`, `scheduled_for`, `created_at`, `processing_started` and `processing_finished`. What becomes of its messages is told by `delivery_status`.',
    ].join('\n'),
    addition: true,
    sends: true,
    query: jobQuery,
    query_additions: Object.keys(jobQuery.entries),
    bodies,
    answers: {
      201: {
        description: 'Accepted: every row is stored.',
        schema: job,
        examples: { pending: { summary: 'A job that is about to start', value: pending } },
      },
    },
    refusals: {
      400: [
        ['ValidationError', 'Row 2, phone number: Mobile number is too short'],
        ['ValidationError', 'Missing column headers: name'],
        ['ValidationError', 'scheduled_for Date cannot be more than 7 days in the future'],
      ],
      429: [
        ['RateLimitError', 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds'],
        ['TooManyRequestsError', 'Exceeded send limits (sms: 250000) for today'],
      ],
    },
  },
  {
    method: 'post',
    path: '/v2/jobs/check',
    id: 'checkJob',
    tag: 'Jobs',
    summary: 'Check a file of recipients, and send nothing',
    description:
      'Takes what `POST /v2/jobs` takes, and says what would become of it: its errors are those that would refuse the job, and what today’s limits leave. Of errors 1,000 are listed and all are counted. Whether the time of `scheduled_for` may be chosen is not looked at.',
    addition: true,
    sends: true,
    query: jobQuery,
    query_additions: Object.keys(jobQuery.entries),
    bodies,
    answers: {
      200: {
        description: 'The report.',
        schema: jobCheck,
        examples: {
          refused: {
            summary: 'One number is wrong',
            value: {
              can_be_sent: false,
              template: pending.template,
              columns: rows[0],
              row_count: 2,
              errors: [
                { error: 'ValidationError', message: 'Row 2, phone number: Mobile number is too short' },
              ],
              error_count: 1,
              rows_with_errors: 1,
              row_errors: {
                bad_recipient: 1,
                missing_data: 0,
                message_too_long: 0,
                message_empty: 0,
                recipient_not_allowed: 0,
              },
              to_fix: ['fix 1 phone number'],
              repeated_recipients: { count: 0, rows: [] },
              remaining_today: { messages: 250000, international: 100 },
            },
          },
        },
      },
    },
    refusals: {
      400: [
        ['BadRequestError', 'Your file is not a spreadsheet in a format that can be read'],
        ['ValidationError', 'template_id is a required property'],
      ],
      429: [['RateLimitError', 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds']],
    },
  },
  {
    method: 'get',
    path: '/v2/jobs',
    id: 'listJobs',
    tag: 'Jobs',
    summary: 'List jobs',
    description: 'Newest first, 50 per page, of the calling key’s type.',
    addition: true,
    query: jobListQuery,
    answers: {
      200: {
        description: 'A page.',
        schema: jobs,
        examples: {
          page: {
            summary: 'A page of one',
            value: { jobs: [finished], links: { current: `${base}/v2/jobs` } },
          },
        },
      },
    },
    refusals: { 400: [['ValidationError', 'older_than is not a valid UUID']] },
  },
  {
    ...ofJob,
    method: 'get',
    path: '/v2/jobs/{job_id}',
    id: 'getJob',
    summary: 'Read a job, and how many of its messages have each status',
    description: 'Of letters the statuses are the words of `GET /v2/notifications`.',
    answers: {
      200: {
        description: 'The job.',
        schema: jobWithStatistics,
        examples: {
          finished: {
            summary: 'A job at its end',
            value: { ...finished, statistics: { delivered: 1, 'permanent-failure': 1 } },
          },
        },
      },
    },
    refusals: notFound,
  },
  {
    ...ofJob,
    method: 'get',
    path: '/v2/jobs/{job_id}/rows',
    id: 'listJobRows',
    summary: 'List the rows of a job, and what became of each',
    description:
      'In their order, 250 per page, for as long as messages are kept. A row has the status of its message, of letters in the words of `GET /v2/notifications`; until it is one it is `waiting`, and one that will be none is `skipped`, with an error that says why: the service lost the right to send it before the job started, or the job came to no end. Repeat `status` for several.',
    query: jobRowsQuery,
    answers: {
      200: {
        description: 'A page.',
        schema: jobRows,
        examples: {
          page: {
            summary: 'A page of one',
            value: {
              rows: [
                {
                  row_number: 1,
                  recipient: '07700 900 456',
                  reference: 'autumn',
                  notification_id: ids.notification,
                  status: 'delivered',
                  error: null,
                },
              ],
              links: { current: `${uri}/rows` },
            },
          },
        },
      },
    },
    refusals: notFound,
  },
  {
    ...ofJob,
    method: 'get',
    path: '/v2/jobs/{job_id}/csv',
    id: 'getJobFile',
    summary: 'Read the file of a job',
    description: 'As it was sent, for as long as messages are kept.',
    answers: { 200: { description: 'The file.', contentType: 'text/csv; charset=utf-8' } },
    refusals: notFound,
  },
  {
    ...ofJob,
    method: 'post',
    path: '/v2/jobs/{job_id}/cancel',
    id: 'cancelJob',
    summary: 'Cancel a job that waits for its time',
    answers: {
      200: {
        description: 'The job, cancelled.',
        schema: job,
        examples: {
          cancelled: {
            summary: 'Cancelled',
            value: { ...pending, status: 'cancelled', scheduled_for: '2026-03-03T08:30:00.000000Z' },
          },
        },
      },
    },
    refusals: {
      400: [['BadRequestError', 'Job cannot be cancelled: its status is in progress']],
      404: [['NoResultFound', 'No result found']],
    },
  },
]
