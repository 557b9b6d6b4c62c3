/** The S3-compatible store that the environment names: the operator's own word, so it may be on any network, this machine included. */

export type S3Settings = {
  /** An address without a path: https://s3.eu-west-2.amazonaws.com, http://127.0.0.1:9000. */
  endpoint: string
  region: string
  /** Whether the bucket stands in the path; else before the endpoint's name. */
  isPathStyle: boolean
  accessKeyId: string
  secretAccessKey: string
  /** Where the contents of files lie; null leaves them in the database. */
  files: { bucket: string; prefix: string } | null
  /** Where Notify's admin application puts the files of jobs; null: nowhere. */
  csvBucket: string | null
  /** Where it keeps the files of contact lists; null: nowhere. */
  contactListBucket: string | null
  /** Where printers put what they tell of letters; null: on their own server. */
  responsesBucket: string | null
}

/** Source: Amazon S3, bucket naming rules. */
const bucketName = /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/
/** Whose signed path is spelt as it is. */
const prefixText = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/

/**
 * @returns null when no bucket is named
 * @throws Error with one line that names the variable
 */
export function s3Settings(env: NodeJS.ProcessEnv): S3Settings | null {
  const filesBucket = bucket(env, 'CRIER_S3_FILES_BUCKET')
  const csvBucket = bucket(env, 'CRIER_S3_CSV_BUCKET')
  const contactListBucket = bucket(env, 'CRIER_S3_CONTACT_LIST_BUCKET')
  const responsesBucket = bucket(env, 'CRIER_S3_RESPONSES_BUCKET')
  if ([filesBucket, csvBucket, contactListBucket, responsesBucket].every((one) => one === null)) return null
  const region = env.CRIER_S3_REGION || 'us-east-1'
  if (!/^[a-z0-9-]{1,50}$/.test(region)) throw new Error('CRIER_S3_REGION is not the name of a region')
  return {
    endpoint: endpoint(env, region),
    region,
    isPathStyle: isPathStyle(env),
    accessKeyId: needed(env, 'CRIER_S3_ACCESS_KEY_ID'),
    secretAccessKey: needed(env, 'CRIER_S3_SECRET_ACCESS_KEY'),
    files: filesBucket === null ? null : { bucket: filesBucket, prefix: prefix(env) },
    csvBucket,
    contactListBucket,
    responsesBucket,
  }
}

function bucket(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = env[name] || null
  if (text !== null && !bucketName.test(text)) throw new Error(`${name} is not the name of a bucket`)
  return text
}

function needed(env: NodeJS.ProcessEnv, name: string): string {
  const text = env[name]
  if (!text || !/^[\x21-\x7e]{1,500}$/.test(text))
    throw new Error(`${name} must be set where a bucket is, in ASCII without spaces`)
  return text
}

function prefix(env: NodeJS.ProcessEnv): string {
  const text = env.CRIER_S3_FILES_PREFIX || 'files/'
  if (!prefixText.test(text) || /\/[./]/.test(text))
    throw new Error(
      'CRIER_S3_FILES_PREFIX must be names of A-Z a-z 0-9 . _ - with / between, 200 characters at most',
    )
  return text
}

function endpoint(env: NodeJS.ProcessEnv, region: string): string {
  const text = env.CRIER_S3_ENDPOINT
  if (!text) return `https://s3.${region}.amazonaws.com`
  const shape = 'CRIER_S3_ENDPOINT must be an http or https address without a path, query or credentials'
  if (!URL.canParse(text)) throw new Error(shape)
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text)
  if (!/^https?:$/.test(protocol) || pathname !== '/' || search || hash || username || password)
    throw new Error(shape)
  return origin
}

/** Amazon wants names before its own, what people run themselves has no such names. */
function isPathStyle(env: NodeJS.ProcessEnv): boolean {
  const text = env.CRIER_S3_PATH_STYLE || String(Boolean(env.CRIER_S3_ENDPOINT))
  if (text !== 'true' && text !== 'false') throw new Error('CRIER_S3_PATH_STYLE must be true or false')
  return text === 'true'
}
