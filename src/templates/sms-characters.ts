/** The characters a handset shows, and what becomes of all others (specification, text messages). */

const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const gsmBasic =
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ\n\r\u001b !"#¤%&\'()*+,-./0123456789:;<=>?¡§¿ÄÖÑÜäöñüà' +
  upperCase +
  upperCase.toLowerCase()
const gsmExtension = '^{}\\[~]|€'

/** The accented vowels of Welsh that GSM-7 lacks: one of them makes the whole message UCS-2. */
const welshOnly = 'ÀÁÂÈÊËÌÍÎÏÒÓÔÙÚÛÝáâêëíîïóôúûýÿŴŵŶŷŸẀẁẂẃẄẅỲỳ'

const allowed = new Set([...gsmBasic, ...gsmExtension, ...welshOnly])
const welsh = new Set(welshOnly)

const replacements = new Map<string, string>([
  ...entries('\u2011\u2013\u2014\u2212', '-'),
  ['\u2026', '...'],
  ...entries('\u2018\u2019\u201a', "'"),
  ...entries('\u201c\u201d\u201e', '"'),
  ...entries('\u180e\u200b\u200c\u200d\u2060\ufeff\u2028\u2029', ''),
  ...entries('\u00a0\u202f\t', ' '),
  ['Ł', 'L'],
  ['ł', 'l'],
])

/** What is not both printable ASCII and GSM-7, and what is not printable ASCII. */
const notPlain = /[^ -_a-~\n]/u
const everyNotPlain = /[^ -_a-~\n]/gu
const notAscii = /[^ -~]/u
const everyNotAscii = /[^ -~]/gu

const everyExtension = /[\^{}\\[~\]|€]/g
const anyWelsh = new RegExp(`[${welshOnly}]`)

/** What each character of the Basic Multilingual Plane becomes, found once. */
const smsCache = new Map<string, string>()
const asciiCache = new Map<string, string>()

/** Text as a handset can show it: GSM-7, its extension and the Welsh vowels; everything else is downgraded or `?`. */
export function sanitiseSms(text: string): string {
  return notPlain.test(text) ? sanitise(text, everyNotPlain, isSmsCharacter, smsCache) : text
}

/** The same downgrade to printable ASCII, for country keys, phone numbers and file names. */
export function sanitiseAscii(text: string): string {
  return notAscii.test(text) ? sanitise(text, everyNotAscii, isPrintableAscii, asciiCache) : text
}

/** The characters of a text that a handset would show as `?`, each once, in order. */
export function charactersWithoutDowngrade(text: string): string[] {
  const found = new Set<string>()
  for (const character of text) {
    if (character !== '?' && sanitiseSms(character) === '?') found.add(character)
  }
  return [...found]
}

/** The characters that force UCS-2, each once, in order. */
export function charactersForcingUcs2(text: string): string[] {
  const found = new Set<string>()
  for (const character of text) if (welsh.has(character)) found.add(character)
  return [...found]
}

/** How many characters take two septets, and whether any character forces UCS-2. */
export function encodingOf(text: string): { extended: number; ucs2: boolean } {
  return { extended: text.match(everyExtension)?.length ?? 0, ucs2: anyWelsh.test(text) }
}

function sanitise(
  text: string,
  pattern: RegExp,
  keep: (character: string) => boolean,
  cache: Map<string, string>,
): string {
  return text.replace(pattern, (character) => {
    if (character.length === 2) return '?'
    let downgraded = cache.get(character)
    if (downgraded === undefined) {
      downgraded = downgrade(character, keep)
      cache.set(character, downgraded)
    }
    return downgraded
  })
}

function isSmsCharacter(character: string): boolean {
  return allowed.has(character)
}

function isPrintableAscii(character: string): boolean {
  return character >= ' ' && character <= '~'
}

function downgrade(character: string, keep: (character: string) => boolean): string {
  if (keep(character)) return character
  const base = firstOfDecomposition(character)
  if (base !== null) return keep(base) ? base : '?'
  return replacements.get(character) ?? '?'
}

/**
 * First code point of the single-step canonical decomposition, or null. Unicode gives JavaScript only the full
 * decomposition, and composing all of it but the last code point again takes one step back.
 */
function firstOfDecomposition(character: string): string | null {
  const decomposed = character.normalize('NFD')
  if (decomposed === character) return null
  if (character >= '\uac00' && character <= '\ud7a3') return '?'
  const composed = character.normalize('NFC')
  const isOther = composed !== character && [...composed].length === 1
  const base = isOther ? composed : [...decomposed].slice(0, -1).join('').normalize('NFC')
  return [...base][0] ?? '?'
}

function entries(characters: string, replacement: string): [string, string][] {
  return [...characters].map((character) => [character, replacement])
}
