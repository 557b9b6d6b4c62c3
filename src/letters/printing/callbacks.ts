/** What a print API posts of a letter, checked in the specification's words (letters, print run B, callback). */
import { isObject } from '../../delivery/providers/call.ts'
import { validationError } from '../../errors.ts'

/** at: of the change. comment: the printer's own words. */
export type Told = {
  jobId: string
  status: 'DESPATCHED' | 'REJECTED'
  at: string
  sheets: number | null
  class: string | null
  product: string | null
}

const known: Record<string, readonly string[]> = {
  postageClass: ['1ST', '2ND', 'INTERNATIONAL'],
  mailingProduct: [
    'UNCODED',
    'MM UNSORTED',
    'UNSORTED',
    'MM',
    'INT EU',
    'INT ROW',
    'UNSORTEDE',
    'MM ECONOMY',
  ],
}
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const shown = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 100) : String(typeof value)
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(value) &&
  !Number.isNaN(Date.parse(value))

function refuse(message: string): never {
  throw validationError([message])
}

/** @throws ApiError 400 */
export function readCallback(body: unknown): Told {
  if (!isObject(body)) refuse('body is not an object')
  for (const name of ['id', 'time', 'data', 'metadata'])
    if (body[name] === undefined) refuse(`${name} is a required property`)
  if (!isInstant(body.time)) refuse(`time ${shown(body.time)} is not a date-time`)
  const { data, metadata } = body
  if (!isObject(data)) refuse('data is not an object')
  if (!isObject(metadata)) refuse('metadata is not an object')
  for (const name of ['jobId', 'jobStatus'])
    if (data[name] === undefined) refuse(`${name} is a required property`)
  if (metadata.correlationId === undefined) refuse('correlationId is a required property')
  if (data.transitionDate === undefined) refuse('data transitionDate is a required property')
  const { jobId, jobStatus, transitionDate } = data
  if (typeof jobId !== 'string' || !uuid.test(jobId)) refuse('data badly formed hexadecimal UUID string')
  if (jobStatus !== 'DESPATCHED' && jobStatus !== 'REJECTED')
    refuse(`data ${shown(jobStatus)} is not one of [DESPATCHED, REJECTED]`)
  if (!isInstant(transitionDate)) refuse(`data ${shown(transitionDate)} is not a date-time`)
  const told = { jobId: jobId.toLowerCase(), status: jobStatus, at: transitionDate as string } as const
  return jobStatus === 'REJECTED'
    ? { ...told, sheets: null, class: null, product: null }
    : { ...told, ...despatch(data.despatchProperties) }
}

/** The three keys are asked for by name: others, however many, do not stand for them. */
function despatch(given: unknown): Pick<Told, 'sheets' | 'class' | 'product'> {
  if (!Array.isArray(given)) refuse('data despatchProperties is a required property')
  const properties = new Map<string, string>()
  for (const one of given.slice(0, 100)) {
    const pair = isObject(one) ? one : {}
    const [key, value] = [shown(pair.key), shown(pair.value)]
    const isRight =
      key === 'totalSheets' ? /^[1-9]\d{0,3}$/.test(value) : (known[key]?.includes(value) ?? true)
    if (!isRight) refuse(`data {key: ${key}, value: ${value}} is not valid under any of the given schemas`)
    properties.set(key, value)
  }
  for (const key of ['totalSheets', 'postageClass', 'mailingProduct'])
    if (!properties.has(key)) refuse(`data despatchProperties ${key} is a required property`)
  return {
    sheets: Number(properties.get('totalSheets')),
    class: properties.get('postageClass')!,
    product: properties.get('mailingProduct')!,
  }
}
