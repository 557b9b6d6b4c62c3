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
  // Most rows are as the one above, which is told without looking at their points.
  const same = Buffer.alloc(row - 1)
  for (let start = row; start < points.length; start += row)
    if (points.compare(same, 0, row - 1, start + 1, start + row) === 0)
      points.copyWithin(start + 1, start + 1 - row, start)
    else for (let i = start + 1; i < start + row; i += 1) points[i] = points[i]! + points[i - row]!
  const point = (from: number) => {
    const start = isIndexed ? points[from]! * 3 : from
    return (isIndexed ? palette! : points).subarray(start, start + 3)
  }
  /** Red, green and blue of all points. */
  const pixels = () => {
    // Byte by byte: a view of each point would take ten times as long.
    const all = new Uint8Array(width * height * 3)
    for (let y = 0, to = 0; y < height; y += 1)
      for (let from = y * row + 1; from < (y + 1) * row; from += bytes, to += 3)
        for (let part = 0; part < 3; part += 1)
          all[to + part] = isIndexed ? palette![points[from]! * 3 + part]! : points[from + part]!
    return all
  }
  return {
    width,
    height,
    pixels,
    /** The colour at millimetres from the top-left corner of an A4 page. */
    at: (x: number, y: number) => [
      ...point(Math.floor((y / 297) * height) * row + 1 + Math.floor((x / 210) * width) * bytes),
    ],
  }
}
