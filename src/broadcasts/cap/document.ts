/**
 * Reads a CAP 1.2 document strictly: bytes of UTF-8, no DOCTYPE, no entity but the five, and nothing that the content model (model.ts) does not have.
 * Source: specification, broadcasts, reading the XML.
 *
 * The parser is saxes, since it refuses what XML 1.0 and its namespaces forbid: `sax` lets NUL and other control characters, `]]>` in text, repeated
 * attributes, several roots and late XML declarations through, and takes twice as long.
 */
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { badRequest, tooLarge } from '../../errors.ts'
import { capNamespace, contentModel, type Step, signatureNamespace, simpleTypes } from './model.ts'

export const mostCapBytes = 3 * 1024 * 1024
/** More than any honest alert has; each costs a little memory while the document is read. */
const mostElements = 50_000
/** Of elements inside a signature, which nothing else bounds. */
const mostDepth = 32
/** Of one element, namespaces among them. */
const mostAttributes = 100

export type CapElement = { name: string; text: string; children: CapElement[] }

/** An element that is still open, and how far its sequence has come. */
type Open = { element: CapElement; steps: readonly Step[] | undefined; place: number; count: number }

const utf8 = new TextDecoder('utf-8', { fatal: true })
const notWhitespace = /[^ \t\r\n]/
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance'
/** Hints that every schema allows; nothing is fetched. */
const hints = new Set(['schemaLocation', 'noNamespaceSchemaLocation'])

class Invalid extends Error {}
class TooMany extends Error {}

/**
 * @returns the root `alert`; signatures are left out, and texts are as they were written
 * @throws ApiError 400 for what is not CAP 1.2, 413 for more than 3 MiB
 */
export function readCapDocument(bytes: Uint8Array): CapElement {
  if (bytes.byteLength > mostCapBytes) throw tooLarge(mostCapBytes)
  try {
    return parse(utf8.decode(bytes))
  } catch (error) {
    if (error instanceof TooMany) throw badRequest('Request contains too many elements')
    throw badRequest('Request data is not valid CAP XML')
  }
}

function parse(text: string): CapElement {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const open: Open[] = []
  let root: CapElement | undefined
  let elements = 0
  let attributes = 0
  /** Depth inside an element of a signature, whose content is not looked at. */
  let foreign = 0

  const refuse = (error: Error = new Invalid()): never => {
    throw error
  }
  parser.on('error', refuse)
  parser.on('doctype', () => refuse())
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0' || (encoding !== undefined && !/^utf-?8$/i.test(encoding))) refuse()
  })
  parser.on('opentagstart', () => {
    attributes = 0
  })
  parser.on('attribute', () => {
    if (++attributes > mostAttributes) refuse()
  })
  parser.on('opentag', (tag) => {
    if (++elements > mostElements) refuse(new TooMany())
    const parent = open.at(-1)
    if (foreign > 0 || (parent?.element.name === 'alert' && tag.uri === signatureNamespace)) {
      if (foreign === 0) finish(parent!)
      if (++foreign > mostDepth) refuse()
      return
    }
    if (tag.uri !== capNamespace || !hasNoAttributes(tag)) refuse()
    const element: CapElement = { name: tag.local, text: '', children: [] }
    if (parent === undefined) {
      if (element.name !== 'alert') refuse()
      root = element
    } else {
      takePlace(parent, element.name)
      parent.element.children.push(element)
    }
    open.push({ element, steps: contentModel.get(element.name), place: 0, count: 0 })
  })
  const addText = (piece: string) => {
    const current = open.at(-1)
    // What stands outside the root is the parser's to refuse.
    if (foreign > 0 || current === undefined) return
    if (current.steps === undefined) current.element.text += piece
    else if (notWhitespace.test(piece)) refuse()
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    if (foreign > 0) return void foreign--
    const closed = open.pop()!
    if (closed.steps !== undefined) finish(closed)
    else if (simpleTypes.get(closed.element.name)?.(closed.element.text) === false) refuse()
  })
  parser.write(text).close()
  return root ?? refuse()
}

function hasNoAttributes({ attributes }: SaxesTagNS): boolean {
  return Object.values(attributes).every(
    ({ uri, local }: SaxesAttributeNS) =>
      uri === 'http://www.w3.org/2000/xmlns/' || (uri === instanceNamespace && hints.has(local)),
  )
}

/** The next child of a sequence: what is passed over must have been there often enough. */
function takePlace(parent: Open, name: string): void {
  const steps = parent.steps
  if (steps === undefined) throw new Invalid()
  while (steps[parent.place]?.name !== name) passOver(parent, steps)
  if (++parent.count > steps[parent.place]!.most) throw new Invalid()
}

/** No more children may come. */
function finish(parent: Open): void {
  const steps = parent.steps!
  while (parent.place < steps.length) passOver(parent, steps)
}

function passOver(parent: Open, steps: readonly Step[]): void {
  const step = steps[parent.place]
  if (step === undefined || parent.count < step.least) throw new Invalid()
  parent.place++
  parent.count = 0
}
