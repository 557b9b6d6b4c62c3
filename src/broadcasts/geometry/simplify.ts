/**
 * Fewer and simpler outlines that cover the ones that came. Source: specification, broadcasts, smoothing.
 *
 * What is smoothed lies outside what came by a margin, and Douglas and Peucker's algorithm may take more than that away again: where the result does
 * not cover, it is made again with a wider margin.
 */
import type { Coordinate, Polygon } from './areas.ts'
import { covers } from './cover.ts'
import { filledOut } from './offset.ts'
import { inWorld, type Plane, planeOf, unwrapped } from './plane.ts'
import { douglasPeucker, reduced } from './reduce.ts'
import { boxOf, type Point, perimeterOf } from './rings.ts'

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
  const box = boxOf(rings.flat())
  const plane = planeOf(box)
  const flat = rings.map((ring) => ring.map(plane.to))
  const perimeter = flat.reduce((sum, ring) => sum + perimeterOf(ring), 0)
  const tolerance = perimeter / parts
  const out = widened + perimeter / 1000
  const fewer = reduced(flat, tolerance / 8)
  for (const times of margins) {
    const margin = times * (tolerance / 2 + kept)
    const wide = Math.max(out, margin)
    const smooth = filledOut(fewer.rings, wide + fewer.deviation, wide - margin)
    const result = fitted(smooth, most).map((ring) => onEarth(ring, plane))
    if (covers(result, rings)) return result.map((ring) => ring.map(inWorld) as Coordinate[])
  }
  const { least, most: far } = box
  const corners: Point[] = [least, [least[0], far[1]], far, [far[0], least[1]], least]
  return [corners.map(inWorld) as Coordinate[]]
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

const onEarth = (ring: Point[], { from }: Plane): Point[] => ring.map(from)
