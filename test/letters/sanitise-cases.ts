/** The PDF of each row of sanitise-cases.csv, by its name. */
import { body, type Draw, letterTo, nothing, pdfOf, queen, type Sheet, type Size, tag } from './made-pdfs.ts'

const pages = (number: number): Draw[] => [letterTo(queen), ...Array.from({ length: number - 1 }, () => body)]
const margins: Draw = ({ ink }: Sheet) => {
  ink(2, 150, 3, 3)
  ink(204, 150, 3, 3)
}
const inkBesideWindow = letterTo(queen, ({ ink }) => ink(122, 60, 1.5, 3))
const taggedPage: Draw = (sheet) => {
  body(sheet)
  tag(sheet)
}
const sized = (size: Size) => pdfOf([letterTo(queen)], size)
const addressed = (...lines: string[]) => pdfOf([letterTo(lines)])
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'

export const makers: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'empty body': async () => new Uint8Array(),
  valid: () => addressed(...queen),
  'valid with tag already': () => pdfOf([letterTo(queen, tag)]),
  'not a pdf': async () => Buffer.from(svg),
  'eleven pages': () => pdfOf(pages(11)),
  'ink in margins': () => pdfOf([letterTo(queen, margins), margins]),
  'ink right of address window': () => pdfOf([inkBesideWindow]),
  'same as attachment': () => pdfOf([inkBesideWindow]),
  A3: () => sized({ width: 297, height: 420 }),
  A5: () => sized({ width: 148, height: 210 }),
  'landscape media box': () => sized({ width: 297, height: 210 }),
  'portrait box rotated 90': () => sized({ rotation: 90 }),
  'landscape box rotated 90': () => sized({ width: 297, height: 210, rotation: 90 }),
  'tags on later pages': () => pdfOf([letterTo(queen), taggedPage, body, taggedPage]),
  'blank page': () => pdfOf([nothing]),
  'blank page as attachment': () => pdfOf([nothing]),
  'bad postcode': () => addressed('Queen Elizabeth', 'Buckingham Palace', 'London'),
  'bad postcode intl': () => addressed('Queen Elizabeth', 'Buckingham Palace', 'London'),
  'foreign address': () => addressed('Herr Schmidt', 'Hauptstraße 1', '10115 Berlin', 'Germany'),
  'two lines': () => addressed('Queen Elizabeth', 'SW1 1AA'),
  'eight lines': () => addressed('One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'SW1 1AA'),
  'bad first character': () => addressed('Queen Elizabeth', '[Buckingham Palace', 'SW1 1AA'),
  'no fixed abode': () => addressed('Queen Elizabeth', 'No fixed abode', 'SW1 1AA'),
  'bfpo with country': () => addressed('Captain Bird', 'HMS Pigeon', 'BFPO 12', 'France'),
  'line 1 or 2 has no letter or digit': () => addressed('--', 'Buckingham Palace', 'SW1 1AA'),
}
