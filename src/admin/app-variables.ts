/**
 * The variables with which Notify's admin application and Crier find each other: both sides of every secret, so that they are the same. Source: admin
 * application, configuration.
 */
import type { Crier } from '../context.ts'

export type Variables = Record<string, string>

/**
 * What is not chosen yet is this installation's own: the same each time that it is asked for.
 * @param baseUrl of the API, as the application reaches it
 * @returns by whose they are
 */
export function appVariables(
  { config, seal, bucketKeys, linkTokens }: Pick<Crier, 'config' | 'seal' | 'bucketKeys' | 'linkTokens'>,
  baseUrl: string,
): { app: Variables; crier: Variables } {
  const own = (purpose: string) => seal.key(`the admin application's ${purpose}`)
  const previewKey = config.previewKeys[0] ?? own('previews').toString('base64url')
  const fernet = (purpose: string) => `${own(purpose).toString('base64url')}=`
  const signing = 'secretKey' in linkTokens ? linkTokens : null
  const app: Variables = {
    // Any name but the application's own ones: those have their secrets in its code.
    NOTIFY_ENVIRONMENT: 'crier',
    API_HOST_NAME: baseUrl,
    ADMIN_BASE_URL: config.adminBaseUrl,
    ADMIN_CLIENT_SECRET: config.admin.secret,
    SECRET_KEY: signing?.secretKey ?? own('sessions').toString('base64url'),
    DANGEROUS_SALT: signing?.dangerousSalt ?? own('salt').toString('base64url'),
    // Where links are made with the two before this, it is a key that opens none of them.
    TOKEN_SECRET_KEY: 'tokenSecretKey' in linkTokens ? linkTokens.tokenSecretKey : fernet('other links'),
    NEW_PASSWORD_ENCRYPTION_KEY: fernet('passwords'),
    TEMPLATE_PREVIEW_API_HOST: baseUrl,
    TEMPLATE_PREVIEW_API_KEY: previewKey,
    ANTIVIRUS_API_HOST: baseUrl,
    ANTIVIRUS_API_KEY: previewKey,
    DOCUMENT_DOWNLOAD_API_HOST: baseUrl,
    DOCUMENT_DOWNLOAD_API_HOST_NAME_INTERNAL: baseUrl,
    DOCUMENT_DOWNLOAD_API_KEY: previewKey,
    AWS_ENDPOINT_URL: baseUrl,
    AWS_ACCESS_KEY_ID: bucketKeys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: bucketKeys.secretAccessKey,
    AWS_DEFAULT_REGION: 'eu-west-1',
    ...(config.redisUrl === null
      ? { REDIS_ENABLED: '0' }
      : { REDIS_ENABLED: '1', REDIS_URL: config.redisUrl }),
  }
  const crier: Variables = {
    CRIER_BASE_URL: baseUrl,
    CRIER_ADMIN_BASE_URL: config.adminBaseUrl,
    CRIER_ADMIN_CLIENT_ID: 'notify-admin',
    CRIER_ADMIN_SECRET: config.admin.secret,
    CRIER_PREVIEW_KEYS: [previewKey, ...config.previewKeys.slice(1)].join(','),
    CRIER_ADMIN_S3_ACCESS_KEY_ID: bucketKeys.accessKeyId,
    CRIER_ADMIN_S3_SECRET_ACCESS_KEY: bucketKeys.secretAccessKey,
    ...(config.redisUrl === null ? {} : { CRIER_ADMIN_REDIS_URL: config.redisUrl }),
    ...(signing === null
      ? { CRIER_ADMIN_TOKEN_SECRET_KEY: app.TOKEN_SECRET_KEY! }
      : { CRIER_ADMIN_SECRET_KEY: signing.secretKey, CRIER_ADMIN_DANGEROUS_SALT: signing.dangerousSalt }),
  }
  return { app, crier }
}
