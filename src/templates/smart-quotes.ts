/**
 * Straight quotes to curly quotes (specification, smart quotes). Tags and comments, and the text inside links and
 * code, are never touched. The rules run in order on each piece of text between tags; each has a fixed width.
 */

type Token = { text: string; skipped: boolean }

const skippedElements = new Set(['a', 'pre', 'samp', 'code', 'tt', 'kbd', 'script', 'style', 'math'])
const tagName = /^<(\/?)([a-z]+)(?=[\s>/])/i
const quoteOrBackslash = /['"\\]/
const escapable = /\\([\\"'.\-`])/g
const address = /https?:\/\/[^\s<"]+/g
const addressEnd = /[.,:"')\]]$/

const close = '[^ \\t\\r\\n\\[{(\\-]'
const open = '(\\s|&nbsp;|--|&[mn]dash;|&#821[12];|&#x201[34];)'
const word = '[\\p{L}\\p{N}_]'
const punctuation = '[!"#$%\'()*+,\\-./:;<=>?@[\\\\\\]\\^_`{|}~]'
const loneS = `s(?!${word})`

const rules: [RegExp, string][] = [
  [new RegExp(`^'(?=${punctuation}(?!${word}))`, 'u'), '’'],
  [new RegExp(`^"(?=${punctuation}(?!${word}))`, 'u'), '”'],
  [new RegExp(`"'(?=${word})`, 'gu'), '“‘'],
  [new RegExp(`'"(?=${word})`, 'gu'), '‘“'],
  [new RegExp(`(?<=${word})'(?=\\d{2}s)`, 'gu'), '’'],
  [new RegExp(`${open}'(?=${word})`, 'gu'), '$1‘'],
  [new RegExp(`(${close})'(?!\\s|${loneS}|\\d)`, 'gu'), '$1’'],
  [new RegExp(`(${close})'(?=\\s|${loneS})`, 'gu'), '$1’'],
  [/'/g, '‘'],
  [new RegExp(`${open}"(?=${word})`, 'gu'), '$1“'],
  [/"(?=\s)/g, '”'],
  [new RegExp(`(${close})"`, 'gu'), '$1”'],
  [/"/g, '“'],
]

export function smartQuotes(text: string, plainText = false): string {
  if (!quoteOrBackslash.test(text)) return text
  let result = ''
  let last = ''
  for (const { text: piece, skipped } of tokensOf(text, plainText)) {
    result += skipped || !quoteOrBackslash.test(piece) ? piece : quotesOfText(piece, last)
    if (!skipped || piece.charCodeAt(0) !== 60) last = piece.charAt(piece.length - 1)
  }
  return result
}

function quotesOfText(text: string, last: string): string {
  if (text === "'") return /\S/.test(last) ? '’' : '‘'
  if (text === '"') return /\S/.test(last) ? '”' : '“'
  let curled = text.includes('\\')
    ? text.replace(escapable, (_, character: string) => `&#${character.charCodeAt(0)};`)
    : text
  for (const [pattern, replacement] of rules) {
    if (!curled.includes("'") && !curled.includes('"')) break
    curled = curled.replace(pattern, replacement)
  }
  return curled
}

/** Cuts text into tags and the text between them; an opening bracket that is never closed is text. */
function* tokensOf(text: string, plainText: boolean): Generator<Token> {
  const inside: string[] = []
  let from = 0
  for (let start = text.indexOf('<'); start >= 0; start = text.indexOf('<', from)) {
    let end = -1
    if (text.startsWith('<!--', start)) end = text.indexOf('-->', start + 4) + 2
    if (end < start) end = text.indexOf('>', start)
    if (end < 0) break
    if (start > from) yield* textTokens(text.slice(from, start), inside.length > 0, plainText)
    const tag = text.slice(start, end + 1)
    noteTag(tag, inside)
    yield { text: tag, skipped: true }
    from = end + 1
  }
  if (from < text.length) yield* textTokens(text.slice(from), inside.length > 0, plainText)
}

/** In plain text a web address is a piece of its own, which keeps its quotes. */
function* textTokens(text: string, skipped: boolean, plainText: boolean): Generator<Token> {
  if (skipped || !plainText || !text.includes('://')) {
    yield { text, skipped }
    return
  }
  let from = 0
  for (const match of text.matchAll(address)) {
    let end = match.index + match[0].length
    while (end > match.index && addressEnd.test(text[end - 1]!)) end--
    if (match.index > from) yield { text: text.slice(from, match.index), skipped: false }
    if (end > match.index) yield { text: text.slice(match.index, end), skipped: true }
    from = end
  }
  if (from < text.length) yield { text: text.slice(from), skipped: false }
}

function noteTag(tag: string, inside: string[]): void {
  const match = tagName.exec(tag)
  const name = match?.[2]?.toLowerCase()
  if (!name || !skippedElements.has(name)) return
  if (match?.[1] !== '/') inside.push(name)
  else if (inside.at(-1) === name) inside.pop()
}
