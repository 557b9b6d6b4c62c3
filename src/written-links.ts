/**
 * Links as people's programs read them out of a message: a full stop, a bracket or a closing quote after a link is often taken along,
 * as it is or percent-encoded, and with the words that follow without a space. What ends a link of ours has a fixed length and alphabet,
 * so where it ends is sure.
 */

/**
 * @param end what the link ends in, from its beginning; the last part of it has a fixed length
 * @returns what matches, without what follows; null when there is no match or when it goes on in letters or digits
 */
export function beforePunctuation(end: RegExp, text: string | undefined): string | null {
  const found = end.exec(text ?? '')?.[0]
  return found === undefined || /^[\p{L}\p{N}]/u.test(text!.slice(found.length)) ? null : found
}
