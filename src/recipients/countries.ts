import { sanitiseAscii } from '../templates/sms-characters.ts'
import { type Country, loadCountryNames } from './reference-files.ts'

export type { Country, PostageZone } from './reference-files.ts'

const names = loadCountryNames()

/** No name of a country is longer than this in any language, its key far less. */
const longestName = 200

const prefixes = ['', 'the', 'yr', 'y']

/**
 * The key under which a name is looked up, so that spelling, punctuation and accents do not matter. Names in other
 * scripts, which plain letters cannot write, keep theirs.
 */
const countryKey = (name: string): string => {
  const key = name
    .replace(/[&+]/g, 'and')
    .replace(/[\s_\-'’,.()]/g, '')
    .toLowerCase()
  const plain = sanitiseAscii(key)
  return plain.includes('?') ? key : plain
}

/** The country or territory of this name in English, Welsh or its own language, or null. A name with a digit is never one. */
export function findCountry(name: string): Country | null {
  if (name.length > longestName || /\d/.test(name)) return null
  const key = countryKey(name)
  if (key === '') return null
  for (const prefix of prefixes) {
    const country = names.get(prefix + key)
    if (country !== undefined) return country
  }
  return null
}
