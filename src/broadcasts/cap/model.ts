/**
 * The content model of CAP 1.2 as data: what `CAP-v1.2.xsd` says of elements, in the same order.
 * Source: specification, broadcasts, reading the XML; OASIS CAP 1.2.
 */

export const capNamespace = 'urn:oasis:names:tc:emergency:cap:1.2'
export const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#'

/** One place in a sequence: an element, and how often it may stand there. */
export type Step = { name: string; least: 0 | 1; most: number }

/** Children in their order: `?` optional, `*` any number, `+` one or more. */
const sequences: Record<string, string> = {
  alert:
    'identifier sender sent status msgType source? scope restriction? addresses? code* note? references? incidents? info*',
  info: `language? category+ event responseType* urgency severity certainty audience? eventCode* effective? onset? expires?
    senderName? headline? description? instruction? web? contact? parameter* resource* area*`,
  eventCode: 'valueName value',
  parameter: 'valueName value',
  geocode: 'valueName value',
  resource: 'resourceDesc mimeType size? uri? derefUri? digest?',
  area: 'areaDesc polygon* circle* geocode* altitude? ceiling?',
}

const bounds: Record<string, Pick<Step, 'least' | 'most'>> = {
  '?': { least: 0, most: 1 },
  '*': { least: 0, most: Number.POSITIVE_INFINITY },
  '+': { least: 1, most: Number.POSITIVE_INFINITY },
}

/** Elements that have children; all others have text alone. */
export const contentModel: ReadonlyMap<string, readonly Step[]> = new Map(
  Object.entries(sequences).map(([name, sequence]) => [
    name,
    sequence.split(/\s+/).map((step) => ({
      name: step.replace(/[?*+]$/, ''),
      ...(bounds[step.at(-1)!] ?? { least: 1, most: 1 }),
    })),
  ]),
)

type Check = (text: string) => boolean

const oneOf = (words: string): Check => {
  const values = new Set(words.split(' '))
  return (text) => values.has(text)
}

/** What the schema's numbers, dates and languages are read without. */
const collapsed =
  (check: Check): Check =>
  (text) =>
    check(text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, ''))

const matches = (pattern: RegExp) => collapsed((text) => pattern.test(text))

/** What the text of an element must be; every text fits where nothing is said. */
export const simpleTypes: ReadonlyMap<string, Check> = new Map([
  ['status', oneOf('Actual Exercise System Test Draft')],
  ['msgType', oneOf('Alert Update Cancel Ack Error')],
  ['scope', oneOf('Public Restricted Private')],
  ['category', oneOf('Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other')],
  ['responseType', oneOf('Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None')],
  ['urgency', oneOf('Immediate Expected Future Past Unknown')],
  ['severity', oneOf('Extreme Severe Moderate Minor Unknown')],
  ['certainty', oneOf('Observed Likely Possible Unlikely Unknown')],
  ...['sent', 'effective', 'onset', 'expires'].map((name) => [name, collapsed(isDateTime)] as const),
  // The schema's default stands for an empty one.
  ['language', matches(/^(?:[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*)?$/)],
  ['size', matches(/^[+-]?\d+$/)],
  ['altitude', matches(/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/)],
  ['ceiling', matches(/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/)],
])

const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)[+-](\d\d):(\d\d)$/

/** A real date and time in CAP's one spelling: an offset, no `Z`, no fraction. The day may end at 24:00:00. */
function isDateTime(text: string): boolean {
  const parts = dateTime.exec(text)
  if (parts === null) return false
  const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const isDay = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  const isTime = (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute === 0 && second === 0)
  const isOffset = (offsetHour < 14 && offsetMinute < 60) || (offsetHour === 14 && offsetMinute === 0)
  return isDay && isTime && isOffset
}
