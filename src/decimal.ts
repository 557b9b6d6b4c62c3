/**
 * Numbers that the API documents as decimals. They are written as the database holds them, digit for digit, and always with a point: clients in
 * typed languages tell 0.0 from 0. Source: specification, public API, cost fields.
 */

/** What JSON.stringify writes as it stands. */
export type Decimal = { readonly rawJSON: string }

// ECMAScript 2026; Node's own since version 21.
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => Decimal }

/** @param text of a numeric, as PostgreSQL writes it: `0.02330` becomes 0.0233, `3` becomes 3.0 */
export function decimal(text: string): Decimal
export function decimal(text: string | null): Decimal | null
export function decimal(text: string | null): Decimal | null {
  return text === null ? null : rawJSON(decimalJson(text))
}

/** The same within JSON that is put together as text. */
export function decimalJson(text: string | null): string {
  if (text === null) return 'null'
  const [, whole, digits] = /^(-?\d+)(?:\.(\d*?)0*)?$/.exec(text)!
  return `${whole}.${digits || '0'}`
}
