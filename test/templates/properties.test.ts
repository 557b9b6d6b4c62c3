/** What holds for every text there is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { broadcastLength } from '../../src/templates/broadcast.ts'
import { apiContent } from '../../src/templates/content.ts'
import { renderEmail, subjectOf } from '../../src/templates/email.ts'
import { escapeHtml } from '../../src/templates/escape.ts'
import { letterContent, letterParts } from '../../src/templates/letter.ts'
import { hrefOf } from '../../src/templates/markdown/href.ts'
import { keyOf, valuesOf } from '../../src/templates/personalisation.ts'
import { compileField } from '../../src/templates/placeholders.ts'
import { previewSms } from '../../src/templates/preview.ts'
import { sanitiseContent } from '../../src/templates/sanitise.ts'
import { checkContent, checkLength } from '../../src/templates/send-checks.ts'
import { emailLocalPart, slug } from '../../src/templates/slug.ts'
import { renderSms, tidySms } from '../../src/templates/sms.ts'
import { sanitiseAscii, sanitiseSms } from '../../src/templates/sms-characters.ts'
import { compileTemplate, type TemplateType } from '../../src/templates/template.ts'
import { niceTypography, withoutWhitespaceBeforePunctuation } from '../../src/templates/typography.ts'
import {
  collapseNewlines,
  normaliseLines,
  normaliseWhitespace,
  stripObscure,
} from '../../src/templates/whitespace.ts'
import { anyText } from '../support/any-text.ts'

/** Text made of what the grammar looks at, and of everything else. */
const pieces = fc.constantFrom(
  ...[
    '((',
    '))',
    '((name))',
    '((a??b))',
    '??',
    '# ',
    '* ',
    '1. ',
    '^ ',
    '---',
    '\n',
    '\n\n',
    '    ',
    '```\n',
    '~~~\n',
  ],
  ...[
    '[',
    ']',
    '(',
    ')',
    '![',
    '](',
    'http://x.y',
    '<',
    '>',
    '&',
    '&lt;',
    '&nbsp;',
    '"',
    "'",
    '\\',
    '|',
    '-|-\n',
    ': ',
  ],
  ...[
    ' - ',
    ' ,',
    'qr: ',
    '[^a]: ',
    '[a]: b\n',
    '\u200b',
    '\u2028',
    '\t',
    '\r\n',
    '🚀',
    'ŵ',
    'é',
    '@',
    'GOV.UK',
    'x',
  ],
)
const text = fc.oneof(
  anyText({ maxLength: 60 }),
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
)
const personalisation = fc.dictionary(
  fc.constantFrom('name', 'a', 'Na-me', '__proto__', 'other'),
  fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(text, { maxLength: 3 }),
    fc.object(),
  ),
)
const letterOptions = { language: 'english', date: '2026-03-02' } as const
const compiled = (type: TemplateType, content: string, subject = 'Subject') =>
  compileTemplate({ type, content, subject, contactBlock: subject })

test('nothing throws on any text', () => {
  fc.assert(
    fc.property(text, text, personalisation, (content, subject, values) => {
      for (const type of ['sms', 'email', 'letter', 'broadcast'] as const) {
        const template = compiled(type, content, subject)
        apiContent(template, values)
        checkContent(template, values)
        checkLength(template, values)
      }
      renderSms(compiled('sms', content), values, subject)
      previewSms(compiled('sms', content), values, { prefix: subject })
      renderEmail(compiled('email', content, subject), values, { branding: null })
      letterContent(compiled('letter', content, subject), values, letterOptions)
      broadcastLength(content)
      hrefOf(content)
      sanitiseContent(content)
      emailLocalPart(content)
      slug(content)
    }),
    { numRuns: 500 },
  )
})

test('no markup of a value survives in HTML', () => {
  const tags =
    /<\/?(?:p|a|h2|h3|br|hr|div|blockquote|table|tr|td|ul|ol|li|strong)(?: [^<>]*)?>|<page-break>|<span class='placeholder[a-z-]*'>|<\/span>|\n/g
  const ownAttributes = /^(?: (?:style|href|title|class|role|dir)="[^"<>]*")*$/
  fc.assert(
    fc.property(text, text, (content, value) => {
      const values = { name: value, a: 'yes' }
      const email = renderEmail(compiled('email', content), values, {
        branding: null,
        completeDocument: false,
      })
      const body = email.html.slice(email.html.indexOf('<td style="font-family'))
      for (const html of [body, letterParts(compiled('letter', content), values, letterOptions).body]) {
        for (const [tag] of html.matchAll(tags)) {
          const attributes = /^<[a-z0-9]+( [^>]*)>$/.exec(tag)?.[1]
          if (
            attributes &&
            !tag.startsWith('<span') &&
            !/ (?:width|height|valign|colspan)=/.test(attributes)
          ) {
            assert.match(attributes, ownAttributes)
          }
        }
        assert.doesNotMatch(html.replace(tags, ''), /[<>]/)
      }
    }),
    { numRuns: 500 },
  )
})

test('a link never runs a script', () => {
  fc.assert(
    fc.property(text, (target) => {
      assert.match(hrefOf(`javascript:${target}`), /^http:\/\/javascript:/)
      assert.doesNotMatch(hrefOf(target), /["'<>\s]/)
    }),
  )
})

test('normalising twice is normalising once', () => {
  const functions = [
    normaliseWhitespace,
    normaliseLines,
    collapseNewlines,
    stripObscure,
    withoutWhitespaceBeforePunctuation,
    sanitiseSms,
    sanitiseAscii,
    tidySms,
    escapeHtml,
    keyOf,
    slug,
    emailLocalPart,
  ]
  for (const normalise of functions) {
    fc.assert(
      fc.property(text, (input) => {
        const once = normalise(input)
        assert.equal(normalise(once), once, normalise.name)
      }),
    )
  }
})

test('a sanitised text message has only GSM-7 and Welsh characters', () => {
  const allowed =
    /^[@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€ÀÁÂÈÊËÌÍÎÏÒÓÔÙÚÛÝáâêëíîïóôúûýÿŴŵŶŷŸẀẁẂẃẄẅỲỳ]*$/
  fc.assert(
    fc.property(text, text, (content, value) => {
      assert.match(renderSms(compiled('sms', content), { name: value }, value).text, allowed)
    }),
  )
})

test('the short way of an ASCII message gives what the long way gives', () => {
  const ascii = fc.string({ unit: fc.constantFrom(...' ,.\nabz`^{}~?\t') })
  fc.assert(
    fc.property(ascii, (message) => {
      // The euro sign sends the message the long way.
      const long = tidySms(`€${message}€`)
      assert.equal(tidySms(`|${message}|`), `|${long.slice(1, -1)}|`)
    }),
  )
})

test('the short way of a plain subject gives what the long way gives', () => {
  const ascii = fc.string({ unit: fc.constantFrom(...` ,.ab'"-\\<>&\`[]~\t\n`) })
  fc.assert(
    fc.property(ascii, (text) => {
      const subject = subjectOf(compileField('((a))'), valuesOf({ a: text }))
      assert.equal(subject, normaliseWhitespace(niceTypography(text)))
    }),
  )
})

test('quotes and dashes change nothing inside tags', () => {
  fc.assert(
    fc.property(text, (input) => {
      const quotes = input.replace(/[<>\\]/g, '')
      const html = `<a href="${quotes.replace(/["\s,.@-]/g, '')}">${quotes.replace(/[\s,.@-]/g, '')}</a>`
      assert.equal(niceTypography(html), html)
    }),
  )
})
