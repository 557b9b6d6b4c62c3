/** Whether outlines lie inside others, in degrees as they are sent: every line straight between its points. */
import { type Box, boxOf, contains, crosses, type Point, turn } from './rings.ts'

/** @param rings closed; each has to lie inside one of the outer ones */
export function covers(outer: Point[][], rings: Point[][]): boolean {
  const boxed = outer.map((ring) => ({ ring, box: boxOf(ring) }))
  return rings.every((ring) => {
    const box = boxOf(ring)
    return boxed.some((one) => contains(one.box, box) && holds(one.ring, ring, box))
  })
}

function holds(outer: Point[], ring: Point[], box: Box): boolean {
  if (!isInside(ring[0]!, outer)) return false
  for (let i = 1; i < outer.length; i++) {
    const [start, end] = [outer[i - 1]!, outer[i]!]
    if (isApart(start, end, box)) continue
    for (let j = 1; j < ring.length; j++) if (crosses(ring[j - 1]!, ring[j]!, start, end)) return false
  }
  return true
}

const isApart = (start: Point, end: Point, { least, most }: Box) =>
  Math.max(start[0], end[0]) < least[0] ||
  Math.min(start[0], end[0]) > most[0] ||
  Math.max(start[1], end[1]) < least[1] ||
  Math.min(start[1], end[1]) > most[1]

/** By how often the ring goes around the point. */
function isInside(point: Point, ring: Point[]): boolean {
  let winding = 0
  for (let i = 1; i < ring.length; i++) {
    const [start, end] = [ring[i - 1]!, ring[i]!]
    if (start[1] <= point[1] === end[1] <= point[1]) continue
    const side = turn(start, end, point)
    if (start[1] <= point[1] && side > 0) winding++
    else if (start[1] > point[1] && side < 0) winding--
  }
  return winding !== 0
}
