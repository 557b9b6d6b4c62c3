/** What a store says of the objects in a bucket. Source: Amazon S3, ListObjectsV2. */
import { SaxesParser } from 'saxes'

export type Listed = { key: string; changedAt: Date }

/**
 * @param xml with keys as in addresses (encoding-type url), because XML cannot say every key
 * @returns next: asks for the page after this one; null when it is the last
 * @throws Error for what is no listing
 */
export function readListing(xml: string): { objects: Listed[]; next: string | null } {
  const objects: Listed[] = []
  const path: string[] = []
  const told = new Map<string, string>()
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => void path.push(name))
  parser.on('text', (text) => {
    const name = path.slice(1).join('/')
    told.set(name, (told.get(name) ?? '') + text)
  })
  parser.on('closetag', () => {
    const name = path.slice(1).join('/')
    path.pop()
    if (name !== 'Contents') return
    const changedAt = new Date(told.get('Contents/LastModified') ?? '')
    const key = told.get('Contents/Key')
    if (key === undefined || Number.isNaN(changedAt.getTime()))
      throw new Error('an object has no key or time')
    objects.push({ key: decodeURIComponent(key.replaceAll('+', ' ')), changedAt })
    for (const known of told.keys()) if (known.startsWith('Contents/')) told.delete(known)
  })
  parser.write(xml).close()
  const isMore = told.get('IsTruncated') === 'true'
  return { objects, next: (isMore && told.get('NextContinuationToken')) || null }
}
