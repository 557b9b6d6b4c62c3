/** What one line of markdown can be. None of these tests looks back, so each is linear in the line. */

/** The runs of fence characters that could close a fence, found once per text. */
export type Fences = {
  closers: { line: number; character: string; length: number }[] | null
  lines: string[]
}

export const footnotePattern = /^\[\^([^\]\n]{1,999})\]: *(.*)$/

const linkPattern = /^ *\[([^^\]][^\]]{0,998})\]: *<?([^\s>]+)>?(?: +["(](.+)[")])? *$/
const tableDashes = /^\|? *[-:][-| :]*$/
const word = /^[^`\s]*$/

/** A fence is closed by one of this many next lines that could close one, which bounds the search. */
const closersTried = 100

export function isBlank(line: string): boolean {
  return line === '' || line.trim() === ''
}

export function indentOf(line: string): number {
  let i = 0
  while (line.charCodeAt(i) === 32) i++
  return i
}

/** Three or more of `-`, `*` and `_`, mixed or not, alone on the line. */
export function isRule(line: string): boolean {
  const start = indentOf(line)
  if (start > 3 || !isRuleCharacter(line.charCodeAt(start))) return false
  let marks = 0
  for (let i = start; i < line.length; i++) {
    const code = line.charCodeAt(i)
    if (isRuleCharacter(code)) marks++
    else if (code !== 32) return false
  }
  return marks >= 3
}

export function isCode(line: string): boolean {
  return line.length > 4 && line.startsWith('    ')
}

export function isInset(line: string): boolean {
  const start = indentOf(line)
  return line.charCodeAt(start) === 94 && line.length > start + 1
}

export function isFence(line: string): boolean {
  return openingFence(line) !== null
}

export function fencesOf(lines: string[]): Fences {
  return { closers: null, lines }
}

/** The line after a fenced block that starts at line `start`, or 0 when nothing closes it. */
export function fenceBlockEnd(lines: string[], start: number, fences: Fences): number {
  const opening = openingFence(lines[start]!)
  if (opening === null) return 0
  fences.closers ??= closersOf(lines)
  const { closers } = fences
  let low = 0
  let high = closers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (closers[middle]!.line > start) high = middle
    else low = middle + 1
  }
  for (let i = low; i < closers.length && i < low + closersTried; i++) {
    const { line, character, length } = closers[i]!
    if (character === opening.character && length >= opening.length) return line + 1
  }
  return 0
}

/** A line without the fence at its end. */
export function beforeFence(line: string): string {
  const end = line.trimEnd().length
  return line.slice(0, end - fenceRunBefore(line, end))
}

/** Three or more backticks or tildes, then at most one word. */
function openingFence(line: string): { character: string; length: number } | null {
  const start = indentOf(line)
  const character = line[start]
  if (character !== '`' && character !== '~') return null
  let end = start
  while (line[end] === character) end++
  if (end - start < 3 || !word.test(line.slice(end).trim())) return null
  return { character, length: end - start }
}

function closersOf(lines: string[]): { line: number; character: string; length: number }[] {
  const closers: { line: number; character: string; length: number }[] = []
  for (let line = 0; line < lines.length; line++) {
    const text = lines[line]!
    const end = text.trimEnd().length
    const length = fenceRunBefore(text, end)
    if (length >= 3) closers.push({ line, character: text[end - 1]!, length })
  }
  return closers
}

function fenceRunBefore(line: string, end: number): number {
  const character = line[end - 1]
  if (character !== '`' && character !== '~') return 0
  let start = end
  while (line[start - 1] === character) start--
  return end - start
}

/** Level and text of a `#` heading. A line of nothing but `#` needs one of them for its text. */
export function headingOf(line: string): { level: number; text: string } | null {
  const start = indentOf(line)
  if (line.charCodeAt(start) !== 35) return null
  let level = 1
  while (level < 6 && line.charCodeAt(start + level) === 35) level++
  const rest = line.slice(start + level).trim()
  if (rest === '') return level === 1 ? null : { level: level - 1, text: '#' }
  let end = rest.length
  while (end > 0 && rest.charCodeAt(end - 1) === 35) end--
  return { level, text: rest.slice(0, end).trimEnd() || '#' }
}

/** 1 under a line of `=`, 2 under a line of `-`, else 0. One character is enough. */
export function underlineLevel(line: string): number {
  const start = indentOf(line)
  let end = line.length
  while (end > start && line.charCodeAt(end - 1) === 32) end--
  if (end === start) return 0
  for (let i = start; i < end; i++) {
    const code = line.charCodeAt(i)
    if (code !== 61 && code !== 45) return 0
  }
  return line.charCodeAt(end - 1) === 61 ? 1 : 2
}

/** A line that begins a list: a bullet with something after it. */
export function isItem(line: string): boolean {
  const width = listMarker(line)
  return width > 0 && line.length > width
}

/** Width of a bullet with the spaces before it, or 0: `•`, `*`, `-`, or digits and a full stop. */
export function listMarker(line: string): number {
  let i = indentOf(line)
  const code = line.charCodeAt(i)
  if (code === 42 || code === 45 || code === 0x2022) return i + 1
  const digits = i
  while (line.charCodeAt(i) >= 48 && line.charCodeAt(i) <= 57) i++
  return i > digits && line.charCodeAt(i) === 46 ? i + 1 : 0
}

export function linkDefinition(line: string): { id: string; target: string; title: string | null } | null {
  if (line.charCodeAt(indentOf(line)) !== 91) return null
  const match = linkPattern.exec(line)
  return match ? { id: match[1]!, target: match[2]!, title: match[3] ?? null } : null
}

/** A header row over a row of dashes, with or without outer pipes. */
export function isTableRow(header: string, dashes: string | undefined): boolean {
  if (dashes === undefined || header.indexOf('|') < 0 || header.length < 2) return false
  return dashes.includes('|') && dashes.includes('-') && tableDashes.test(dashes.trim())
}

/** True for the first characters of ordinary text, which begin no block of any other kind. */
export function startsWithLetter(line: string): boolean {
  const code = line.charCodeAt(0)
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isRuleCharacter(code: number): boolean {
  return code === 45 || code === 42 || code === 95
}
