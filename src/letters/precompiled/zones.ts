/**
 * Where what may lie on a letter, in millimetres from the top left corner of the sheet as it is read. Source: specification, letters,
 * precompiled letters.
 */
import { printZones, type Zone } from '../print-zones.ts'
import { mm } from '../rendering/geometry.ts'

export type Box = Zone

export const sheet = { width: 210, height: 297 }
/** What a sheet may differ by in each direction, and what ink may lie outside of its zone. */
export const tolerances = { sheet: 2, ink: 1 }

/** Where the envelope shows the address. */
export const addressWindow: Box = printZones.first[3]!
/** Whose words are the address. */
export const addressBox: Box = { left: 21.6, top: 36.5, right: 123, bottom: 69.3 }
/** Where the word stands that begins a letter in a stream of letters. */
export const tagBox: Box = { left: 0, top: 0, right: 15.191, bottom: 6.149 }

/** Where ink may be; the first page of a letter has a window for the address, which attachments have not. */
export const inkZones = (isFirstOfLetter: boolean): readonly Box[] =>
  printZones[isFirstOfLetter ? 'first' : 'other']

export const touches = (one: Box, other: Box): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top

export const points = mm
export const millimetres = (points: number): number => points / mm(1)
export const dotsAt = (dotsPerInch: number, millimetres: number): number => (millimetres * dotsPerInch) / 25.4

/** Whether a sheet is A4 and upright, as it is read. */
export const isA4Portrait = (width: number, height: number): boolean =>
  Math.abs(millimetres(width) - sheet.width) <= tolerances.sheet &&
  Math.abs(millimetres(height) - sheet.height) <= tolerances.sheet
