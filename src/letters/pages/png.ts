/** Pictures as PNG files. Source: the PNG specification (W3C), sections 5 to 11. */
import { crc32, deflateSync } from 'node:zlib'

/** Rows from top to bottom, three bytes a point: red, green, blue. */
export type Picture = { width: number; height: number; pixels: Uint8Array }

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
const trueColour = 2
const palette = 3
/** A row that says by how much its bytes differ from those above them. */
const filterUp = 2

/**
 * Letters have few colours: their pictures name each point's by a byte, which makes them a third of the size. Most rows are as the one above, mostly
 * white: to compare two costs a tenth of looking at their points.
 */
export function encodePng(picture: Picture): Uint8Array {
  const indexed = indexedColours(picture)
  return indexed === null
    ? pngOf(picture, trueColour, 3, picture.pixels, [])
    : pngOf(picture, palette, 1, indexed.points, [chunk('PLTE', Buffer.from(indexed.colours.flat()))])
}

function pngOf(
  { width, height }: Picture,
  colourType: number,
  bytesPerPoint: number,
  points: Uint8Array,
  extra: Buffer[],
): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  head[9] = colourType
  const data = deflateSync(filtered(points, width * bytesPerPoint, height), { level: 3 })
  const chunks = [chunk('IHDR', head), ...extra, chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

function filtered(points: Uint8Array, rowBytes: number, height: number): Uint8Array {
  const rows = new Uint8Array((rowBytes + 1) * height)
  for (let row = 0; row < height; row += 1) {
    const start = row * (rowBytes + 1) + 1
    const from = row * rowBytes
    rows[start - 1] = row === 0 ? 0 : filterUp
    if (row === 0) rows.set(points.subarray(0, rowBytes), start)
    else if (!isAsAbove(points, from, rowBytes))
      for (let i = 0; i < rowBytes; i += 1) rows[start + i] = points[from + i]! - points[from - rowBytes + i]!
  }
  return rows
}

const isAsAbove = (bytes: Uint8Array, from: number, length: number): boolean =>
  Buffer.compare(bytes.subarray(from - length, from), bytes.subarray(from, from + length)) === 0

/** @returns null when there are more colours than a byte can name */
function indexedColours({ width, pixels }: Picture): { points: Uint8Array; colours: number[][] } | null {
  const points = new Uint8Array(pixels.length / 3)
  const known = new Map<number, number>()
  let last = -1
  let lastIndex = 0
  for (let i = 0, at = 0; i < points.length; i += 1, at += 3) {
    if (i > 0 && i % width === 0 && isAsAbove(pixels, at, width * 3)) {
      points.copyWithin(i, i - width, i)
      i += width - 1
      at += (width - 1) * 3
      continue
    }
    const colour = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!
    if (colour !== last) {
      last = colour
      const index = known.get(colour) ?? known.size
      if (index === 256) return null
      known.set(colour, index)
      lastIndex = index
    }
    points[i] = lastIndex
  }
  const colours = [...known.keys()].map((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])
  return { points, colours }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.byteLength + 12)
  bytes.writeUInt32BE(data.byteLength, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.byteLength)), 8 + data.byteLength)
  return bytes
}
