/** What everybody sees of alerts: a page, a page of each, a feed. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { SaxesParser } from 'saxes'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { approved, draft, moved, world } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
  crier.setNow('2021-06-15T12:00:00Z')
})
after(() => crier.close())

const text = 'Flood & <wind>\nStay "in"'

test('alerts are shown while they last and kept afterwards; drafts, tests of the platform and training are nobody’s', async () => {
  const empty = await crier.call('/alerts')
  assert.match(empty.text, /<h1>No current alerts<\/h1>/)
  const made = await world(crier)
  const [current, cancelled, over] = [
    await approved(crier, made, {
      content: text,
      areas: {
        ids: ['x'],
        names: ['Lincoln & Boston'],
        simple_polygons: [
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        ],
      },
    }),
    await approved(crier, made, { content: 'Cancelled' }),
    await approved(crier, made, { content: 'Over', finishes_at: '2021-06-15T12:30:00Z' }),
  ]
  await moved(crier, made, cancelled, 'cancelled', made.author)
  const [hidden, training] = [
    await draft(crier, made, { content: 'A draft' }),
    await approved(crier, await world(crier, { restricted: true }), { content: 'Training' }),
  ]
  crier.setNow('2021-06-15T13:00:00Z')
  // The answer of a second is everybody's.
  await crier.until('it is fresh', async () => (await crier.call('/alerts')).text.includes('1 current alert'))
  const { text: page, headers, status } = await crier.call('/alerts')
  assert.equal(status, 200)
  const [now, past] = page.split('Past alerts') as [string, string]
  assert.match(now, /Lincoln &amp; Boston/)
  assert.match(now, /Flood &amp; &lt;wind&gt;<br>Stay &quot;in&quot;/)
  assert.match(
    now,
    /Shown until<\/dt><dd><time datetime="2021-06-16T10:30:00.000000Z">Wednesday, 16 June 2021 at 11:30/,
  )
  for (const words of ['Cancelled', 'Over', 'Stopped', 'Ended']) assert.match(past, new RegExp(words))
  assert.doesNotMatch(page, /A draft|Training/)
  assert.match(headers.get('content-security-policy')!, /default-src 'none'/)
  assert.equal(headers.get('cache-control'), 'public, max-age=5')

  const one = await crier.call(`/alerts/${over}`)
  assert.match(one.text, /<p>Over<\/p>/)
  for (const id of [hidden, training, randomUUID()])
    assert.equal((await crier.call(`/alerts/${id}`)).status, 404)

  const feed = await crier.call('/alerts/feed.atom')
  assert.equal(feed.headers.get('content-type'), 'application/atom+xml; charset=utf-8')
  const seen: Record<string, string[]> = {}
  const parser = new SaxesParser({ xmlns: true })
  let name = ''
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    name = tag.name
  })
  parser.on('text', (found) => {
    if (found.trim() !== '') seen[name] = [...(seen[name] ?? []), found]
  })
  parser.write(feed.text).close()
  assert.deepEqual(
    new Set(seen.id),
    new Set(['https://api.example.org/alerts', ...[current, cancelled, over].map((id) => `urn:uuid:${id}`)]),
  )
  assert.ok(seen.content!.includes(text))
  assert.ok(seen['georss:polygon']!.includes('1 2 3 4 5 6'))
  assert.deepEqual(seen.updated![0], '2021-06-15T12:30:00.000000Z')
})
