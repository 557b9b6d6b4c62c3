/** Colours of style sheets as inks. */
import type { Ink } from '../canvas.ts'

const names: Record<string, string> = {
  aqua: '00ffff',
  black: '000000',
  blue: '0000ff',
  fuchsia: 'ff00ff',
  gray: '808080',
  green: '008000',
  grey: '808080',
  lime: '00ff00',
  maroon: '800000',
  navy: '000080',
  olive: '808000',
  orange: 'ffa500',
  purple: '800080',
  red: 'ff0000',
  silver: 'c0c0c0',
  teal: '008080',
  white: 'ffffff',
  yellow: 'ffff00',
}

/** @returns null for a colour that is none, or is written in a way that logos are not */
export function inkOf(colour: string): Ink | null {
  const text = colour.trim().toLowerCase()
  const parts = /^rgba?\(\s*([\d.]+)(%?)[\s,]+([\d.]+)%?[\s,]+([\d.]+)%?/.exec(text)
  if (parts !== null) {
    const most = parts[2] === '%' ? 100 : 255
    return inks(
      ...([1, 3, 4].map((index) => Math.min(1, Number(parts[index]) / most)) as [number, number, number]),
    )
  }
  const digits = text.startsWith('#') ? text.slice(1) : names[text]
  if (digits === undefined || !/^(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.test(digits)) return null
  const width = digits.length < 6 ? 1 : 2
  const part = (index: number) => {
    const pair = digits.slice(index * width, (index + 1) * width)
    return Number.parseInt(width === 1 ? pair + pair : pair, 16) / 255
  }
  return inks(part(0), part(1), part(2))
}

/** As much black as can be, so that what is black or grey is the black ink alone. */
function inks(red: number, green: number, blue: number): Ink {
  const most = Math.max(red, green, blue)
  if (most === 0) return [0, 0, 0, 1]
  return [1 - red / most, 1 - green / most, 1 - blue / most, 1 - most]
}
