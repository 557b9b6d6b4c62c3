/** What operators hand over by hand, and what the sandbox shows them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Outgoing } from '../../src/delivery/providers/provider.ts'
import { showOwnMessage } from '../../src/delivery/shown-messages.ts'
import { operatorLinks } from '../../src/users/operator-links.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { makePerson, payloadOf } from './people.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

test('an operator’s link signs a person in, once; after five there are no more', async () => {
  const person = await makePerson(crier)
  const { sign_in, choose_password } = await operatorLinks(crier.crier, person)
  const { user_id, secret_code } = payloadOf(crier, sign_in)
  assert.equal(user_id, person.id)
  assert.equal(payloadOf(crier, choose_password).email, person.email_address)
  const body = { code: secret_code, code_type: 'email' }
  const statuses = []
  for (let tries = 0; tries < 2; tries++)
    statuses.push((await adminCall(crier, `/user/${person.id}/verify/code`, { body })).status)
  assert.deepEqual(statuses, [204, 400])
  for (let links = 0; links < 5; links++) await operatorLinks(crier.crier, person)
  await assert.rejects(operatorLinks(crier.crier, person), /^Error: five codes of the person wait/)
})

const own = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553'
const shown: [what: string, isStandalone: boolean, service: string, provider: string, isShown: boolean][] = [
  ['the platform’s own message in the sandbox of a trial', true, own, 'sandbox-sms', true],
  ['that of another service', true, randomUUID(), 'sandbox-sms', false],
  ['one that a provider has sent', true, own, 'mmg', false],
  ['one of a platform of several processes', false, own, 'sandbox-sms', false],
]
for (const [what, isStandalone, service, provider, isShown] of shown) {
  test(`${what} is ${isShown ? '' : 'not '}in the log`, async () => {
    const lines: unknown[] = []
    const log = { ...crier.crier.log, info: (line: unknown) => lines.push(line) }
    const message = { to: '447700900001', text: '12345 is your sign-in code' } as Outgoing
    await showOwnMessage({ ...crier.crier, isStandalone, log } as never, service, provider, message)
    assert.deepEqual(lines, isShown ? [message] : [])
  })
}
