/** PDFs written object by object, for what no library would write. */

/** By number from 1; the first is the catalogue. */
export type Objects = (string | { dictionary: string; data: string | Uint8Array })[]

export function writtenPdf(objects: Objects, trailer = ''): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  let at = parts[0]!.byteLength
  const add = (part: Buffer) => {
    parts.push(part)
    at += part.byteLength
  }
  for (const [index, object] of objects.entries()) {
    places.push(at)
    if (typeof object === 'string') add(Buffer.from(`${index + 1} 0 obj\n${object}\nendobj\n`, 'latin1'))
    else {
      const data = typeof object.data === 'string' ? Buffer.from(object.data, 'latin1') : object.data
      const head = `${index + 1} 0 obj\n<< ${object.dictionary} /Length ${data.byteLength} >>\nstream\n`
      add(Buffer.concat([Buffer.from(head, 'latin1'), data, Buffer.from('\nendstream\nendobj\n')]))
    }
  }
  const start = at
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  add(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Root 1 0 R /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

/** Objects 1 to 5: the catalogue, the pages, the page, Helvetica as /F, and the content. */
export const onePage = (
  content: string,
  { more = [], page = '', fonts = '', resources = '' }: Partial<Page> = {},
): Uint8Array =>
  writtenPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 5 0 R ${page} /Resources << /Font << /F 4 0 R ${fonts} >> ${resources} >> >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    { dictionary: '', data: content },
    ...more,
  ])
/** more: objects from the sixth. The others are entries of the page's dictionaries. */
export type Page = {
  more: Objects | undefined
  page: string | undefined
  fonts: string | undefined
  resources: string | undefined
}
