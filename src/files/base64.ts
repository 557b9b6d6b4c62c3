/** Base64 as the official clients' server reads it: lenient. Source: specification, public API, precompiled letters. */

const foreign = /[^A-Za-z0-9+/=]/g

/**
 * Decodes base64. Foreign characters (line ends, for one) are skipped and what follows the padding is ignored; only
 * wrong padding fails.
 * @returns null when the padding is wrong
 */
export function decodeBase64(text: string): Buffer | null {
  if (text.length % 4 === 0 && !text.includes('-') && !text.includes('_')) {
    // The runtime's decoder skips and stops in its own ways, which show in the length; its other alphabet is ruled out above.
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
    const bytes = Buffer.from(text, 'base64')
    if (bytes.byteLength === (text.length / 4) * 3 - padding) return bytes
  }
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
