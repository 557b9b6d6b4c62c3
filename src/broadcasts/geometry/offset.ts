/**
 * Shapes made wider and narrower by Clipper2 (clipper2-ts): integers throughout, so that outlines which cross themselves are nothing special, in a
 * tenth of the time that JSTS takes for the same; no other library that is kept has offsets with round joins.
 */
import { Clipper, ClipperOffset, EndType, FillRule, JoinType, type Path64, type Paths64 } from 'clipper2-ts'
import type { Point } from './rings.ts'

/** Units of a metre: coordinates about the middle of an alert stay far below what products of doubles hold. */
const scale = 10
const segmentsPerQuarter = 4
/** Of an area that is a piece, in square metres. */
const leastPiece = 1

/**
 * Everything within `out` of the rings' insides, less what is then within `back` of the outside: gaps and notches are filled.
 * @param rings closed, in metres; one without an inside stands for its line
 * @returns outer rings alone, closed
 */
export function filledOut(rings: Point[][], out: number, back: number): Point[][] {
  const [areas, lines]: [Paths64, Paths64] = [[], []]
  for (const ring of rings) {
    const path = ring.slice(0, -1).map(([x, y]) => ({ x: Math.round(x * scale), y: Math.round(y * scale) }))
    const inside = outers(Clipper.union([path], FillRule.NonZero))
    if (inside.length > 0) areas.push(...inside)
    else lines.push(path)
  }
  const wide = offset(areas, lines, out)
  const shape = back > 0 ? offset(wide, [], -back) : wide
  return shape
    .filter((path) => Clipper.area(path) > leastPiece * scale * scale)
    .map((path) => [...path, path[0]!].map(({ x, y }) => [x / scale, y / scale]))
}

/** Holes go the other way round. */
const outers = (paths: Paths64) => paths.filter((path) => Clipper.area(path) > 0)

function offset(areas: Paths64, lines: Path64[], metres: number): Paths64 {
  const by = metres * scale
  const sagitta = Math.abs(by) * (1 - Math.cos(Math.PI / (4 * segmentsPerQuarter)))
  const clipper = new ClipperOffset(2, sagitta)
  clipper.addPaths(areas, JoinType.Round, EndType.Polygon)
  if (lines.length > 0) clipper.addPaths(lines, JoinType.Round, EndType.Round)
  const result: Paths64 = []
  clipper.execute(by, result)
  return outers(result)
}
