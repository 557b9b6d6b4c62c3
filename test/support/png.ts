/** PNG files as pictures. */
import { inflateSync } from 'node:zlib'

/** Reads a PNG as the renderer of letters writes them: a palette or three bytes a point, rows relative to those above. */
export function readPng(png: Uint8Array) {
  const view = Buffer.from(png)
  const [width, height, isIndexed] = [view.readUInt32BE(16), view.readUInt32BE(20), view[25] === 3]
  let palette: Buffer | undefined
  const data: Buffer[] = []
  for (let at = 8; at < view.length; at += 12 + view.readUInt32BE(at)) {
    const contents = view.subarray(at + 8, at + 8 + view.readUInt32BE(at))
    const type = view.toString('latin1', at + 4, at + 8)
    if (type === 'PLTE') palette = contents
    if (type === 'IDAT') data.push(contents)
  }
  const bytes = isIndexed ? 1 : 3
  const row = width * bytes + 1
  const points = inflateSync(Buffer.concat(data))
  for (let y = 1; y < height; y += 1)
    for (let i = 1; i < row; i += 1) points[y * row + i] = points[y * row + i]! + points[(y - 1) * row + i]!
  const pixels = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i += 1) {
    const at = Math.floor(i / width) * row + 1 + (i % width) * bytes
    pixels.set(
      isIndexed ? palette!.subarray(points[at]! * 3, points[at]! * 3 + 3) : points.subarray(at, at + 3),
      i * 3,
    )
  }
  /** The colour at millimetres from the top-left corner of an A4 page. */
  const at = (x: number, y: number) => {
    const start = (Math.floor((y / 297) * height) * width + Math.floor((x / 210) * width)) * 3
    return [...pixels.subarray(start, start + 3)]
  }
  return { width, height, pixels, at }
}
