/** A letter with everything that letters have, as pictures of its pages. Run by hand after a change of how letters look, it keeps them: node test/letters/pictures.ts */
import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { pdfium } from '../../src/letters/pages/pdfium.ts'
import { encodePng, type Picture } from '../../src/letters/pages/png.ts'
import { copied } from '../../src/letters/pages.ts'
import { renderLetter } from '../../src/letters/rendering/letter.ts'

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60">
  <style>.a { fill: #1d70b8 }</style>
  <path class="a" d="M30 4C10 4 4 22 4 34c8-6 12-8 20-8-4 12-2 22 6 30 8-8 10-18 6-30 8 0 12 2 20 8C56 22 50 4 30 4z"/>
  <rect x="68" y="8" width="2" height="44"/>
  <text x="78" y="38" font-size="22" font-weight="bold">Pigeon Bureau</text>
</svg>`

const content = `Dear ((name)),

"We expect you on ((day))" - and if you cannot come, tell us at https://www.gov.uk/pigeons/appointments. ((late??You are late.))

# What to bring

* your passport
* a bill with your name and your address on it, of a gas, water or electricity company
  1. of this year
  2. or of the last

QR: https://www.gov.uk/pigeons?id=((id))

Ŵyth, ŷd. Ελληνικά, Русский, עברית, العربية, हिन्दी, 你好 and \u{1f54a}.

---

Yours sincerely,
The Pigeon Bureau`

const dotsPerInch = 60

export async function pictures(): Promise<Record<'first-page' | 'second-page', Picture>> {
  const { pdf } = await renderLetter({
    contactBlock: 'Pigeon Bureau\n1 Loft Road\nLondon\nSW1A 1AA',
    template: {
      subject: 'Your appointment at the bureau',
      content,
      languages: 'english',
      welshSubject: null,
      welshContent: null,
    },
    values: {
      address_line_1: 'Amala Bird',
      address_line_2: '123 High Street',
      address_line_3: 'SW14 6BF',
      name: 'Amala',
      late: true,
    },
    logo: Buffer.from(logo),
    attachment: null,
    createdAt: new Date('2026-01-05T12:00:00Z'),
    timeZone: 'Europe/London',
    purpose: 'preview',
  })
  const draw = async (page: number) => {
    const picture = await pdfium.lookAtPage(pdf, page, dotsPerInch, copied)
    if (typeof picture === 'string') throw new Error(picture)
    return picture
  }
  return { 'first-page': await draw(1), 'second-page': await draw(2) }
}

export const pictureFile = (name: string): URL =>
  new URL(`../fixtures/letters/pictures/${name}.png`, import.meta.url)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, picture] of Object.entries(await pictures()))
    await writeFile(pictureFile(name), encodePng(picture))
}
