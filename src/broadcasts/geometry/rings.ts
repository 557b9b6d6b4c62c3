/** Rings of points, wherever they lie. */

/** Two numbers: latitude and longitude, or x and y. */
export type Point = readonly [number, number]

export const isSame = (one: Point | undefined, other: Point | undefined) =>
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

export function boxOf(points: Iterable<Point>): Box {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const most: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const [a, b] of points) {
    if (a < least[0]) least[0] = a
    if (b < least[1]) least[1] = b
    if (a > most[0]) most[0] = a
    if (b > most[1]) most[1] = b
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

/** Whether two segments cross, or touch. */
export function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0
}
