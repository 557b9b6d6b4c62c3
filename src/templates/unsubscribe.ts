/** How a recipient leaves a mailing: the headers of one click, and who may be named in them (specification, unsubscribe). */

/** Headers for mail clients that show a button of their own (RFC 8058). */
export function unsubscribeHeaders(url: string | null): Record<string, string> {
  if (url === null) return {}
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

/** Path of the link a template turns on, on the admin site in the message and on the API in the headers. */
export function unsubscribePath(notificationId: string, token: string): string {
  return `/unsubscribe/${notificationId}/${token}`
}
