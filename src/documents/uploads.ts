/**
 * Files in an email's personalisation: checked, replaced by links, stored. Everything that can be refused is refused
 * before anything is stored. Source: specification, public API, files.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { insertDocuments } from '../../queries/documents.queries.ts'
import { getFilePurpose } from '../../queries/files.queries.ts'
import type { Crier } from '../context.ts'
import { badRequest, fileTooLarge } from '../errors.ts'
import { decodeBase64 } from '../files/base64.ts'
import { scanFile } from '../files/scan.ts'
import { discardFiles, storeFile } from '../files/store.ts'
import { detectType, extensionByType, extensionOf, typeByExtension, unsupportedType } from '../files/types.ts'
import { busy } from '../gather.ts'
import type { CachedService } from '../services/cached.ts'
import { isFile, type Personalisation } from '../templates/personalisation.ts'
import type { DocumentPaths } from './kept.ts'
import { addressHash, documentPath, keyHash } from './links.ts'
import { checkFileRequest, type FileRequest, retentionDays } from './requests.ts'

const purpose = 'document'
const maxFilename = 100

export type Upload = {
  id: string
  key: Buffer
  /** The personalisation that the link replaces. */
  placeholder: string
  filename: string
  contentType: string
  bytes: Buffer
  /** null: as long as files by email are kept. */
  retentionDays: number | null
  confirmsAddress: boolean
}

/**
 * Checks the files of a request: first every object, then that the service may send files, then every file.
 * @returns an empty list when there are none
 * @throws ApiError 400
 */
export async function checkUploads(
  crier: Crier,
  service: CachedService,
  values: Personalisation,
): Promise<Upload[]> {
  const files = Object.entries(values).filter(([, value]) => isFile(value)) as [string, object][]
  if (files.length === 0) return []
  const requests = files.map(([placeholder, file]) => ({ placeholder, request: checkFileRequest(file) }))
  if (!service.contactLink) {
    const page = `${crier.config.adminBaseUrl}/services/${service.id}/service-settings/send-files-by-email`
    throw badRequest(
      `Send files by email has not been set up - add contact details for your service at ${page}`,
    )
  }
  // Known before anything is stored, and for recipients for whom nothing ever is.
  const [{ most_bytes: mostBytes } = { most_bytes: 0 }] = await getFilePurpose.run({ purpose }, crier.db)
  return requests.map(({ placeholder, request }) => {
    const bytes = contentsOf(request, mostBytes)
    const { filename, contentType } = typeOf(request, bytes)
    return {
      // Version 4, so that an id tells nothing about when or after what it was made.
      id: randomUUID(),
      key: randomBytes(32),
      placeholder,
      filename,
      contentType,
      bytes,
      retentionDays: retentionDays(request),
      confirmsAddress: request.confirm_email_before_download !== false,
    }
  })
}

/**
 * What is said of a file before anything is made of it: that of a template's email, which somebody uploads.
 * @returns its media type
 * @throws ApiError 400 for what no email may link to, 413, 503 while the scanner does not answer
 */
export async function checkFile(crier: Crier, document: string, filename: string): Promise<string> {
  const [{ most_bytes: mostBytes } = { most_bytes: 0 }] = await getFilePurpose.run(
    { purpose: 'email-file' },
    crier.db,
  )
  const file = { file: document, filename }
  const bytes = contentsOf(file, Number.POSITIVE_INFINITY)
  if (bytes.byteLength > mostBytes) throw fileTooLarge(mostBytes)
  if (!filename.includes('.'))
    throw badRequest('`filename` must end with a file extension. For example, filename.csv')
  const { contentType } = typeOf(file, bytes)
  const detected = detectType(bytes)
  if (extensionByType(detected) === null) throw badRequest(unsupportedType(detected))
  await scanBytes(crier, bytes)
  return contentType
}

function contentsOf({ file }: FileRequest, mostBytes: number): Buffer {
  const bytes = decodeBase64(file)
  if (bytes === null) throw badRequest('Document is not base64 encoded')
  if (bytes.byteLength === 0) throw badRequest('Document must not be empty')
  if (bytes.byteLength > mostBytes) throw badRequest('Uploaded file exceeds file size limit')
  return bytes
}

/** A file that comes with a name is what its name says; one without is looked at. */
function typeOf(request: FileRequest, bytes: Buffer): { filename: string; contentType: string } {
  const { filename } = request
  if (typeof filename === 'string') {
    if (filename.length > maxFilename) throw badRequest('`filename` cannot be longer than 100 characters')
    const extension = extensionOf(filename)
    const contentType = typeByExtension(extension)
    if (contentType === null) throw badRequest(unsupportedType(extension))
    return { filename, contentType }
  }
  const detected = detectType(bytes)
  const contentType = request.is_csv && detected === 'text/plain' ? 'text/csv' : detected
  const extension = extensionByType(contentType)
  if (extension === null) throw badRequest(unsupportedType(contentType))
  return { filename: `document${extension}`, contentType }
}

/** What takes the place of each file. That of a simulated recipient's message leads nowhere: nothing is stored for it. */
export const pathsOf = (uploads: Upload[], serviceId: string, isSimulated: boolean): DocumentPaths =>
  Object.fromEntries(
    uploads.map(({ placeholder, id, key }) => [
      placeholder,
      isSimulated
        ? `/services/${serviceId}/documents/test-document`
        : documentPath({ serviceId, documentId: id, key }),
    ]),
  )

/** @throws ApiError 400 for an infected file, 503 while the scanner does not answer */
export async function scanUploads(crier: Crier, uploads: Upload[]): Promise<void> {
  for (const { bytes } of uploads) await scanBytes(crier, bytes)
}

async function scanBytes(crier: Crier, bytes: Buffer): Promise<void> {
  const result = await scanFile(crier, [bytes])
  if (result === 'infected') throw badRequest('File did not pass the virus scan')
  if (result === 'failed') throw busy()
}

/**
 * Stores the files for a message that is about to be accepted.
 * @param address normalised, of who may fetch them
 * @returns a function that deletes them again when the message is refused
 */
export async function storeUploads(
  crier: Crier,
  message: { id: string; serviceId: string; address: string },
  uploads: Upload[],
): Promise<() => Promise<void>> {
  const ids = uploads.map(({ id }) => id)
  const owner = { purpose, serviceId: message.serviceId, aboutId: message.id }
  const discard = () => discardFiles(crier, ids)
  const storing = uploads.map(({ id, key, filename: name, contentType, bytes, retentionDays }) =>
    storeFile(crier, owner, { id, key, name, contentType, size: bytes.byteLength, retentionDays }, [bytes]),
  )
  try {
    // All have ended before any of them is discarded.
    await Promise.allSettled(storing)
    await Promise.all(storing)
    await insertDocuments.run(
      {
        ids,
        key_hashes: uploads.map(({ key }) => keyHash(key).toString('base64')),
        address_hashes: uploads.map(({ key, confirmsAddress }) =>
          confirmsAddress ? addressHash(crier, key, message.address).toString('base64') : null,
        ) as string[],
      },
      crier.db,
    )
  } catch (error) {
    await discard()
    throw error
  }
  return discard
}
