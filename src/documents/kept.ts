/**
 * What we keep of links to files. A key opens personal data for half a year, so it lies nowhere in clear: neither in the message's row nor in the
 * answer that an Idempotency-Key replays. What is sealed is the path: a link begins with what our setting says when it is read.
 */
import type { Crier } from '../context.ts'
import { linkBase } from '../links.ts'
import type { Personalisation } from '../templates/personalisation.ts'
import type { TemplateFile } from '../templates/template.ts'
import { type Addressed, fileLinks } from './template-files.ts'

type Opener = Pick<Crier, 'seal' | 'config'>
/** Paths by placeholder. */
export type DocumentPaths = Record<string, string>

/** The columns of a message that has files, as accept_notifications takes them. */
export function keptLinks({ seal }: Opener, values: Personalisation, paths: DocumentPaths) {
  const blanks = Object.fromEntries(Object.keys(paths).map((placeholder) => [placeholder, null]))
  return {
    personalisation: { ...values, ...blanks },
    document_links: `\\x${seal.seal(JSON.stringify(paths)).toString('hex')}`,
    document_download_count: Object.keys(paths).length,
  }
}

export function withLinks(
  { config }: Pick<Crier, 'config'>,
  values: Personalisation,
  paths: DocumentPaths,
): { values: Personalisation; links: string[] } {
  const base = linkBase(config)
  const links = Object.entries(paths).map(([placeholder, path]) => [placeholder, `${base}${path}`] as const)
  return { values: { ...values, ...Object.fromEntries(links) }, links: links.map(([, link]) => link) }
}

/**
 * The values of a stored message, the links to its files and to those of its template among them.
 * @param files of the version of the template that the message was made with
 * @throws Error when the platform's secret is not the one that the links were sealed with
 */
export function storedValues(
  crier: Opener,
  row: { personalisation: unknown; document_links: Uint8Array | null } & Addressed,
  files: readonly TemplateFile[],
): { values: Personalisation; links: string[] } {
  const values = row.personalisation as Personalisation
  const own =
    row.document_links === null
      ? { values, links: [] }
      : withLinks(crier, values, JSON.parse(crier.seal.open(row.document_links)) as DocumentPaths)
  if (files.length === 0) return own
  const shared = fileLinks(crier, files, row)
  return { values: { ...own.values, ...shared.values }, links: [...own.links, ...shared.links] }
}

/** An answer that shows a link, as it is kept to be given again. */
export const sealedAnswer = ({ seal }: Pick<Crier, 'seal'>, answer: object) => ({
  sealed: seal.seal(JSON.stringify(answer)).toString('base64'),
})

/** @param kept an answer, or one that is sealed: no answer of ours has a field of that name */
export function openedAnswer({ seal }: Pick<Crier, 'seal'>, kept: unknown): Record<string, unknown> {
  const { sealed } = kept as { sealed?: unknown }
  if (typeof sealed !== 'string') return kept as Record<string, unknown>
  return JSON.parse(seal.open(Buffer.from(sealed, 'base64')))
}
