/** The fields of a CAP document that an alert is made of. Source: specification, broadcasts, mapping. */
import type { CapElement } from './document.ts'

/** A pair of a polygon as it was written: what is no number stays text. */
export type WrittenPair = (number | string)[]
export type CapArea = { name: string; polygons: WrittenPair[][] }

/** What is checked against the schema. Without `info` its fields are null and there are no areas. */
export type CapFields = {
  msgType: string
  reference: string
  /** Null without the element, which is another thing than an empty one. */
  references: string | null
  cap_event: string | null
  category: string | null
  expires: string | null
  content: string | null
  areas: CapArea[] | null
}

/** Of several `info` only the first counts. */
export function capFields(alert: CapElement): CapFields {
  const info = childOf(alert, 'info')
  return {
    msgType: textOf(alert, 'msgType')!,
    reference: textOf(alert, 'identifier')!,
    references: textOf(alert, 'references'),
    cap_event: textOf(info, 'event'),
    category: textOf(info, 'category'),
    expires: textOf(info, 'expires')?.trim() ?? null,
    content: textOf(info, 'description'),
    areas: info === undefined ? null : childrenOf(info, 'area').map(areaOf),
  }
}

const childrenOf = ({ children }: CapElement, name: string) => children.filter((child) => child.name === name)
const childOf = (parent: CapElement, name: string) => parent.children.find((child) => child.name === name)
const textOf = (parent: CapElement | undefined, name: string) =>
  (parent && childOf(parent, name)?.text) ?? null

const areaOf = (area: CapElement): CapArea => ({
  name: textOf(area, 'areaDesc')!,
  polygons: childrenOf(area, 'polygon').map(({ text }) => pairsOf(text)),
})

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/

/** `lat,lon lat,lon …` between any whitespace that XML has. */
const pairsOf = (text: string): WrittenPair[] =>
  (text.match(/[^ \t\r\n]+/g) ?? []).map((pair) => pair.split(',').map(partOf))

/** What is no number, or none that a double holds, stays as it was written. */
function partOf(part: string): number | string {
  const value = number.test(part) ? Number(part) : Number.NaN
  return Number.isFinite(value) ? value : part
}
