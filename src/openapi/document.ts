/** Makes the OpenAPI 3.1 document from the registry. */
import packageJson from '../../package.json' with { type: 'json' }
import { plainRefusal, refusal } from './answers.ts'
import type { Body, Operation } from './operation.ts'
import { addition, responses, sharedResponses } from './responses.ts'
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
  Jobs: 'Files of recipients, up to 100,000 messages of one template at a time.',
  'Emergency alerts': 'Alerts on every phone in an area, as CAP documents.',
  Messages: 'What became of them.',
  Templates: 'What messages are made from.',
  'Received text messages': 'What people have answered.',
  Callbacks: 'What the service was told at its own addresses.',
  Status: 'Health; no token needed.',
  'Version 1': 'The first version of the API, for old clients.',
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Addition: a key of the caller’s choice, unique per service and type of its API key for 24 hours: what a test key sent is no answer to a live key. The same request again is answered as the first time and sends nothing; another request with the same key is refused with 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
  ...addition,
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
      responses: sharedResponses,
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
  const byType = Map.groupBy(bodies, (body) => body.contentType ?? 'application/json')
  return {
    required: !bodies.every((body) => body.optional),
    content: Object.fromEntries(Array.from(byType, ([type, alike]) => [type, content(alike)])),
  }
}

function content(bodies: Body[]): JsonSchema {
  const schemas = bodies.map((body) => jsonSchema(body.schema))
  const examples = Object.assign({}, ...bodies.map((body) => body.examples))
  return { schema: schemas.length === 1 ? schemas[0] : { anyOf: schemas }, examples }
}
