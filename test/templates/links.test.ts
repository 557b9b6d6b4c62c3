/** Values inside links: each is part of its link, whatever it says (specification, markdown dialect and placeholders). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { apiContent } from '../../src/templates/content.ts'
import { emailBodyHtml, emailBodyText } from '../../src/templates/email.ts'
import { sanitiseContent } from '../../src/templates/sanitise.ts'
import { compileTemplate } from '../../src/templates/template.ts'

const email = (content: string) => compileTemplate({ type: 'email', content, subject: 's' })
const html = (content: string, value: unknown) =>
  emailBodyHtml(email(content), { name: value }).replace(/ style="[^"]*"/g, '')
const text = (content: string, value: unknown) => emailBodyText(email(content), { name: value }).trimEnd()

const evil = 'A) and [b](https://evil.example'

const cases: [content: string, value: unknown, html: string, text: string][] = [
  [
    '[Book](https://example.com/book?name=((name)))',
    'Jo (Josephine) Bloggs',
    '<p><a href="https://example.com/book?name=Jo%20%28Josephine%29%20Bloggs">Book</a></p>',
    'Book: https://example.com/book?name=Jo%20%28Josephine%29%20Bloggs',
  ],
  [
    '[Book](https://example.com/book/((ref)))'.replace('ref', 'name'),
    evil,
    '<p><a href="https://example.com/book/A%29%20and%20%5Bb%5D%28https://evil.example">Book</a></p>',
    'Book: https://example.com/book/A%29%20and%20%5Bb%5D%28https://evil.example',
  ],
  [
    '[Book](https://example.com/((name)))',
    '&rpar; &#91;b&rsqb;&lpar;https://evil.example',
    '<p><a href="https://example.com/%29%20%5Bb%5D%28https://evil.example">Book</a></p>',
    'Book: https://example.com/&rpar;%20&#91;b&rsqb;&lpar;https://evil.example',
  ],
  [
    '[Book](((name)))',
    'https://example.com/a?b=1&c=%20x+y#z',
    '<p><a href="https://example.com/a?b=1&amp;c=%20x%2By#z">Book</a></p>',
    'Book: https://example.com/a?b=1&c=%20x+y#z',
  ],
  [
    '[Book](((name)))',
    'javascript:alert(1)',
    '<p><a href="http://javascript:alert%281%29">Book</a></p>',
    'Book: javascript:alert%281%29',
  ],
  [
    '[Book](https://example.com/((name)))',
    ' a\\)\n"b" ',
    '<p><a href="https://example.com/a%5C%29%0A%22b%22">Book</a></p>',
    'Book: https://example.com/a%5C%29%0A%22b%22',
  ],
  [
    '[Book](https://example.com/((name)))',
    ['a)', 'b'],
    '<p><a href="https://example.com/a%29%20and%20b">Book</a></p>',
    'Book: https://example.com/a%29%20and%20b',
  ],
  [
    '[((name))](https://example.com)',
    'A](https://evil.example)\n\n[b\\',
    '<p><a href="https://example.com">A&#93;(https://evil.example) &#91;b&#92;</a></p>',
    'A](https://evil.example) [b\\: https://example.com',
  ],
  [
    '[Book](https://example.com "((name))")',
    't") [b](https://evil.example \'u',
    '<p><a href="https://example.com" title="t&#34;&#41; [b](https://evil.example &#39;u">Book</a></p>',
    'Book (t") [b](https://evil.example \'u): https://example.com',
  ],
  [
    '[Book][1]\n\n[1]: https://example.com/((name))',
    'a "t"\n[b](https://evil.example)',
    '<p><a href="https://example.com/a%20%22t%22%0A%5Bb%5D%28https://evil.example%29">Book</a></p>',
    'Book: https://example.com/a%20%22t%22%0A%5Bb%5D%28https://evil.example%29',
  ],
  [
    '[Book][1]\n\n[1]: https://example.com "((name))"',
    't\n\n&#10;[b](evil.example) "',
    '<p><a href="https://example.com" title="t [b](evil.example&#41; &#34;">Book</a></p>',
    'Book (t \n[b](evil.example) "): https://example.com',
  ],
  [
    '[Book ((name))] [1]\n\n[1]: https://example.com',
    'x](https://evil.example) [y',
    '<p><a href="https://example.com">Book x&#93;(https://evil.example) &#91;y</a></p>',
    'Book x](https://evil.example) [y: https://example.com',
  ],
  ['a ![Book](https://example.com/((name))) b', evil, '<p>a  b</p>', 'a  b'],
  [
    'See https://example.com/((name)).',
    evil,
    '<p>See <a href="https://example.com/A%29%20and%20%5Bb%5D%28https://evil.example">https://example.com/A%29%20and%20%5Bb%5D%28https://evil.example</a>.</p>',
    'See https://example.com/A%29%20and%20%5Bb%5D%28https://evil.example.',
  ],
  [
    'See <https://example.com/((name))>',
    'a>[b](c',
    '<p>See &lt;<a href="https://example.com/a%3E%5Bb%5D%28c">https://example.com/a%3E%5Bb%5D%28c</a>&gt;</p>',
    'See https://example.com/a%3E%5Bb%5D%28c',
  ],
  [
    'https://example.com/((name))',
    '1\nThank you',
    '<p><a href="https://example.com/1">https://example.com/1</a><br>Thank you</p>',
    'https://example.com/1\nThank you',
  ],
  [
    'Dear ((name))',
    '[b](https://b.example)',
    '<p>Dear <a href="https://b.example">b</a></p>',
    'Dear b: https://b.example',
  ],
]

for (const [content, value, asHtml, asText] of cases) {
  test(`${JSON.stringify(value)} in ${JSON.stringify(content)}`, () => {
    assert.equal(html(content, value), asHtml)
    assert.equal(text(content, value), asText)
  })
}

test('the API answers the value as it came', () => {
  assert.equal(
    apiContent(email('[x](https://a.example/((name)))'), { name: 'a (b)' }).body,
    '[x](https://a.example/a (b))',
  )
})

test('no value ends its link or begins another', () => {
  const value = fc.string({ unit: fc.constantFrom(...'ab ()[]<>"\'\\\n\t&;#|!`^{}*_~.:/'), maxLength: 30 })
  const pieces = fc.array(
    fc.oneof(value, fc.constantFrom(evil, '](https://e.example)', '" )', '&rpar;', '&#41;', '\n\n', ' "t"')),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(
      pieces,
      fc.constantFrom(
        '[x](https://a.example/((name)))',
        '[x](https://a.example/?q=((name)) "t")',
        '[x((name))](https://a.example/)',
        '[x](https://a.example/ "t((name))t")',
      ),
      (parts, content) => {
        const rendered = html(`before ${content} after`, parts.join(''))
        assert.match(
          rendered,
          /^<p>before <a href="https:\/\/a\.example\/[^"<> ]*"(?: title="[^"<>]*")?>x[^<>]*<\/a> after<\/p>$/,
        )
      },
    ),
    { numRuns: 2000 },
  )
})

test('web addresses are links however their scheme is spelt', () => {
  assert.equal(
    html('HTTPS://EXAMPLE.COM/X and Http://a.example', ''),
    '<p><a href="HTTPS://EXAMPLE.COM/X">HTTPS://EXAMPLE.COM/X</a> and <a href="Http://a.example">Http://a.example</a></p>',
  )
  assert.equal(text("HTTPS://EXAMPLE.COM/?a='b'&copy;", ''), "HTTPS://EXAMPLE.COM/?a='b'&copy;")
})

test('values of any one character are put into a link in time that grows with their length', () => {
  for (const character of [' ', '\n', '\\', '[', ')', '"', '&', '\u2028', 'a\n']) {
    const start = performance.now()
    html(
      '[((name))](https://a.example/((name)) "((name))") https://a.example/((name))',
      character.repeat(100_000),
    )
    assert.ok(performance.now() - start < 3000, JSON.stringify(character))
  }
})

test('a template full of brackets is compiled in time that grows with its length', () => {
  for (const piece of ['[x](', '[', '](\n', '[x](a "b', '[a]: ', 'http://']) {
    const start = performance.now()
    email(`${piece.repeat(50_000)}((name))`)
    assert.ok(performance.now() - start < 2000, piece)
  }
})

test('a sanitised value in a label reads as it does elsewhere', () => {
  const value = sanitiseContent('Dr.Bird [x](https://evil.example) #1')
  assert.equal(text('[Dear ((name))](https://a.example)', value), 'Dear Dr. Bird [x]() #1: https://a.example')
  assert.equal(
    html('[Dear ((name))](https://a.example)', value),
    '<p><a href="https://a.example">Dear Dr. Bird [x]() #1</a></p>',
  )
})
