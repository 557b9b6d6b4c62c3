/**
 * The polygons of an alert as they are stored and sent: as they came, or smoothed and simplified when there are many. Source: specification, broadcasts,
 * polygons of all areas.
 */
import { closed } from './rings.ts'
import { simplified } from './simplify.ts'

/** Latitude and longitude in degrees. */
export type Coordinate = [number, number]
export type Polygon = Coordinate[]

const mostPolygons = 12
const mostPoints = 250

/** @param polygons of four points or more, inside the world; a ring that is not closed stays as it is unless it is simplified */
export function simplePolygons(polygons: Polygon[]): Polygon[] {
  const points = polygons.reduce((sum, { length }) => sum + length, 0)
  const isMuch = polygons.length > mostPolygons || points > mostPoints
  return (isMuch ? simplified(polygons.map(closed), mostPoints) : polygons).map((ring) => ring.map(rounded))
}

/** Six decimals, about a decimetre; -0 is 0. */
const rounded = ([latitude, longitude]: Coordinate): Coordinate => [decimals(latitude), decimals(longitude)]

const decimals = (degrees: number) => Math.round(degrees * 1e6) / 1e6 + 0
