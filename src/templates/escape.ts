/** Escaping for HTML, and the decoding of character references (specification, HTML escaping). */
import named from './data/html-entities.json' with { type: 'json' }

const names = new Map(Object.entries(named))

/** A reference counts only when it ends in a semicolon; the longest HTML5 name has 31 letters. */
const reference = /&(?:#(?:[0-9]{1,8}|[xX][0-9a-fA-F]{1,7})|[A-Za-z][A-Za-z0-9]{0,31});/g
const markup = /[&<>]/g
const hasMarkup = /[&<>]/
const referenceOrMarkup = new RegExp(`${reference.source}|[&<>]`, 'g')
const referenceOrAddress = new RegExp(`https?://[^\\s<]+|${reference.source}`, 'gi')

/** What a browser makes of the numeric references 128–159, which HTML5 reads as Windows-1252. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * Escapes text for HTML content: references that end in `;` are decoded first, so that `2&minus;1` shows a minus
 * sign, `&nbsp;` and `&amp;` stay as written, and `&`, `<`, `>` are escaped. Quotes are left alone.
 */
export function escapeHtml(text: string): string {
  if (!hasMarkup.test(text)) return text
  if (!text.includes('&')) return text.replace(markup, escapeCharacter)
  return text.replace(referenceOrMarkup, (match) => {
    if (match.length === 1) return escapeCharacter(match)
    if (match === '&nbsp;' || match === '&amp;') return match
    const decoded = decodeReference(match)
    return (decoded ?? match).replace(markup, escapeCharacter)
  })
}

/** Escapes text for a double-quoted attribute. */
export function escapeAttribute(text: string): string {
  return escapeHtml(text).replaceAll('"', '&quot;')
}

/** Decodes character references that end in `;`; unknown names stay. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(reference, (match) => decodeReference(match) ?? match)
}

/**
 * Decodes only the references to what a pattern matches. Those that the decoded characters would make of what stands
 * around them are shown as they are written.
 */
export function decodeReferencesTo(wanted: RegExp, text: string): string {
  if (!text.includes('&')) return text
  const replaced = (source: string, replacement: (match: string, decoded: string) => string) =>
    source.replace(reference, (match) => {
      const decoded = decodeReference(match)
      return decoded !== undefined && wanted.test(decoded) ? replacement(match, decoded) : match
    })
  const decodedOnce = replaced(text, (_match, decoded) => decoded)
  return replaced(decodedOnce, (match) => `&amp;${match.slice(1)}`)
}

/** The same as decodeReferences, but web addresses keep every character, so `?a=1&copy;=2` survives. */
export function decodeReferencesOutsideAddresses(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(referenceOrAddress, (match) =>
    match.charCodeAt(0) === 38 ? (decodeReference(match) ?? match) : match,
  )
}

/** Removes tags and decodes the rest: the text that a reader sees of a piece of our own HTML. */
export function textOfHtml(html: string): string {
  return decodeReferences(html.includes('<') ? html.replace(/<[^<>]*>/g, '') : html)
}

function escapeCharacter(character: string): string {
  return character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'
}

function decodeReference(match: string): string | undefined {
  const body = match.slice(1, -1)
  if (body.charCodeAt(0) !== 35) return names.get(body)
  const code = /^#[xX]/.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10)
  return characterOfCode(code)
}

function characterOfCode(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd'
  if (code >= 0x80 && code <= 0x9f) return windows1252[code - 0x80] ?? ''
  const control = (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13) || code === 127
  const noncharacter = (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe
  return control || noncharacter ? '' : String.fromCodePoint(code)
}
