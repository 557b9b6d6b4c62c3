/** What is behind a link: a file that was sent with one message, or one that belongs to an email template. */
import {
  claimDocumentTry,
  claimTemplateFileTry,
  forgiveDocumentTries,
  forgiveTemplateFileTries,
  getDocument,
  getTemplateFile,
} from '../../queries/documents.queries.ts'
import type { Crier } from '../context.ts'
import { ownKey } from '../files/store.ts'
import { extensionOf, typeByExtension } from '../files/types.ts'
import { isSame } from '../secrets.ts'
import { addressHash, type DocumentLink, keyHash } from './links.ts'
import type { DocumentShown } from './pages.ts'
import { isAddressOf, readFileKey } from './template-files.ts'

export type Behind = {
  shown: DocumentShown
  /** key: what its contents are encrypted with. */
  file: { id: string; size: number; key: Buffer }
  confirmsAddress: boolean
  /** The link's time is over. */
  isOver: boolean
  /** So many wrong addresses were given that none is looked at for an hour. */
  isOverTried: boolean
  /** Counts the try, and says whether a normalised address is the one that the link was sent to. */
  tryAddress: (address: string) => Promise<'right' | 'wrong' | 'over-tried'>
}

/** Wrong addresses per link and hour. */
const mostTries = 10

/** @returns null for a link with any wrong part */
export const behindLink = async (crier: Crier, link: DocumentLink): Promise<Behind | null> =>
  (await behindTemplateFile(crier, link)) ?? (await behindDocument(crier, link))

type Row = {
  name: string | null
  content_type: string
  size: number
  last_day: string
  is_over: boolean
  is_over_tried: boolean
}

const common = (row: Row) => ({
  shown: {
    name: row.name ?? 'document',
    contentType: row.content_type,
    size: row.size,
    lastDay: row.last_day,
  },
  isOver: row.is_over,
  isOverTried: row.is_over_tried,
})

async function behindDocument(crier: Crier, link: DocumentLink): Promise<Behind | null> {
  const { documentId: document_id, key } = link
  const now = () => crier.now().toISOString()
  const asked = { document_id, service_id: link.serviceId, now: now(), most_tries: mostTries }
  const [row] = await getDocument.run(asked, crier.db)
  if (row === undefined || !isSame(row.key_hash, keyHash(key))) return null
  return {
    ...common(row),
    file: { id: document_id, size: row.size, key },
    confirmsAddress: row.confirms_address,
    async tryAddress(address) {
      const claim = { document_id, now: now(), most_tries: mostTries }
      const [claimed] = await claimDocumentTry.run(claim, crier.db)
      if (claimed === undefined) return 'over-tried'
      const given = addressHash(crier, key, address)
      if (claimed.address_hash !== null && !isSame(claimed.address_hash, given)) return 'wrong'
      await forgiveDocumentTries.run({ document_id }, crier.db)
      return 'right'
    },
  }
}

async function behindTemplateFile(crier: Crier, link: DocumentLink): Promise<Behind | null> {
  const { documentId: file_id, serviceId: service_id, key } = link
  const says = readFileKey(crier, file_id, key)
  if (says === null) return null
  const now = () => crier.now().toISOString()
  const link_hash = keyHash(key).toString('base64')
  const { made_on, weeks, confirmsAddress } = says
  const asked = { file_id, service_id, made_on, weeks, link_hash, now: now(), most_tries: mostTries }
  const [row] = await getTemplateFile.run(asked, crier.db)
  if (row === undefined) return null
  // It was put into a bucket, by programs that say nothing of types.
  const content_type = typeByExtension(extensionOf(row.name)) ?? row.content_type
  return {
    ...common({ ...row, content_type }),
    file: { id: row.id, size: row.size, key: ownKey(crier, row.id) },
    confirmsAddress,
    async tryAddress(address) {
      const claimed = await claimTemplateFileTry.run(
        { link_hash, now: now(), most_tries: mostTries },
        crier.db,
      )
      if (claimed.length === 0) return 'over-tried'
      if (!isAddressOf(crier, file_id, key, address)) return 'wrong'
      await forgiveTemplateFileTries.run({ link_hash }, crier.db)
      return 'right'
    },
  }
}
