/** Base64 as the official clients' server reads it: lenient. Source: specification, public API, precompiled letters. */

const strict = /^[A-Za-z0-9+/]*={0,2}$/
const foreign = /[^A-Za-z0-9+/=]/g

/**
 * Decodes base64. Foreign characters (line ends, for one) are skipped and what follows the padding is ignored; only
 * wrong padding fails.
 * @returns null when the padding is wrong
 */
export function decodeBase64(text: string): Buffer | null {
  if (text.length % 4 === 0 && strict.test(text)) return Buffer.from(text, 'base64')
  const characters = untilPadding(text.replace(foreign, ''))
  return characters === null ? null : Buffer.from(characters, 'base64')
}

/** The characters before the padding that completes a group of four; padding elsewhere is skipped. */
function untilPadding(text: string): string | null {
  const runs = text.split(/(=+)/)
  let characters = ''
  for (const run of runs) {
    if (!run.startsWith('=')) characters += run
    else {
      const inGroup = characters.length % 4
      if (inGroup >= 2 && inGroup + run.length >= 4) return characters
    }
  }
  return characters.length % 4 === 0 ? characters : null
}
