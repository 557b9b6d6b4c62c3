/** Letters as PDFs, and their pages as pictures: on one core, beside nothing else. */

import { pdfium } from '../../src/letters/pages/pdfium.ts'
import { encodePng } from '../../src/letters/pages/png.ts'
import { type LetterInput, renderLetter } from '../../src/letters/rendering/letter.ts'
import { type Bench, type Row, whole } from './bench.ts'

const paragraph =
  'We are writing to tell you about your appointment - and what to bring to it. "It is important", as our guidance says, that you come on time, and that you have all that is listed below with you, since we cannot see you without it.'
const content = [
  'Dear ((name)),\n\nYour reference is ((reference)).\n\n# What you must bring\n\n* your passport\n* a bill that has your name on it',
  ...Array.from({ length: 9 }, () => paragraph),
  'Yours sincerely,\nThe Pigeon Bureau',
].join('\n\n')

/** Two pages, for another person each time. */
const letter = (i: number): LetterInput => ({
  contactBlock: 'The Pigeon Bureau\n1 Loft Road\nLondon\nSW1A 1AA\n\nTelephone 020 7946 0000',
  template: {
    subject: 'Your appointment',
    content,
    languages: 'english',
    welshSubject: null,
    welshContent: null,
  },
  values: {
    address_line_1: `Amala Bird ${i}`,
    address_line_2: `${i} High Street`,
    address_line_3: 'SW14 6BF',
    name: `Amala ${i}`,
    reference: String(i * 7919),
  },
  logo: null,
  attachment: null,
  createdAt: new Date('2026-01-05T12:00:00Z'),
  timeZone: 'Europe/London',
  purpose: 'print',
})

export async function letters({ seconds }: Bench): Promise<Row[]> {
  const { pdf, pages } = await renderLetter(letter(0))
  const rate = await awaitedPerSecond(seconds(4), (i) => renderLetter(letter(i)))
  const pictureRate = await awaitedPerSecond(seconds(4), async () => {
    await pdfium.lookAtPage(pdf, 1, 150, encodePng)
  })
  return [
    {
      scenario: 'letters, PDF',
      figure: `${whole(rate)}/s`,
      conditions: `${pages} pages, ${whole(pdf.byteLength / 1000)} kB with their fonts; one core`,
    },
    {
      scenario: 'letters, picture of a page',
      figure: `${whole(pictureRate)}/s`,
      conditions: 'its first page at 150 points to the inch, as a PNG file; one core',
    },
  ]
}

async function awaitedPerSecond(seconds: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const run = async (ms: number) => {
    const began = performance.now()
    let calls = 0
    while (performance.now() - began < ms) await work(calls++)
    return (calls * 1000) / (performance.now() - began)
  }
  await run(Math.min(seconds, 1) * 1000)
  return run(seconds * 1000)
}
