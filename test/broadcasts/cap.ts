/** CAP documents that tests make, and what is answered to them. */
import { readCap } from '../../src/broadcasts/cap/message.ts'
import { ApiError } from '../../src/errors.ts'

export const square = '51.1,-1.2 51.1,1.2 51.7,1.2 51.7,-1.2 51.1,-1.2'
export const area = (polygon = square, name = 'A place') =>
  `<area><areaDesc>${name}</areaDesc><polygon>${polygon}</polygon></area>`

const info = {
  language: '<language>en-GB</language>',
  category: '<category>Met</category>',
  event: '<event>Flood</event>',
  urgency: '<urgency>Immediate</urgency>',
  severity: '<severity>Severe</severity>',
  certainty: '<certainty>Likely</certainty>',
  expires: '<expires>2026-03-02T21:00:00-00:00</expires>',
  description: '<description>Stay indoors.</description>',
  areas: area(),
}
const alert = {
  declaration: '',
  open: '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
  identifier: '<identifier>flood-1</identifier>',
  sender: '<sender>floods.example.org</sender>',
  sent: '<sent>2026-03-02T09:00:00-00:00</sent>',
  status: '<status>Actual</status>',
  msgType: '<msgType>Alert</msgType>',
  scope: '<scope>Public</scope>',
  references: '',
}
type Parts = Partial<typeof alert & typeof info> & { info?: string; after?: string }

/** A good alert, with parts of it replaced. */
export function cap(parts: Parts = {}): string {
  const head = Object.entries(alert).map(([name, part]) => parts[name as keyof typeof alert] ?? part)
  const body = Object.entries(info).map(([name, part]) => parts[name as keyof typeof info] ?? part)
  return `${head.join('')}${parts.info ?? `<info>${body.join('')}</info>`}${parts.after ?? ''}</alert>`
}

/** What is read of a document, or the errors of its refusal with the status. */
export function answer(document: string | Uint8Array) {
  try {
    return readCap(typeof document === 'string' ? Buffer.from(document) : document)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { status: error.status, messages: error.errors.map(({ error, message }) => `${error} ${message}`) }
  }
}

export const invalid = { status: 400, messages: ['BadRequestError Request data is not valid CAP XML'] }
export const refused = (...messages: string[]) => ({ status: 400, messages })
