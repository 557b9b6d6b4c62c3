/** What people see when they follow the link to a file. */
import { escaped, type Page } from '../page-frame.ts'
import { letterDate } from '../templates/letter.ts'
import { fileSize } from '../templates/slug.ts'

export type ServiceShown = { name: string; contactLink: string | null }
export type DocumentShown = { name: string; contentType: string; size: number; lastDay: string }

const typeNames: Record<string, string> = {
  'text/csv': 'CSV',
  'application/msword': 'Microsoft Word',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Microsoft Word',
  'image/jpeg': 'JPEG image',
  'application/json': 'JSON',
  'application/vnd.oasis.opendocument.text': 'OpenDocument text',
  'application/pdf': 'PDF',
  'image/png': 'PNG image',
  'application/rtf': 'Rich text',
  'text/plain': 'Text',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Microsoft Excel',
}

/** The contact link is the service's own text: an address, a number or a web page. */
function contact({ name, contactLink }: ServiceShown): string {
  if (!contactLink) return ''
  const link = /^https?:\/\/\S+$/i.test(contactLink)
    ? `<a href="${escaped(contactLink)}" rel="noreferrer">contact ${escaped(name)}</a>`
    : /^[^\s@:/?&]+@[^\s@:/?&]+$/.test(contactLink)
      ? `contact ${escaped(name)}: <a href="mailto:${escaped(contactLink)}">${escaped(contactLink)}</a>`
      : `contact ${escaped(name)}: ${escaped(contactLink)}`
  return `<p>If you have any questions, ${link}.</p>`
}

const facts = (rows: [string, string][]) =>
  `<dl>${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>`

const until = ({ lastDay }: DocumentShown) => letterDate(lastDay, 'english')

/** The first page says whose file it is and nothing of what is in it: programs that look at the links of a message get no further. */
export function landingPage(service: ServiceShown, document: DocumentShown, href: string): Page {
  const title = 'You have a file to download'
  return {
    title,
    owner: service.name,
    main: `<h1>${title}</h1>
<p>${escaped(service.name)} sent you a file.</p>
<p>This file is available to download until ${until(document)}.</p>
<p><a class="button govuk-button" href="${escaped(href)}">Continue</a></p>
${contact(service)}`,
  }
}

export function downloadPage(service: ServiceShown, document: DocumentShown, href: string): Page {
  const title = 'Download your file'
  return {
    title,
    owner: service.name,
    main: `<h1>${title}</h1>
<p>${escaped(service.name)} sent you a file.</p>
${facts([
  ['File name', document.name],
  ['Type', typeNames[document.contentType] ?? document.contentType],
  ['Size', fileSize(document.size)],
])}
<p>This file is available to download until ${until(document)}.</p>
<p><a class="button govuk-button" href="${escaped(href)}">Download this file</a></p>
${contact(service)}`,
  }
}

export type WrongAddress = { message: string; typed: string } | null

/** Asks for the address; name and size of the file are told only to who knows it. */
export function confirmPage(service: ServiceShown, action: string, wrong: WrongAddress): Page {
  const title = 'Confirm your email address'
  const summary = wrong
    ? `<div class="wrong govuk-error-summary" role="alert" tabindex="-1" aria-labelledby="wrong-title">
<h2 id="wrong-title">There is a problem</h2>
<p><a href="#email_address">${escaped(wrong.message)}</a></p>
</div>`
    : ''
  const message = wrong
    ? `<p class="message" id="message"><span>Error:</span> ${escaped(wrong.message)}</p>`
    : ''
  const described = wrong ? 'hint message' : 'hint'
  return {
    title: wrong ? `Error: ${title}` : title,
    owner: service.name,
    main: `${summary}
<h1>${title}</h1>
<p>To keep your information safe, confirm the email address that the file was sent to.</p>
<form method="post" action="${escaped(action)}" novalidate>
<div${wrong ? ' class="field-wrong"' : ''}>
<label for="email_address">Email address</label>
<p class="hint" id="hint">The address at which you got the link</p>
${message}
<input id="email_address" name="email_address" type="email" autocomplete="email" spellcheck="false" maxlength="320" required aria-describedby="${described}"${wrong ? ' aria-invalid="true"' : ''} value="${escaped(wrong?.typed ?? '')}">
</div>
<button class="button govuk-button" type="submit">Continue</button>
</form>
${contact(service)}`,
  }
}

const plain = (title: string, text: string, service: ServiceShown | null): Page => ({
  title,
  owner: service?.name ?? 'File download',
  main: `<h1>${title}</h1>\n<p>${text}</p>\n${service ? contact(service) : ''}`,
})

export const notFoundPage = () =>
  plain(
    'This link does not work',
    'Check that you have copied the whole link from the email. If it still does not work, contact the organisation that sent it.',
    null,
  )
export const overPage = (service: ServiceShown) =>
  plain(
    'This file is no longer available',
    'The time in which it could be downloaded has passed. Ask for it to be sent again if you still need it.',
    service,
  )
export const overTriedPage = (service: ServiceShown) =>
  plain(
    'Wait before you try again',
    'Too many wrong email addresses have been entered for this file. You can try again in an hour.',
    service,
  )
export const faultPage = () =>
  plain('Sorry, there is a problem', 'Try again in a few minutes. Your link stays valid.', null)
