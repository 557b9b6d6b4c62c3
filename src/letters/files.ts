/** The files that letters have beside their text, and those that are made of them. */
import { findLetterLogo, findUploadedPdf as uploadedPdf } from '../../queries/letters/files.queries.ts'
import type { Crier } from '../context.ts'
import { discardFiles, ownKey, readFile, storeFile } from '../files/store.ts'
import { makeByteCache } from './byte-cache.ts'

/** The files that letters have beside their text. */
export type LetterFiles = {
  /** @param filename without its ending; null when there is none of that name */
  logo: (filename: string) => Promise<Uint8Array | null>
  /** A PDF, or null when the service has none of that id. */
  attachment: (serviceId: string, id: string) => Promise<Uint8Array | null>
}

type Stores = Pick<Crier, 'db' | 'now' | 'seal' | 'log' | 's3' | 'config'>
type Owned = { id: string; service_id: string }

/**
 * What people put into the store for letters, by the purpose of the file. It is about an upload, whose id names it in requests: that of the letter or of
 * the attachment that it becomes.
 */
export type UploadedPurpose = 'letter-upload' | 'letter-attachment'

/**
 * The name of a letter's logo among the files of purpose logo: its key in the bucket of logos. Source: specification, letters, page layout; admin
 * application, what it asks of S3.
 * @param filename as letter_branding has it, without its ending
 */
export const letterLogoName = (filename: string): string =>
  `letters/static/images/letter-template/${filename}.svg`

/** Bytes of logos and attachments that are kept; ten thousand letters of a template have the same. */
const keptBytes = 16 * 1024 * 1024

export function letterFiles(crier: Stores): LetterFiles {
  // Contents of a file of the store never change.
  const kept = makeByteCache(keptBytes)
  const contents = (file: { id: string; size: number } | undefined | null) =>
    file ? kept.get(file.id, () => bytesOf(crier, file)) : null
  return {
    logo: async (filename) =>
      contents((await findLetterLogo.run({ name: letterLogoName(filename) }, crier.db))[0]),
    attachment: async (serviceId, id) =>
      contents(await findUploadedPdf(crier, 'letter-attachment', serviceId, id)),
  }
}

/** @returns the file that was put into the store last under an upload's id; null when there is none (any more) */
export async function findUploadedPdf(
  { db }: Pick<Crier, 'db'>,
  purpose: UploadedPurpose,
  service_id: string,
  upload_id: string,
): Promise<{ id: string; size: number } | null> {
  const [file] = await uploadedPdf.run({ purpose, service_id, upload_id }, db)
  return file ?? null
}

/** All of a file of the store: letters are of ten megabytes at most. */
export async function bytesOf(crier: Stores, file: { id: string; size: number }): Promise<Uint8Array> {
  return new Uint8Array(await new Response(readFile(crier, file, ownKey(crier, file.id))).arrayBuffer())
}

/**
 * Stores the PDF of a letter, or of the pages of an attachment, then has it recorded: a row that says that there is one never lacks it.
 * @param owner the letter or the attachment
 * @param record whether it takes the file; what it does not take is not kept
 */
export async function storePdf(
  crier: Stores,
  purpose: 'letter-pdf' | 'letter-attachment',
  owner: Owned,
  pdf: Uint8Array,
  record: (fileId: string) => Promise<boolean>,
): Promise<void> {
  const { id } = await storeFile(
    crier,
    { purpose, serviceId: owner.service_id, aboutId: owner.id },
    { name: null, contentType: 'application/pdf', size: pdf.byteLength },
    [pdf],
  )
  let isTaken = false
  try {
    isTaken = await record(id)
  } catch (error) {
    // Whether it was recorded is not known: what is kept stays.
    await discardFiles(crier, [id])
    throw error
  }
  if (!isTaken) await discardFiles(crier, [id])
}
