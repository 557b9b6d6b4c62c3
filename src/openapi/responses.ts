/** The answers of an operation: its own, and those that any operation may give, in the envelope of its path. */
import type { AnswerOf, Operation, Refusal } from './operation.ts'
import { type JsonSchema, jsonSchema } from './schema.ts'

export const addition = { 'x-crier-addition': true }

const limitHeaders = {
  'ratelimit-limit': 'Addition: requests per minute that the service may make with keys of this type.',
  'ratelimit-remaining': 'Addition: requests that would pass right now.',
  'ratelimit-reset': 'Addition: seconds until the most would pass again.',
}

type Shared = { name: string; description: string; errors: Refusal[]; isAddition?: true }

/** Refusals and faults that do not depend on what is asked. */
const shared: Record<401 | 403 | 413 | 422 | 429 | 500 | 503 | 504, Shared> = {
  401: {
    name: 'Unauthorised',
    description: 'No token.',
    errors: [['AuthError', 'Unauthorized: authentication token must be provided']],
  },
  403: {
    name: 'Forbidden',
    description: 'The token is not valid.',
    errors: [
      ['AuthError', 'Invalid token: API key not found'],
      ['AuthError', 'Error: Your system clock must be accurate to within 30 seconds'],
    ],
  },
  413: {
    name: 'TooLarge',
    description: 'The body is larger than the call takes: 10 MiB where it may hold a file, else 2 MiB.',
    errors: [['BadRequestError', 'Request body is larger than 10485760 bytes']],
    isAddition: true,
  },
  422: {
    name: 'KeyReused',
    description: 'The Idempotency-Key stands for another request.',
    errors: [['BadRequestError', 'Idempotency-Key has been used with a different request']],
    isAddition: true,
  },
  429: {
    name: 'TooMany',
    description: 'The service asks for more than its share; nothing was done.',
    errors: [
      ['RateLimitError', 'Exceeded limit of 2000 requests in progress'],
      ['RateLimitError', 'Exceeded limit of 33554432 bytes of requests in progress'],
      ['RateLimitError', 'Exceeded limit for reading of 250 milliseconds per second'],
    ],
    isAddition: true,
  },
  500: {
    name: 'Fault',
    description: 'A fault of Crier’s; the header x-error-id names it.',
    errors: [['Exception', 'Internal server error']],
  },
  503: {
    name: 'Unavailable',
    description:
      'Crier cannot reach its database, or has accepted more than it can send in time: nothing was done; try again.',
    errors: [['Exception', 'Service unavailable, try again later']],
  },
  504: {
    name: 'TimedOut',
    description: 'It took longer than 30 seconds; a message may have been accepted all the same.',
    errors: [['EventletTimeout', 'Timeout serving request']],
  },
}
type SharedStatus = keyof typeof shared

/** Below /v2/ refusals have an envelope of their own. */
type Envelope = 'v2' | 'plain'
const envelopeOf = ({ path }: Operation): Envelope => (path.startsWith('/v2/') ? 'v2' : 'plain')
const nameOf = (status: SharedStatus, envelope: Envelope) =>
  (envelope === 'plain' ? 'Plain' : '') + shared[status].name

/** What operations refer to. */
export const sharedResponses: JsonSchema = Object.fromEntries(
  (['v2', 'plain'] as const).flatMap((envelope) =>
    statusesOf(envelope).map((status) => {
      const { description, errors, isAddition } = shared[status]
      const made = refusalObject(description, envelope, status, errors)
      return [nameOf(status, envelope), { ...made, ...(isAddition ? addition : {}) }]
    }),
  ),
)

/** Only operations below /v2/ take an Idempotency-Key. */
function statusesOf(envelope: Envelope): SharedStatus[] {
  const all = Object.keys(shared).map(Number) as SharedStatus[]
  return envelope === 'v2' ? all : all.filter((status) => status !== 422)
}

export function responses(operation: Operation): JsonSchema {
  const envelope = envelopeOf(operation)
  const made: JsonSchema = {}
  for (const [status, answer] of Object.entries(operation.answers)) {
    made[status] = answerObject(answer, operation.sends && status === '201')
  }
  for (const [status, errors] of Object.entries(operation.refusals ?? {})) {
    const all = status === '403' ? [...errors, ...shared[403].errors] : errors
    made[status] = refusalObject('Refused.', envelope, Number(status), all)
  }
  const common: SharedStatus[] = [
    ...(operation.open ? [] : ([401, 403, 429] as const)),
    ...(operation.bodies ? ([413] as const) : []),
    ...(operation.sends ? ([422] as const) : []),
    500,
    503,
    504,
  ]
  for (const status of common) {
    made[status] ??= { $ref: `#/components/responses/${nameOf(status, envelope)}` }
  }
  return made
}

function answerObject(
  { description, schema, contentType, examples }: AnswerOf,
  limited?: boolean,
): JsonSchema {
  const content =
    schema === undefined && contentType === undefined
      ? {}
      : {
          content: {
            [contentType ?? 'application/json']: {
              ...(schema ? { schema: jsonSchema(schema) } : {}),
              ...(examples ? { examples } : {}),
            },
          },
        }
  const headers = Object.entries(limitHeaders).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'integer' }, ...addition },
  ])
  return { description, ...(limited ? { headers: Object.fromEntries(headers) } : {}), ...content }
}

function refusalObject(
  description: string,
  envelope: Envelope,
  status: number,
  errors: Refusal[],
): JsonSchema {
  const examples = errors.map(([error, message], index) => [
    `${error}${index + 1}`,
    {
      summary: typeof message === 'string' ? message : Object.values(message).flat().join('; '),
      value: bodyOf(envelope, status, error, message),
    },
  ])
  const schema = { $ref: `#/components/schemas/${envelope === 'v2' ? 'Refusal' : 'PlainRefusal'}` }
  const retryAfter = {
    description: 'Addition: seconds to wait.',
    schema: { type: 'integer' },
    ...addition,
  }
  return {
    description,
    ...(status === 429 || status === 503 ? { headers: { 'retry-after': retryAfter } } : {}),
    content: { 'application/json': { schema, examples: Object.fromEntries(examples) } },
  }
}

function bodyOf(envelope: Envelope, status: number, error: string, message: Refusal[1]) {
  if (envelope === 'v2') return { status_code: status, errors: [{ error, message }] }
  const isOfToken = error === 'AuthError' && typeof message === 'string'
  return { result: 'error', message: isOfToken ? { token: [message] } : message }
}
