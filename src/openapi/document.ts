/** Makes the OpenAPI 3.1 document from the registry. */
import packageJson from '../../package.json' with { type: 'json' }
import { plainRefusal, refusal } from './answers.ts'
import type { AnswerOf, Body, Operation } from './operation.ts'
import { type JsonSchema, jsonSchema } from './schema.ts'
import { vocabulary } from './vocabulary.ts'

const description = `Crier speaks GOV.UK Notify’s API: the official clients work with it when their base URL is replaced.

**Authentication.** Every call carries \`Authorization: Bearer <token>\`. The token is a JSON Web Token (HS256) with the claims \`iss\`
(the service’s id) and \`iat\` (now, in seconds), signed with the API key’s secret: the last 36 characters of the key. It is valid for 30 seconds.

**Paths.** Repeated leading slashes are one, so that a base URL may end with a slash. A slash at the end of a path is not accepted.

**Errors.** Programs rely on \`status_code\` and \`errors[].error\`; \`errors[].message\` is for people.

**Additions.** What Crier has beyond Notify is marked \`x-crier-addition: true\`. A client that knows nothing of it sees plain Notify.`

const tags: Record<Operation['tag'], string> = {
  Send: 'Text messages, emails and letters from templates.',
  Messages: 'What became of them.',
  Templates: 'What messages are made from.',
  'Received text messages': 'What people have answered.',
  Status: 'Health; no token needed.',
  'Version 1': 'The first version of the API, for old clients.',
}

const addition = { 'x-crier-addition': true }
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Addition: a key of the caller’s choice, unique per service for 24 hours. The same request again is answered as the first time and sends nothing; another request with the same key is refused with 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
  ...addition,
}
const limitHeaders = {
  'ratelimit-limit': 'Addition: requests per minute that the service may make with keys of this type.',
  'ratelimit-remaining': 'Addition: requests that would pass right now.',
  'ratelimit-reset': 'Addition: seconds until the most would pass again.',
}

/** @param operations of the registry */
export function openApiDocument(operations: readonly Operation[]): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {})
    path[operation.method] = operationObject(operation)
  }
  const used = new Set(operations.map((operation) => operation.tag))
  return {
    openapi: '3.1.1',
    info: {
      title: 'Crier',
      version: packageJson.version,
      summary: 'A notification service that speaks GOV.UK Notify’s API',
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The server that this document comes from' }],
    security: [{ token: [] }],
    tags: Object.entries(tags)
      .filter(([name]) => used.has(name as Operation['tag']))
      .map(([name, words]) => ({ name, description: words })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'See above.' },
      },
      schemas: { Refusal: jsonSchema(refusal), PlainRefusal: jsonSchema(plainRefusal) },
      responses: {
        Unauthorised: refusalObject('No token.', 401, [
          ['AuthError', 'Unauthorized: authentication token must be provided'],
        ]),
        Forbidden: refusalObject('The token is not valid.', 403, [
          ['AuthError', 'Invalid token: API key not found'],
          ['AuthError', 'Error: Your system clock must be accurate to within 30 seconds'],
        ]),
        TooLarge: {
          ...refusalObject('The body is larger than 10 MiB.', 413, [
            ['BadRequestError', 'Request body is larger than 10485760 bytes'],
          ]),
          ...addition,
        },
        KeyReused: {
          ...refusalObject('The Idempotency-Key stands for another request.', 422, [
            ['BadRequestError', 'Idempotency-Key has been used with a different request'],
          ]),
          ...addition,
        },
        Fault: refusalObject('A fault of Crier’s; the header x-error-id names it.', 500, [
          ['Exception', 'Internal server error'],
        ]),
        Unavailable: refusalObject('Crier cannot reach its database: nothing was done; try again.', 503, [
          ['Exception', 'Service unavailable, try again later'],
        ]),
      },
    },
  }
}

function operationObject(operation: Operation): JsonSchema {
  const { id, tag, summary, description: words, path_parameters, query, bodies } = operation
  const parameters = [
    ...Object.entries(path_parameters ?? {}).map(([name, schema]) =>
      parameter(name, 'path', jsonSchema(schema), true),
    ),
    ...Object.entries(query?.entries ?? {}).map(([name, schema]) => ({
      ...parameter(name, 'query', jsonSchema(schema), false),
      ...(operation.query_additions?.includes(name) ? addition : {}),
    })),
    ...(operation.sends ? [idempotencyKey] : []),
  ]
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(words ? { description: words } : {}),
    ...(operation.addition ? addition : {}),
    ...(operation.open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(bodies ? { requestBody: requestBody(bodies) } : {}),
    responses: responses(operation),
  }
}

const parameter = (name: string, where: 'path' | 'query', schema: JsonSchema, required: boolean) => ({
  name,
  in: where,
  required,
  ...(vocabulary[name] ? { description: vocabulary[name] } : {}),
  schema,
})

function requestBody(bodies: Body[]): JsonSchema {
  const schemas = bodies.map((body) => jsonSchema(body.schema))
  const examples = Object.assign({}, ...bodies.map((body) => body.examples))
  const type = bodies[0]!.contentType ?? 'application/json'
  return {
    required: !bodies.every((body) => body.optional),
    content: { [type]: { schema: schemas.length === 1 ? schemas[0] : { anyOf: schemas }, examples } },
  }
}

function responses(operation: Operation): JsonSchema {
  const made: JsonSchema = {}
  for (const [status, answer] of Object.entries(operation.answers)) {
    made[status] = answerObject(answer, operation.sends && status === '201')
  }
  const isOfVersionOne = operation.tag === 'Version 1'
  for (const [status, errors] of Object.entries(operation.refusals ?? {})) {
    made[status] = isOfVersionOne
      ? plainRefusalObject('Refused.', errors)
      : refusalObject('Refused.', Number(status), errors)
  }
  if (!operation.open && !isOfVersionOne) {
    made[401] = { $ref: '#/components/responses/Unauthorised' }
    made[403] ??= { $ref: '#/components/responses/Forbidden' }
    if (operation.bodies) made[413] = { $ref: '#/components/responses/TooLarge' }
    if (operation.sends) made[422] = { $ref: '#/components/responses/KeyReused' }
    made[500] = { $ref: '#/components/responses/Fault' }
    made[503] = { $ref: '#/components/responses/Unavailable' }
  }
  return made
}

function answerObject(
  { description: words, schema, contentType, examples }: AnswerOf,
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
  return { description: words, ...(limited ? { headers: Object.fromEntries(headers) } : {}), ...content }
}

function refusalObject(words: string, status: number, errors: [string, string][]): JsonSchema {
  const examples = errors.map(([error, message], index) => [
    `${error}${index + 1}`,
    { summary: message, value: { status_code: status, errors: [{ error, message }] } },
  ])
  const content = { schema: { $ref: '#/components/schemas/Refusal' }, examples: Object.fromEntries(examples) }
  return {
    description: words,
    ...(status === 429
      ? {
          headers: {
            'retry-after': {
              description: 'Addition: seconds to wait.',
              schema: { type: 'integer' },
              ...addition,
            },
          },
        }
      : {}),
    content: { 'application/json': content },
  }
}

function plainRefusalObject(words: string, errors: [string, unknown][]): JsonSchema {
  const examples = errors.map(([name, message], index) => [
    `${name}${index + 1}`,
    { summary: name, value: { result: 'error', message } },
  ])
  const content = {
    schema: { $ref: '#/components/schemas/PlainRefusal' },
    examples: Object.fromEntries(examples),
  }
  return { description: words, content: { 'application/json': content } }
}
