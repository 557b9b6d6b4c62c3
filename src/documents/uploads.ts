/**
 * Files in an email's personalisation: checked, replaced by links, stored. Everything that can be refused is refused
 * before anything is stored. Source: specification, public API, files.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { insertDocuments } from '../../queries/documents.queries.ts'
import type { Crier } from '../context.ts'
import { badRequest } from '../errors.ts'
import { decodeBase64 } from '../files/base64.ts'
import { scanFile } from '../files/scan.ts'
import { discardFiles, storeFiles } from '../files/store.ts'
import { detectType, extensionByType, extensionOf, typeByExtension, unsupportedType } from '../files/types.ts'
import { busy } from '../gather.ts'
import type { CachedService } from '../services/cached.ts'
import { isFile, type Personalisation } from '../templates/personalisation.ts'
import type { DocumentPaths } from './kept.ts'
import { addressHash, documentPath, keyHash } from './links.ts'
import { checkFileRequest, type FileRequest, retentionWeeks } from './requests.ts'

export const maxFileBytes = 2 * 1024 * 1024 + 1024
const maxFilename = 100

export type Upload = {
  id: string
  key: Buffer
  /** The personalisation that the link replaces. */
  placeholder: string
  filename: string
  contentType: string
  bytes: Buffer
  weeks: number
  confirmsAddress: boolean
}

/**
 * Checks the files of a request: first every object, then that the service may send files, then every file.
 * @returns an empty list when there are none
 * @throws ApiError 400
 */
export function checkUploads(crier: Crier, service: CachedService, values: Personalisation): Upload[] {
  const files = Object.entries(values).filter(([, value]) => isFile(value)) as [string, object][]
  if (files.length === 0) return []
  const requests = files.map(([placeholder, file]) => ({ placeholder, request: checkFileRequest(file) }))
  if (!service.contactLink) {
    const page = `${crier.config.adminBaseUrl}/services/${service.id}/service-settings/send-files-by-email`
    throw badRequest(
      `Send files by email has not been set up - add contact details for your service at ${page}`,
    )
  }
  return requests.map(({ placeholder, request }) => {
    const bytes = contentsOf(request)
    const { filename, contentType } = typeOf(request, bytes)
    return {
      // Version 4, so that an id tells nothing about when or after what it was made.
      id: randomUUID(),
      key: randomBytes(32),
      placeholder,
      filename,
      contentType,
      bytes,
      weeks: retentionWeeks(request),
      confirmsAddress: request.confirm_email_before_download !== false,
    }
  })
}

function contentsOf({ file }: FileRequest): Buffer {
  const bytes = decodeBase64(file)
  if (bytes === null) throw badRequest('Document is not base64 encoded')
  if (bytes.byteLength === 0) throw badRequest('Document must not be empty')
  if (bytes.byteLength > maxFileBytes) throw badRequest('Uploaded file exceeds file size limit')
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
  for (const { bytes } of uploads) {
    const result = await scanFile(crier, bytes)
    if (result === 'infected') throw badRequest('File did not pass the virus scan')
    if (result === 'failed') throw busy()
  }
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
  const files = uploads.map((upload) => ({ ...upload, name: upload.filename }))
  const ids = files.map(({ id }) => id)
  const owner = { serviceId: message.serviceId, messageId: message.id, purpose: 'document' as const }
  await storeFiles(crier, owner, files)
  await insertDocuments.run(
    {
      ids,
      key_hashes: files.map(({ key }) => keyHash(key).toString('base64')),
      address_hashes: files.map(({ key, confirmsAddress }) =>
        confirmsAddress ? addressHash(crier, key, message.address).toString('base64') : null,
      ) as string[],
    },
    crier.db,
  )
  return () => discardFiles(crier, ids)
}
