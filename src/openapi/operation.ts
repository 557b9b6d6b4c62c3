/** One entry of the registry that the OpenAPI document is made from: a route, and what goes in and comes out of it. */
import type * as v from 'valibot'

// biome-ignore lint/suspicious/noExplicitAny: a schema of any input and output
export type Schema = v.GenericSchema<any, any>
export type Example = { summary: string; value: unknown }

export type Body = {
  schema: Schema
  examples: Record<string, Example>
  /** The body may be left out. */
  optional?: true
  contentType?: string
}

export type AnswerOf = {
  description: string
  /** JSON, unless a content type says otherwise. */
  schema?: Schema
  contentType?: string
  examples?: Record<string, Example>
}

/** The error's name, and its message: text, or by field outside /v2/. */
export type Refusal = [error: string, message: string | Record<string, string[]>]

export type Operation = {
  method: 'get' | 'post'
  /** With parameters in braces. */
  path: string
  id: string
  tag:
    | 'Send'
    | 'Jobs'
    | 'Emergency alerts'
    | 'Messages'
    | 'Templates'
    | 'Received text messages'
    | 'Callbacks'
    | 'Status'
    | 'Version 1'
  summary: string
  description?: string
  /** Beyond Notify: a client of Notify knows nothing of it. */
  addition?: true
  /** Answers without a token. */
  open?: true
  /** Takes an Idempotency-Key and answers with ratelimit headers. */
  sends?: true
  path_parameters?: Record<string, Schema>
  /** Its entries are the parameters; lists repeat theirs. */
  query?: { entries: Record<string, Schema> }
  /** Names of query parameters that are beyond Notify. */
  query_additions?: readonly string[]
  /** Several bodies are told apart by their keys. */
  bodies?: Body[]
  answers: Record<number, AnswerOf>
  /** Refusals with an example each: status → error and message. */
  refusals?: Partial<Record<400 | 403 | 404 | 415 | 429, Refusal[]>>
}
