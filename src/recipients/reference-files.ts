import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8')

const lines = (name: string): string[] => read(name).split('\n').filter(Boolean)

/** Where a letter goes, for its price and its class of post. */
export type PostageZone = 'united-kingdom' | 'europe' | 'rest-of-world'

export type Country = { readonly name: string; readonly zone: PostageZone }

type CountryNames = { country: string; zone: PostageZone; keys: string[] }

/**
 * Every known name of a country or territory, by its key (see `countries.ts`), finished from the place graph, ended
 * countries, islands, Welsh names and extra synonyms (specification, countries).
 */
export function loadCountryNames(): ReadonlyMap<string, Country> {
  const names = new Map<string, Country>()
  for (const { country, zone, keys } of JSON.parse(read('country-names.json')) as CountryNames[]) {
    const entry = { name: country, zone }
    for (const key of keys) names.set(key, entry)
  }
  return names
}

/** The letters that a British postcode may begin with. */
export const loadPostcodeAreas = (): ReadonlySet<string> => new Set(lines('postcode-areas.txt'))
