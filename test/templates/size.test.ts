/** However large or odd a message is, it renders in time that grows with its length. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { renderEmail, renderedEmailBytes } from '../../src/templates/email.ts'
import { letterContent } from '../../src/templates/letter.ts'
import { valuesOf } from '../../src/templates/personalisation.ts'
import { previewSms } from '../../src/templates/preview.ts'
import { sanitiseContent } from '../../src/templates/sanitise.ts'
import { mostGrowth } from '../../src/templates/size.ts'
import { renderSms } from '../../src/templates/sms.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { timed } from '../support/processor-time.ts'

const million = 1_000_000
const upTo = (length: number, piece: string) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

const large: Record<string, string> = {
  '2 MB of text': upTo(2 * million, 'lorem ipsum "dolor" - sit amet, '),
  '2 MB of paragraphs': upTo(2 * million, `${'The quick brown fox jumps. '.repeat(10)}\n\n`),
  '10,000 placeholders': '((name)) and ((a??b))\n'.repeat(5000),
  'a million asterisks': '*'.repeat(million),
  'a million spaces': `a${' '.repeat(million)}b`,
  'deep lists': Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}* a`).join('\n'),
  'deep insets': '^'.repeat(million),
}

/** Pieces that a careless pattern would search again and again, repeated to 35 kB. */
const odd = [
  '[',
  '![',
  ']',
  '[x](',
  '[a](b "',
  '[a](b "c) ',
  '<',
  '<a:',
  '<:',
  '\\',
  "'",
  '" ',
  '(',
  '((a??b',
  'http://',
].concat(
  [
    'http://)',
    '```a\n\n',
    '~~~ a b',
    '`',
    '* * * a\n',
    '* a\n\n',
    '# ',
    'a\n=\n',
    ' - ',
    '-x',
    'a|b\n-|-\n',
    '[a]: b\n',
  ],
  [
    '[a] ',
    '[^a]: ',
    '’@ ',
    'a.',
    'a-',
    '..',
    'ab.cd@',
    '&',
    '&a',
    '\t',
    '\u200b',
    '🚀',
    '\ud83d',
    '<!--',
    '<!-- >',
    'qr: a\n\n',
  ],
)

function renderEverywhere(content: string): void {
  const values = { name: 'Jo', a: 'yes', value: content }
  renderSms(compileTemplate({ type: 'sms', content, subject: null }), values, 'Service')
  previewSms(compileTemplate({ type: 'sms', content: '((value))', subject: null }), values)
  renderEmail(compileTemplate({ type: 'email', content, subject: content.slice(0, 10_000) }), values, {
    branding: null,
  })
  letterContent(compileTemplate({ type: 'letter', content, subject: 'x' }), values, {
    language: 'english',
    date: '2026-03-02',
  })
  sanitiseContent(content)
}

for (const [name, content] of Object.entries(large)) {
  test(`${name} as an email`, () => {
    const template = compileTemplate({ type: 'email', content, subject: 'x' })
    const { seconds } = timed(() => renderEmail(template, { name: 'Jo', a: 'yes' }, { branding: null }))
    assert.ok(seconds < 1, `${seconds} s`)
  })
}

test('no piece that is repeated takes longer than its length explains', () => {
  for (const piece of odd) {
    const content = `[a]: b\n\n${upTo(35_000, piece)} end`
    const { seconds } = timed(() => renderEverywhere(content))
    assert.ok(seconds < 0.5, `${JSON.stringify(piece)}: ${seconds} s`)
  }
})

test('no content grows more than is reckoned with, unless a definition gives its links their target', () => {
  const pieces = [
    '-',
    '*',
    '^',
    '#',
    '>',
    '1.',
    'a',
    '\n',
    '\n\n',
    ' ',
    '[',
    ']',
    '(',
    ')',
    '&',
    "'",
    '"',
    '\\',
    '—',
    'http://a.b',
    '***',
  ]
  const alone = compileTemplate({ type: 'email', content: '((a))', subject: null })
  const worst = [
    '------a\n\n\n',
    '-^-^-^-^-^-^a\n\n\n',
    '-\n',
    '***\n',
    '^a\n\nb\n\n',
    '[a](b)',
    '1.1.1.1.1.1.a\n',
    "'",
    '&',
    '^##\n\n-a\n\n\n',
  ]
  const grown = (content: string) => {
    const values = valuesOf({ a: content })
    const bytes = renderedEmailBytes(alone, values, Number.POSITIVE_INFINITY)
    return bytes / Buffer.byteLength(content)
  }
  for (const piece of worst) {
    const times = grown(upTo(5000, piece))
    assert.ok(times < mostGrowth, `${JSON.stringify(piece)}: ${times} times`)
  }
  const content = fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 })
    .map((some) => `${some.join('')}\n`)
    .filter((text) => !text.includes(']:'))
  fc.assert(
    fc.property(content, (piece) => grown(piece.repeat(20)) < mostGrowth),
    { numRuns: 500 },
  )
})

test('what is measured is what is rendered', () => {
  const template = compileTemplate({ type: 'email', content: '((a))', subject: null })
  for (const a of [
    '* a\n* b\n\nText “quoted” - and more\n\n# Title\n\n^ inset\n\n---\n\n[link](https://example.org)',
    'é'.repeat(500),
  ]) {
    const { html, text } = renderEmail(template, { a }, { branding: null })
    const frame = renderEmail(template, { a: '' }, { branding: null })
    const body =
      Buffer.byteLength(html) +
      Buffer.byteLength(text) -
      Buffer.byteLength(frame.html) -
      Buffer.byteLength(frame.text)
    const measured = renderedEmailBytes(template, valuesOf({ a }), 1_000_000)
    // The preheader repeats the beginning in the frame.
    assert.ok(Math.abs(body - measured) < 1100, `${measured} of ${body}`)
  }
})
