/**
 * Fewer and simpler outlines that cover the ones that came. Source: specification, broadcasts, smoothing.
 *
 * What is smoothed lies outside what came by a margin, and Douglas and Peucker's algorithm may take more than that away again: where the result does
 * not cover, it is made again with a wider margin.
 */
import type { Coordinate, Polygon } from './areas.ts'
import { covers } from './cover.ts'
import { filledOut, outlined, type Shapes } from './offset.ts'
import { inWorld, planeOf, unwrapped } from './plane.ts'
import { douglasPeucker, thinned, untangled } from './reduce.ts'
import { type Box, boxOf, type Point, perimeterOf } from './rings.ts'

/** Parts of the perimeter that an outline may be moved. */
const parts = 1620
/** Metres by which shapes are widened besides a thousandth of their perimeter, and by which they stay wider. */
const widened = 500
const kept = 15
/** Of the margin, in the specification's; the last ones cover whatever the projection does to long lines. */
const margins = [1, 2.5, 5, 20, 100]
/** How much more is taken away from an outline that still has too many points. */
const coarser = 1.25

/** @param polygons closed @param most points of each that is answered, closed as well */
export function simplified(polygons: Polygon[], most: number): Polygon[] {
  const rings = unwrapped(polygons)
  const box = boxOf(...rings)
  const plane = planeOf(box)
  const flat = rings.map((ring) => ring.map(plane.to))
  const perimeter = flat.reduce((sum, ring) => sum + perimeterOf(ring), 0)
  const tolerance = perimeter / parts
  const out = widened + perimeter / 1000
  const { shapes, deviation } = shapesOf(flat, Math.max(tolerance / 8, 1))
  const backInWorld = inWorld(box.most[1] > 180)
  const settle = (found: Point[][]) => found.map((ring) => ring.map(backInWorld) as Coordinate[])
  for (const times of margins) {
    const margin = times * (tolerance / 2 + kept)
    const wide = Math.max(out, margin)
    const smooth = filledOut(shapes, wide + deviation, wide - margin)
    const result = fitted(smooth, most).map((ring) => ring.map(plane.from))
    if (covers(result, rings)) return settle(result)
  }
  return settle([around(box)])
}

/** About a kilometre further than a box. */
function around({ least, most }: Box): Point[] {
  const [south, west, north, east] = [least[0] - 0.01, least[1] - 0.01, most[0] + 0.01, most[1] + 0.01]
  return [
    [south, west],
    [south, east],
    [north, east],
    [north, west],
    [south, west],
  ]
}

/** With few enough points and crossings for all that follows to take a bounded time. */
function shapesOf(flat: Point[][], fine: number): { shapes: Shapes; deviation: number } {
  const first = thinned(flat, fine)
  const { areas, lines } = outlined(untangled(first.rings))
  // Where outlines cross there are points that none of them had; of the smallest pieces only lines are left.
  const { rings, deviation } = thinned(areas, fine)
  const isArea = (ring: Point[]) => ring.length > 3
  return {
    shapes: { areas: rings.filter(isArea), lines: [...lines, ...rings.filter((ring) => !isArea(ring))] },
    deviation: first.deviation + deviation,
  }
}

/** Each by the tolerance of its own perimeter, or by as much more as it takes to have as many points as it may. */
function fitted(rings: Point[][], most: number): Point[][] {
  return rings.map((ring) => {
    let tolerance = perimeterOf(ring) / parts
    let line = douglasPeucker(ring, tolerance)
    for (; line.length > most; line = douglasPeucker(ring, tolerance)) tolerance *= coarser
    return line
  })
}
