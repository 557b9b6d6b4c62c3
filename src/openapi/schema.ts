/** From valibot to JSON Schema 2020-12, which OpenAPI 3.1 uses. */
import { toJsonSchema } from '@valibot/to-json-schema'
import type { Schema } from './operation.ts'
import { vocabulary } from './vocabulary.ts'

export type JsonSchema = Record<string, unknown>

/** Checks that JSON Schema has no words for are described in words; the schema stays the widest that is true. */
export function jsonSchema(schema: Schema): JsonSchema {
  const made = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema }) =>
      // The one kind of value that is checked by a function alone: an object of any values.
      valibotSchema.type === 'custom' ? { type: 'object', additionalProperties: true } : null,
  }) as JsonSchema
  delete made.$schema
  return described(made)
}

/** Gives every property its meaning. */
function described(schema: JsonSchema): JsonSchema {
  const copy: JsonSchema = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      copy.properties = Object.fromEntries(
        Object.entries(value as Record<string, JsonSchema>).map(([name, property]) => [
          name,
          { ...described(property), ...(vocabulary[name] ? { description: vocabulary[name] } : {}) },
        ]),
      )
    } else if (Array.isArray(value)) {
      copy[key] = value.map((item) => (isObject(item) ? described(item) : item))
    } else copy[key] = isObject(value) && key !== 'default' ? described(value) : value
  }
  return copy
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
