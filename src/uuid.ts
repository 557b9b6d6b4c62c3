import { randomBytes } from 'node:crypto'

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Identifiers as callers write them: after removing `urn:`, `uuid:`, braces and hyphens exactly 32 hex digits, any case.
 * Source: specification, public API, schema validation.
 * @returns the canonical form (lower case, hyphens), or null
 */
export function canonicalUuid(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 100) return null
  if (canonical.test(value)) return value
  const hex = value
    .replace('urn:', '')
    .replace('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '')
    .toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(hex)) return null
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A time-ordered identifier for what is never stored; stored rows get theirs from the database. */
export function uuidv7(now: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return canonicalUuid(bytes.toString('hex'))!
}
