/**
 * Fewer points before the work begins, so that its time is bounded whatever was sent: an outline of metres is of no use beside offsets of half a kilometre.
 */
import { crosses, distance, type Point, turn } from './rings.ts'

/** How many points all rings together may have, besides three for each: for the farthest points to be found, and for the offsets. */
const mostSought = 8000
const mostOffset = 1000
/** Crossings of a line with itself, and of all with each other: outlines of places come nowhere near. */
const mostKnots = 100
const mostCrossings = 20_000

/** @property deviation metres that no point of an outline is further from what stands for it */
export type Reduced = { rings: Point[][]; deviation: number }

/** What crosses too often is no outline: its convex hull stands for it. @param rings closed */
export function untangled(rings: Point[][]): Point[][] {
  const single = rings.map((ring) => (crossingsOf([ring], mostKnots) < mostKnots ? ring : hullOf(ring)))
  return crossingsOf(single, mostCrossings) < mostCrossings ? single : [hullOf(single.flat())]
}

/**
 * @param rings closed, in metres
 * @param fine metres that nobody will miss; what still has too many points is made coarser
 */
export function thinned(rings: Point[][], fine: number): Reduced {
  const most = (limit: number) => limit + 3 * rings.length
  if (count(rings) <= most(mostOffset)) return { rings, deviation: 0 }
  let spacing = 0
  let spaced = rings
  for (let next = fine / 2; count(spaced) > most(mostSought); next *= 2) {
    spacing = next
    spaced = rings.map((ring) => spread(ring, next))
  }
  let tolerance = fine
  let result = spaced.map((ring) => douglasPeucker(ring, fine))
  while (count(result) > most(mostOffset)) {
    tolerance *= 2
    result = spaced.map((ring) => douglasPeucker(ring, tolerance))
  }
  return { rings: result, deviation: spacing + tolerance }
}

const count = (rings: Point[][]) => rings.reduce((sum, { length }) => sum + length, 0)

/** Only points that are some way from the one before. */
function spread(ring: Point[], spacing: number): Point[] {
  let last = ring[0]!
  const kept = [last]
  for (const point of ring) {
    if (distance(point, last) < spacing) continue
    kept.push(point)
    last = point
  }
  kept.push(ring.at(-1)!)
  return kept
}

/** Douglas and Peucker's algorithm: the line without points that are no further than the tolerance from what is left. */
export function douglasPeucker(line: Point[], tolerance: number): Point[] {
  const kept = new Uint8Array(line.length)
  kept[0] = kept[line.length - 1] = 1
  const parts: [number, number][] = [[0, line.length - 1]]
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [first, last] = part
    const [furthest, away] = furthestFrom(line, first, last)
    if (away <= tolerance) continue
    kept[furthest] = 1
    parts.push([first, furthest], [furthest, last])
  }
  return line.filter((_, index) => kept[index] === 1)
}

function furthestFrom(line: Point[], first: number, last: number): [index: number, away: number] {
  const [ax, ay] = line[first]!
  const dx = line[last]![0] - ax
  const dy = line[last]![1] - ay
  const squared = dx * dx + dy * dy
  let index = first
  let most = -1
  for (let i = first + 1; i < last; i++) {
    const px = line[i]![0] - ax
    const py = line[i]![1] - ay
    const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared))
    const x = px - along * dx
    const y = py - along * dy
    const away = x * x + y * y
    if (away > most) {
      most = away
      index = i
    }
  }
  return [index, most < 0 ? 0 : Math.sqrt(most)]
}

/** How often lines cross themselves and each other, up to a limit; to touch is not to cross. */
function crossingsOf(rings: Point[][], limit: number): number {
  const edges = rings.flatMap((ring) =>
    ring.slice(1).map((end, index) => {
      const start = ring[index]!
      return { start, end, least: Math.min(start[0], end[0]), most: Math.max(start[0], end[0]) }
    }),
  )
  edges.sort((one, other) => one.least - other.least)
  let found = 0
  for (let i = 0; i < edges.length; i++) {
    const one = edges[i]!
    for (let j = i + 1; j < edges.length && edges[j]!.least <= one.most; j++) {
      const other = edges[j]!
      if (crosses(one.start, one.end, other.start, other.end) && ++found === limit) return found
    }
  }
  return found
}

/** The convex hull, closed, by Andrew's monotone chains. */
function hullOf(points: Point[]): Point[] {
  const sorted = points.toSorted((one, other) => one[0] - other[0] || one[1] - other[1])
  const chain = (ordered: Point[]) => {
    const kept: Point[] = []
    for (const point of ordered) {
      while (kept.length > 1 && turn(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop()
      kept.push(point)
    }
    return kept
  }
  return [...chain(sorted), ...chain(sorted.toReversed()).slice(1)]
}
