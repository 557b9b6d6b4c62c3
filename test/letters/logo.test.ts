/** Logos: where they stand, and that an SVG stays lines and inks. Source: specification, letters, page layout. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePng } from '../../src/letters/pages/png.ts'
import { renderLetter } from '../../src/letters/rendering/letter.ts'
import { contentStreams } from '../support/pdf.ts'

const render = (logo: Uint8Array) =>
  renderLetter({
    contactBlock: null,
    template: {
      subject: 'S',
      content: 'Body',
      languages: 'english',
      welshSubject: null,
      welshContent: null,
    },
    values: null,
    logo,
    attachment: null,
    createdAt: new Date('2026-01-02T12:00:00Z'),
    timeZone: 'Europe/London',
    purpose: 'print',
  })
const svg = (attributes: string, contents: string): Buffer =>
  Buffer.from(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${contents}</svg>`)
/** What is drawn in the logo's own units. */
async function drawn(attributes: string, contents: string): Promise<string> {
  const streams = contentStreams((await render(svg(attributes, contents))).pdf)
  return streams.find((stream) => !stream.includes('/Logo Do'))!
}
const box = 'viewBox="0 0 100 50"'
const points = (mm: number) => (mm * 72) / 25.4

test('an SVG is eighteen millimetres high and as wide as that makes it, but never wider than seventy', async () => {
  const cases: [attributes: string, scale: number, x: number, y: number][] = [
    [box, points(18) / 50, 0, points(18)],
    ['viewBox="10 5 100 50"', points(18) / 50, (-10 * points(18)) / 50, points(18) * 1.1],
    // Six times as wide as high: it gets as small as it must, in the middle of its height.
    ['viewBox="0 0 600 100"', points(70) / 600, 0, points(9) + points(70) / 12],
    ['width="20mm" height="10mm"', points(18) / ((10 * 96) / 25.4), 0, points(18)],
  ]
  for (const [attributes, scale, x, y] of cases) {
    const [matrix] = (await drawn(attributes, '<rect width="1" height="1"/>')).split('\n')
    const numbers = matrix!.split(' ').slice(0, 6).map(Number)
    for (const [index, expected] of [scale, 0, 0, -scale, x, y].entries())
      assert.ok(Math.abs(numbers[index]! - expected) < 0.01, `${attributes}: ${matrix}`)
  }
  const [page] = contentStreams((await render(svg(box, ''))).pdf).filter((stream) => stream.includes('/Logo'))
  const [, left, bottom] = /q 1 0 0 1 ([\d.]+) ([\d.]+) cm \/Logo Do Q/.exec(page!)!
  assert.ok(Math.abs(Number(left) - points(15)) < 0.1 && Math.abs(Number(bottom) - points(297 - 28)) < 0.1)
})

test('shapes, styles and colours of an SVG', async () => {
  const cases: [contents: string, expected: string[], unexpected?: string[]][] = [
    ['<rect x="1" y="2" width="3" height="4"/>', ['0 0 0 1 k 1 2 m 4 2 l 4 6 l 1 6 l h f']],
    ['<path d="M0 0Q3 3 6 0z" fill="#fff"/>', ['0 0 0 0 k 0 0 m 2 2 4 2 6 0 c h f']],
    ['<path d="M0 0h9v9z" fill-rule="evenodd" fill="#808080"/>', ['0 0 0 0.498 k', ' h f*']],
    ['<circle cx="5" cy="5" r="5" fill="red"/>', ['0 1 1 0 k 0 5 m', ' c']],
    ['<polygon points="0,0 4,0 4,4" fill="rgb(0, 0, 255)"/>', ['1 1 0 0 k 0 0 m 4 0 l 4 4 l h f']],
    [
      '<line x1="0" y1="1" x2="5" y2="1" stroke="#00f" stroke-width="2" stroke-dasharray="3 1" stroke-linecap="round"/>',
      ['1 1 0 0 K 2 w 1 J 0 j 4 M [3 1] 0 d 0 1 m 5 1 l S'],
    ],
    [
      '<style>/* } */ .a, #b { fill: lime } rect.a { fill: navy }</style><rect class="a" width="1" height="1"/><path id="b" d="M0 0h1v1z"/>',
      ['1 1 0 0.498 k 0 0 m 1 0 l', '1 0 1 0 k 0 0 m'],
    ],
    ['<g fill="none" style="fill:yellow"><path d="M0 0h1v1z"/></g>', ['0 0 1 0 k']],
    ['<g transform="translate(1 2) scale(3)"><path d="M0 0h1v1z"/></g>', ['3 0 0 3 1 2 cm']],
    ['<g transform="rotate(90 1 1)"><path d="M0 0h1v1z"/></g>', ['0 1 -1 0 2 0 cm']],
    ['<defs><path id="p" d="M7 7h1v1z"/></defs><use href="#p" x="2" y="3"/>', ['1 0 0 1 2 3 cm', '7 7 m']],
    [
      '<clipPath id="c"><rect width="2" height="2"/></clipPath><path clip-path="url(#c)" d="M0 0h9v9z"/>',
      ['0 0 m 2 0 l 2 2 l 0 2 l h W n'],
    ],
    [
      '<linearGradient id="g"><stop stop-color="#f00"/><stop offset="1"/></linearGradient><path fill="url(#g)" d="M0 0h9v9z"/>',
      ['0 1 1 0 k'],
    ],
    ['<g opacity="0.5"><path fill-opacity="50%" d="M0 0h9v9z"/></g>', ['/O250 gs']],
    ['<text x="2" y="9" font-size="8" text-anchor="start">Ab</text>', ['q 1 0 0 -1 2 9 cm', ' Tf']],
    ['<path display="none" d="M1 1h1v1z"/><path fill="none" d="M1 1h1v1z"/>', [], ['1 1 m']],
    [
      '<script>alert(1)</script><image href="http://127.0.0.1/x.png" width="5" height="5"/>',
      [],
      [' Do', ' f'],
    ],
  ]
  for (const [contents, expected, unexpected = []] of cases) {
    const text = await drawn(box, contents)
    for (const part of expected) assert.ok(text.includes(part), `${contents}: no ${part} in ${text}`)
    for (const part of unexpected) assert.ok(!text.includes(part), `${contents}: ${part} in ${text}`)
  }
})

test('a file that is no picture, or asks for too much, is refused', async () => {
  const nested = Array.from(
    { length: 20 },
    (_, level) => `<g id="l${level}">${`<use href="#l${level + 1}"/>`.repeat(10)}</g>`,
  )
  const refused = [
    Buffer.from('no picture'),
    Buffer.from('<html/>'),
    svg('', '<rect width="1" height="1"/>'),
    svg(box, '<g><rect</g>'),
    svg(box, `<defs>${nested.join('')}</defs><use href="#l0"/>`),
    svg(box, '<g id="a"><use href="#a"/></g>'),
    Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"><text>&a;</text></svg>'),
    svg(box, '<g>'.repeat(5000)),
  ]
  for (const file of refused) await assert.rejects(render(file), Error, file.toString('latin1').slice(0, 80))
})

test('pictures of points fit into their place and are not enlarged', async () => {
  const cases: [width: number, height: number, shownWidth: number, shownHeight: number][] = [
    [1400, 180, points(70), points(9)],
    [300, 360, points(15), points(18)],
    [40, 20, 30, 15],
  ]
  for (const [width, height, shownWidth, shownHeight] of cases) {
    const file = encodePng({ width, height, pixels: new Uint8Array(width * height * 3).fill(200) })
    const streams = contentStreams((await render(file)).pdf)
    const matrix = /q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm \/Logo Do Q/.exec(streams.join('\n'))!
    const [shown, high, left, bottom] = matrix.slice(1).map(Number) as [number, number, number, number]
    assert.ok(Math.abs(shown - shownWidth) < 0.01 && Math.abs(high - shownHeight) < 0.01, matrix[0])
    assert.ok(Math.abs(left - points(15)) < 0.01 && Math.abs(bottom + high - points(287)) < 0.01, matrix[0])
  }
})
