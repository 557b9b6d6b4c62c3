/** The published examples of how messages are rendered, by the name of their file. */
import { broadcastLength } from '../../src/templates/broadcast.ts'
import { emailBodyHtml, emailBodyText, emailPreheader, subjectOf } from '../../src/templates/email.ts'
import { escapeHtml } from '../../src/templates/escape.ts'
import { formattedList } from '../../src/templates/formatted-list.ts'
import { letterBody } from '../../src/templates/letter.ts'
import { hrefOf } from '../../src/templates/markdown/href.ts'
import { plainText } from '../../src/templates/markdown/plain-text.ts'
import { renderMarkdown } from '../../src/templates/markdown/render.ts'
import {
  type Personalisation,
  switchesOn,
  valuesOf,
  writtenKey,
} from '../../src/templates/personalisation.ts'
import {
  compileField,
  type FillOptions,
  fill,
  placeholderNames,
  placeholderParts,
} from '../../src/templates/placeholders.ts'
import { autolink } from '../../src/templates/preview.ts'
import { checkQrCode, qrCodeData } from '../../src/templates/qr-code.ts'
import { sanitiseContent } from '../../src/templates/sanitise.ts'
import { isMessageEmpty } from '../../src/templates/send-checks.ts'
import { emailLocalPart, fileSize, slug } from '../../src/templates/slug.ts'
import { smartQuotes } from '../../src/templates/smart-quotes.ts'
import {
  charactersAboveLimit,
  charactersWithoutPrefix,
  renderSms,
  smsTemplateSize,
} from '../../src/templates/sms.ts'
import {
  charactersForcingUcs2,
  charactersWithoutDowngrade,
  sanitiseAscii,
  sanitiseSms,
} from '../../src/templates/sms-characters.ts'
import { compileTemplate, type TemplateType } from '../../src/templates/template.ts'
import {
  enDashes,
  straightQuotesInAddresses,
  unlinkGovUk,
  withoutWhitespaceBeforePunctuation,
} from '../../src/templates/typography.ts'
import { normaliseWhitespace, stripObscure } from '../../src/templates/whitespace.ts'
import type { Mapping } from './case.ts'

type Filled = { content: string; values?: Personalisation | null; prefix?: string | null }

const compiled = (type: TemplateType, content: string) => compileTemplate({ type, content, subject: null })

const fieldRendering = (
  input: Filled & { html: string; plain_text_tags: boolean; with_brackets: boolean; redact_missing: boolean },
) =>
  fill(compileField(input.content), valuesOf(input.values ?? {}), {
    html: input.html === 'escape',
    lists: 'inline',
    plainTags: input.plain_text_tags,
    withoutBrackets: !input.with_brackets,
    redact: input.redact_missing,
  })

const fieldLists = ({ content, values }: Filled) => {
  const withLists = (lists: FillOptions['lists']) =>
    fill(compileField(content), valuesOf(values ?? {}), { html: true, lists })
  return { inline: withLists('inline'), markdown_bullets: withLists('markdown') }
}

const conditionalText = (body: string) => {
  const { name, conditional } = placeholderParts(body)
  return { name, conditional_text: conditional }
}

const smsRendering = ({ content, values, prefix }: Filled) =>
  renderSms(compiled('sms', content), values ?? {}, prefix ?? null).text

const smsCharacterCount = ({ content, values, prefix }: Filled) => {
  const template = compiled('sms', content)
  const { characters } = renderSms(template, values ?? {}, prefix ?? null).size
  return {
    without_personalisation: smsTemplateSize(template, prefix).characters,
    with_personalisation: characters,
    without_prefix: charactersWithoutPrefix(characters, prefix ?? null),
  }
}

type TooLong = { repeat: string; times: number; then: string; values: Personalisation; prefix_length: number }

const smsTooLong = ({ repeat, times, then, values, prefix_length }: TooLong) => {
  const prefix = 'a'.repeat(prefix_length)
  const { characters } = renderSms(compiled('sms', repeat.repeat(times) + then), values, prefix).size
  const above = charactersAboveLimit(charactersWithoutPrefix(characters, prefix))
  return { too_long: above > 0, above_limit: above }
}

/** Asks for one of two lists: the expected one is the one the file names. */
const nonGsm = (input: string) => ({
  replaced_with_question_mark: charactersWithoutDowngrade(input),
  force_ucs2: charactersForcingUcs2(input),
})

const messageEmpty = ({ type, content, values }: Filled & { type: string }) =>
  isMessageEmpty(compiled(type === 'sms' ? 'sms' : 'email', content), values ?? {})

const broadcast = ({ repeat, times }: { repeat: string; times: number }) => {
  const { max, tooLong, forceUcs2 } = broadcastLength(repeat.repeat(times))
  return { max, too_long: tooLong, force_ucs2: forceUcs2 }
}

const withoutStyles = (html: string) => html.replace(/ (?:style|data-[a-z-]+)="[^"]*"/g, '')

const letterQrCode = ({ content, values }: Filled) => {
  const { qrCodes } = letterBody(compileField(content), valuesOf(values ?? {}))
  const [text] = qrCodes
  if (text === undefined) return { data: null }
  const data = qrCodeData(text)
  const tooLong = checkQrCode(data)
  if (tooLong === null) return { data }
  return { error: tooLong.message, num_bytes: tooLong.num_bytes, max_bytes: tooLong.max_bytes }
}

const listOptions: Record<string, string> = {
  conjunction: 'conjunction',
  before_each: 'beforeEach',
  after_each: 'afterEach',
  prefix: 'prefix',
  prefix_plural: 'prefixPlural',
  max_items_shown: 'maxItemsShown',
  word_for_items_not_shown: 'wordForItemsNotShown',
}

const listed = ({ items, options }: { items: unknown[]; options: Record<string, unknown> }) =>
  formattedList(
    items,
    Object.fromEntries(Object.entries(options).map(([name, value]) => [listOptions[name], value])),
  )

/** The examples give the plain text as markdown leaves it, its angle brackets still written as references. */
const sanitisedPersonalisation = (input: string) => {
  const sanitised = sanitiseContent(input)
  return { sanitised, plain_text: escapeHtml(renderMarkdown(sanitised, plainText)).trim() }
}

export const templates: Mapping = {
  placeholders: (content: string) => placeholderNames([compileField(content)]),
  'placeholder-parts': conditionalText,
  'conditional-values': (value: unknown) => switchesOn(value, 'markdown'),
  'field-rendering': fieldRendering,
  'field-lists': fieldLists,
  'html-escaping': escapeHtml,
  'key-normalisation': writtenKey,
  'sms-sanitise': (text: string) => ({ sms: sanitiseSms(text), ascii: sanitiseAscii(text) }),
  'sms-non-gsm': nonGsm,
  'sms-character-count': smsCharacterCount,
  'sms-rendering': smsRendering,
  'sms-too-long': smsTooLong,
  'message-empty': messageEmpty,
  'broadcast-length': broadcast,
  'email-plain-text': (content: string) => emailBodyText(compiled('email', content), {}),
  'email-html-structure': (content: string) => withoutStyles(emailBodyHtml(compiled('email', content), {})),
  'letter-html-structure': (content: string) =>
    withoutStyles(letterBody(compileField(content), valuesOf({})).html),
  'letter-qr-codes': letterQrCode,
  'link-href': hrefOf,
  'email-preheader': ({ content, values }: Filled) =>
    emailPreheader(compiled('email', content), values ?? {}),
  'email-subject': ({ subject, values }: { subject: string; values?: Personalisation }) =>
    subjectOf(compileField(subject), valuesOf(values ?? {})),
  'whitespace-before-punctuation': withoutWhitespaceBeforePunctuation,
  'en-dashes': (text: string) => enDashes(text),
  'smart-quotes': (text: string) => smartQuotes(text),
  'email-address-quotes': straightQuotesInAddresses,
  'unlink-govuk': unlinkGovUk,
  'normalise-whitespace': normaliseWhitespace,
  'strip-obscure-whitespace': stripObscure,
  autolink,
  'formatted-list': listed,
  'file-size': fileSize,
  'sanitise-personalisation': sanitisedPersonalisation,
  'safe-strings': (name: string) => ({ email_local_part: emailLocalPart(name), id: slug(name) }),
}
