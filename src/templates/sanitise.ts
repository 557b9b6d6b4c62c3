/** `sanitise_content_for`: makes values from untrusted people harmless in an email (specification, personalisation). */
import { decodeReferencesTo } from './escape.ts'
import { keyOf, type Personalisation } from './personalisation.ts'
import { findWebAddresses } from './web-address.ts'

export type SanitisedContent = Record<string, { unsanitised: string; sanitised: string }>

const markdown = /[`*_(){}[\]<>#+\-.!|\\]/g
const accident = /^[A-Za-z0-9.-]+$/
/** What the email's renderer would decode into markdown or into an address after the value was looked at. */
const decodedLater = /[`*_(){}[\]#+\-.!|\\:/\n\t]/
/** Addresses whose host ends in no word: numbers, or letters of another script. One without a dot leads nowhere that a stranger could be. */
const otherAddress = /https?:\/\/(?=[^\s</?#]*[.[])[^\s<]*/gi

/**
 * Sanitises the values of the named keys, which match as placeholders do. `sanitisedContent` has the values that
 * changed. Values that are not text are left as they are and named in `notText`, for the caller to refuse.
 */
export function sanitisePersonalisation(
  personalisation: Personalisation,
  names: string[] | null | undefined,
): { personalisation: Personalisation; sanitisedContent: SanitisedContent; notText: string[] } {
  const keys = new Set((names ?? []).map(keyOf))
  const changed: [string, { unsanitised: string; sanitised: string }][] = []
  const notText: string[] = []
  if (keys.size === 0) return { personalisation, sanitisedContent: {}, notText }
  const values = Object.entries(personalisation).map(([name, value]): [string, unknown] => {
    if (!keys.has(keyOf(name))) return [name, value]
    if (typeof value !== 'string') {
      if (value !== null && value !== undefined) notText.push(name)
      return [name, value]
    }
    const sanitised = sanitiseContent(value)
    if (sanitised !== value) changed.push([name, { unsanitised: value, sanitised }])
    return [name, sanitised]
  })
  return {
    personalisation: Object.fromEntries(values),
    sanitisedContent: Object.fromEntries(changed),
    notText,
  }
}

/**
 * Addresses go, except those of letters, digits, dots and hyphens alone, which are most often a forgotten space
 * (`Dr.Bird`) and get one. Whatever markdown would read gets a backslash, in whichever way it is written.
 */
export function sanitiseContent(text: string): string {
  const written = decodeReferencesTo(decodedLater, text)
  let unlinked = ''
  let from = 0
  for (const { start, end } of findWebAddresses(written)) {
    const address = written.slice(start, end)
    unlinked += written.slice(from, start) + (accident.test(address) ? address.replaceAll('.', '. ') : '')
    from = end
  }
  return (unlinked + written.slice(from)).replace(otherAddress, '').replace(markdown, '\\$&')
}
