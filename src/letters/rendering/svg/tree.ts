/** An SVG file as a tree of elements. Entities, documents elsewhere and scripts are not read at all. */
import { SaxesParser } from 'saxes'

export type SvgElement = {
  name: string
  attributes: Readonly<Record<string, string>>
  children: SvgElement[]
  /** What stands in it itself. */
  text: string
}

/** More is no logo. */
const mostBytes = 2_000_000
const mostElements = 20_000
const mostDepth = 100

/** @throws Error for what is no SVG, or too large a one */
export function readSvg(bytes: Uint8Array): SvgElement {
  if (bytes.byteLength > mostBytes) throw new Error('the SVG is too large')
  let root: SvgElement | undefined
  let elements = 0
  const open: SvgElement[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name: withoutPrefix(name), attributes, children: [], text: '' }
    elements += 1
    if (elements > mostElements || open.length >= mostDepth) throw new Error('the SVG is too complex')
    if (root === undefined) root = element
    else open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(new TextDecoder().decode(bytes)).close()
  if (root?.name !== 'svg') throw new Error('the file is no SVG')
  return root
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1)
