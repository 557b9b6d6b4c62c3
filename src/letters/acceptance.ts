/**
 * The checks of `POST /v2/notifications/letter` after authentication, in the specification's order (public API, order of
 * checks; letters, intake), up to the row to store. A body with the key `content` brings its own PDF.
 */
import { randomInt } from 'node:crypto'
import { getPrecompiledLetterTemplate } from '../../queries/letters.queries.ts'
import type { Crier } from '../context.ts'
import { ApiError, badRequest, forbidden, validationError } from '../errors.ts'
import { decodeBase64 } from '../files/base64.ts'
import { discardFiles, storeFile } from '../files/store.ts'
import { areReached, limitReached } from '../notifications/limits.ts'
import {
  type Bases,
  checkPermission,
  checkSize,
  findTemplate,
  type Prepared,
  templateAnswer,
  templateOf,
} from '../notifications/sending.ts'
import {
  addressText,
  normalisedAddress,
  type PostalAddress,
  parsePostalAddress,
  postalApiMessage,
} from '../recipients/postal-addresses.ts'
import { addressFromPersonalisation, addressKeys } from '../recipients/postal-personalisation.ts'
import type { Caller } from '../services/authentication.ts'
import type { CachedService, CachedTemplate } from '../services/cached.ts'
import { apiContent } from '../templates/content.ts'
import { type Personalisation, storable, valuesFor } from '../templates/personalisation.ts'
import { checkContent } from '../templates/send-checks.ts'
import { uuidv7 } from '../uuid.ts'
import { checkSchema, parseJson } from '../validation.ts'
import { letterRequest, precompiledLetterRequest } from './requests.ts'

/** What stands for the address of a precompiled letter until its PDF has been read. */
const addressInPdf = 'Provided as PDF'

export async function prepareLetter(
  crier: Crier,
  caller: Caller,
  body: Uint8Array,
  bases: Bases,
): Promise<Prepared> {
  const input = parseJson(body)
  const isPrecompiled = typeof input === 'object' && input !== null && Object.hasOwn(input, 'content')
  return isPrecompiled
    ? preparePrecompiled(crier, caller, input)
    : prepareTemplated(crier, caller, input, bases)
}

async function prepareTemplated(
  crier: Crier,
  caller: Caller,
  input: unknown,
  bases: Bases,
): Promise<Prepared> {
  const { service } = caller
  const request = checkSchema(letterRequest, input)
  const sent = request.personalisation as Personalisation
  checkPermission(service, 'letter')
  const template = await findTemplate(crier, service, request.template_id, 'letter')
  const values = letterValues(template, sent)
  await checkSize(crier, service, template.compiled, values)
  await checkQrCodes(crier, service, template, values)
  const refusal = checkContent(template.compiled, sent)
  if (refusal !== null) throw badRequest(refusal)
  checkLetterSender(caller)
  const address = parsePostalAddress(addressFromPersonalisation(sent), {
    international: service.permissions.has('international_letters'),
  })
  if (address.error !== null) throw validationError([postalApiMessage[address.error]])
  return {
    isSimulated: false,
    row: {
      ...templateOf(template),
      ...letterRow(template, values, address),
      client_reference: request.reference ?? null,
    },
    answer: {
      reference: request.reference ?? null,
      content: apiContent(template.compiled, values),
      template: templateAnswer(template, service, bases),
      scheduled_for: null,
    },
  }
}

/** What a letter of a template is made of: its placeholders' values and its address. */
export const letterValues = (template: CachedTemplate, sent: Personalisation): Personalisation =>
  valuesFor(new Set([...template.compiled.keys, ...addressKeys]), sent)

/** @throws ApiError 400 when a QR code would hold too much */
export async function checkQrCodes(
  { renderers }: Pick<Crier, 'renderers'>,
  service: CachedService,
  { compiled }: CachedTemplate,
  values: Personalisation,
): Promise<void> {
  const order = { what: 'qr-codes', template: compiled, values: storable(values) } as const
  const qrCode = await renderers.render(service.id, order)
  if (qrCode !== null) throw new ApiError(400, [{ error: 'ValidationError', ...qrCode }])
}

/** The columns that a letter has beside those of every message. */
export const letterRow = (template: CachedTemplate, values: Personalisation, address: PostalAddress) => ({
  ...addressColumns(template, address),
  personalisation: storable(values),
  reply_to_text: template.contactBlock,
  reference: letterReference(),
})

/** What an address decides; one abroad also the class. */
export const addressColumns = ({ postage }: Pick<CachedTemplate, 'postage'>, address: PostalAddress) => ({
  to: addressText(address),
  normalised_to: normalisedAddress(address),
  international: address.international,
  postage: address.zone === 'united-kingdom' ? postage : address.zone,
})

/** The PDF is only stored here: its scan and its validation come later, and decide. */
async function preparePrecompiled(crier: Crier, caller: Caller, input: unknown): Promise<Prepared> {
  const { service } = caller
  const request = checkSchema(precompiledLetterRequest, input)
  checkPermission(service, 'letter')
  checkLetterSender(caller)
  const bytes = decodeBase64(request.content)
  if (bytes === null) throw badRequest('Cannot decode letter content (invalid base64 encoding)')
  const [template] = await getPrecompiledLetterTemplate.run({ service_id: service.id }, crier.db)
  const postage = request.postage ?? template!.postage
  if (await areReached(crier, caller, 'letter')) throw limitReached()
  const id = uuidv7(crier.now())
  await storeFile(
    crier,
    { purpose: 'precompiled-letter', serviceId: service.id, aboutId: id },
    { id, name: null, contentType: 'application/pdf', size: bytes.byteLength },
    [bytes],
  )
  return {
    isSimulated: false,
    isWithoutUri: true,
    discard: () => discardFiles(crier, [id]),
    row: {
      template_id: template!.id,
      template_version: template!.version,
      chosen_id: id,
      to: addressInPdf,
      normalised_to: addressInPdf.replaceAll(' ', '').toLowerCase(),
      personalisation: { address_line_1: addressInPdf },
      reply_to_text: '',
      reference: letterReference(),
      client_reference: request.reference,
      postage,
      notification_status: 'pending-virus-check',
    },
    answer: { reference: request.reference, postage },
  }
}

/** Source: specification, public API, precompiled letters; both kinds. @throws ApiError 403 */
export function checkLetterSender({ service, key }: Caller): void {
  if (key.keyType === 'team') throw forbidden('Cannot send letters with a team api key')
  if (service.restricted && key.keyType !== 'test')
    throw forbidden('Cannot send letters when service is in trial mode')
}

const referenceCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** The letter's name at the printer, and in the names of its files: 16 capital letters and digits, unique. */
const letterReference = () =>
  Array.from({ length: 16 }, () => referenceCharacters[randomInt(referenceCharacters.length)]).join('')
