/**
 * The blocks of the markdown dialect (specification, markdown dialect): one grammar for emails and letters. It works on
 * lines and looks at every line a bounded number of times: the only recursion, lists and insets, is six deep at most.
 */
import type { Inline } from './inline.ts'
import {
  beforeFence,
  type Fences,
  fenceBlockEnd,
  fencesOf,
  footnotePattern,
  headingOf,
  indentOf,
  isBlank,
  isCode,
  isFence,
  isInset,
  isItem,
  isRule,
  isTableRow,
  linkDefinition,
  listMarker,
  startsWithLetter,
  underlineLevel,
} from './lines.ts'
import { linesOf } from './source.ts'

export type TextBlock = { type: 'paragraph' | 'text'; text: string; inline: Inline[] | null }

export type Block =
  | TextBlock
  | { type: 'heading'; level: number; text: string; inline: Inline[] | null }
  | { type: 'list'; ordered: boolean; items: ListItem[] }
  | { type: 'inset'; blocks: Block[] }
  | { type: 'code'; text: string }
  | { type: 'rule' }
  | { type: 'newline' }

/** A loose item had blank lines about it: its text stands in paragraphs. */
export type ListItem = { loose: boolean; blocks: Block[] }

export type Links = Map<string, { target: string; title: string | null }>

/** A parsed message. Footnotes follow the blocks; link definitions feed reference links. */
export type MarkdownDocument = { blocks: Block[]; links: Links; footnotes: Map<string, Block[]> }

type Place = {
  document: MarkdownDocument
  /** Blocks and items that may still come. */
  left: { blocks: number }
  inList: boolean
  inFootnote: boolean
  lists: number
  insets: number
}

/** Lists and insets inside each other beyond this depth stay text. */
const maximumDepth = 6

const outdent = Array.from({ length: 32 }, (_, width) => new RegExp(`^ {1,${width + 1}}`))

/** Thrown where a message has more blocks than it may. */
export class OutputTooLong extends Error {}

/** @throws OutputTooLong past so many blocks and items of lists */
export function parseMarkdown(text: string, mostBlocks = Number.POSITIVE_INFINITY): MarkdownDocument {
  const document: MarkdownDocument = { blocks: [], links: new Map(), footnotes: new Map() }
  document.blocks = parseLines(linesOf(text), {
    document,
    left: { blocks: mostBlocks },
    inList: false,
    inFootnote: false,
    lists: 0,
    insets: 0,
  })
  return document
}

/** Reference ids match ignoring case and the amount of whitespace. */
export function referenceKey(id: string): string {
  return id.replace(/\s+/g, ' ').toLowerCase()
}

function parseLines(lines: string[], place: Place): Block[] {
  const blocks: Block[] = []
  const fences = fencesOf(lines)
  let end = lines.length
  while (end > 0 && lines[end - 1] === '') end--
  let i = 0
  while (i < end) {
    if (lines[i] !== '') {
      i = parseBlock(lines, i, end, fences, place, blocks)
      continue
    }
    const start = i
    while (lines[i] === '') i++
    if (i - start > 1 || (place.inList && start > 0)) blocks.push({ type: 'newline' })
  }
  return blocks
}

/** Parses the block that starts at a line with text in it and returns the line after it. First match wins. */
function parseBlock(
  lines: string[],
  i: number,
  end: number,
  fences: Fences,
  place: Place,
  blocks: Block[],
): number {
  const line = lines[i]!
  if (!place.inList) count(place)
  if (!place.inList && isRule(line)) return rule(blocks, lines, i)
  if (isCode(line)) return codeBlock(lines, i, end, blocks)
  if (isFence(line)) {
    const after = fenceBlockEnd(lines, i, fences)
    if (after > 0) {
      blocks.push({ type: 'code', text: fencedText(lines, i, after) })
      return skipBlank(lines, after)
    }
  }
  if (!place.inList) {
    const heading = headingOf(line)
    if (heading) {
      blocks.push({ type: 'heading', ...heading, inline: null })
      return skipBlank(lines, i + 1)
    }
    const afterTable = tableEnd(lines, i, end)
    if (afterTable > 0) return afterTable
  }
  const level = i + 1 < end ? underlineLevel(lines[i + 1]!) : 0
  if (level > 0) {
    blocks.push({ type: 'heading', level, text: line, inline: null })
    return i + 2
  }
  if (place.inList && isRule(line)) return rule(blocks, lines, i)
  if (isInset(line) && place.insets < maximumDepth) return inset(lines, i, end, place, blocks)
  if (place.lists < maximumDepth && isItem(line)) return list(lines, i, end, place, blocks)
  if (place.inList) return itemText(lines, i, blocks)
  return definition(lines, i, end, place) || paragraph(lines, i, end, fences, blocks)
}

function count({ left }: Place): void {
  if (--left.blocks < 0) throw new OutputTooLong()
}

function rule(blocks: Block[], lines: string[], i: number): number {
  blocks.push({ type: 'rule' })
  return skipBlank(lines, i + 1)
}

function codeBlock(lines: string[], start: number, end: number, blocks: Block[]): number {
  const code: string[] = []
  let i = start
  while (i < end && (lines[i] === '' || isCode(lines[i]!))) code.push(lines[i++]!.slice(4))
  // The lines left blank below it belong to it, down to the next block.
  blocks.push({ type: 'code', text: code.join('\n') + (i < end ? '\n' : '') })
  return i
}

/** The lines between the fences; a closing fence may stand at the end of the last line of text. */
function fencedText(lines: string[], start: number, after: number): string {
  const text = lines.slice(start + 1, after)
  const last = text.length - 1
  text[last] = beforeFence(text[last]!)
  return text.join('\n').trimEnd()
}

function tableEnd(lines: string[], i: number, end: number): number {
  if (!isTableRow(lines[i]!, lines[i + 1])) return 0
  let after = i + 2
  while (after < end && lines[after]!.includes('|')) after++
  return skipBlank(lines, after)
}

function inset(lines: string[], start: number, end: number, place: Place, blocks: Block[]): number {
  const inside: string[] = []
  let i = start
  while (i < end && isInset(lines[i]!)) {
    while (i < end && lines[i] !== '') inside.push(lines[i++]!.replace(/^ *\^ ?/, ''))
    while (i < end && lines[i] === '') inside.push(lines[i++]!)
  }
  const contents = parseLines(inside, { ...place, inList: false, insets: place.insets + 1 })
  blocks.push({ type: 'inset', blocks: contents })
  return i
}

function list(lines: string[], start: number, end: number, place: Place, blocks: Block[]): number {
  const first = lines[start]!
  const indent = indentOf(first)
  let i = start + 1
  let lastText = start
  for (; i < end; i++) {
    const line = lines[i]!
    if (line === '') continue
    const blank = i - lastText - 1
    if (blank > 1) break
    if (
      blank === 1 &&
      line.charCodeAt(0) !== 32 &&
      !(indent === 0 && line.charCodeAt(listMarker(line) || line.length) === 32)
    )
      break
    if (isRuleInList(line, indent) || isDefinition(line)) break
    lastText = i
  }
  const ordered = first[listMarker(first) - 1] === '.'
  blocks.push({ type: 'list', ordered, items: itemsOf(lines.slice(start, i), indent, place) })
  return i
}

/** Cuts a list at the lines that have a bullet at its own indent; all others continue the item before. */
function itemsOf(lines: string[], indent: number, place: Place): ListItem[] {
  const items: ListItem[] = []
  let afterBlank = false
  for (let i = 0; i < lines.length; ) {
    let next = i + 1
    while (next < lines.length && !(indentOf(lines[next]!) === indent && listMarker(lines[next]!) > 0)) next++
    const width = listMarker(lines[i]!)
    const text = outdented([lines[i]!.slice(width), ...lines.slice(i + 1, next)], width)
    const isLast = next === lines.length
    const endsBlank = text.length > 1 && text.at(-1) === ''
    const loose = afterBlank || hasInnerBlank(text) || (!isLast && endsBlank)
    afterBlank = endsBlank
    count(place)
    const blocks = parseLines(text, { ...place, inList: true, lists: place.lists + 1 })
    items.push({ loose, blocks })
    i = next
  }
  return items
}

function outdented(lines: string[], width: number): string[] {
  if (!lines.some((line, i) => i > 0 && line.charCodeAt(0) === 32)) return lines
  const pattern = outdent[Math.min(width, outdent.length) - 1]!
  return lines.map((line) => line.replace(pattern, ''))
}

function hasInnerBlank(lines: string[]): boolean {
  let sawBlank = false
  for (let i = 0; i < lines.length; i++) {
    if (isBlank(lines[i]!)) sawBlank ||= i > 0
    else if (sawBlank) return true
  }
  return false
}

/** Lines of text inside an item follow each other as lines of one text. */
function itemText(lines: string[], i: number, blocks: Block[]): number {
  const last = blocks.at(-1)
  if (last?.type === 'text') last.text += `\n${lines[i]}`
  else blocks.push({ type: 'text', text: lines[i]!, inline: null })
  return i + 1
}

/** Link and footnote definitions show nothing where they stand. */
function definition(lines: string[], i: number, end: number, place: Place): number {
  const link = linkDefinition(lines[i]!)
  if (link) {
    place.document.links.set(referenceKey(link.id), { target: link.target, title: link.title })
    return skipBlank(lines, i + 1)
  }
  const note = place.inFootnote ? null : footnotePattern.exec(lines[i]!)
  if (!note) return 0
  let after = skipBlank(lines, i + 1)
  while (after < end && lines[after]!.charCodeAt(0) === 32) after = skipBlank(lines, after + 1)
  const key = referenceKey(note[1]!)
  if (!place.document.footnotes.has(key)) {
    const text = [note[2]!, ...lines.slice(i + 1, after).map((line) => line.trimStart())]
    place.document.footnotes.set(key, parseLines(text, { ...place, inFootnote: true }))
  }
  return after
}

function paragraph(lines: string[], start: number, end: number, fences: Fences, blocks: Block[]): number {
  let i = start + 1
  while (i < end && lines[i] !== '' && !interruptsParagraph(lines, i, end, fences)) i++
  const text = i === start + 1 ? lines[start]! : lines.slice(start, i).join('\n')
  blocks.push({ type: 'paragraph', text, inline: null })
  return skipBlank(lines, i)
}

/** What ends a paragraph without a blank line. `+ ` does too, although it makes no list. */
function interruptsParagraph(lines: string[], i: number, end: number, fences: Fences): boolean {
  const line = lines[i]!
  if (i + 1 < end && underlineLevel(lines[i + 1]!) > 0) return true
  if (startsWithLetter(line)) return false
  return (
    isItem(line) ||
    isPlusItem(line) ||
    isRule(line) ||
    headingOf(line) !== null ||
    isInset(line) ||
    isDefinition(line) ||
    (isFence(line) && fenceBlockEnd(lines, i, fences) > 0)
  )
}

function isPlusItem(line: string): boolean {
  const indent = indentOf(line)
  return line.charCodeAt(indent) === 43 && line.charCodeAt(indent + 1) === 32
}

function isRuleInList(line: string, indent: number): boolean {
  const own = indentOf(line)
  return (own === 0 || own === indent) && isRule(line.slice(own))
}

function isDefinition(line: string): boolean {
  return linkDefinition(line) !== null || footnotePattern.test(line)
}

function skipBlank(lines: string[], i: number): number {
  let next = i
  while (lines[next] === '') next++
  return next
}
