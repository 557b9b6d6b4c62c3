import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectType, extensionByType, extensionOf, typeByExtension } from '../../src/files/types.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const archive = (...names: string[]) =>
  Buffer.concat(names.map((name) => Buffer.concat([hex('504b0304'), Buffer.alloc(26), Buffer.from(name)])))
const compound = hex('d0cf11e0a1b11ae1')

const cases: [string, Buffer, string, string | null][] = [
  ['a PDF', Buffer.from('%PDF-1.4 …'), 'application/pdf', '.pdf'],
  ['a PNG', hex('89504e470d0a1a0a00'), 'image/png', '.png'],
  ['a JPEG', hex('ffd8ffe000'), 'image/jpeg', '.jpg'],
  ['a rich text', Buffer.from('{\\rtf1 hello}'), 'application/rtf', '.rtf'],
  [
    'an old Word file',
    Buffer.concat([compound, Buffer.alloc(512), Buffer.from('WordDocument', 'utf16le')]),
    'application/msword',
    '.doc',
  ],
  [
    'another old Office file',
    Buffer.concat([compound, Buffer.alloc(512)]),
    'application/x-ole-storage',
    null,
  ],
  [
    'a Word file',
    archive('[Content_Types].xml', 'word/document.xml'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    '.docx',
  ],
  [
    'an Excel file',
    archive('[Content_Types].xml', 'xl/workbook.xml'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    '.xlsx',
  ],
  [
    'an OpenDocument text',
    archive('mimetypeapplication/vnd.oasis.opendocument.text'),
    'application/vnd.oasis.opendocument.text',
    '.odt',
  ],
  [
    'an OpenDocument sheet',
    archive('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
    'application/zip',
    null,
  ],
  ['an archive', archive('a.txt'), 'application/zip', null],
  ['text', Buffer.from('name,day\nAmala,Tuesday'), 'text/plain', '.txt'],
  ['text in Latin-1', Buffer.from('café', 'latin1'), 'text/plain', '.txt'],
  ['JSON', Buffer.from('\ufeff {"a": [1]}'), 'application/json', '.json'],
  ['text that begins like JSON', Buffer.from('[draft] hello'), 'text/plain', '.txt'],
  ['a web page', Buffer.from('\n<!DOCTYPE html><p>'), 'text/html', null],
  ['a picture that holds scripts', Buffer.from('<svg xmlns="…">'), 'text/xml', null],
  ['a program', hex('4d5a9000'), 'application/x-dosexec', null],
  ['bytes', hex('00010203'), 'application/octet-stream', null],
]
for (const [what, bytes, type, extension] of cases) {
  test(`${what} is ${type}`, () => {
    assert.equal(detectType(bytes), type)
    assert.equal(extensionByType(type), extension)
  })
}

test('the extension is what stands after the last dot, in any case', () => {
  assert.equal(extensionOf('a.tar.PDF'), '.pdf')
  assert.equal(extensionOf('a.'), '.')
  assert.equal(typeByExtension('.jpg'), 'image/jpeg')
  for (const wrong of ['.exe', '.', '', '.constructor', 'toString'])
    assert.equal(typeByExtension(wrong), null)
})
