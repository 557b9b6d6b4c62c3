/** What the environment says of operators: files with keys and certificates, which are not for the database. Source: specification, broadcasts, delivery. */

/** Paths of files in PEM. */
export type OperatorFiles = {
  certificate?: string
  key?: string
  authority?: string
  signingKey?: string
  signingCertificate?: string
}

export type BroadcastSettings = {
  /** Told, with an empty body, that what the public is shown has changed; null: nobody. */
  publishUrl: string | null
  /** Signs what is posted to AWS Lambda; null: what is posted to is another's. */
  lambda: { region: string; accessKeyId: string; secretAccessKey: string } | null
  /** An operator's own files, and those of all where it has none. */
  filesOf: (provider: string) => OperatorFiles
}

const names = {
  certificate: 'CRIER_BROADCAST_CERTIFICATE',
  key: 'CRIER_BROADCAST_KEY',
  authority: 'CRIER_BROADCAST_AUTHORITY',
  signingKey: 'CRIER_BROADCAST_SIGNING_KEY',
  signingCertificate: 'CRIER_BROADCAST_SIGNING_CERTIFICATE',
} as const

/** @throws Error of one line that names the variable */
export function broadcastSettings(env: NodeJS.ProcessEnv): BroadcastSettings {
  const publishUrl = env.CRIER_BROADCAST_PUBLISH_URL || null
  if (publishUrl !== null && !(URL.canParse(publishUrl) && /^https?:$/.test(new URL(publishUrl).protocol)))
    throw new Error('CRIER_BROADCAST_PUBLISH_URL is not a web address')
  return { publishUrl, lambda: lambda(env), filesOf: (provider) => files(env, provider) }
}

function lambda(env: NodeJS.ProcessEnv): BroadcastSettings['lambda'] {
  const [accessKeyId, secretAccessKey] = [
    env.CRIER_BROADCAST_LAMBDA_ACCESS_KEY_ID,
    env.CRIER_BROADCAST_LAMBDA_SECRET_ACCESS_KEY,
  ]
  if (!accessKeyId && !secretAccessKey) return null
  if (!accessKeyId || !secretAccessKey)
    throw new Error(
      'CRIER_BROADCAST_LAMBDA_ACCESS_KEY_ID and CRIER_BROADCAST_LAMBDA_SECRET_ACCESS_KEY go together',
    )
  return { region: env.CRIER_BROADCAST_LAMBDA_REGION || 'eu-west-2', accessKeyId, secretAccessKey }
}

function files(env: NodeJS.ProcessEnv, provider: string): OperatorFiles {
  const suffix = `_${provider.toUpperCase().replaceAll('-', '_')}`
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, variable]) => {
      const path = env[variable + suffix] || env[variable]
      return path ? [[name, path]] : []
    }),
  )
}
