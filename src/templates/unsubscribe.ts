/** How a recipient leaves a mailing: the headers of one click, and who may be named in them (specification, unsubscribe). */

const header = 'List-Unsubscribe'
/** Octets of a line. Source: RFC 5322, 2.1.1. */
const longestLine = 998

/**
 * The value of the header: a URI of ASCII in angle brackets (RFC 2369, 2; RFC 3986, 2), so that no letter of an address is syntax.
 * @returns null for what is no address of the web, and for what does not fit a line: it has nowhere to be folded
 */
export function unsubscribeUri(url: string): string | null {
  if (!/^https?:\/\//.test(url) || /[\s\p{Cc}]/u.test(url) || !url.isWellFormed() || !URL.canParse(url))
    return null
  const uri = new URL(url).href.replace(/[^\w.~:/?#[\]@!$&'()*+,;=%-]/gu, encodeURIComponent)
  return header.length + ': <>'.length + uri.length > longestLine ? null : `<${uri}>`
}

/** Headers for mail clients that show a button of their own (RFC 8058). */
export function unsubscribeHeaders(url: string | null): Record<string, string> {
  const uri = url === null ? null : unsubscribeUri(url)
  if (uri === null) return {}
  return { [header]: uri, [`${header}-Post`]: 'List-Unsubscribe=One-Click' }
}

/** Path of the link a template turns on, on the admin site in the message and on the API in the headers. */
export function unsubscribePath(notificationId: string, token: string): string {
  return `/unsubscribe/${notificationId}/${token}`
}
