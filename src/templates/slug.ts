/** Names made of names: the local part of a service's email address, ids, file sizes (specification, slugs and file names). */

const combiningMarks = /\p{M}/gu
const whitespace = /\s+/g

/** `Service - with dash` → `service.with.dash`: letters, digits and single dots. */
export function emailLocalPart(name: string): string {
  return trimDots(
    withoutMarks(name)
      .replace(whitespace, '.')
      .replace(/[^\p{L}\p{N}.]/gu, '')
      .toLowerCase()
      .replace(/\.+/g, '.'),
  )
}

/** `N. London` → `n-london`: letters, digits and hyphens. */
export function slug(name: string): string {
  return withoutMarks(name)
    .replace(whitespace, '-')
    .replace(/[^\p{L}\p{N}-]/gu, '')
    .toLowerCase()
}

/** Bytes as people read them: one decimal, `0.1KB` at least. */
export function fileSize(bytes: number): string {
  const kilobytes = bytes / 1024
  const megabytes = kilobytes / 1024
  if (kilobytes < 0.05) return '0.1KB'
  if (megabytes < 0.05) return `${oneDecimal(kilobytes)}KB`
  return `${oneDecimal(megabytes)}MB`
}

function withoutMarks(name: string): string {
  return name.normalize('NFD').replace(combiningMarks, '').trim()
}

function trimDots(name: string): string {
  return name.slice(name.startsWith('.') ? 1 : 0, name.endsWith('.') && name.length > 1 ? -1 : undefined)
}

function oneDecimal(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
