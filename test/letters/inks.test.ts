import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepWhatPrints, openDocument, pageContent } from '../../src/letters/precompiled/document.ts'
import { makeInks } from '../../src/letters/precompiled/inks.ts'
import { letterTo, pdfOf, queen } from './made-pdfs.ts'
import { onePage, type Page } from './written-pdfs.ts'

async function inked(pdf: Uint8Array) {
  const { document, leaves } = await openDocument(pdf)
  const pages = keepWhatPrints(document, leaves).map(({ dict }) => dict)
  const lacking = makeInks(document.context, pages, 1000)
  const content = Buffer.from(pageContent(pages[0]!)).toString('latin1')
  return { ...lacking, content: content.trim().replaceAll(/\s+/g, ' '), page: pages[0]!.toString() }
}

type Row = { content: string; as?: string; lacks?: boolean } & Partial<Page>
const profile = (components: number) => ({ dictionary: `/N ${components}`, data: '' })
const image = (entries: string) => ({
  dictionary: `/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 ${entries}`,
  data: 'xxx',
})
const drawnImage = (entries: string) => ({
  content: '/X Do',
  more: [image(entries)],
  resources: '/XObject << /X 6 0 R >>',
})
const space = (text: string, more: Row['more'] = []) => ({
  content: '/S cs 1 0 0 sc /S CS 0 0 1 SCN',
  more,
  resources: `/ColorSpace << /S ${text} >>`,
})
const tint = '<< /FunctionType 2 /Domain [0 1] /N 1 >>'
const changed = '/DeviceCMYK cs 0.0000 1.0000 1.0000 0.0000 sc /DeviceCMYK CS 1.0000 1.0000 0.0000 0.0000 SCN'

const rows: Record<string, Row> = {
  'nothing but black': { content: '0 0 m 1 1 l S' },
  'shades of grey and inks': { content: '0.5 g 0.2 G 0 0 0 1 k 1 0 0 0 K' },
  'black of a screen becomes black alone': {
    content: '0 0 0 rg 0.5 0.5 0.5 RG',
    as: '0.0000 0.0000 0.0000 1.0000 k 0.0000 0.0000 0.0000 0.5000 K',
  },
  'colours of a screen become inks': {
    content: '1 0.5 0 rg 2 0 0 RG',
    as: '0.0000 0.5000 1.0000 0.0000 k 0.0000 1.0000 1.0000 0.0000 K',
  },
  'a device by its name': {
    content: '/DeviceRGB cs 1 0 0 sc q /DeviceGray cs 0.5 sc Q 0 0 0 sc',
    as: '/DeviceCMYK cs 0.0000 1.0000 1.0000 0.0000 sc q /DeviceGray cs 0.5 sc Q 0.0000 0.0000 0.0000 1.0000 sc',
  },
  'a profile of a screen': { ...space('[/ICCBased 6 0 R]', [profile(3)]), as: changed },
  'a calibrated screen': { ...space('[/CalRGB << /WhitePoint [1 1 1] >>]'), as: changed },
  'a profile of inks': { ...space('[/ICCBased 6 0 R]', [profile(4)]), content: '/S cs 0 0 0 1 sc' },
  'an ink of its own, made of inks': {
    ...space(`[/Separation /Gold /DeviceCMYK ${tint}]`),
    content: '/S cs 1 scn',
  },
  'an ink of its own, made of a screen': {
    ...space(`[/Separation /Gold /DeviceRGB ${tint}]`),
    content: '/S cs 1 scn',
    lacks: true,
  },
  'colours by how they look': {
    ...space('[/Lab << /WhitePoint [1 1 1] >>]'),
    content: '/S cs 50 0 0 sc',
    lacks: true,
  },
  'a name without meaning': { content: '/Nothing cs 1 0 0 sc', lacks: true },
  'a grey picture': drawnImage('/ColorSpace /DeviceGray'),
  'a stencil': drawnImage('/ImageMask true'),
  'a picture of inks': drawnImage('/ColorSpace /DeviceCMYK'),
  'a picture of a screen': { ...drawnImage('/ColorSpace /DeviceRGB'), lacks: true },
  'a picture that says nothing of its colours': { ...drawnImage('/Filter /JPXDecode'), lacks: true },
  'a picture with a list of inks': drawnImage('/ColorSpace [/Indexed /DeviceCMYK 0 <00000000>]'),
  'a picture with a list of colours of a screen': {
    ...drawnImage('/ColorSpace [/Indexed /DeviceRGB 0 <000000>]'),
    lacks: true,
  },
  'a grey picture in the content': { content: 'BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q' },
  'a picture of a screen in the content': {
    content: 'BI /W 1 /H 1 /BPC 8 /CS /RGB ID xxx EI Q',
    lacks: true,
  },
  'a form': {
    content: '/X Do',
    more: [{ dictionary: '/Type /XObject /Subtype /Form /BBox [0 0 9 9]', data: '/S sh' }],
    resources: '/XObject << /X 6 0 R >> /Shading << /S << /ShadingType 2 /ColorSpace /DeviceRGB >> >>',
    lacks: true,
  },
  'a pattern': {
    content: '/Pattern cs /P scn',
    more: [{ dictionary: '/PatternType 1 /PaintType 1 /Resources << >>', data: 'BI /CS /RGB ID x EI Q' }],
    resources: '/Pattern << /P 6 0 R >>',
    lacks: true,
  },
}

for (const [name, { content, as = content, lacks = false, ...page }] of Object.entries(rows)) {
  test(`${name}: ${lacks ? 'left to a converter' : 'ready to print'}`, async () => {
    const found = await inked(onePage(content, page))
    assert.equal(found.inks, lacks)
    if (!lacks) assert.equal(found.content, as)
  })
}

test('a page is mixed in inks', async () => {
  const { page, inks } = await inked(onePage('0 g', { page: '/Group << /S /Transparency /CS /DeviceRGB >>' }))
  assert.equal(inks, false)
  assert.ok(!page.includes('DeviceRGB'))
})

test('fonts that are used are in the file, or lacking', async () => {
  assert.equal((await inked(await pdfOf([letterTo(queen)]))).fonts, false)
  assert.equal((await inked(onePage('0 g'))).fonts, false)
  assert.equal((await inked(onePage('BT /F 9 Tf (x) Tj ET'))).fonts, true)
  assert.equal((await inked(onePage('BT /Nothing 9 Tf (x) Tj ET'))).fonts, true)
  const drawn =
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 7 0 R >> >>'
  const glyph = (data: string) =>
    onePage('BT /T 9 Tf (a) Tj ET', { more: [drawn, { dictionary: '', data }], fonts: '/T 6 0 R' })
  assert.deepEqual(await inked(glyph('1 0 d0 0 0 1 1 re f')).then(({ inks, fonts }) => [inks, fonts]), [
    false,
    false,
  ])
  assert.equal((await inked(glyph('1 0 d0 BI /CS /RGB ID x EI Q'))).inks, true)
})
