/** Tokens in links, as the libraries that the admin application opens them with make and accept them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fernetToken, linkToken, linkTokenSettings } from '../../src/admin/link-tokens.ts'

type Vectors = {
  now: number
  token_secret_key: string
  secret_key: string
  dangerous_salt: string
  tokens: { payload: object; nonce: string; fernet: string; signed: string }[]
}
const { now, token_secret_key, secret_key, dangerous_salt, tokens }: Vectors = JSON.parse(
  readFileSync(new URL('../fixtures/admin/link-tokens.json', import.meta.url), 'utf8'),
)
const at = new Date(now * 1000 + 999)

test('tokens are the ones of Fernet', () => {
  for (const { payload, nonce, fernet } of tokens)
    assert.equal(
      fernetToken(token_secret_key, JSON.stringify(payload), at, Buffer.from(nonce, 'hex')),
      fernet,
    )
  const [one, other] = [1, 2].map(() =>
    linkToken({ tokenSecretKey: token_secret_key }, tokens[0]!.payload, at),
  )
  assert.match(one!, /^gAAAAAB[\w-]+={0,2}$/)
  assert.notEqual(one, other)
})

test('tokens are the ones of URLSafeTimedSerializer, with its full stops encoded', () => {
  for (const { payload, signed } of tokens)
    assert.equal(linkToken({ secretKey: secret_key, dangerousSalt: dangerous_salt }, payload, at), signed)
})

test('the environment names the application’s secrets: a Fernet key before all else', () => {
  const signing = { CRIER_ADMIN_SECRET_KEY: 'x', CRIER_ADMIN_DANGEROUS_SALT: 'y' }
  assert.equal(linkTokenSettings({}), null)
  assert.deepEqual(linkTokenSettings(signing), { secretKey: 'x', dangerousSalt: 'y' })
  assert.deepEqual(linkTokenSettings({ ...signing, CRIER_ADMIN_TOKEN_SECRET_KEY: token_secret_key }), {
    tokenSecretKey: token_secret_key,
  })
  for (const wrong of [{ CRIER_ADMIN_SECRET_KEY: 'x' }, { CRIER_ADMIN_DANGEROUS_SALT: 'y' }])
    assert.throws(() => linkTokenSettings(wrong), /must be set together/)
  assert.throws(() => linkTokenSettings({ CRIER_ADMIN_TOKEN_SECRET_KEY: 'short' }), /must be a Fernet key/)
})
