/** What an operator gives the admin application opens what Crier asks for. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appVariables } from '../../src/admin/app-variables.ts'
import { readConfig } from '../../src/config.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

test('Crier reads from its variables what the application is told', () => {
  const bucketKeys = { accessKeyId: 'AKID', secretAccessKey: 'a-secret-of-the-store' }
  const fernet = { tokenSecretKey: `${'A'.repeat(43)}=` }
  const signed = { secretKey: 'a secret of sessions', dangerousSalt: 'a salt of links' }
  const redisUrl = 'redis://:a-secret-of-redis@redis.example.org/1'
  for (const linkTokens of [fernet, signed]) {
    const { app, crier: ours } = appVariables(
      { ...crier.crier, config: { ...crier.crier.config, redisUrl }, linkTokens, bucketKeys },
      'https://api.example.org',
    )
    const config = readConfig({ CRIER_FOLDER: '/nonexistent', DATABASE_URL: 'postgres://x/y', ...ours })
    assert.deepEqual(config.linkTokens, linkTokens)
    assert.deepEqual([app.REDIS_ENABLED, app.REDIS_URL, config.redisUrl], ['1', redisUrl, redisUrl])
    assert.equal(config.baseUrl, app.API_HOST_NAME)
    assert.equal(config.admin.secret, app.ADMIN_CLIENT_SECRET)
    assert.deepEqual(config.bucketKeys, {
      accessKeyId: app.AWS_ACCESS_KEY_ID,
      secretAccessKey: app.AWS_SECRET_ACCESS_KEY,
    })
    for (const key of ['TEMPLATE_PREVIEW', 'ANTIVIRUS', 'DOCUMENT_DOWNLOAD'])
      assert.ok(config.previewKeys.includes(app[`${key}_API_KEY`]!))
    assert.match(app.NEW_PASSWORD_ENCRYPTION_KEY!, /^[\w-]{43}=$/)
  }
})

test('what nobody has chosen is the same each time, and no two are the same', () => {
  const config = { ...crier.crier.config, previewKeys: [] }
  const [one, other] = [1, 2].map(() => appVariables({ ...crier.crier, config }, 'https://api.example.org'))
  assert.deepEqual(one, other)
  assert.equal(one!.app.REDIS_ENABLED, '0')
  const { SECRET_KEY, DANGEROUS_SALT, TOKEN_SECRET_KEY, NEW_PASSWORD_ENCRYPTION_KEY, ANTIVIRUS_API_KEY } =
    one!.app
  const secrets = [
    SECRET_KEY,
    DANGEROUS_SALT,
    TOKEN_SECRET_KEY,
    NEW_PASSWORD_ENCRYPTION_KEY,
    ANTIVIRUS_API_KEY,
  ]
  assert.equal(new Set(secrets).size, secrets.length)
})
