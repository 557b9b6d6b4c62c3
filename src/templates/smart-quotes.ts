/**
 * Straight quotes to curly quotes (specification, smart quotes). Tags and comments, and the text inside links and
 * code, are never touched. Each quote is decided by the characters beside it, in the order of the rules.
 */

/** Where the scan of a text is: the elements it is inside of, and the last character of the text before. */
type Place = { inside: string[]; last: string; plainText: boolean }

/** Why a quote closed: one that closed by the character before it is no such character for the next quote. */
type Closed = 'none' | 'before word' | 'before space'

const skippedTag = /<(\/?)(a|pre|samp|code|tt|kbd|script|style|math)(?=[\s>/])/iy
const quoteOrBackslash = /['"\\]/
const nextQuote = /['"]/g
const escapable = /\\([\\"'.\-`])/g
const address = /https?:\/\/[^\s<"]+/gi
const addressEnd = /[.,:"')\]]$/
const openerBefore = /(?:&nbsp;|--|&[mn]dash;|&#821[12];|&#x201[34];)$/
const notWhitespace = /\S/
const whitespace = /\s/
const wordCharacter = /[\p{L}\p{N}_]/u
const punctuation = '!"#$%\'()*+,-./:;<=>?@[\\]^_`{|}~'
const opensNothing = ' \t\r\n[{(-'

export function smartQuotes(text: string, plainText = false): string {
  if (!quoteOrBackslash.test(text)) return text
  const place: Place = { inside: [], last: '', plainText }
  const lastCommentEnd = text.lastIndexOf('-->')
  let result = ''
  let copied = 0
  let from = 0
  for (;;) {
    const start = text.indexOf('<', from)
    const end = start < 0 ? -1 : endOfTag(text, start, lastCommentEnd)
    const pieceEnd = end < 0 ? text.length : start
    if (pieceEnd > from) {
      const piece = text.slice(from, pieceEnd)
      const quoted = quotesOfText(piece, place)
      if (quoted !== piece) {
        result += text.slice(copied, from) + quoted
        copied = pieceEnd
      }
    }
    if (end < 0) return copied === 0 ? text : result + text.slice(copied)
    noteTag(text, start, place.inside)
    from = end
  }
}

/** The end of a tag or a comment; an opening bracket that is never closed is text. */
function endOfTag(text: string, start: number, lastCommentEnd: number): number {
  if (lastCommentEnd >= start + 4 && text.startsWith('<!--', start)) {
    return text.indexOf('-->', start + 4) + 3
  }
  return text.indexOf('>', start) + 1 || -1
}

function noteTag(text: string, start: number, inside: string[]): void {
  skippedTag.lastIndex = start
  const match = skippedTag.exec(text)
  if (match === null) return
  const name = match[2]!.toLowerCase()
  if (match[1] !== '/') inside.push(name)
  else if (inside.at(-1) === name) inside.pop()
}

/** A piece of text between tags. In plain text its web addresses keep their quotes. */
function quotesOfText(text: string, place: Place): string {
  if (place.inside.length > 0) {
    place.last = text.charAt(text.length - 1)
    return text
  }
  if (!place.plainText || !text.includes('://')) return curled(text, place)
  let result = ''
  let from = 0
  for (const match of text.matchAll(address)) {
    let end = match.index + match[0].length
    while (end > match.index && addressEnd.test(text[end - 1]!)) end--
    if (match.index > from) result += curled(text.slice(from, match.index), place)
    result += text.slice(match.index, end)
    if (end > match.index) place.last = text[end - 1]!
    from = end
  }
  return from < text.length ? result + curled(text.slice(from), place) : result
}

function curled(piece: string, place: Place): string {
  const before = place.last
  place.last = piece.charAt(piece.length - 1)
  if (!quoteOrBackslash.test(piece)) return piece
  if (piece === "'") return notWhitespace.test(before) ? '’' : '‘'
  if (piece === '"') return notWhitespace.test(before) ? '”' : '“'
  const text = piece.includes('\\')
    ? piece.replace(escapable, (_, character: string) => `&#${character.charCodeAt(0)};`)
    : piece
  let result = ''
  let from = 0
  let closed: Closed = 'none'
  nextQuote.lastIndex = 0
  for (let match = nextQuote.exec(text); match; match = nextQuote.exec(text)) {
    const at = match.index
    result += text.slice(from, at)
    from = at + 1
    const pair = pairOf(text, at)
    if (pair) {
      result += pair
      from = nextQuote.lastIndex = at + 2
      closed = 'none'
      continue
    }
    if (at > 0 && !isQuote(text, at - 1)) closed = 'none'
    const [curly, why]: [string, Closed] =
      match[0] === "'" ? singleQuote(text, at, closed) : doubleQuote(text, at, closed)
    result += curly
    closed = why
  }
  return result + text.slice(from)
}

/** Two quotes of different kinds before a word open together. */
function pairOf(text: string, at: number): string | null {
  const first = text.charCodeAt(at)
  const second = text.charCodeAt(at + 1)
  if (first === second || (second !== 34 && second !== 39) || !isWord(text, at + 2)) return null
  return first === 34 ? '“‘' : '‘“'
}

function singleQuote(text: string, at: number, closed: Closed): [string, Closed] {
  if (closesAtStart(text, at)) return ['’', 'none']
  if (at > 0 && isWord(text, at - 1) && isDecade(text, at + 1)) return ['’', 'none']
  if (isWord(text, at + 1) && opensBefore(text, at)) return ['‘', 'none']
  if (at > 0 && !opensNothing.includes(text[at - 1]!)) {
    const previous = text[at - 1] === "'" ? closed : 'none'
    const beforeSpace = isSpace(text, at + 1) || isLoneS(text, at + 1)
    if (beforeSpace && previous !== 'before space') return ['’', 'before space']
    if (!beforeSpace && !isDigit(text, at + 1) && previous !== 'before word') return ['’', 'before word']
  }
  return ['‘', 'none']
}

function doubleQuote(text: string, at: number, closed: Closed): [string, Closed] {
  if (closesAtStart(text, at)) return ['”', 'none']
  if (isWord(text, at + 1) && opensBefore(text, at)) return ['“', 'none']
  if (isSpace(text, at + 1)) return ['”', 'none']
  const isClosing = at > 0 && !opensNothing.includes(text[at - 1]!)
  if (isClosing && !(closed !== 'none' && text[at - 1] === '"')) return ['”', 'before word']
  return ['“', 'none']
}

/** A quote at the very start before punctuation that no word follows. */
function closesAtStart(text: string, at: number): boolean {
  return at === 0 && text.length > 1 && punctuation.includes(text[1]!) && !isWord(text, 2)
}

function opensBefore(text: string, at: number): boolean {
  const previous = text.charCodeAt(at - 1)
  if (previous === 45 || previous === 59) return openerBefore.test(text.slice(Math.max(0, at - 8), at))
  return isSpace(text, at - 1)
}

function isQuote(text: string, at: number): boolean {
  return text[at] === "'" || text[at] === '"'
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code <= 127) return code === 32 || (code >= 9 && code <= 13)
  return code > 127 && whitespace.test(text[at]!)
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

function isDecade(text: string, at: number): boolean {
  return isDigit(text, at) && isDigit(text, at + 1) && text[at + 2] === 's'
}

function isLoneS(text: string, at: number): boolean {
  return text[at] === 's' && !isWord(text, at + 1)
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
    )
  }
  return code >= 128 && wordCharacter.test(String.fromCodePoint(text.codePointAt(at)!))
}
