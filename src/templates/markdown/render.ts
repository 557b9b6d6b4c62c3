/** Walks a parsed message and lets a renderer say what each element looks like. */
import { type Block, type ListItem, type MarkdownDocument, OutputTooLong, parseMarkdown } from './blocks.ts'
import { type Inline, parseInline } from './inline.ts'

/** How one kind of output looks. Text comes in as it stands in the source. */
export type Renderer = {
  heading(level: number, text: string): string
  /** `source` is the text of a paragraph before its links were found, null inside a list. */
  paragraph(text: string, source: string | null): string
  list(ordered: boolean, items: string[]): string
  inset(contents: string): string
  /** `text` closes with the line ends that part it from the next block. */
  code(text: string): string
  rule(): string
  newline(): string
  url(url: string): string
  link(label: string, target: string, title: string | null): string
  lineBreak: string
}

export function renderMarkdown(text: string, renderer: Renderer): string {
  return renderDocument(parseMarkdown(text), renderer)
}

/** A parsed message can be rendered any number of times. With `enough`, blocks are left out after that many characters. */
export function renderDocument(
  document: MarkdownDocument,
  renderer: Renderer,
  enough = Number.POSITIVE_INFINITY,
): string {
  let output = ''
  for (const block of document.blocks) {
    if (output.length > enough) return output
    output += renderBlock(block, document, renderer)
  }
  for (const blocks of document.footnotes.values()) output += renderBlocks(blocks, document, renderer)
  return output
}

/** What elements have on top of a renderer's output once it is complete, in characters. */
export type Extras = {
  paragraph: number
  list: number
  item: number
  inset: number
  rule: number
  link: number
}
const noExtras: Extras = { paragraph: 0, list: 0, item: 0, inset: 0, rule: 0, link: 0 }

/**
 * The same renderer, which gives up as soon as it has added more characters to the text than a bound. Two characters can stand for a link with a
 * target of a megabyte, so that what a message becomes is not to be told from its length.
 * @throws OutputTooLong from any of its functions
 */
export function bounded(renderer: Renderer, most: number, extras: Extras = noExtras): Renderer {
  let added = 0
  const adding = (output: string, contents: number, extra = 0): string => {
    added += output.length - contents + extra
    if (added > most) throw new OutputTooLong()
    return output
  }
  return {
    heading: (level, text) => adding(renderer.heading(level, text), text.length, extras.paragraph),
    paragraph(text, source) {
      const output = renderer.paragraph(text, source)
      return adding(output, text.length, output === '' ? 0 : extras.paragraph)
    },
    list(ordered, items) {
      let contents = 0
      for (const item of items) contents += item.length
      return adding(renderer.list(ordered, items), contents, extras.list + items.length * extras.item)
    },
    inset: (contents) => adding(renderer.inset(contents), contents.length, extras.inset),
    code: (text) => adding(renderer.code(text), 0),
    rule: () => adding(renderer.rule(), 0, extras.rule),
    newline: () => adding(renderer.newline(), 0),
    url: (url) => adding(renderer.url(url), 0, extras.link),
    link: (label, target, title) => adding(renderer.link(label, target, title), label.length, extras.link),
    lineBreak: renderer.lineBreak,
  }
}

function renderBlocks(blocks: Block[], document: MarkdownDocument, renderer: Renderer): string {
  let output = ''
  for (const block of blocks) output += renderBlock(block, document, renderer)
  return output
}

function renderBlock(block: Block, document: MarkdownDocument, renderer: Renderer): string {
  switch (block.type) {
    case 'paragraph':
      return renderer.paragraph(renderText(block, document, renderer), block.text)
    case 'text':
      return renderer.paragraph(renderText(block, document, renderer), null)
    case 'heading':
      return renderer.heading(block.level, renderText(block, document, renderer))
    case 'list':
      return renderer.list(
        block.ordered,
        block.items.map((item) => renderItem(item, document, renderer)),
      )
    case 'inset':
      return renderer.inset(renderBlocks(block.blocks, document, renderer))
    case 'code':
      return renderer.code(block.text)
    case 'rule':
      return renderer.rule()
    case 'newline':
      return renderer.newline()
  }
}

/** The text of a tight item stands without a paragraph. */
function renderItem(item: ListItem, document: MarkdownDocument, renderer: Renderer): string {
  let output = ''
  for (const block of item.blocks) {
    const isTight = block.type === 'text' && !item.loose
    output += isTight ? renderText(block, document, renderer) : renderBlock(block, document, renderer)
  }
  return output.trim()
}

function renderText(
  block: { text: string; inline: Inline[] | null },
  document: MarkdownDocument,
  renderer: Renderer,
): string {
  block.inline ??= parseInline(block.text, document)
  return renderInline(block.inline, renderer)
}

function renderInline(inline: Inline[], renderer: Renderer): string {
  let output = ''
  for (const piece of inline) {
    if (typeof piece === 'string') output += piece
    else if (piece.type === 'break') output += renderer.lineBreak
    else if (piece.type === 'url') output += renderer.url(piece.url)
    else output += renderer.link(renderInline(piece.label, renderer), piece.target, piece.title)
  }
  return output
}
