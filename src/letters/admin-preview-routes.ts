/** What people of a service see of a letter that was sent. Source: specification, letters, reading; internal API, templates. */
import { type Context, Hono } from 'hono'
import { findPrecompiledPdf } from '../../queries/letters/files.queries.ts'
import { getLetterContents, type IGetLetterContentsResult } from '../../queries/letters/making.queries.ts'
import { idSegment, one, pathId, refused, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { ApiError, PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { letterInput } from './contents.ts'
import { bytesOf, type LetterFiles } from './files.ts'
import type { Dressing } from './renderer.ts'

type FileType = 'pdf' | 'png'
/** metadata: page_count, message and invalid_pages where there are any, as the admin application reads them: texts, the list as JSON. */
type Shown = { content: Uint8Array; metadata: object }

/** Whose pages are shown with red over what is not printed. */
const outside = 'content-outside-printable-area'

export function letterPreviewRoutes(crier: Crier, files: LetterFiles): Hono {
  const app = new Hono()
  const { letters } = crier

  app.get(`/service/${serviceId}/template/preview/${idSegment('notification_id')}/:file_type`, async (c) => {
    const type = c.req.param('file_type')
    if (type !== 'pdf' && type !== 'png') throw refused({ content: ['file_type must be pdf or png'] })
    const page = pageOf(c)
    const named = { id: pathId(c, 'notification_id'), service_id: pathId(c, 'service_id') }
    const letter = one(await getLetterContents.run(named, crier.db))
    const { content, metadata } = letter.is_precompiled
      ? await precompiled(named, type, page).catch(
          failure(named.id, `Error extracting requested page from PDF file for notification_id ${named.id}`),
        )
      : await templated(letter, type, page).catch(
          failure(named.id, `Error generating preview letter for ${named.id}`),
        )
    return json(c, { content: Buffer.from(content).toString('base64'), metadata })
  })

  async function templated(letter: IGetLetterContentsResult, type: FileType, page: number): Promise<Shown> {
    const owner = letter.service_id
    const input = await letterInput(crier, files, letter, 'preview')
    const { pdf } = await letters.render(owner, { what: 'letter', input })
    return { content: type === 'pdf' ? pdf : await picture(owner, pdf, page, 'none'), metadata: {} }
  }

  async function precompiled(
    { id, service_id: owner }: { id: string; service_id: string },
    type: FileType,
    page: number,
  ): Promise<Shown> {
    const [file] = await findPrecompiledPdf.run({ notification_id: id, page }, crier.db)
    if (file === undefined) throw new Error('its PDF is not there')
    const pdf = await bytesOf(crier, file)
    const isOutside = file.message === outside && (type === 'pdf' || file.is_invalid_page)
    const [overlay, plain] = page === 1 ? (['first', 'without-tag'] as const) : (['other', 'none'] as const)
    const { page_count, message, invalid_pages } = file
    return {
      content:
        type === 'png'
          ? await picture(owner, pdf, page, isOutside ? overlay : plain)
          : isOutside
            ? await overlaid(owner, pdf)
            : pdf,
      metadata: Object.fromEntries(
        Object.entries({ page_count, message, invalid_pages }).filter(([, text]) => text !== null),
      ),
    }
  }

  async function picture(
    owner: string,
    pdf: Uint8Array,
    page: number,
    dressing: Dressing,
  ): Promise<Uint8Array> {
    const drawn = await letters.render(owner, { what: 'picture', pdf, page, dressing })
    if (typeof drawn === 'string') throw new Error(drawn)
    return drawn
  }

  async function overlaid(owner: string, pdf: Uint8Array): Promise<Uint8Array> {
    const drawn = await letters.render(owner, { what: 'overlay', pdf })
    if (drawn === 'unreadable') throw new Error(drawn)
    return drawn
  }

  /** What makes no picture is answered 500, as the specification has it; what may be asked again stays what it is. */
  const failure = (notificationId: string, message: string) => (error: unknown) => {
    if (error instanceof ApiError) throw error
    crier.log.error({ error, notificationId }, 'a letter can not be shown')
    throw new PlainError(500, message)
  }

  return app
}

function pageOf(c: Context): number {
  const text = c.req.query('page') ?? '1'
  if (!/^[1-9]\d{0,5}$/.test(text)) throw refused("page must be a page's number")
  return Number(text)
}
