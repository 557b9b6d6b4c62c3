/** Names of services and senders: every way of setting one gives an address that mail systems take, or is refused. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createLiveService } from '../../src/services/create.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const refusedBy = (constraint: string) => (error: Error & { constraint_name?: string }) =>
  error.constraint_name === constraint

test('a sender name gives an address of ASCII within 64 octets', async () => {
  const { id } = await crier.makeService()
  const given: [name: string, localPart: string][] = [
    ['Mr. Ügly  SERVICE!', 'mr.ugly.service'],
    ['Gwasanaeth ŵyl', 'gwasanaeth.wyl'],
    ['x'.repeat(255), 'x'.repeat(64)],
    // Cut in front of a word, without the dot.
    [`${'x'.repeat(63)} yz`, 'x'.repeat(63)],
    [`${'x'.repeat(64)} yz`, 'x'.repeat(64)],
    ['é'.repeat(255), 'e'.repeat(64)],
    ["'quoted' <a@b.example>, \\", 'quoted.ab.example'],
    ['1', '1'],
  ]
  for (const [name, localPart] of given) {
    const [row] = await crier.sql`
      update services set custom_email_sender_name = ${name} where id = ${id}
      returning email_sender_local_part as local_part`
    assert.equal(row!.local_part, localPart, name.slice(0, 70))
  }
})

const withoutAddress = [
  '!!!',
  '',
  ' . ',
  '日本',
  'Łódź',
  'Straße',
  'Ελλάδα',
  'ｗｉｄｅ',
  'visa 日本',
  '\u200b',
  '…',
  '⑨',
  '٣',
]

test('a name that gives no such address is refused, however it is set', async () => {
  const { id } = await crier.makeService()
  const refusal =
    /^(service_sender_name_gives_an_address|service_name_has_a_letter_or_digit|service_name_is_short)$/
  for (const name of withoutAddress) {
    await assert.rejects(
      crier.sql`update services set custom_email_sender_name = ${name} where id = ${id}`,
      refusedBy('service_sender_name_gives_an_address'),
      name,
    )
    for (const setting of [
      () => crier.sql`update services set name = ${name} where id = ${id}`,
      () => crier.sql`insert into services (name) values (${name})`,
      () => crier.sql`select create_service(${crier.sql.json({ name, restricted: false })}, null, now())`,
    ]) {
      await assert.rejects(setting(), (error: Error & { constraint_name?: string }) =>
        refusal.test(error.constraint_name!),
      )
    }
  }
  // With a sender name of its own, a service may be called by letters of any script.
  const name = `日本 ${randomUUID()}`
  await crier.sql`insert into services (name, custom_email_sender_name) values (${name}, 'Japan')`
  await assert.rejects(
    crier.sql`insert into services (name, custom_email_sender_name) values ('!!!', 'Japan')`,
    refusedBy('service_name_has_a_letter_or_digit'),
  )
})

test('who makes a service from the command line is told in one line', async () => {
  for (const [name, words] of [
    ['!!!', /^the service name "!!!" must include letters or digits$/],
    ['日本', /^the service name "日本" cannot include characters from a non-Latin alphabet: .*$/],
  ] as const) {
    await assert.rejects(createLiveService(crier.crier, name, 'http://localhost'), { message: words })
  }
  assert.ok((await createLiveService(crier.crier, 'x'.repeat(255), 'http://localhost')).service_id)
})

test('the address that answers name is the one that is sent from', async () => {
  const service = await crier.makeService({ custom_email_sender_name: 'x'.repeat(255) })
  const template_id = await crier.makeTemplate(service, { type: 'email', content: 'Hello' })
  const { body } = await crier.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: { email_address: 'amala@example.gov.uk', template_id },
  })
  assert.equal(body.content.from_email, `${'x'.repeat(64)}@notify.example.org`)
})

test('the domain of sender addresses is one', async () => {
  for (const domain of ['', '日本.example', 'a@b', 'a b', '.example', 'a..b', '-a.example', 'a'.repeat(190)])
    await assert.rejects(
      crier.sql`update settings set email_domain = ${domain}`,
      refusedBy('email_domain_is_a_domain'),
      domain,
    )
  for (const domain of ['xn--r8jz45g.xn--zckzah', 'Mail.example.org', 'localhost', 'notify.example.org'])
    await crier.sql`update settings set email_domain = ${domain}`
})

test('a reply-to address is one address', async () => {
  const { id } = await crier.makeService()
  for (const address of [
    '',
    'nobody',
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: x@y.example',
    'ä@b.example',
    '@b',
    'a b@c.example',
    `${'a'.repeat(320)}@b.example`,
  ]) {
    await assert.rejects(
      crier.sql`insert into service_email_reply_to (service_id, email_address) values (${id}, ${address})`,
      refusedBy('reply_to_is_an_address'),
      address,
    )
  }
  await crier.sql`insert into service_email_reply_to (service_id, email_address) values (${id}, 'o''brien+a@bücher.example')`
})
