/** The basic shapes of SVG as paths. Source: SVG 2, basic shapes. */
import type { SvgElement } from './tree.ts'

/** A length in the units of the drawing; of a percentage, of what it is a part of. */
export function lengthOf(text: string | undefined, usual = 0, whole = 0): number {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z%]*)/i.exec(text ?? '')
  if (match === null) return usual
  const units: Record<string, number> = {
    '%': whole / 100,
    pt: 4 / 3,
    pc: 16,
    mm: 96 / 25.4,
    cm: 96 / 2.54,
    in: 96,
  }
  return Number(match[1]) * (units[match[2]!.toLowerCase()] ?? 1)
}

/** @returns path data, or null for an element that is no shape, or draws nothing */
export function pathOf({ name, attributes }: SvgElement): string | null {
  const at = (attribute: string) => lengthOf(attributes[attribute])
  switch (name) {
    case 'path':
      return attributes.d ?? null
    case 'rect':
      return rectangle(attributes)
    case 'circle':
      return ellipse(at('cx'), at('cy'), at('r'), at('r'))
    case 'ellipse':
      return ellipse(at('cx'), at('cy'), at('rx'), at('ry'))
    case 'line':
      return `M${at('x1')} ${at('y1')}L${at('x2')} ${at('y2')}`
    case 'polyline':
    case 'polygon': {
      const points = attributes.points?.trim()
      return points ? `M${points}${name === 'polygon' ? 'Z' : ''}` : null
    }
  }
  return null
}

function rectangle(attributes: SvgElement['attributes']): string | null {
  const at = (attribute: string) => lengthOf(attributes[attribute])
  const [x, y, width, height] = [at('x'), at('y'), at('width'), at('height')]
  if (width <= 0 || height <= 0) return null
  const rx = Math.min(lengthOf(attributes.rx, at('ry')), width / 2)
  const ry = Math.min(lengthOf(attributes.ry, at('rx')), height / 2)
  if (rx <= 0 || ry <= 0) return `M${x} ${y}h${width}v${height}h${-width}z`
  const corner = (dx: number, dy: number) => `a${rx} ${ry} 0 0 1 ${dx} ${dy}`
  return [
    `M${x + rx} ${y}h${width - 2 * rx}${corner(rx, ry)}v${height - 2 * ry}${corner(-rx, ry)}`,
    `h${2 * rx - width}${corner(-rx, -ry)}v${2 * ry - height}${corner(rx, -ry)}z`,
  ].join('')
}

function ellipse(cx: number, cy: number, rx: number, ry: number): string | null {
  if (rx <= 0 || ry <= 0) return null
  const half = (dx: number) => `a${rx} ${ry} 0 0 1 ${dx} 0`
  return `M${cx - rx} ${cy}${half(2 * rx)}${half(-2 * rx)}z`
}
