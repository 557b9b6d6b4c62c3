/** Areas that are passed through, and areas that are smoothed and simplified. Source: specification, broadcasts, polygons of all areas. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Coordinate, type Polygon, simplePolygons } from '../../src/broadcasts/geometry/areas.ts'
import { covers } from '../../src/broadcasts/geometry/cover.ts'
import { filledOut, outlined } from '../../src/broadcasts/geometry/offset.ts'
import { planeOf } from '../../src/broadcasts/geometry/plane.ts'
import { boxOf, closed, distance, type Point } from '../../src/broadcasts/geometry/rings.ts'
import { timed } from '../support/processor-time.ts'

const circle = (points: number, [latitude, longitude]: Coordinate = [52, -1], radius = 0.01): Polygon =>
  closed(
    Array.from({ length: points - 1 }, (_, i): Coordinate => {
      const angle = (2 * Math.PI * i) / (points - 1)
      return [latitude + radius * Math.sin(angle), longitude + radius * Math.cos(angle)]
    }),
  )
const box = (south: number, west: number, height = 0.01, width = height): Polygon =>
  closed([
    [south, west],
    [south, west + width],
    [south + height, west + width],
    [south + height, west],
  ])
const rounded = (polygon: Polygon) =>
  polygon.map((pair) => pair.map((value) => Math.round(value * 1e6) / 1e6 + 0))

/** What holds of every result, whatever was sent. */
function assertSound(result: Polygon[], came: Polygon[], what?: string): void {
  for (const ring of result) {
    assert.ok(ring.length >= 4 && ring.length <= 250, `${what}: ${ring.length} points`)
    assert.deepEqual(ring[0], ring.at(-1), what)
    for (const [latitude, longitude] of ring) {
      assert.ok(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180, what)
      for (const value of [latitude, longitude])
        assert.ok(/^-?\d+(\.\d{1,6})?$/.test(value.toString()) || Math.abs(value) < 1e-6, `${value}`)
    }
  }
  assert.ok(covers(result, came.map(closed)), `${what}: covered`)
}

test('46: 12 polygons with 250 points are passed through, rounded; one more of either is not', () => {
  const twelve = [...Array.from({ length: 11 }, (_, i) => box(50 + i / 10, -1)), circle(195)]
  assert.equal(twelve.flat().length, 250)
  assert.deepEqual(simplePolygons(twelve), twelve.map(rounded))
  assert.deepEqual(simplePolygons([circle(250)]), [rounded(circle(250))])
  const thirteen = Array.from({ length: 13 }, (_, i) => box(50 + i / 10, -1))
  for (const much of [[circle(251)], thirteen]) {
    const result = simplePolygons(much)
    assert.notDeepEqual(result, much.map(rounded))
    assertSound(result, much)
  }
})

test('rings that are not closed, and minus nothing', () => {
  assert.deepEqual(
    simplePolygons([
      [
        [-0, -1e-9],
        [0.1234567, 1],
        [1, 1],
        [1, 0],
      ],
    ]),
    [
      [
        [0, 0],
        [0.123457, 1],
        [1, 1],
        [1, 0],
      ],
    ],
  )
})

test('smoothing leaves a shape wider by half its tolerance and 15 metres', () => {
  // Of the specification's examples only perimeters and areas are known: what a convex shape of that size becomes.
  for (const [width, height, least, most] of [
    [600, 750, 0.4865, 0.4945],
    [1987.5, 1987.5, 4.0825, 4.0915],
  ] as const) {
    const perimeter = 2 * (width + height)
    const margin = perimeter / 1620 / 2 + 15
    const out = 500 + perimeter / 1000
    const ring: Point[] = [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
      [0, 0],
    ]
    const [smooth, ...others] = filledOut(outlined([ring]), out, out - margin)
    assert.deepEqual(others, [])
    const area =
      Math.abs(
        smooth!.slice(1).reduce((sum, [x, y], i) => sum + smooth![i]![0] * y - x * smooth![i]![1], 0),
      ) / 2e6
    assert.ok(area >= least && area <= most, `${width} × ${height}: ${area} km²`)
    const reach = boxOf(smooth!)
    assert.ok(Math.abs(reach.least[0] + margin) < 1.5 && Math.abs(reach.most[1] - height - margin) < 1.5)
  }
})

test('shapes within a kilometre of each other become one, others stay apart; holes are filled', () => {
  const row = (gap: number) => Array.from({ length: 13 }, (_, i) => box(51 + i * (0.01 + gap), -1))
  assert.equal(simplePolygons(row(0.005)).length, 1)
  assert.equal(simplePolygons(row(0.02)).length, 13)
  const ring = Array.from({ length: 36 }, (_, i): Polygon => {
    const angle = (i * Math.PI) / 18
    return box(52 + 0.2 * Math.sin(angle), -1 + 0.3 * Math.cos(angle), 0.03, 0.05)
  })
  const filled = simplePolygons(ring)
  assert.equal(filled.length, 1)
  assertSound(filled, [...ring, box(51.99, -1.01)])
})

test('the plane of a place has metres', () => {
  for (const place of [
    [54.4, -2.97],
    [51.5, 1.7],
    [-33.9, 151.2],
    [52, 179.99],
    [0, 0],
  ] as Coordinate[]) {
    const plane = planeOf(boxOf([place]))
    const [x, y] = plane.to(place)
    assert.ok(Math.hypot(x, y) < 0.001)
    assert.ok(distance(plane.from([x, y]), place) < 1e-8)
    const north = plane.to([place[0] + 0.01, place[1]])
    assert.ok(Math.abs(Math.hypot(...north) - 1110) < 12, `${place}: ${north}`)
    const away = plane.from([30_000, 40_000])
    assert.ok(distance(plane.to(away), [30_000, 40_000]) < 0.001)
  }
})

const random = (points: number, seed: number): Polygon => {
  let state = seed
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  return Array.from({ length: points }, () => [51 + next(), -2 + next()])
}
const hostile: Record<string, Polygon[]> = {
  'a ring that crosses itself everywhere': [random(3000, 1)],
  'rings that cross each other everywhere': Array.from({ length: 200 }, (_, i) => random(30, i + 1)),
  'a bow': [circle(300).map(([a], i) => [a, -1 + 0.01 * Math.sin((i * Math.PI) / 299)])],
  'one point': [Array.from({ length: 300 }, (): Coordinate => [52, -1])],
  'a line': [Array.from({ length: 300 }, (_, i): Coordinate => [52 + i / 300, -1])],
  'a sliver': Array.from({ length: 20 }, (_, i) => box(50 + i / 3, -1, 1e-7, 1e-3)),
  teeth: [Array.from({ length: 998 }, (_, i): Coordinate => [52 + (i % 2), -3 + i / 250])],
  'a spiral': [
    Array.from(
      { length: 3000 },
      (_, i): Coordinate => [52 + (i / 3000) * Math.sin(i / 50), (i / 3000) * Math.cos(i / 50)],
    ),
  ],
  'the other way round': [circle(300).reverse()],
  'the whole country': Array.from({ length: 13 }, (_, i) => box(50 + i * 0.6, -6, 0.6, 7.5)),
  'half the world': [random(300, 5).map(([a, b]) => [(a - 51.5) * 170, (b + 1.5) * 350])],
  'a far corner': [random(300, 6).map(([a, b]) => [a - 140, b + 170])],
  'a thousand places': Array.from({ length: 1000 }, (_, i) =>
    box(50 + (i % 100) / 15, -5 + Math.floor(i / 100) / 2, 0.001),
  ),
}
for (const [what, polygons] of Object.entries(hostile)) {
  test(`hostile: ${what}`, () => {
    const { result, seconds } = timed(() => simplePolygons(polygons))
    // The first to come here has it compiled, which half of a second may be on a slow machine.
    const again = () => timed(() => simplePolygons(polygons)).seconds
    assert.ok(seconds < 1 || again() < 1, `${seconds} s`)
    assertSound(result, polygons, what)
  })
}

test('hostile: both sides of the antimeridian', () => {
  const places = [179.5, 179.9, -179.8, -179.4].flatMap((west) =>
    Array.from({ length: 5 }, (_, i) => box(50 + i / 10, west, 0.1)),
  )
  const east = ([latitude, longitude]: Coordinate): Coordinate => [
    latitude,
    longitude < 0 ? longitude + 360 : longitude,
  ]
  const result = simplePolygons(places)
  assert.ok(result.flat().every(([, longitude]) => Math.abs(longitude) > 179))
  assert.ok(
    covers(
      result.map((ring) => ring.map(east)),
      places.map((ring) => ring.map(east)),
    ),
  )
})

test('hostile: the whole world', () => {
  const result = simplePolygons(Array.from({ length: 13 }, () => box(-90, -180, 180, 360)))
  assert.deepEqual(boxOf(...result), { least: [-90, -180], most: [90, 180] })
})

test('46: whatever is sent is covered, by closed rings of 250 points at most', () => {
  const ring = fc
    .record({
      middle: fc.tuple(
        fc.double({ min: 49.5, max: 60.5, noNaN: true }),
        fc.double({ min: -8, max: 2, noNaN: true }),
      ),
      reach: fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
      rays: fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 4, maxLength: 60 }),
      twist: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ middle: [latitude, longitude], reach, rays, twist }) =>
      rays.map((ray, i): Coordinate => {
        const angle = (2 * Math.PI * i * twist) / rays.length
        return [latitude + reach * ray * Math.sin(angle), longitude + reach * ray * Math.cos(angle)]
      }),
    )
  fc.assert(
    fc.property(fc.array(ring, { minLength: 13, maxLength: 25 }), (rings) =>
      assertSound(simplePolygons(rings), rings),
    ),
    { numRuns: Number(process.env.CRIER_TEST_AREAS ?? 20) },
  )
})
