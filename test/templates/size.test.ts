/** However large or odd a message is, it renders in time that grows with its length. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderEmail } from '../../src/templates/email.ts'
import { letterContent } from '../../src/templates/letter.ts'
import { previewSms } from '../../src/templates/preview.ts'
import { sanitiseContent } from '../../src/templates/sanitise.ts'
import { renderSms } from '../../src/templates/sms.ts'
import { compileTemplate } from '../../src/templates/template.ts'

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

/** Pieces that a careless pattern would search again and again, repeated to 50 kB. */
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

function processorSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  return process.cpuUsage(before).user / million
}

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
    const seconds = processorSeconds(() =>
      renderEmail(template, { name: 'Jo', a: 'yes' }, { branding: null }),
    )
    assert.ok(seconds < 1, `${seconds} s`)
  })
}

test('no piece that is repeated takes longer than its length explains', () => {
  for (const piece of odd) {
    const content = `[a]: b\n\n${upTo(50_000, piece)} end`
    const seconds = processorSeconds(() => renderEverywhere(content))
    assert.ok(seconds < 1, `${JSON.stringify(piece)}: ${seconds} s`)
  }
})
