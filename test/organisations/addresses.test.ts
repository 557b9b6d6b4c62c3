/** Which organisation an address belongs to. Source: specification, data model, creating a service. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { makeOrganisation } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { undone } from '../support/undone.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const get = (path: string) => adminCall(crier, path)
const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const shown = async (id: string) => (await get(`/organisations/${id}`)).body

test('an organisation is found by the longest of its domains that an address is below', async () => {
  const word = randomUUID()
  const [outer, inner] = [await makeOrganisation(crier), await makeOrganisation(crier)]
  await post(`/organisations/${outer}`, { domains: [`${word}.GOV.uk`] })
  await post(`/organisations/${inner}`, { domains: [`x.${word}.gov.uk`, `y.${word}.gov.uk`] })
  assert.deepEqual((await shown(inner)).domains, [`x.${word}.gov.uk`, `y.${word}.gov.uk`])
  for (const [domain, expected] of [
    [`${word}.gov.uk`, outer],
    [`${word.toUpperCase()}.GOV.UK`, outer],
    [`x.${word}.gov.uk`, inner],
    [`sub.x.${word}.gov.uk`, inner],
    [`notx.${word}.gov.uk`, outer],
    [`x.${word}.gsi.gov.uk`, inner],
    [`not${word}.gov.uk`, undefined],
    ['uk', undefined],
  ] as const) {
    const answer = await get(`/organisations/by-domain?domain=${domain}`)
    assert.deepEqual([answer.status, answer.body.id], [expected ? 200 : 404, expected], domain)
  }
  for (const query of ['', '?domain=', '?domain=a@b.gov.uk', `?domain=${'a.'.repeat(200)}uk`])
    assert.equal((await get(`/organisations/by-domain${query}`)).status, 400, query)
})

test('of any domains an address belongs to the longest that it ends in after @ or a dot', async () => {
  const host = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'gsi', 'gov', 'uk'), { minLength: 1, maxLength: 4 })
    .map((labels) => labels.join('.'))
  const owners: string[] = []
  for (let i = 0; i < 5; i++) owners.push(await makeOrganisation(crier))
  const property = fc.asyncProperty(
    fc.uniqueArray(host, { minLength: 1, maxLength: 5 }),
    fc.array(host, { minLength: 5, maxLength: 20 }),
    async (domains, hosts) => {
      const addresses = hosts.map((one, index) => `${domains[index % domains.length]}@${one}`.toUpperCase())
      const expected = addresses.map((address) => {
        const ending = address.toLowerCase().replaceAll('.gsi.gov.uk', '.gov.uk')
        const longest = domains
          .filter((domain) => ending.endsWith(`@${domain}`) || ending.endsWith(`.${domain}`))
          .sort((one, other) => other.length - one.length)[0]
        return longest === undefined ? null : owners[domains.indexOf(longest)]
      })
      const found = await undone(crier.sql, async (sql) => {
        await sql`
          insert into domain (domain, organisation_id)
          select unnest(${domains}::text[]), unnest(${owners.slice(0, domains.length)}::uuid[])`
        return sql`
          select organisation_of_address(address) as owner
          from unnest(${addresses}::text[]) with ordinality as given (address, place) order by place`
      })
      assert.deepEqual(
        found.map(({ owner }) => owner),
        expected,
      )
    },
  )
  await fc.assert(property, { numRuns: 40 })
})
