/** Which colours are the printer's inks, and what becomes of those that are not. Source: ISO 32000-1, 8.6 and 10.3. */
import { PDFArray, PDFName, type PDFObject, PDFStream } from '@cantoo/pdf-lib'

/** screen: red, green and blue, by numbers that can be made inks. other: what only a converter of colours can tell. */
export type Space = 'inks' | 'screen' | 'other'

/** With the short names that inline images have for them. */
const devices: Record<string, Space> = {
  '/DeviceGray': 'inks',
  '/DeviceCMYK': 'inks',
  '/Pattern': 'inks',
  '/G': 'inks',
  '/CMYK': 'inks',
  '/DeviceRGB': 'screen',
  '/RGB': 'screen',
  '/CalGray': 'inks',
  '/CalRGB': 'screen',
}

export const deviceSpace = (name: string): Space | undefined => devices[name]

/** Shades of grey and inks of a profile are printed by their numbers; red, green and blue of whatever profile are taken for a screen's. */
export function spaceOf(space: PDFObject | undefined, depth = 0): Space {
  if (space instanceof PDFName) return devices[space.asString()] ?? 'other'
  if (!(space instanceof PDFArray) || depth > 8) return 'other'
  const family = space.lookup(0)
  const kind = family instanceof PDFName ? family.asString() : ''
  const based = (at: number) => (spaceOf(space.lookup(at), depth + 1) === 'inks' ? 'inks' : 'other')
  if (kind === '/Indexed' || kind === '/I') return based(1)
  if (kind === '/Separation' || kind === '/DeviceN') return based(2)
  if (kind === '/Pattern') return space.size() === 1 ? 'inks' : based(1)
  if (kind === '/ICCBased') {
    const profile = space.lookup(1)
    const components = profile instanceof PDFStream ? profile.dict.lookup(PDFName.of('N'))?.toString() : ''
    if (components === '3') return 'screen'
    return components === '1' || components === '4' ? 'inks' : 'other'
  }
  return devices[kind] ?? 'other'
}

export type Inks = [cyan: number, magenta: number, yellow: number, black: number]

/** As much black as there can be, so that black text is printed with black alone. @param colour from 0 to 1 each */
export function inksOf(red: number, green: number, blue: number): Inks {
  const most = Math.max(red, green, blue)
  return [most - red, most - green, most - blue, 1 - most]
}
