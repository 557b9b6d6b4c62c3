/** Link targets as `href` attributes (specification, href). */
import { textOfHtml } from '../escape.ts'

const knownScheme = /^(?:https?|ftp|file|mailto|tel):/i
const unsafe = /[^A-Za-z0-9_.\-~:/?#=&;%]+/g
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * A target without a known scheme gets `http://`, which also disarms `javascript:`; every character that an address
 * does not need is percent-encoded, quotes and brackets first of all.
 */
export function hrefOf(target: string): string {
  const text = target.includes('<') ? textOfHtml(target) : target
  const withScheme = knownScheme.test(text) ? text : `http://${text}`
  return withScheme.replace(unsafe, percentEncoded)
}

/** Characters as the percent signs and digits that stand for them in an address, in UTF-8. */
export function percentEncoded(characters: string): string {
  return encodeURIComponent(characters.replace(loneSurrogate, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
