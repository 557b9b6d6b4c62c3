/** The files that letters have beside their text, and those that are made of them. */
import type { Crier } from '../context.ts'
import { discardFiles, ownKey, readFile, storeFile } from '../files/store.ts'

/** Where the files are that letters have beside their text. */
export type LetterFiles = {
  /** @param filename without its ending; null when there is none of that name */
  logo: (filename: string) => Promise<Uint8Array | null>
  /** A PDF, or null when the service has none of that id. */
  attachment: (serviceId: string, id: string) => Promise<Uint8Array | null>
}

/** Neither logos nor attachments are stored yet, so no letter has any. */
export const noFiles: LetterFiles = { logo: async () => null, attachment: async () => null }

type Stores = Pick<Crier, 'db' | 'now' | 'seal' | 'log' | 's3' | 'config'>
type Letter = { id: string; service_id: string }

/** All of a file of the store: letters are of ten megabytes at most. */
export async function bytesOf(crier: Stores, file: { id: string; size: number }): Promise<Uint8Array> {
  return new Uint8Array(await new Response(readFile(crier, file, ownKey(crier, file.id))).arrayBuffer())
}

/**
 * Stores the PDF of a letter, then has it recorded: a row that says that there is one never lacks it.
 * @param record whether the letter takes the file; what it does not take is not kept
 */
export async function storeLetterPdf(
  crier: Stores,
  letter: Letter,
  pdf: Uint8Array,
  record: (fileId: string) => Promise<boolean>,
): Promise<void> {
  const { id } = await storeFile(
    crier,
    { purpose: 'letter-pdf', serviceId: letter.service_id, aboutId: letter.id },
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
