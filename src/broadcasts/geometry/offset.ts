/**
 * Shapes made wider and narrower by Clipper2 (clipper2-ts): integers throughout, so that outlines which cross themselves are nothing special, in a
 * tenth of the time that JSTS takes for the same; no other library that is kept has offsets with round joins.
 */
import {
  Clipper,
  Clipper64,
  ClipperOffset,
  ClipType,
  EndType,
  FillRule,
  JoinType,
  type Path64,
  type Paths64,
  PolyTree64,
} from 'clipper2-ts'
import { boxOf, contains, type Point, perimeterOf } from './rings.ts'

/** Units of a metre: coordinates about the middle of an alert stay far below what products of doubles hold. */
const scale = 10
const segmentsPerQuarter = 4
/** Metres, on the average, of what is an area and no line. */
const leastWidth = 1
/** Of an area that is a piece, in square metres. */
const leastPiece = 1

/** Areas, and the lines of what has no inside; all closed. */
export type Shapes = { areas: Point[][]; lines: Point[][] }

/** The outlines of everything that lies inside any of the rings, without holes. @param rings closed, in metres */
export function outlined(rings: Point[][]): Shapes {
  const [areas, lines]: [Paths64, Point[][]] = [[], []]
  for (const ring of rings) {
    const inside = outers(Clipper.union([pathOf(ring)], FillRule.NonZero))
    if (isAllOf(ring, inside)) areas.push(...inside)
    else lines.push(ring)
  }
  return { areas: topOf(areas).map(ringOf), lines }
}

/** What is thinner than the units loses parts. Its line does as well: what that goes around is filled as a hole. */
function isAllOf(ring: Point[], inside: Paths64): boolean {
  const area = inside.reduce((sum, path) => sum + Clipper.area(path), 0) / scale ** 2
  return (
    area > perimeterOf(ring) * leastWidth &&
    contains(boxOf(...inside.map(ringOf)), boxOf(ringOf(pathOf(ring))))
  )
}

/** Everything within `out` of the shapes, less what is then within `back` of the outside: gaps and notches are filled, and so are holes. */
export function filledOut({ areas, lines }: Shapes, out: number, back: number): Point[][] {
  const wide = offset(areas.map(pathOf), lines.map(pathOf), out)
  const shape = back > 0 ? offset(wide, [], -back) : wide
  return shape.filter((path) => Clipper.area(path) > leastPiece * scale * scale).map(ringOf)
}

const pathOf = (ring: Point[]): Path64 =>
  ring.slice(0, -1).map(([x, y]) => ({ x: Math.round(x * scale), y: Math.round(y * scale) }))

const ringOf = (path: Path64): Point[] => [...path, path[0]!].map(({ x, y }) => [x / scale, y / scale])

/** Holes go the other way round. */
const outers = (paths: Paths64) => paths.filter((path) => Clipper.area(path) > 0)

/** Of areas that may overlap, the outlines that lie in no other. */
function topOf(areas: Paths64): Paths64 {
  const clipper = new Clipper64()
  clipper.addSubject(areas)
  const tree = new PolyTree64()
  clipper.execute(ClipType.Union, FillRule.NonZero, tree)
  return Array.from({ length: tree.count }, (_, index) => tree.child(index).poly!)
}

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
