/** crier provider: what operators see and set. Secrets go in sealed and come out nowhere. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { providerWork } from '../../src/commands/provider.ts'
import { accountsNow } from '../../src/delivery/providers/accounts.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { type HttpPeer, httpPeer, type Reply, type Seen } from './peers.ts'

let crier: TestCrier
let peer: HttpPeer
let reply: (seen: Seen) => Reply | Promise<Reply> = () => ({})
before(async () => {
  peer = await httpPeer((seen) => reply(seen))
  crier = await testCrier({
    providers: { mmg: { receipt_credentials: '' }, twilio: { account_sid: 'AC1' } },
  })
})
after(async () => {
  await crier.close()
  await peer.close()
})

/** A command line, as src/cli.ts hands it on. */
async function provider(
  words: string[],
  input = '',
): Promise<{ code: number; out: string; complaint: string }> {
  const wait = words.indexOf('--wait')
  const [plain, values] = wait < 0 ? [words, {}] : [words.slice(0, wait), { wait: words[wait + 1]! }]
  let out = ''
  const terminal = {
    read: async () => input,
    write: (text: string) => {
      out += text
    },
  }
  try {
    const works = await providerWork(plain, values, terminal)(crier.crier)
    return { code: works ? 0 : 1, out, complaint: '' }
  } catch (error) {
    return { code: 1, out, complaint: `crier: ${(error as Error).message}` }
  }
}

test('settings are set, sealed where they are secret, and listed without their values', async () => {
  const [set, secret, refused, strange, nobody] = await Promise.all([
    provider(['set', 'mmg', 'active=true', 'priority=70', 'messages_per_second=25.5', `url=${peer.url}`]),
    provider(['set', 'mmg', 'api_key'], 'a secret key\n'),
    provider(['set', 'firetext', 'api_key=on-the-command-line']),
    provider(['set', 'firetext', 'colour=red']),
    provider(['set', 'nobody', 'active=true']),
  ])
  for (const { code, complaint } of [set, secret]) assert.deepEqual([code, complaint], [0, ''])
  assert.match(refused.complaint, /^crier: api_key is a secret: give it by standard input/)
  assert.match(strange.complaint, /^crier: firetext has no setting colour; it has url, api_key/)
  assert.match(nobody.complaint, /^crier: there is no provider "nobody"/)
  const [row] = await crier.sql`
    select active, priority, messages_per_second::float8 as pace from provider_details where identifier = 'mmg'`
  assert.deepEqual({ ...row }, { active: true, priority: 70, pace: 25.5 })
  const stored =
    await crier.sql`select name, value, sealed from provider_settings where provider = 'mmg' order by name`
  assert.deepEqual(
    stored.map(({ name, value }) => [name, value]),
    [
      ['api_key', null],
      ['url', peer.url],
    ],
  )
  assert.ok(!Buffer.from(stored[0]!.sealed).includes('a secret key'))
  const mmg = (await accountsNow(crier.crier)).find((one) => one.provider === 'mmg')!
  assert.deepEqual([mmg.settings.api_key, mmg.perSecond], ['a secret key', 25.5])
  const listed = await provider(['list'])
  assert.doesNotMatch(listed.out, /a secret key|AC1/)
  assert.match(
    listed.out,
    /^mmg: sms by mmg, active, weight 70, 25\.5 a second\n {2}settings: api_key, receipt_credentials, url\n {2}receipts: POST \/notifications\/sms\/mmg \(refused/m,
  )
  assert.match(listed.out, /^twilio: sms by twilio, inactive, weight 50\n {2}settings: account_sid$/m)
  assert.match(listed.out, /^dvla: letter by sftp-zip, inactive, weight 50$/m)
})

test('a provider of a file is added; a message goes through it, and its receipt is told', async () => {
  const file = join(tmpdir(), `crier-provider-${process.pid}.json`)
  await writeFile(
    file,
    JSON.stringify({
      identifier: 'acme',
      protocol: {
        url: peer.url,
        body: { to: '((to))', text: '((text))', ref: '((id))' },
        receipt_reference_pointer: '/ref',
        receipt_status_pointer: '/state',
      },
      statuses: { SENT: 'pending', DONE: 'delivered', GONE: 'permanent-failure' },
      settings: { receipt_tokens: 'acme-token' },
    }),
  )
  const added = await provider(['add', file])
  assert.match(added.out, /^acme is added\..*\nIts receipts go to POST \/notifications\/sms\/http\/acme\n$/)
  const [again, account] = await Promise.all([provider(['add', file]), provider(['add', 'mmg-2', 'mmg'])])
  assert.match(again.complaint, /^crier: there is a provider of that name already/)
  assert.match(account.out, /^mmg-2 is added/)
  const answered =
    (states: string[]) =>
    async ({ body }: Seen): Promise<Reply> => {
      const { ref } = JSON.parse(body)
      // While the command waits for its answer: a receipt may come at any time.
      for (const state of states) {
        const told = await crier.call('/notifications/sms/http/acme', {
          body: { ref, state },
          headers: { authorization: 'Bearer acme-token' },
        })
        assert.equal(told.status, 200)
      }
      return {}
    }
  reply = answered(['SENT', 'DONE'])
  const works = await provider(['test', 'acme', '07700 900 123', '--wait', '5'])
  assert.deepEqual([works.code, works.complaint], [0, ''], works.out)
  assert.match(works.out, /^acme took the message [0-9a-f-]{36} in \d+ ms\n/)
  assert.match(works.out, /It told: DONE, which means delivered\n$/)
  reply = answered(['GONE'])
  const fails = await provider(['test', 'acme', '07700 900 123', '--wait', '5'])
  assert.deepEqual([fails.code, /GONE, which means permanent-failure/.test(fails.out)], [1, true])
  reply = () => ({ status: 500 })
  const [down, silent, wrong] = await Promise.all([
    provider(['test', 'acme', '07700 900 123']),
    provider(['test', 'mmg', '07700 900 123', '--wait', '0']),
    provider(['test', 'acme', 'not a number']),
  ])
  assert.deepEqual([down.code, down.out], [1, 'acme did not take the message: acme answered 500\n'])
  assert.equal(silent.code, 1)
  assert.equal(wrong.code, 1)
  assert.match(wrong.complaint, /^crier: [A-Z]/)
  const left = await crier.sql`select from provider_tests`
  assert.equal(left.length, 0)
})
