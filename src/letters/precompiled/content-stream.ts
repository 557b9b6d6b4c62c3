/**
 * Reads the operators of a content stream, each with the place of its bytes, so that a few can be changed and all others stay as they are.
 * Source: ISO 32000-1, 7.2 and 7.8.
 */

/** Names begin with their slash. Dictionaries are lists of keys and values. */
export type Operand =
  | number
  | string
  | boolean
  | null
  | { text: Uint8Array }
  | { list: Operand[] }
  | { dictionary: Operand[] }

/** The bytes from start to end are its operands and its name. BI is an inline image to its end, its dictionary the one operand. */
export type Operator = { name: string; operands: Operand[]; start: number; end: number }

/** Replaces bytes of a stream. */
export type Edit = { start: number; end: number; text: string }

const whitespace = new Set([0, 9, 10, 12, 13, 32])
const delimiters = new Set([...'()<>[]{}/%'].map((character) => character.charCodeAt(0)))
const [lineFeed, carriageReturn] = [10, 13]
const code = (character: string) => character.charCodeAt(0)

/** Nesting that no honest stream has. */
const maxDepth = 64

/**
 * @param maxOperators more than these are an error
 * @throws Error for bytes that are no content stream
 */
export function* operatorsOf(bytes: Uint8Array, maxOperators: number): Generator<Operator> {
  const reader = makeReader(bytes)
  let operands: Operand[] = []
  let count = 0
  let start = -1
  for (;;) {
    reader.skipSpace()
    if (reader.at >= bytes.length) return
    if (start < 0) start = reader.at
    const word = reader.word()
    if (word === undefined) {
      operands.push(reader.operand(0))
      // Operators take at most 33 numbers; whatever has more is nonsense, and not worth keeping.
      if (operands.length > 1000) throw new Error('too many operands')
      continue
    }
    const value = literal(word)
    if (value !== undefined) {
      operands.push(value)
      if (operands.length > 1000) throw new Error('too many operands')
      continue
    }
    if ((count += 1) > maxOperators) throw new Error('too many operators')
    if (word === 'BI') operands = [reader.inlineImage()]
    yield { name: word, operands, start, end: reader.at }
    operands = []
    start = -1
  }
}

function literal(word: string): Operand | undefined {
  const first = word.charCodeAt(0)
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) {
    const value = Number.parseFloat(word.replace(/^[+-]*(?=[+-])/, ''))
    return Number.isFinite(value) ? value : 0
  }
  if (word === 'true') return true
  if (word === 'false') return false
  if (word === 'null') return null
  return undefined
}

function makeReader(bytes: Uint8Array) {
  let at = 0

  function skipSpace(): void {
    while (at < bytes.length) {
      const byte = bytes[at]!
      if (whitespace.has(byte)) at += 1
      else if (byte === code('%')) while (at < bytes.length && !isLineEnd(bytes[at]!)) at += 1
      else return
    }
  }

  const isLineEnd = (byte: number) => byte === lineFeed || byte === carriageReturn
  const isRegular = (byte: number) => !whitespace.has(byte) && !delimiters.has(byte)

  /** A number, a keyword or an operator; nothing when something else begins here. */
  function word(): string | undefined {
    const start = at
    while (at < bytes.length && isRegular(bytes[at]!)) at += 1
    return at === start ? undefined : latin(start, at)
  }

  const latin = (start: number, end: number) => Buffer.from(bytes.subarray(start, end)).toString('latin1')

  function operand(depth: number): Operand {
    if (depth > maxDepth) throw new Error('too deep')
    const byte = bytes[at]
    if (byte === code('/')) return name()
    if (byte === code('(')) return literalText()
    if (byte === code('[')) return { list: many(code(']'), depth) }
    if (byte === code('<')) return bytes[at + 1] === code('<') ? dictionary(depth) : hexText()
    // A bracket that closes nothing is skipped, as other readers do.
    at += 1
    return null
  }

  function value(depth: number): Operand {
    const text = word()
    if (text === undefined) return operand(depth)
    return literal(text) ?? null
  }

  function name(): string {
    const start = at
    at += 1
    while (at < bytes.length && isRegular(bytes[at]!)) at += 1
    const text = latin(start, at)
    return text.includes('#')
      ? text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      : text
  }

  function many(end: number, depth: number): Operand[] {
    at += 1
    const found: Operand[] = []
    for (;;) {
      skipSpace()
      if (at >= bytes.length) throw new Error('a list does not end')
      if (bytes[at] === end) break
      found.push(value(depth + 1))
    }
    at += 1
    return found
  }

  function dictionary(depth: number): Operand {
    at += 1
    const entries = many(code('>'), depth)
    if (bytes[at] === code('>')) at += 1
    return { dictionary: entries }
  }

  function hexText(): Operand {
    const start = at + 1
    at = bytes.indexOf(code('>'), start)
    if (at < 0) throw new Error('a text does not end')
    const digits = latin(start, at).replace(/[^0-9a-fA-F]/g, '')
    at += 1
    return { text: Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex') }
  }

  function literalText(): Operand {
    const text: number[] = []
    let depth = 1
    at += 1
    for (;;) {
      if (at >= bytes.length) throw new Error('a text does not end')
      const byte = bytes[at++]!
      if (byte === code('\\')) escaped(text)
      else if (byte === code(')') && (depth -= 1) === 0) return { text: Uint8Array.from(text) }
      else if (byte === carriageReturn) {
        text.push(lineFeed)
        if (bytes[at] === lineFeed) at += 1
      } else {
        if (byte === code('(')) depth += 1
        text.push(byte)
      }
    }
  }

  function escaped(text: number[]): void {
    const byte = bytes[at++] ?? 0
    const known = 'nrtbf'.indexOf(String.fromCharCode(byte))
    if (known >= 0) text.push([10, 13, 9, 8, 12][known]!)
    else if (byte === carriageReturn) at += bytes[at] === lineFeed ? 1 : 0
    else if (byte >= 48 && byte <= 55) {
      let value = byte - 48
      for (let digits = 1; digits < 3 && bytes[at]! >= 48 && bytes[at]! <= 55; digits += 1)
        value = value * 8 + bytes[at++]! - 48
      text.push(value & 255)
    } else if (byte !== lineFeed) text.push(byte)
  }

  /** From behind BI to behind EI: the data ends with an EI that stands by itself and has words of a content stream behind it. */
  function inlineImage(): Operand {
    const entries: Operand[] = []
    for (;;) {
      skipSpace()
      if (at >= bytes.length) throw new Error('an image does not end')
      const text = word()
      if (text === 'ID') break
      entries.push(text === undefined ? operand(0) : (literal(text) ?? null))
    }
    for (let end = at + 1; end + 1 < bytes.length; end += 1) {
      const isEnd =
        bytes[end] === code('E') && bytes[end + 1] === code('I') && whitespace.has(bytes[end - 1]!)
      if (!isEnd || (end + 2 < bytes.length && isRegular(bytes[end + 2]!))) continue
      const behind = bytes.subarray(end + 2, end + 17)
      if (behind.some((byte) => byte > 127 || (byte < 32 && !whitespace.has(byte)))) continue
      at = end + 2
      return { dictionary: entries }
    }
    throw new Error('an image does not end')
  }

  return {
    get at() {
      return at
    },
    skipSpace,
    word,
    operand,
    inlineImage,
  }
}

/** @param edits in the order of their places, none over another */
export function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const parts: Uint8Array[] = []
  let at = 0
  for (const { start, end, text } of edits) {
    parts.push(bytes.subarray(at, start), Buffer.from(` ${text} `, 'latin1'))
    at = end
  }
  parts.push(bytes.subarray(at))
  return Buffer.concat(parts)
}
