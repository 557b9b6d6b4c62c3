/** Rings of points, wherever they lie. */

/** Two numbers: latitude and longitude, or x and y. */
export type Point = readonly [number, number]

const isSame = (one: Point | undefined, other: Point | undefined) =>
  one !== undefined && other !== undefined && one[0] === other[0] && one[1] === other[1]

/** With its first point as the last one too. */
export const closed = <P extends Point>(ring: P[]): P[] =>
  ring.length === 0 || isSame(ring[0], ring.at(-1)) ? ring : [...ring, ring[0]!]

/** Length of a closed ring. */
export function perimeterOf(ring: readonly Point[]): number {
  let length = 0
  for (let i = 1; i < ring.length; i++) length += distance(ring[i - 1]!, ring[i]!)
  return length
}

export const distance = (one: Point, other: Point) => Math.hypot(one[0] - other[0], one[1] - other[1])

export type Box = { least: [number, number]; most: [number, number] }

/** Around all of the rings. */
export function boxOf(...rings: readonly (readonly Point[])[]): Box {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const most: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const ring of rings) {
    for (const point of ring) {
      if (point[0] < least[0]) least[0] = point[0]
      if (point[1] < least[1]) least[1] = point[1]
      if (point[0] > most[0]) most[0] = point[0]
      if (point[1] > most[1]) most[1] = point[1]
    }
  }
  return { least, most }
}

export const contains = (outer: Box, inner: Box) =>
  outer.least[0] <= inner.least[0] &&
  outer.least[1] <= inner.least[1] &&
  outer.most[0] >= inner.most[0] &&
  outer.most[1] >= inner.most[1]

/** Twice the area of the triangle, positive when it turns left. */
export const turn = (a: Point, b: Point, c: Point) =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/** Whether two segments cross: a point of one that lies on the other is none. */
export function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}
