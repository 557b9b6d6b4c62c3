/** A plane in metres for some place on Earth: its UTM zone. Source: specification, broadcasts, smoothing. */
import { createRequire } from 'node:module'
import type proj4 from 'proj4'
import { type Box, boxOf, type Point } from './rings.ts'

export type Plane = {
  /** Latitude and longitude in degrees. Longitudes may exceed 180: see `unwrapped`. */
  to: (coordinate: Point) => Point
  from: (point: Point) => Point
}

/** Degrees from the middle of its zone within which a projection of Mercator's is true to some parts in a thousand. */
const widest = 15
const furthestNorth = 84
const metresPerDegree = 111_320

/** Rings on both sides of the antimeridian as if longitudes went on beyond it, where that brings them together. */
export function unwrapped(rings: Point[][]): Point[][] {
  // One ring around the whole world is no wider beyond its edge.
  if (widthOf(rings) <= 180 || rings.some((ring) => widthOf([ring]) === 360)) return rings
  const beyond = ([latitude, longitude]: Point): Point => [
    latitude,
    longitude < 0 ? longitude + 360 : longitude,
  ]
  const shifted = rings.map((ring) => ring.map(beyond))
  return widthOf(shifted) < 180 ? shifted : rings
}

function widthOf(rings: Point[][]): number {
  const { least, most } = boxOf(...rings)
  return most[1] - least[1]
}

/** In the world again: across the antimeridian where rings came from both its sides, else no further than it. */
export const inWorld =
  (isAcross: boolean) =>
  ([latitude, longitude]: Point): Point => [
    Math.min(90, Math.max(-90, latitude)),
    isAcross ? (longitude > 180 ? longitude - 360 : longitude) : Math.min(180, Math.max(-180, longitude)),
  ]

/** The zone is that of the middle. What is too large for one has a plate of equal distances in its place. */
export function planeOf(box: Box): Plane {
  const latitude = (box.least[0] + box.most[0]) / 2
  const longitude = (box.least[1] + box.most[1]) / 2
  const zone = Math.floor(((((longitude + 180) % 360) + 360) % 360) / 6) + 1
  const central = Math.floor(longitude / 6) * 6 + 3
  const furthest = Math.max(central - box.least[1], box.most[1] - central)
  const isFar = Math.max(Math.abs(box.least[0]), Math.abs(box.most[0])) > furthestNorth
  return furthest > widest || isFar ? plate(latitude, longitude) : utm(zone, latitude, longitude)
}

/** With its first plane: it takes a twentieth of a second of a processor to load, and most processes have none. */
let projections: typeof proj4 | undefined
const projectionOf = (definition: string) => {
  projections ??= createRequire(import.meta.url)('proj4') as typeof proj4
  return projections(definition)
}

/** About its middle, so that coordinates are small. */
function utm(zone: number, latitude: number, longitude: number): Plane {
  const projection = projectionOf(`+proj=utm +zone=${zone} +datum=WGS84 +units=m +no_defs`)
  const [x0, y0] = projection.forward<[number, number]>([longitude, latitude])
  return {
    to(at) {
      const [x, y] = projection.forward<[number, number]>([at[1], at[0]])
      return [x - x0, y - y0]
    },
    from([x, y]) {
      const [away, north] = projection.inverse<[number, number]>([x + x0, y + y0])
      // It knows no longitudes beyond 180: the nearest turn to the middle is meant.
      return [north, away + Math.round((longitude - away) / 360) * 360]
    },
  }
}

function plate(latitude: number, longitude: number): Plane {
  const perLongitude = metresPerDegree * Math.max(0.01, Math.cos((latitude * Math.PI) / 180))
  return {
    to: (at) => [(at[1] - longitude) * perLongitude, (at[0] - latitude) * metresPerDegree],
    from: ([x, y]) => [latitude + y / metresPerDegree, longitude + x / perLongitude],
  }
}
