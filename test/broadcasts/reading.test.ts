/** How CAP documents are read: the XML, its content model, and what is hostile. Source: specification, broadcasts, reading the XML. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostCapBytes } from '../../src/broadcasts/cap/document.ts'
import { readCap } from '../../src/broadcasts/cap/message.ts'
import { timed } from '../support/processor-time.ts'
import { answer, area, cap, invalid, square } from './cap.ts'

const good = readCap(Buffer.from(cap()))
const megabytes = (count: number) => Math.floor(count * 1024 * 1024)
/** Of hostile documents; 2.99 is the most that is read at all. */
const size = megabytes(Number(process.env.CRIER_TEST_CAP_MEGABYTES ?? 0.5))

function withinASecond<T>(work: () => T): T {
  const { result, seconds } = timed(work)
  assert.ok(seconds < 1, `${seconds} s`)
  return result
}

test('48: prefixes, CDATA, comments, instructions, references and whitespace are no difference', () => {
  const variants: Record<string, string> = {
    declaration: cap({
      declaration: '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- a -->',
    }),
    'a prefix': cap()
      .replace(/<(\/?)(?=[a-zA-Z])/g, '<$1c:')
      .replace('xmlns=', 'xmlns:c='),
    CDATA: cap({ event: '<event><![CDATA[Flo]]>od</event>' }),
    comments: cap({ event: '<event>Fl<!-- < & -->ood</event><!-- more -->' }),
    instructions: cap({ event: '<?go now?><event>Fl<?go?>ood</event>' }),
    'character references': cap({ event: '<event>&#70;&#x6c;ood</event>' }),
    'whitespace between elements': cap().replaceAll('><', '>\r\n\t <'),
    'any whitespace between coordinates': cap({ areas: area(`\n ${square.replaceAll(' ', '\r\n\t ')} `) }),
    'a second info': cap({
      after:
        '<info><category>Geo</category><event>E</event><urgency>Past</urgency><severity>Minor</severity><certainty>Unlikely</certainty></info>',
    }),
    'a signature': cap({
      after:
        '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#" Id="a"><s:Object><x y="z">t</x></s:Object></s:Signature>',
    }),
    'a hint of the schema': cap({
      open: '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a b">',
    }),
    'no language': cap({ language: '' }),
    'an empty language': cap({ language: '<language/>' }),
    'no expires': cap({ expires: '' }),
  }
  for (const [name, document] of Object.entries(variants)) assert.deepEqual(answer(document), good, name)
})

test('texts are read untrimmed, with the five entities', () => {
  const read = readCap(
    Buffer.from(cap({ description: '<description> a &lt;&amp;&gt;&quot;&apos; \r\n b </description>' })),
  )
  assert.equal(read.msgType === 'Alert' && read.content, ' a <&>"\' \n b ')
})

test('the content model refuses what the schema does not have', () => {
  const documents: Record<string, string> = {
    empty: '',
    'no XML': 'hello',
    'no namespace': cap({ open: '<alert>' }),
    'CAP 1.1': cap({ open: '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.1">' }),
    'another root': '<info xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>',
    'an element out of order': cap({ sender: '', scope: '<scope>Public</scope><sender>s</sender>' }),
    'an element missing': cap({ scope: '' }),
    'an element missing in info': cap({ certainty: '' }),
    'an element twice': cap({ scope: '<scope>Public</scope><scope>Public</scope>' }),
    'an unknown element': cap({ scope: '<scope>Public</scope><audience>all</audience>' }),
    'an element of another namespace': cap({ scope: '<scope>Public</scope><x xmlns="other"/>' }),
    'a child in a text': cap({ sender: '<sender>a<b/></sender>' }),
    'an attribute': cap({ info: '<info id="1"><category>Met</category></info>' }),
    'an attribute of XML': cap({
      open: '<alert xml:lang="en" xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
    }),
    'a type by attribute': cap({
      sender: '<sender xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>',
    }),
    'stray text': cap({ scope: '<scope>Public</scope>x' }),
    'stray CDATA': cap({ scope: '<scope>Public</scope><![CDATA[x]]>' }),
    'a signature too early': cap({ scope: '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/>' }),
    'CAP after a signature': cap({
      scope: '<scope>Public</scope><s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/>',
    }),
    'a space in a word': cap({ status: '<status>Actual </status>' }),
    'a word in other letters': cap({ scope: '<scope>public</scope>' }),
    'an unknown category': cap({ category: '<category>Flood</category>' }),
    'an unknown response': cap({ event: '<event>e</event><responseType>Run</responseType>' }),
    'a language of one digit': cap({ language: '<language>1</language>' }),
    'a size that is no number': cap({
      areas: `<resource><resourceDesc>d</resourceDesc><mimeType>m</mimeType><size>1.5</size></resource>${area()}`,
    }),
    'an altitude with an exponent': cap({
      areas: area().replace('</area>', '<altitude>1e3</altitude></area>'),
    }),
  }
  for (const [name, document] of Object.entries(documents)) assert.deepEqual(answer(document), invalid, name)
})

test('a date is a real one, in one spelling', () => {
  const sent = (text: string) => answer(cap({ sent: `<sent>${text}</sent>` }))
  for (const text of [
    '2024-02-29T23:59:59+14:00',
    '2026-03-02T24:00:00-00:00',
    ' 2026-03-02T09:00:00-00:00\n',
  ])
    assert.deepEqual(sent(text), good, text)
  for (const text of [
    '2026-03-02T09:00:00Z',
    '2026-03-02T09:00:00',
    '2026-03-02T09:00:00.5-00:00',
    '2026-03-02 09:00:00-00:00',
    '2023-02-29T09:00:00-00:00',
    '2026-13-01T09:00:00-00:00',
    '2026-00-10T09:00:00-00:00',
    '2026-04-31T09:00:00-00:00',
    '2026-03-02T24:00:01-00:00',
    '2026-03-02T09:60:00-00:00',
    '2026-03-02T09:00:60-00:00',
    '2026-03-02T09:00:00-14:01',
    '2026-03-02T09:00:00,00:00',
    '0000-01-01T00:00:00-00:00',
    '',
  ])
    assert.deepEqual(sent(text), invalid, text)
})

test('47: DOCTYPE, entities and other encodings are refused before anything is expanded', () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
  const documents: Record<string, string | Uint8Array> = {
    'a DOCTYPE alone': cap({ declaration: '<!DOCTYPE alert>' }),
    'billion laughs': cap({
      declaration: `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]>`,
      event: '<event>&l9;</event>',
    }),
    'an external entity': cap({
      declaration: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      event: '<event>&x;</event>',
    }),
    'an external subset': cap({ declaration: '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">' }),
    'a parameter entity': cap({
      declaration: '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>',
    }),
    'a DOCTYPE at the end': `${cap()}<!DOCTYPE alert>`,
    'an undeclared entity': cap({ event: '<event>&eacute;</event>' }),
    'an ampersand': cap({ event: '<event>a & b</event>' }),
    'another encoding by name': cap({ declaration: '<?xml version="1.0" encoding="ISO-8859-1"?>' }),
    'XML 1.1': cap({ declaration: '<?xml version="1.1"?>' }),
    'UTF-16': Buffer.from(`\ufeff${cap()}`, 'utf16le'),
    'Latin-1 bytes': Buffer.from(cap({ event: '<event>caf\u00e9</event>' }), 'latin1'),
    'half a character': Buffer.concat([Buffer.from(cap()), Buffer.of(0xe2, 0x82)]),
    'an overlong form': Buffer.concat([Buffer.of(0xc0, 0xbc), Buffer.from(cap())]),
    NUL: cap({ event: '<event>a\0b</event>' }),
    'a reference to NUL': cap({ event: '<event>&#0;</event>' }),
    'an escape character': cap({ event: '<event>a\u001bb</event>' }),
    'a reference to half a pair': cap({ event: '<event>&#xd800;</event>' }),
    U_FFFF: cap({ event: '<event>\uffff</event>' }),
    'the end of CDATA in text': cap({ event: '<event>]]></event>' }),
    'an attribute twice': cap({ open: '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2" a="1" a="1">' }),
    'two roots': cap() + cap(),
    'a root that stays open': cap().slice(0, -8),
    'an unbound prefix': cap({ event: '<event><x:y/></event>' }),
  }
  for (const [name, document] of Object.entries(documents))
    withinASecond(() => assert.deepEqual(answer(document), invalid, name))
})

test('47: whatever fills a document, its answer takes less than a second', () => {
  const fill = (piece: string, bytes: number) => piece.repeat(Math.floor(bytes / piece.length))
  const signature = (content: string) =>
    cap({ after: `<s:S xmlns:s="http://www.w3.org/2000/09/xmldsig#">${content}</s:S>` })
  const documents: Record<string, string> = {
    nesting: fill('<alert>', megabytes(2.99)),
    'nesting in CAP': cap({ info: fill('<info>', size) }),
    'nesting in a signature': signature(fill('<a>', size)),
    'elements in a signature': signature(fill('<a/>', size)),
    attributes: cap({
      open: `<alert ${Array.from({ length: size / 20 }, (_, i) => `a${i}="${i}"`).join(' ')}>`,
    }),
    namespaces: cap({
      open: `<alert ${Array.from({ length: size / 20 }, (_, i) => `xmlns:a${i}="b"`).join(' ')}>`,
    }),
    'a DOCTYPE': cap({ declaration: `<!DOCTYPE a [${fill('<!ENTITY a "b">', size)}]>` }),
    'a comment without end': cap({ declaration: `<!--${fill('-a', size)}` }),
    'brackets in CDATA': cap({ event: `<event><![CDATA[${fill(']', size)}` }),
    'character references': cap({ event: `<event>${fill('&#65;', size)}<x/></event>` }),
    'a name': `<${fill('a', size)}/>`,
    'line ends': cap({ description: `<description>${fill('\r', size)}</description>` }),
  }
  for (const [name, document] of Object.entries(documents)) {
    const read = withinASecond(() => answer(document))
    assert.equal('status' in read && read.status, 400, name)
  }
  assert.deepEqual(answer(Buffer.alloc(mostCapBytes + 1, 32)), {
    status: 413,
    messages: [`BadRequestError Request body is larger than ${megabytes(3)} bytes`],
  })
  const documentOfElements = cap({ scope: `<scope>Public</scope>${fill('<code/>', megabytes(0.5))}` })
  assert.deepEqual(
    withinASecond(() => answer(documentOfElements)),
    {
      status: 400,
      messages: ['BadRequestError Request contains too many elements'],
    },
  )
})

test('46, 47: many points and long texts are answered in under a second', () => {
  const points = Array.from(
    { length: 100_000 },
    (_, i) => `${52 + Math.sin(i / 7)},${(Math.cos(i / 5) * 3).toFixed(5)}`,
  )
  const read = withinASecond(() => answer(cap({ areas: area(points.join(' ')) })))
  assert.ok('areas' in read && read.areas.simple_polygons.every(({ length }) => length <= 250))
  const strays = Array.from({ length: 10_000 }, () => '91,181').join(' ')
  const outside = withinASecond(() => answer(cap({ areas: area(strays) })))
  assert.deepEqual(outside, {
    status: 400,
    messages: ['ValidationError areas latitude or longitude out of range'],
  })
  const words = withinASecond(() => answer(cap({ areas: area('a,b '.repeat(size / 4)) })))
  assert.ok('messages' in words && words.messages[0]!.length < 11_000)
  const text = withinASecond(() =>
    answer(cap({ description: `<description>${'\u0175 '.repeat(size / 3)}</description>` })),
  )
  assert.deepEqual(text, {
    status: 400,
    messages: [
      'ValidationError description must be 615 characters or fewer (because it could not be GSM7 encoded)',
    ],
  })
})
