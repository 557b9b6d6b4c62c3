/** Writing XML: elements without attributes but for a namespace, texts escaped once, nothing that XML 1.0 forbids. */

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Everything but the characters of XML 1.0, 2.2. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }

/** Text as an attribute in double quotes. */
export const attribute = (text: string) => escaped(text).replaceAll('"', '&quot;')

/** Text as XML has it in elements. */
export const escaped = (text: string) =>
  text.replace(forbidden, '').replace(/[&<>\r]/g, (character) => escapes[character]!)

/** @param content text, which is escaped, or elements that are written already; null leaves the element out */
export type Child = [name: string, content: string | { elements: string } | null]

/** Elements one after the other, without whitespace between them: a signature covers all of it. */
export function elements(children: readonly Child[]): string {
  return children
    .flatMap(([name, content]) => {
      if (content === null) return []
      return [`<${name}>${typeof content === 'string' ? escaped(content) : content.elements}</${name}>`]
    })
    .join('')
}

/** A document whose elements are all in one namespace. */
export const documentIn = (namespace: string, root: string, children: readonly Child[]) =>
  `${declaration}<${root} xmlns="${namespace}">${elements(children)}</${root}>`

/** Pairs of latitude and longitude in plain decimals of six places at most: no exponent, no -0. Source: CAP 1.2, polygon. */
export const polygonText = (polygon: readonly (readonly number[])[]) =>
  polygon.map((pair) => pair.map(decimal).join(',')).join(' ')

function decimal(value: number): string {
  const text = value.toFixed(6).replace(/\.?0+$/, '')
  return text === '-0' ? '0' : text
}
