/** What a letter that was accepted is made of, for its printing and for those who look at it. Source: specification, letters, templated PDF. */
import type { IGetLetterContentsResult } from '../../queries/letters/making.queries.ts'
import type { Crier } from '../context.ts'
import type { Personalisation } from '../templates/personalisation.ts'
import type { LetterFiles } from './files.ts'
import type { LetterInput } from './renderer.ts'

/** With its attachment. Source: specification, letters, templated PDF: five sheets. */
export const mostPages = 10

export type LetterContents = Omit<IGetLetterContentsResult, 'is_precompiled'>

/**
 * @throws Error for a logo or an attachment that is not in the store: a letter does not go out without what belongs to it. Whoever makes it tries again.
 */
export async function letterInput(
  { cache }: Pick<Crier, 'cache'>,
  files: LetterFiles,
  letter: LetterContents,
  purpose: LetterInput['purpose'],
): Promise<LetterInput> {
  const { time_zone: timeZone } = await cache.settings()
  const { logo, attachment_id: attachment } = letter
  return {
    contactBlock: letter.contact_block,
    template: {
      subject: letter.subject,
      content: letter.content,
      languages: letter.languages,
      welshSubject: letter.welsh_subject,
      welshContent: letter.welsh_content,
    },
    values: letter.values as Personalisation,
    logo: logo === null ? null : there(await files.logo(logo), `the logo ${logo}`),
    attachment:
      attachment === null
        ? null
        : there(await files.attachment(letter.service_id, attachment), `the attachment ${attachment}`),
    createdAt: new Date(letter.created_at),
    timeZone,
    purpose,
  }
}

function there(file: Uint8Array | null, what: string): Uint8Array {
  if (file === null) throw new Error(`${what} is not in the file store`)
  return file
}
