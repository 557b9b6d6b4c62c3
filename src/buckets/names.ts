/**
 * The buckets that Notify's admin application shares with the API, and what a key in each of them says. Objects are files of Crier's store: what the
 * application puts there is what Crier's own routes read. Source: admin application, what it asks of S3; configuration.
 */
import { canonicalUuid } from '../uuid.ts'

const bucketKinds = [
  'agreements',
  'contact-lists',
  'csv',
  'email-files',
  'letter-attachments',
  'logos',
  'original-letters',
  'reports',
  'uploaded-letters',
] as const
export type BucketKind = (typeof bucketKinds)[number]

/** Where an object is among the files. */
export type Place = {
  /** A row of file_purposes. */
  purpose: string
  /** null: the platform's own, or of a service that the key does not name. */
  serviceId: string | null
  /** Null for what has a name. */
  aboutId: string | null
  name: string | null
  /** Days for which it is kept unless something is made of it; null takes those of its purpose. */
  retentionDays: number | null
}

type Bucket = {
  purpose: string
  /** With groups `service` and `about`; the whole key is a name where it has neither. */
  key: RegExp
  retentionDays?: number
  /** Whether the application may put objects there. */
  isWritable: boolean
  /** Whether anybody may read them: pictures that emails show. */
  isPublic?: true
  /** Those of the application's development configuration and of its base configuration. */
  names: [string, string]
}

/** Until a job, a list or a template is made of it. Source: specification, letters, buckets: a week. */
const untilUsedDays = 7
const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const keyOf = (text: string) =>
  new RegExp(`^${text.replace('<service>', `(?<service>${id})`).replace('<about>', `(?<about>${id})`)}$`)

const buckets: Record<BucketKind, Bucket> = {
  agreements: {
    purpose: 'agreement',
    key: /^(?:non-)?crown\.pdf$/,
    isWritable: true,
    names: ['notify.tools-mou', 'local-mou'],
  },
  'contact-lists': {
    purpose: 'contact-list',
    key: keyOf('service-<service>-notify/<about>\\.csv'),
    retentionDays: untilUsedDays,
    isWritable: true,
    names: ['development-contact-list', 'local-contact-list'],
  },
  csv: {
    purpose: 'spreadsheet',
    key: keyOf('service-<service>-notify/<about>\\.csv'),
    retentionDays: untilUsedDays,
    isWritable: true,
    names: ['development-notifications-csv-upload', 'local-notifications-csv-upload'],
  },
  'email-files': {
    purpose: 'email-file',
    key: keyOf('<service>/<about>'),
    retentionDays: untilUsedDays,
    isWritable: true,
    names: ['development-template-email-files', 'local-template-email-files'],
  },
  'letter-attachments': {
    purpose: 'letter-attachment',
    key: keyOf('service-<service>/<about>\\.pdf'),
    isWritable: true,
    names: ['development-letter-attachments', 'local-letter-attachments'],
  },
  logos: {
    purpose: 'logo',
    key: /^(?:letters\/static\/images\/letter-template\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/,
    isWritable: true,
    isPublic: true,
    names: ['public-logos-tools', 'public-logos-local'],
  },
  'original-letters': {
    purpose: 'letter-original',
    key: keyOf('<about>\\.pdf'),
    isWritable: true,
    names: ['development-letters-precompiled-originals-backup', 'local-precompiled-originals-backup-letters'],
  },
  reports: {
    purpose: 'report',
    key: keyOf('notifications_report/<about>\\.csv'),
    isWritable: false,
    names: ['development-report-requests-download', 'local-report-requests-download'],
  },
  'uploaded-letters': {
    purpose: 'letter-upload',
    key: keyOf('service-<service>/<about>\\.pdf'),
    isWritable: true,
    names: ['development-transient-uploaded-letters', 'local-transient-uploaded-letters'],
  },
}

export const bucketOf = (kind: BucketKind): Bucket => buckets[kind]

/** @returns null for a key that no object of the bucket can have */
export function placeOf(kind: BucketKind, key: string): Place | null {
  const { purpose, key: shape, retentionDays = null } = buckets[kind]
  const found = shape.exec(key)
  if (found === null) return null
  const { service, about } = found.groups ?? {}
  return {
    purpose,
    serviceId: canonicalUuid(service),
    aboutId: canonicalUuid(about),
    name: about === undefined ? key : null,
    retentionDays,
  }
}

/**
 * Which buckets there are, by their names: those of the application's own configurations, and what CRIER_ADMIN_BUCKETS adds, as `csv=a-name,logos=another`.
 * @throws Error with one line that names the variable
 */
export function bucketNames(env: NodeJS.ProcessEnv): Map<string, BucketKind> {
  const names = new Map(
    bucketKinds.flatMap((kind) => buckets[kind].names.map((name) => [name, kind] as const)),
  )
  for (const pair of (env.CRIER_ADMIN_BUCKETS ?? '').split(',').map((text) => text.trim())) {
    if (pair === '') continue
    const [, kind, name] = /^([a-z-]+)=([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])$/.exec(pair) ?? []
    if (!(bucketKinds as readonly string[]).includes(kind ?? '') || ownPaths.test(name!))
      throw new Error(
        `CRIER_ADMIN_BUCKETS must be pairs such as csv=name-of-the-bucket with commas between them, of ${bucketKinds.join(', ')}`,
      )
    names.set(name!, kind as BucketKind)
  }
  return names
}

/** What the API's own paths begin with. */
const ownPaths = /^(?:v2|service|user|organisations?|template|letters?|docs|notifications|events|d)$/
