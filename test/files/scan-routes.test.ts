import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type Clamd, loopbackClamd } from './clamd.ts'

let crier: TestCrier
let clamd: Clamd
before(async () => {
  clamd = await loopbackClamd()
  crier = await sharedCrier({ clamd: clamd.address })
})
after(async () => {
  await crier.close()
  clamd.close()
})

const authorization = 'Bearer a-key-of-the-letter-previews'
async function post(body: FormData | string, headers: Record<string, string> = { authorization }) {
  const response = await crier.app.request('/scan', { method: 'POST', body, headers })
  return [response.status, await response.json()]
}
const upload = (text: string, name = 'document') => {
  const form = new FormData()
  form.set(name, new File([text], 'a file.pdf'))
  return form
}
const none = [400, { error: 'No document upload' }]

test('a file is clean or not', async () => {
  clamd.answers((received) =>
    received.includes('virus') ? 'stream: Test-Signature FOUND\0' : 'stream: OK\0',
  )
  assert.deepEqual(await post(upload('hello')), [200, { ok: true }])
  assert.deepEqual(await post(upload('a virus')), [200, { ok: false }])
  assert.deepEqual(await post(upload('')), [200, { ok: true }])
})

test('without a file there is nothing to scan', async () => {
  const text = new FormData()
  text.set('document', 'not a file')
  for (const form of [text, upload('hello', 'another'), new FormData(), 'document=1'])
    assert.deepEqual(await post(form), none)
  assert.deepEqual(await post('{}', { authorization, 'content-type': 'application/json' }), none)
  assert.deepEqual(
    await post('broken', { authorization, 'content-type': 'multipart/form-data; boundary=x' }),
    none,
  )
})

test('a scanner that could not tell is not taken for one that found nothing', async () => {
  for (const answer of ['INSTREAM size limit exceeded. ERROR\0', '', 'stream: OK']) {
    clamd.answers(() => answer)
    assert.equal((await post(upload('hello')))[0], 503)
  }
})

test('a key is shown by its bearer', async () => {
  for (const wrong of ['', 'Bearer another-key-altogether', 'Token a-key-of-the-letter-previews']) {
    const answer = await post(upload('hello'), { authorization: wrong })
    assert.deepEqual(answer, [401, { result: 'error', message: 'Unauthorized' }])
  }
})
