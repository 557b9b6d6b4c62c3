import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { findGhostscript } from '../../src/letters/precompiled/ghostscript.ts'
import { makeSanitiser } from '../../src/letters/precompiled/sanitise.ts'
import { makeLog } from '../../src/log.ts'
import { sharedChildren } from '../support/letters.ts'
import { bytesOf, textsOf } from './reading.ts'
import { onePage } from './written-pdfs.ts'

const sanitiser = makeSanitiser(makeLog('silent'), sharedChildren())
const converter = await findGhostscript()
const skip = converter === null && 'THERE IS NO GHOSTSCRIPT: apt-get install ghostscript'

const lines = ['Mr Pigeon', '1 Coo Street', 'London', 'SW1 1AA']
const content = `BT 0 0 0 rg /F 8 Tf 9 TL 74 720 Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} 1 0 0 1 60 500 Tm (Dear) Tj ET q 50 0 0 50 60 400 cm /X Do Q`
const picture = {
  dictionary:
    '/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode',
  data: deflateSync(Buffer.alloc(192, 'ÿ@')),
}

test('Ghostscript makes inks of pictures and puts fonts in, and the letter stays the same', {
  skip,
}, async () => {
  const pdf = onePage(content, { more: [picture], resources: '/XObject << /X 6 0 R >>' })
  const answer = await sanitiser.sanitise(pdf, { allowInternational: false })
  assert.ok(answer.ok)
  const texts = (await textsOf(answer.pdf)).map(({ text }) => text)
  assert.deepEqual(texts.toSorted(), ['NOTIFY', 'Dear', ...lines].toSorted())
  const bytes = await bytesOf(answer.pdf)
  assert.ok(!bytes.includes('DeviceRGB') && !/ rg\b/i.test(bytes))
  assert.match(bytes, /CMYK/)
  assert.match(bytes, /0 0 0 1 k/)
  const fonts = [...bytes.matchAll(/\/FontDescriptor \d+ 0 R/g)].length
  assert.equal([...bytes.matchAll(/\/FontFile\d? \d+ 0 R/g)].length, fonts)
  assert.deepEqual(await sanitiser.shortcomings(), [])
})

test('what it can not convert is not printed', { skip }, async () => {
  assert.equal(await converter!.convert(Buffer.from('%PDF-1.7\nnothing\n%%EOF')), null)
  await assert.rejects(converter!.convert(onePage('0 g'), AbortSignal.abort(new Error('enough'))), /enough/)
})
