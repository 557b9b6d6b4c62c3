/** One letter as the print API takes it. Source: specification, letters, print run B. */
import { parsePostalAddress } from '../../recipients/postal-addresses.ts'
import type { Batch, Letter } from './printer.ts'

const methods: Record<string, string | undefined> = {
  first: 'FIRST',
  economy: 'ECONOMY',
  europe: 'INTERNATIONAL_EU',
  'rest-of-world': 'INTERNATIONAL_ROW',
}
const [lineLength, postcodeLength, countryLength, nameLength] = [45, 10, 256, 255]
const callbackWindowSeconds = 10_800

/** @param callback where the printer tells what becomes of it */
export function printJob(
  batch: Pick<Batch, 'postage' | 'service_id' | 'organisation_id'>,
  letter: Pick<Letter, 'id' | 'reference' | 'address'>,
  pdf: Buffer,
  callback: string,
) {
  const method = methods[batch.postage]
  return {
    id: letter.id,
    standardParams: {
      jobType: 'NOTIFY',
      templateReference: 'NOTIFY',
      businessIdentifier: letter.reference,
      recipientName: letter.address.split('\n')[0]!.slice(0, nameLength),
      address: addressOf(letter.address, batch.postage),
      ...(method === undefined ? {} : { despatchMethod: method }),
    },
    customParams: [
      { key: 'pdfContent', value: pdf.toString('base64') },
      { key: 'organisationIdentifier', value: batch.organisation_id ?? '' },
      { key: 'serviceIdentifier', value: batch.service_id },
    ],
    callbackParams: {
      target: callback,
      retryParams: { enabled: true, maxRetryWindow: callbackWindowSeconds },
    },
  }
}

/** Abroad says the stored postage, which the address has decided. */
function addressOf(address: string, postage: string) {
  const lines = address.split('\n')
  const last = lines.at(-1)!
  if (postage === 'europe' || postage === 'rest-of-world')
    return {
      internationalAddress: {
        ...numbered(lines.slice(1, -1), 5),
        country: last.slice(0, countryLength),
      },
    }
  const { bfpoNumber, postcode, normalisedLines } = parsePostalAddress(address, { international: false })
  if (bfpoNumber === null)
    return {
      unstructuredAddress: { ...numbered(lines.slice(1, -1), 5), postcode: last.slice(0, postcodeLength) },
    }
  const rest = normalisedLines.filter((line) => line !== postcode && line !== `BFPO ${bfpoNumber}`)
  return {
    bfpoAddress: { ...numbered(rest, 4), ...(postcode === null ? {} : { postcode }), bfpoNumber },
  }
}

const numbered = (lines: readonly string[], most: number) =>
  Object.fromEntries(
    lines.slice(0, most).map((line, index) => [`line${index + 1}`, line.slice(0, lineLength)]),
  )
