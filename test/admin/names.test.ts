/** Names that mean harm: whoever gives one is shown it as it is, or is refused, and nothing else happens. Source: specification, internal API, errors. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { adminCall } from './support.ts'
import { makeWorld, noon, type World } from './world.ts'

let crier: TestCrier
let world: World
before(async () => {
  crier = await sharedCrier()
  crier.setNow(noon)
  world = await makeWorld(crier)
})
after(() => crier.close())

/** Where a name is given, and where it is shown. */
const things: [what: string, given: (name: string) => [path: string, body: object], shown: () => string][] = [
  ['a service', (name) => [`/service/${world.service}`, { name }], () => `/service/${world.service}`],
  [
    'an organisation',
    (name) => [`/organisations/${world.organisation}`, { name }],
    () => `/organisations/${world.organisation}`,
  ],
  ['a person', (name) => [`/user/${world.member}`, { name }], () => `/user/${world.member}`],
  [
    'a folder',
    (name) => [`/service/${world.service}/template-folder/${world.folder}`, { name }],
    () => `/service/${world.service}/template-folder`,
  ],
  [
    'a template',
    (name) => [`/service/${world.service}/template/${world.template}`, { name, created_by: world.person }],
    () => `/service/${world.service}/template/${world.template}`,
  ],
  [
    'a key',
    (name) => [`/service/${world.service}/api-key`, { name, key_type: 'test', created_by: world.person }],
    () => `/service/${world.service}/api-keys`,
  ],
  [
    'an email branding',
    (name) => [`/email-branding/${world.emailBranding}`, { name }],
    () => `/email-branding/${world.emailBranding}`,
  ],
  [
    'a letter branding',
    (name) => [`/letter-branding/${world.letterBranding}`, { name, filename: randomUUID() }],
    () => `/letter-branding/${world.letterBranding}`,
  ],
  [
    'a security key',
    (name) => [`/user/${world.member}/webauthn/${world.credential}`, { name }],
    () => `/user/${world.member}/webauthn`,
  ],
]
const harmful = [
  '<script>alert(1)</script>',
  `'; drop table services; --`,
  '\u202etxt.exe',
  '../../etc/passwd%00',
  '{{7*7}}<%= 7 %>((name))',
  '"}]',
  'Z\u0351\u036b'.repeat(20),
]

/** Whether an answer has a text as one of its values. */
const has = (answer: unknown, text: string): boolean =>
  answer === text ||
  (typeof answer === 'object' && answer !== null && Object.values(answer).some((value) => has(value, text)))

for (const [what, given, shown] of things) {
  test(`the name of ${what} is shown as it was given, and what cannot be one changes nothing`, async () => {
    let last = ''
    for (const harm of harmful) {
      last = `${harm} ${randomUUID()}`
      const [path, body] = given(last)
      const answer = await adminCall(crier, path, { body })
      assert.ok(answer.status < 300, `${harm}: ${answer.status} ${answer.text}`)
      assert.ok(has((await adminCall(crier, shown())).body, last), harm)
    }
    for (const none of ['a\u0000', '\ud800', 'a'.repeat(60_000)]) {
      const [path, body] = given(none)
      const answer = await adminCall(crier, path, { body })
      assert.equal(answer.status, 400, `${none.slice(0, 10)}: ${answer.text.slice(0, 300)}`)
      assert.ok(has((await adminCall(crier, shown())).body, last))
    }
  })
}
