/**
 * How MMG writes what people have texted: plus signs for spaces, percent signs for UTF-8, backslashes for what Python would escape. Source:
 * specification, sending, inbound SMS, MMG decoding.
 */

/** Each escape that is none stays as it stands: one bad character is no reason to lose a text. */
export const decodeMmg = (raw: string): string =>
  raw
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, percentDecoded)
    .replace(pythonEscape, unescaped)

/** Bytes that are no UTF-8 stay as they are written. */
function percentDecoded(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run
  }
}

const pythonEscape =
  /\\(?:([\\'"abfnrtv])|x([0-9a-fA-F]{2})|(u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*)|U([0-9a-fA-F]{8})|([0-7]{1,3}))/g
const letters: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unescaped(
  whole: string,
  letter?: string,
  hex?: string,
  units?: string,
  point?: string,
  octal?: string,
): string {
  if (letter !== undefined) return letters[letter] ?? whole
  if (units !== undefined) {
    const text = units
      .slice(1)
      .split('\\u')
      .map((unit) => String.fromCharCode(Number.parseInt(unit, 16)))
      .join('')
    return text.isWellFormed() && !text.includes('\0') ? text : whole
  }
  const code = Number.parseInt(hex ?? point ?? octal!, octal === undefined ? 16 : 8)
  // No text holds the one, no character is the others.
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : whole
}
