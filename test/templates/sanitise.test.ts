import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { emailBodyHtml } from '../../src/templates/email.ts'
import { sanitiseContent, sanitisePersonalisation } from '../../src/templates/sanitise.ts'
import { compileTemplate } from '../../src/templates/template.ts'

type Case = { unsanitised: string; sanitised: string; reported: boolean }

const file = join(process.env.CRIER_FIXTURES ?? 'test/fixtures', 'public-api/sanitise_cases.json')
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }

test('the published cases of sanitise_content_for', () => {
  for (const { unsanitised, sanitised, reported } of cases) {
    assert.deepEqual(sanitisePersonalisation({ 'First name': unsanitised }, ['first_name']), {
      personalisation: { 'First name': sanitised },
      sanitisedContent: reported ? { 'First name': { unsanitised, sanitised } } : {},
      notText: [],
    })
  }
})

test('nothing is sanitised that is not named', () => {
  const personalisation = { a: 'x.example' }
  assert.deepEqual(sanitisePersonalisation(personalisation, null).personalisation, personalisation)
  assert.deepEqual(sanitisePersonalisation(personalisation, ['b']).sanitisedContent, {})
})

/** Value, what it becomes, and what the recipient's program is given. */
const disguised: [value: string, sanitised: string, html: string][] = [
  ['&lbrack;b&rsqb;&lpar;evil&period;example&rpar;', '\\[b\\]\\(evil\\. example\\)', '[b](evil. example)'],
  ['&#91;b](3232235777/x&#x29;', '\\[b\\]\\(3232235777/x\\)', '[b](3232235777/x)'],
  ['a https&colon;&sol;&sol;evil.example/x', 'a ', 'a '],
  ['http://192.168.1.1/x a', ' a', ' a'],
  ['http://[::1]/x a', ' a', ' a'],
  ['https://例え.テスト/ a', ' a', ' a'],
  ['&amp;lpar; &&num;40;', '&amp;lpar; &amp;\\#40;', '&amp;lpar; &amp;#40;'],
  ['Fish &amp; &lt;chips&gt; &copy;', 'Fish &amp; &lt;chips&gt; &copy;', 'Fish &amp; &lt;chips&gt; ©'],
]

for (const [value, sanitised, html] of disguised) {
  test(`${JSON.stringify(value)} is no link once it is sanitised`, () => {
    const template = compileTemplate({ type: 'email', content: 'x((name))x', subject: null })
    assert.equal(sanitiseContent(value), sanitised)
    assert.equal(
      emailBodyHtml(template, { name: sanitised }).replace(/ style="[^"]*"/g, ''),
      `<p>x${html}x</p>`,
    )
  })
}
