/**
 * The renderer that the people-facing application asks for letters as they will look, and for the pages of PDFs. Source: specification, letters,
 * renderer. Errors have one message each.
 */
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Crier } from '../../context.ts'
import { PlainError } from '../../errors.ts'
import { answerHeaders, json } from '../../http.ts'
import { storable } from '../../templates/personalisation.ts'
import { compileTemplate } from '../../templates/template.ts'
import { makeByteCache } from '../byte-cache.ts'
import type { LetterFiles } from '../files.ts'
import type { Dressing, LetterInput, LetterTemplate, RenderedLetter } from '../renderer.ts'
import { previewOnly } from './access.ts'
import { attachmentOf, type PreviewRequest, pageQuery, pdfBody, previewOf, refused } from './requests.ts'

/** Bytes of previews that a process keeps: some three hundred pages. */
const cacheBytes = 32 * 1024 * 1024

/** Requests that name no service share a turn. */
const nobody = 'previews'

export function previewRoutes(crier: Crier, files: LetterFiles): Hono {
  const app = new Hono()
  const guard = previewOnly(crier)
  const pictures = makeByteCache(cacheBytes)
  const { letters } = crier

  app.post('/preview.pdf', guard, async (c) => {
    if (c.req.query('page') !== undefined) throw refused('A PDF has all pages: leave out page')
    return pdf(c, (await letterOf(await previewOf(c))).pdf)
  })

  app.post('/preview.png', guard, async (c) => {
    const page = pageQuery(c, 'page', 1)
    const request = await previewOf(c)
    const letter = await letterOf(request)
    return png(c, await picture(ownerOf(request), letter.pdf, page))
  })

  app.post('/get-page-count', guard, async (c) => {
    const { pages, welshPages, attachmentPages } = await letterOf(await previewOf(c))
    return json(c, { count: pages, welsh_page_count: welshPages, attachment_page_count: attachmentPages })
  })

  app.post('/letter_attachment_preview.png', guard, async (c) => {
    const page = pageQuery(c, 'page')
    const { letter_attachment_id: id, service_id: service } = await attachmentOf(c)
    const attachment = await files.attachment(service, id)
    if (attachment === null) throw new PlainError(404, 'No result found')
    return png(c, await picture(service, attachment, page))
  })

  app.post('/precompiled-preview.png', guard, async (c) => {
    const page = pageQuery(c, 'page', 1)
    const dressing = c.req.query('hide_notify') === 'true' ? 'without-tag' : 'none'
    return png(c, await picture(nobody, await pdfBody(c, 'base64'), page, dressing))
  })

  app.post('/precompiled/overlay.png', guard, async (c) => {
    const given = c.req.query('is_first_page')
    const isOnTop = given === undefined ? pageQuery(c, 'page_number') === 1 : given.toLowerCase() === 'true'
    // An attachment's pages follow a letter, so none of them has an address: the admin application says so.
    const isFirst = isOnTop && c.req.query('is_an_attachment')?.toLowerCase() !== 'true'
    const pdf = await pdfBody(c, 'raw')
    if ((await readable(letters.render(nobody, { what: 'count', pdf }))) !== 1)
      throw refused('The file must have one page')
    return png(c, await picture(nobody, pdf, 1, isFirst ? 'first' : 'other'))
  })

  app.post('/precompiled/overlay.pdf', guard, async (c) => {
    if (new URL(c.req.url).search !== '') throw refused('All pages are overlaid: leave out the query')
    const given = await pdfBody(c, 'raw')
    return pdf(c, await readable(letters.render(nobody, { what: 'overlay', pdf: given })))
  })

  return app

  async function letterOf(request: PreviewRequest): Promise<RenderedLetter> {
    const input = await inputOf(request)
    const { template, values } = input
    const compiled = compileTemplate({ type: 'letter', ...template, contactBlock: input.contactBlock })
    const owner = ownerOf(request)
    const size = { what: 'size', template: compiled, values: values ?? {} } as const
    const tooLong = await crier.renderers.render(owner, size)
    if (tooLong !== null) throw refused(tooLong)
    return letters.render(owner, { what: 'letter', input })
  }

  async function inputOf(request: PreviewRequest): Promise<LetterInput> {
    const { template, values, filename, letter_contact_block: contactBlock } = request
    const { service, letter_attachment: attachment } = template
    const { time_zone: timeZone } = await crier.cache.settings()
    return {
      contactBlock,
      template: templateOf(template),
      values: values === null ? null : storable(values),
      logo: filename === null ? null : await files.logo(filename),
      attachment: service && attachment ? await files.attachment(service, attachment.id) : null,
      createdAt: request.date ?? quarterOf(crier.now()),
      timeZone,
      purpose: 'preview',
    }
  }

  /** @throws PlainError 400 */
  function picture(
    owner: string,
    pdf: Uint8Array,
    page: number,
    dressing: Dressing = 'none',
  ): Promise<Uint8Array> {
    const key = `${createHash('sha256').update(pdf).digest('base64')} ${page} ${dressing}`
    return pictures.get(key, async () => {
      const drawn = await readable(letters.render(owner, { what: 'picture', pdf, page, dressing }))
      if (drawn === 'no-such-page') throw refused(`Letter does not have a page ${page}`)
      return drawn
    })
  }
}

/** Of an hour: previews of the same moment are the same, down to their bytes. */
const quarterOf = (now: Date): Date => new Date(now.getTime() - (now.getTime() % 900_000))

const templateOf = (template: PreviewRequest['template']): LetterTemplate => ({
  subject: template.subject,
  content: template.content,
  languages: template.letter_languages ?? 'english',
  welshSubject: template.letter_welsh_subject,
  welshContent: template.letter_welsh_content,
})

const ownerOf = ({ template }: PreviewRequest): string => template.service ?? nobody

async function readable<Result>(
  result: Promise<Result | 'unreadable'>,
): Promise<Exclude<Result, 'unreadable'>> {
  const read = await result
  if (read === 'unreadable') throw refused('unable-to-read-the-file')
  return read as Exclude<Result, 'unreadable'>
}

const pdf = (c: Context, bytes: Uint8Array): Response => file(c, bytes, 'application/pdf')
const png = (c: Context, bytes: Uint8Array): Response => file(c, bytes, 'image/png')
const file = (c: Context, bytes: Uint8Array, type: string): Response =>
  c.body(new Uint8Array(bytes), 200, { ...answerHeaders(c), 'content-type': type })
