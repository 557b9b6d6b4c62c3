/**
 * An SVG as PDF's operators: shapes, groups, uses, clips and plain text, in CMYK. Gradients are drawn in the colour that they begin with; pictures, masks,
 * filters and patterns are left out.
 */
import svgpath from 'svgpath'
import { type Canvas, type Ink, number } from '../canvas.ts'
import { inkOf } from './colours.ts'
import { lengthOf, pathOf } from './shapes.ts'
import { type Rule, rulesOf, type Style, styleOf } from './style.ts'
import { drawText } from './text.ts'
import { matrixOf } from './transforms.ts'
import type { SvgElement } from './tree.ts'

/** Shapes that one file may draw, since a use of a use of a use is short to write. */
const mostShapes = 20_000
const mostDepth = 100

type Drawing = {
  canvas: Canvas
  rules: Rule[]
  byId: ReadonlyMap<string, SvgElement>
  shapes: number
  depth: number
}

export type Box = { x: number; y: number; width: number; height: number }

/** What an SVG shows of its drawing, and how large it is by itself. */
export function viewBoxOf({ attributes }: SvgElement): Box {
  const box = (attributes.viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  if (box.length === 4 && box.every(Number.isFinite) && box[2]! > 0 && box[3]! > 0)
    return { x: box[0]!, y: box[1]!, width: box[2]!, height: box[3]! }
  const [width, height] = [lengthOf(attributes.width), lengthOf(attributes.height)]
  if (!(width > 0 && height > 0)) throw new Error('the SVG has no size')
  return { x: 0, y: 0, width, height }
}

/** Draws in the SVG's own units, y growing downwards. @throws Error for too complex a file */
export function drawSvg(canvas: Canvas, root: SvgElement): void {
  const byId = new Map<string, SvgElement>()
  const collect = (element: SvgElement) => {
    const { id } = element.attributes
    if (id !== undefined && !byId.has(id)) byId.set(id, element)
    element.children.forEach(collect)
  }
  collect(root)
  const drawing = { canvas, rules: rulesOf(root), byId, shapes: 0, depth: 0 }
  drawChildren(drawing, root, styleOf(root, {}, drawing.rules), 1)
}

/** What is only drawn where something refers to it. */
const undrawn = new Set([
  'defs',
  'symbol',
  'clipPath',
  'mask',
  'pattern',
  'marker',
  'style',
  'title',
  'desc',
  'metadata',
])

function drawElement(drawing: Drawing, element: SvgElement, inherited: Style, outerOpacity: number): void {
  if (undrawn.has(element.name)) return
  const style = styleOf(element, inherited, drawing.rules)
  if (style.display === 'none') return
  drawing.depth += 1
  drawing.shapes += 1
  if (drawing.depth > mostDepth || drawing.shapes > mostShapes) throw new Error('the SVG is too complex')
  const opacity = outerOpacity * fraction(style.opacity)
  const { operators } = drawing.canvas
  operators.push('q', transform(element))
  clip(drawing, style)
  if (element.name === 'use') drawUse(drawing, element, style, opacity)
  else if (element.name === 'text') {
    const ink = style.visibility === 'hidden' ? null : paintOf(drawing, style.fill ?? 'black', style)
    if (ink !== null)
      drawText(drawing.canvas, element, style, ink, (child) => styleOf(child, style, drawing.rules))
  } else {
    const path = pathOf(element)
    if (path !== null) drawPath(drawing, path, style, opacity)
    drawChildren(drawing, element, style, opacity)
  }
  operators.push('Q')
  drawing.depth -= 1
}

function drawChildren(drawing: Drawing, element: SvgElement, style: Style, opacity: number): void {
  for (const child of element.children) drawElement(drawing, child, style, opacity)
}

function drawUse(drawing: Drawing, { attributes }: SvgElement, style: Style, opacity: number): void {
  const target = referred(drawing, attributes.href ?? attributes['xlink:href'])
  if (target === undefined) return
  const [x, y] = [lengthOf(attributes.x), lengthOf(attributes.y)]
  drawing.canvas.operators.push(`1 0 0 1 ${number(x)} ${number(y)} cm`)
  if (target.name === 'symbol' || target.name === 'svg') {
    drawing.depth += 1
    if (drawing.depth > mostDepth) throw new Error('the SVG is too complex')
    drawChildren(drawing, target, styleOf(target, style, drawing.rules), opacity)
    drawing.depth -= 1
  } else drawElement(drawing, target, style, opacity)
}

/** `#id` or `url(#id)`. */
const referred = ({ byId }: Drawing, reference: string | undefined): SvgElement | undefined =>
  byId.get(/#([^)"']+)/.exec(reference ?? '')?.[1] ?? '')

function transform({ attributes }: SvgElement): string {
  return `${matrixOf(attributes.transform)
    .map((part) => String(Math.round(part * 1e6) / 1e6))
    .join(' ')} cm`
}

/** What is outside of the shapes that a style refers to is not drawn. */
function clip(drawing: Drawing, style: Style): void {
  const target = referred(drawing, style['clip-path'])
  if (target?.name !== 'clipPath') return
  const paths = target.children.flatMap((child) => {
    const path = pathOf(child)
    return path === null ? [] : [operatorsOf(svgpath(path).transform(child.attributes.transform ?? ''))]
  })
  drawing.canvas.operators.push(`${paths.join(' ') || '0 0 m'} W n`)
}

function drawPath(drawing: Drawing, data: string, style: Style, opacity: number): void {
  if (style.visibility === 'hidden' || style.visibility === 'collapse') return
  const fill = paintOf(drawing, style.fill ?? 'black', style)
  const width = lengthOf(style['stroke-width'], 1)
  const stroke = width > 0 ? paintOf(drawing, style.stroke ?? 'none', style) : null
  if (fill === null && stroke === null) return
  const path = operatorsOf(svgpath(data))
  if (path === '') return
  const { operators } = drawing.canvas
  const isEvenOdd = style['fill-rule'] === 'evenodd'
  if (fill !== null) {
    setOpacity(drawing.canvas, opacity * fraction(style['fill-opacity']))
    operators.push(`${inkText(fill)} k ${path} ${isEvenOdd ? 'f*' : 'f'}`)
  }
  if (stroke !== null) {
    setOpacity(drawing.canvas, opacity * fraction(style['stroke-opacity']))
    operators.push(`${inkText(stroke)} K ${number(width)} w ${strokeState(style)} ${path} S`)
  }
}

const caps: Record<string, number> = { butt: 0, round: 1, square: 2 }
const joins: Record<string, number> = { miter: 0, round: 1, bevel: 2 }

function strokeState(style: Style): string {
  const dashes = (style['stroke-dasharray'] ?? 'none').split(/[\s,]+/).map(Number)
  const isDashed = dashes.every((dash) => dash >= 0) && dashes.some((dash) => dash > 0)
  const offset = lengthOf(style['stroke-dashoffset'])
  return [
    `${caps[style['stroke-linecap'] ?? ''] ?? 0} J ${joins[style['stroke-linejoin'] ?? ''] ?? 0} j`,
    `${number(Math.max(1, lengthOf(style['stroke-miterlimit'], 4)))} M`,
    `[${isDashed ? dashes.map(number).join(' ') : ''}] ${number(Math.max(0, offset))} d`,
  ].join(' ')
}

/** @returns null for what is not painted */
function paintOf(drawing: Drawing, paint: string, style: Style): Ink | null {
  if (paint === 'none' || paint === 'transparent') return null
  if (paint === 'currentColor') return inkOf(style.color ?? 'black')
  if (!paint.startsWith('url(')) return inkOf(paint)
  const gradient = referred(drawing, paint)
  const stops = gradient === undefined ? [] : stopsOf(drawing, gradient)
  const [first] = stops
  return first === undefined ? null : inkOf(styleOf(first, {}, drawing.rules)['stop-color'] ?? 'black')
}

/** A gradient may take its stops from another. */
function stopsOf(drawing: Drawing, gradient: SvgElement, steps = 0): SvgElement[] {
  const stops = gradient.children.filter(({ name }) => name === 'stop')
  const { attributes } = gradient
  const other = referred(drawing, attributes.href ?? attributes['xlink:href'])
  return stops.length > 0 || other === undefined || steps > 10 ? stops : stopsOf(drawing, other, steps + 1)
}

const inkText = (ink: Ink): string => ink.map(number).join(' ')

const fraction = (text: string | undefined): number => Math.min(1, Math.max(0, lengthOf(text, 1, 1)))

function setOpacity({ operators, resources }: Canvas, opacity: number): void {
  const name = `O${Math.round(opacity * 1000)}`
  resources.opacities.set(name, Math.round(opacity * 1000) / 1000)
  operators.push(`/${name} gs`)
}

function operatorsOf(path: ReturnType<typeof svgpath>): string {
  const operators: string[] = []
  const at = (...lengths: number[]) => lengths.map(number).join(' ')
  path
    .abs()
    .unshort()
    .unarc()
    .iterate((segment, _, x, y) => {
      switch (segment[0]) {
        case 'M':
          operators.push(`${at(segment[1], segment[2])} m`)
          break
        case 'L':
          operators.push(`${at(segment[1], segment[2])} l`)
          break
        case 'H':
          operators.push(`${at(segment[1], y)} l`)
          break
        case 'V':
          operators.push(`${at(x, segment[1])} l`)
          break
        case 'C':
          operators.push(`${at(...segment.slice(1).map(Number))} c`)
          break
        case 'Q': {
          const [, cx, cy, endX, endY] = segment
          const third = (from: number, control: number) => from + (2 / 3) * (control - from)
          operators.push(`${at(third(x, cx), third(y, cy), third(endX, cx), third(endY, cy), endX, endY)} c`)
          break
        }
        case 'Z':
        case 'z':
          operators.push('h')
      }
    })
  return operators.join(' ')
}
