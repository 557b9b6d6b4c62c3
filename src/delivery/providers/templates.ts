/** Templates of a generic provider: texts with ((names)), filled in so that no value can be more than a value. */
import { MessageFault } from './provider.ts'

export type Values = Readonly<Record<string, string | boolean | null | undefined>>

const placeholder = /\(\(([a-z][a-z0-9_]{0,49})\)\)/g
const whole = /^\(\(([a-z][a-z0-9_]{0,49})\)\)$/

/** @throws Error that names what has no value */
function namedValue(name: string, values: Values): string | boolean | null {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined)
    throw new Error(`the placeholder ((${name})) is neither of a message nor a setting`)
  return value
}

/** @param encode for where the text stands. A value that there is none of is empty. */
export function fill(template: string, values: Values, encode: (value: string) => string): string {
  return template.replace(placeholder, (_, name: string) => encode(String(namedValue(name, values) ?? '')))
}

/** Parts of a path that would take away the one before them; no escape makes anything else of them. */
const steps = /\/\.\.?(?=[/?#]|$)/

/** @throws MessageFault when a value would lead to another path than the template's */
export function fillUrl(template: string, values: Values): string {
  const url = fill(template, values, encodeURIComponent)
  if (steps.test(url.split(/[?#]/, 1)[0]!)) throw new MessageFault('a value cannot stand in the address')
  return url
}

/**
 * JSON with its texts filled in: values are put into texts that have been parsed already, so that none ends one. A text that is one placeholder
 * becomes its value; undefined where there is none.
 */
export function fillJson(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const name = whole.exec(template)?.[1]
    if (name === undefined) return fill(template, values, (value) => value)
    return namedValue(name, values) ?? undefined
  }
  if (Array.isArray(template))
    return template.map((one) => fillJson(one, values)).filter((one) => one !== undefined)
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(
    Object.entries(template).flatMap(([name, one]) => {
      const filled = fillJson(one, values)
      return filled === undefined ? [] : [[name, filled]]
    }),
  )
}

export function fillForm(template: Record<string, unknown>, values: Values): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, one] of Object.entries(template)) {
    const filled = fillJson(one, values)
    if (filled !== undefined)
      form.append(name, typeof filled === 'object' ? JSON.stringify(filled) : String(filled))
  }
  return form
}

/** What a header can carry: printable ASCII as it is, all else percent-encoded. */
export const headerSafe = (value: string): string =>
  /^[ -~]*$/.test(value) ? value : encodeURIComponent(value)

/** The value at a JSON pointer; undefined where there is none. Source: RFC 6901. */
export function valueAt(json: unknown, pointer: string): unknown {
  if (pointer === '') return json
  let value = json
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}
