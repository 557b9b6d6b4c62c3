import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runTask } from '../../src/schedule.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const address = 'Amala@example.gov.uk'
/** Of three pieces, the last of which is short. */
const contents = Buffer.concat([Buffer.from('name,day\n'), Buffer.alloc(600_000, 'ä')])
const small = { file: Buffer.from('name,day\n').toString('base64') }

type Sent = { service: TestService; path: string; id: string }

async function sendFile(file: object = {}, columns: object = {}): Promise<Sent> {
  const service = await crier.makeService({
    name: `<Pigeons> ${Math.random()}`,
    contact_link: 'help@example.org',
    ...columns,
  })
  const template_id = await crier.makeTemplate(service, { type: 'email', content: '((doc))' })
  const doc = { file: contents.toString('base64'), filename: 'Ein <b>"Fisch"</b>.csv', ...file }
  const { body } = await crier.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: { email_address: address, template_id, personalisation: { doc } },
  })
  const path = new URL(body.content.body).pathname + new URL(body.content.body).search
  const [row] = await crier.sql`select id from files where service_id = ${service.id}`
  return { service, path, id: row!.id }
}
/** The page behind the first one, which asks for the address or shows the file. */
const behind = (path: string) => path.replace(/\?|$/, '/file?')
const confirm = (path: string, email_address: string) =>
  crier.app.request(behind(path), {
    method: 'POST',
    body: new URLSearchParams({ email_address }),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
const page = async (path: string) => {
  const response = await crier.app.request(path)
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const hrefOf = (text: string) =>
  /class="button govuk-button" href="([^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&')

test('a file that anyone with the link may fetch', async () => {
  crier.setNow('2026-03-02T09:00:00Z')
  const { path } = await sendFile({ confirm_email_before_download: false, retention_period: '1 week' })
  const first = await page(path)
  assert.match(
    first.text,
    /<h1>You have a file to download<\/h1>\n<p>&lt;Pigeons&gt; [\d.]+ sent you a file\.<\/p>/,
  )
  assert.match(first.text, /until 9 March 2026\./)
  assert.ok(!first.text.includes('Fisch'))
  assert.equal(hrefOf(first.text), behind(path))
  const shown = await page(hrefOf(first.text))
  crier.setNow(null)
  assert.equal(shown.status, 200)
  assert.equal(shown.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.equal(shown.headers.get('cache-control'), 'no-store')
  assert.equal(shown.headers.get('referrer-policy'), 'no-referrer')
  assert.match(shown.headers.get('content-security-policy')!, /^default-src 'none'; style-src 'sha256-/)
  assert.match(shown.text, /Ein &lt;b&gt;&quot;Fisch&quot;&lt;\/b&gt;\.csv/)
  assert.match(shown.text, /586KB|0\.6MB/)
  assert.match(shown.text, /9 March 2026/)
  assert.match(shown.text, /mailto:help@example\.org/)
  assert.ok(!shown.text.includes('<Pigeons>') && !shown.text.includes('<script'))
  crier.setNow('2026-03-09T23:59:59Z')
  const file = await crier.app.request(hrefOf(shown.text))
  const bytes = Buffer.from(await file.arrayBuffer())
  crier.setNow(null)
  assert.deepEqual(bytes, contents)
  const headers = Object.fromEntries(
    ['content-type', 'content-length', 'content-disposition', 'x-content-type-options', 'cache-control'].map(
      (name) => [name, file.headers.get(name)],
    ),
  )
  assert.deepEqual(headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-length': String(contents.length),
    'content-disposition': `attachment; filename="Ein <b>_Fisch_<_b>.csv"; filename*=UTF-8''Ein%20%3Cb%3E%22Fisch%22%3C_b%3E.csv`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  crier.setNow('2026-03-10T00:00:00Z')
  const over = await page(path)
  const download = await page(hrefOf(shown.text))
  crier.setNow(null)
  assert.deepEqual([over.status, download.status], [410, 410])
  assert.match(over.text, /no longer available/)
})

test('what a mail program takes along after a link does not break it', async () => {
  const text = { ...small, filename: 'a.txt' }
  const { path } = await sendFile({ ...text, confirm_email_before_download: false })
  const signs = [...'.,);:!?\'">]}*_-…”’»。', '...', ').', '.Then', '%', '%E2%80', '.&amp;', ' ', '\u200b']
  for (const sign of signs) {
    for (const after of [sign, encodeURIComponent(sign) + sign]) {
      const first = await page(`${path}${after}`)
      assert.equal(first.status, 200, after)
      assert.equal(hrefOf(first.text), behind(path), after)
      const shown = await page(`${hrefOf(first.text)}${after}`)
      const href = hrefOf(shown.text)
      assert.equal(href, path.replace('?', '/download/a.txt?'), after)
      assert.equal((await page(`${href}${after}`)).status, 200, after)
    }
  }
  const confirmed = await sendFile(text)
  for (const after of ['.', '%29.', '>', '%E2%80%9D']) {
    const form = await page(`${behind(confirmed.path)}${after}`)
    assert.equal(form.status, 200, after)
    assert.ok(form.text.includes(`action="${behind(confirmed.path)}"`), after)
    const right = await confirm(`${confirmed.path}${after}`, address)
    assert.equal(right.status, 303, after)
    const open = await page(`${right.headers.get('location')!}${after}`)
    assert.equal(open.status, 200, after)
    assert.equal((await page(`${hrefOf(open.text)}${after}`)).status, 200, after)
  }
  // What is no punctuation makes another key of it.
  for (const after of ['x', '0', 'ä', '日']) assert.equal((await page(`${path}${after}`)).status, 404, after)
})

test('a file whose recipient must confirm the address', async () => {
  const { path } = await sendFile()
  assert.ok(!(await page(path)).text.includes('Fisch'))
  const form = await page(behind(path))
  assert.equal(form.status, 200)
  assert.match(form.text, /<form method="post"/)
  assert.ok(!form.text.includes('Fisch'), 'the name is told to the recipient alone')
  const direct = await page(path.replace('?', '/download/a.txt?'))
  assert.equal(direct.status, 403)
  const forged = `${behind(path)}&confirmed=zzzzzz.${'A'.repeat(43)}`
  assert.match((await page(forged)).text, /<form/)
  const empty = await confirm(path, 'nobody')
  assert.equal(empty.status, 403)
  assert.match(await empty.text(), /Enter an email address in the correct format/)
  const wrong = await confirm(path, 'else@example.gov.uk')
  assert.equal(wrong.status, 403)
  const wrongText = await wrong.text()
  assert.match(wrongText, /<title>Error: /)
  assert.match(wrongText, /value="else@example\.gov\.uk"/)
  const right = await confirm(path, ' AMALA@EXAMPLE.gov.uk ')
  assert.equal(right.status, 303)
  const next = right.headers.get('location')!
  const shown = await page(next)
  assert.match(shown.text, /Fisch/)
  const file = await crier.app.request(hrefOf(shown.text))
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), contents)
  const other = await sendFile(small)
  const moved = new URL(next, 'https://x').searchParams.get('confirmed')
  assert.match((await page(`${behind(other.path)}&confirmed=${moved}`)).text, /<form/)
  crier.setNow(new Date(Date.now() + 61 * 60_000).toISOString())
  assert.match((await page(next)).text, /<form/)
  assert.equal((await page(hrefOf(shown.text))).status, 403)
  crier.setNow(null)
})

test('ten wrong addresses an hour and no more, however many come at once', async () => {
  const { path, id } = await sendFile(small)
  crier.setNow('2026-11-22T10:00:00Z')
  const answers = await Promise.all(Array.from({ length: 25 }, (_, i) => confirm(path, `a${i}@example.org`)))
  const statuses = answers.map((answer) => answer.status)
  assert.equal(statuses.filter((status) => status === 403).length, 10)
  assert.equal(statuses.filter((status) => status === 429).length, 15)
  assert.equal((await confirm(path, address)).status, 429)
  const waiting = await page(behind(path))
  assert.equal(waiting.status, 429)
  assert.match(waiting.text, /try again in an hour/)
  crier.setNow('2026-11-22T11:00:00Z')
  assert.equal((await confirm(path, address)).status, 303)
  const [row] = await crier.sql`select wrong_tries from documents where id = ${id}`
  assert.equal(row!.wrong_tries, 0)
  crier.setNow(null)
})

test('a link with any wrong part leads nowhere', async () => {
  const { path, service } = await sendFile({ ...small, confirm_email_before_download: false })
  const other = await sendFile(small)
  const [, owner, document, key] = /^\/d\/(.{22})\/(.{22})\?key=(.{43})$/.exec(path)!
  const [, otherOwner] = /^\/d\/(.{22})/.exec(other.path)!
  const wrong = [
    `/d/${otherOwner}/${document}?key=${key}`,
    `/d/${owner}/${document}?key=${'A'.repeat(43)}`,
    `/d/${owner}/${document}`,
    `/d/${owner}/${document}?key=${key}A`,
    `/d/${owner}/${owner}?key=${key}`,
    `/d/${service.id}/${document}?key=${key}`,
    `/d/${owner}/..%2f${document}?key=${key}`,
  ]
  for (const one of wrong) {
    for (const each of [one, behind(one), one.replace('?', '/download/a.txt?')]) {
      const { status, text } = await page(each)
      assert.equal(status, 404, each)
      if (each.startsWith('/d/') && !each.includes('%2f'))
        assert.match(text, /This link does not work|not found/)
    }
    assert.equal((await confirm(one, address)).status, 404)
  }
  assert.equal((await page(path)).status, 200)
})

test('a form that is no form, too long or not text is an address that is none', async () => {
  const { path } = await sendFile(small)
  for (const body of ['x'.repeat(10_000), '{}', '', Buffer.from([0xff, 0, 1])]) {
    const answer = await crier.app.request(behind(path), { method: 'POST', body })
    assert.equal(answer.status, 403)
  }
})

test('HEAD tells of the file without reading it', async () => {
  const { path } = await sendFile({ confirm_email_before_download: false })
  const answer = await crier.app.request(path.replace('?', '/download/a.txt?'), { method: 'HEAD' })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-length'), String(contents.length))
  assert.equal((await answer.arrayBuffer()).byteLength, 0)
})

test('a download that broke off goes on where it was', async () => {
  const { path, id } = await sendFile({ confirm_email_before_download: false })
  const link = path.replace('?', '/download/a.txt?')
  const size = contents.length
  const whole = await crier.app.request(link)
  await whole.arrayBuffer()
  const tag = whole.headers.get('etag')!
  assert.match(tag, /^"[\w-]{22}"$/)
  assert.equal(whole.headers.get('accept-ranges'), 'bytes')
  // The contents lie in pieces of 262,144 bytes, the last of which is short.
  const parts: [range: string, from: number, to: number][] = [
    ['bytes=0-0', 0, 0],
    ['bytes=5-', 5, size - 1],
    ['bytes=-7', size - 7, size - 1],
    ['bytes=262143-262144', 262_143, 262_144],
    ['bytes=262144-524287', 262_144, 524_287],
    ['Bytes=100-', 100, size - 1],
    ['bytes=, 3-4,', 3, 4],
    [`bytes=${size - 1}-${'9'.repeat(400)}`, size - 1, size - 1],
    [`bytes=-${size + 1}`, 0, size - 1],
  ]
  for (const [range, from, to] of parts) {
    for (const condition of [{}, { 'if-range': tag }, { 'if-match': `"x", ${tag}` }]) {
      const answer = await crier.app.request(link, { headers: { range, ...condition } })
      const bytes = Buffer.from(await answer.arrayBuffer())
      const { status, headers } = answer
      assert.deepEqual(
        [status, headers.get('content-range'), headers.get('content-length'), headers.get('etag')],
        [206, `bytes ${from}-${to}/${size}`, String(to - from + 1), tag],
        range,
      )
      assert.ok(bytes.equals(contents.subarray(from, to + 1)), range)
      assert.equal(headers.get('content-disposition'), whole.headers.get('content-disposition'))
    }
  }
  const range = 'bytes=1-2'
  const others: [status: number, headers: Record<string, string>][] = [
    // Several at once, what cannot be read and what is of other units: the whole.
    ...['bytes=0-1,5-6', 'bytes=2-1', 'bytes=-', 'bytes=a-b', 'bytes', 'lines=1-2', 'bytes=1-2-3', ''].map(
      (text): [number, Record<string, string>] => [200, { range: text }],
    ),
    [200, { range, 'if-range': '"another"' }],
    [200, { range, 'if-range': `W/${tag}` }],
    [200, { range, 'if-range': new Date().toUTCString() }],
    [416, { range: `bytes=${size}-` }],
    [416, { range: 'bytes=-0' }],
    [412, { range, 'if-match': '"another"' }],
    [412, { 'if-match': `W/${tag}` }],
    [304, { range, 'if-none-match': `"another", W/${tag}` }],
    [304, { 'if-none-match': '*' }],
  ]
  for (const [status, headers] of others) {
    const answer = await crier.app.request(link, { headers })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const what = JSON.stringify(headers)
    assert.equal(answer.status, status, what)
    assert.ok(bytes.equals(status === 200 ? contents : Buffer.alloc(0)), what)
    assert.equal(answer.headers.get('content-range'), status === 416 ? `bytes */${size}` : null, what)
  }
  const head = await crier.app.request(link, { method: 'HEAD', headers: { range } })
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(size)])
  // No more is read than the pieces in which the range is.
  await crier.sql`delete from file_chunks where file_id = ${id} and position <> 1`
  const middle = await crier.app.request(link, { headers: { range: 'bytes=262144-300000' } })
  assert.ok(Buffer.from(await middle.arrayBuffer()).equals(contents.subarray(262_144, 300_001)))
})

test('a part of a file is of nobody else either', async () => {
  const { path } = await sendFile(small)
  const asked = { headers: { range: 'bytes=0-9' } }
  assert.equal((await crier.app.request(path.replace('?', '/download/a.txt?'), asked)).status, 403)
  assert.equal((await crier.app.request(`${path.replace('?', '/download/a.txt?')}A`, asked)).status, 404)
})

test('what is over is deleted, but for what the link must tell', async () => {
  crier.setNow('2026-11-01T12:00:00Z')
  const { path, id } = await sendFile({ ...small, retention_period: '1 week' })
  crier.setNow('2026-11-08T23:59:00Z')
  await runTask(crier.crier, 'delete-expired-files')
  assert.equal((await page(path)).status, 200)
  crier.setNow('2026-11-09T00:10:00Z')
  await runTask(crier.crier, 'delete-expired-files')
  const [row] = await crier.sql`
    select name, address_hash, (select count(*)::int from file_chunks where file_id = id) as chunks
    from files join documents using (id) where id = ${id}`
  assert.deepEqual({ ...row }, { name: null, address_hash: null, chunks: 0 })
  assert.equal((await page(path)).status, 410)
  crier.setNow('2027-11-15T00:10:00Z')
  await runTask(crier.crier, 'delete-expired-files')
  assert.equal((await page(path)).status, 404)
  crier.setNow(null)
})
