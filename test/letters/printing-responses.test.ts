/** What the printer tells: response files that an event names, acknowledgements, receipts out of order. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { makeS3 } from '../../src/files/s3.ts'
import { isResponseFile, readResponseFiles } from '../../src/letters/printing/responses.ts'
import { runTask } from '../../src/schedule.ts'
import { snsPeer } from '../delivery/sns.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { testS3 } from '../support/s3.ts'
import { collate, makeLetters } from './printing.ts'
import { sftpServer } from './sftp-server.ts'

let crier: TestCrier
let server: Awaited<ReturnType<typeof sftpServer>>
let sns: Awaited<ReturnType<typeof snsPeer>>
before(async () => {
  server = await sftpServer()
  sns = await snsPeer()
  crier = await testCrier({ providers: { 'sftp-zip': { ...server.settings, ...sns.settings } } })
  await crier.sql`update provider_details set active = (identifier = 'dvla') where notification_type = 'letter'`
  await crier.sql`update settings set support_email_address = 'support@example.org'`
})
after(async () => {
  await crier.close()
  await Promise.all([server.close(), sns.close()])
})

const folder = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/letters`
const json = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))
const apply = (file: string, content: string) =>
  crier.sql`select * from apply_response_file(${file}, ${content}, '2050-01-03T10:00:00Z')`
let years = 2050
const sending = async (references: string[]) => {
  const service = await crier.makeService()
  const day = `${years++}-01-02`
  const letters = references.map((reference) => ({
    created_at: `${day}T10:00:00Z`,
    status: 'sending',
    reference,
  }))
  const ids = await makeLetters(crier, service, letters)
  await crier.sql`update notifications set sent_at = created_at, sent_by = 'dvla' where id = any (${ids})`
  return ids
}
const tickets = async (subject: string) =>
  (
    await crier.sql`select personalisation ->> 'content' as content from notifications
      where personalisation ->> 'subject' = ${subject} order by created_at`
  ).map(({ content }) => content as string)

test('response files do what the specification says of each', async () => {
  let counted = 0
  for (const { file, content, outcome, alert, error, ...wanted } of json('response-files.json')) {
    // Names of letters are unique, and each file has its own.
    const own = (name: string) => `${name}-${counted}`
    counted++
    const lines = (content as string).split('\n').filter((line) => line !== '')
    const references = lines.map((line) => line.split('|')[0]!)
    await sending(references.map(own))
    const text = lines.map((line) => line.replace(/^[^|]*/, own)).join('\n')
    if (error !== undefined) {
      await assert.rejects(apply(file, text), (thrown: Error) => thrown.message === error)
      continue
    }
    const [read] = await apply(file, text)
    assert.deepEqual(read!.unknown_words, wanted.sort_error_names ?? [], text)
    const rows =
      await crier.sql`select reference, notification_status as status from notifications where reference = any (${references.map(own)})`
    if (outcome !== undefined)
      assert.deepEqual(
        Object.fromEntries(rows.map(({ reference, status }) => [reference, status])),
        Object.fromEntries(Object.entries(outcome).map(([name, status]) => [own(name), status])),
      )
    if (alert !== undefined) assert.equal(read!.alert.replaceAll(`-${counted}'`, "'"), alert)
    if (wanted.billing_day !== undefined) {
      const [day] = await crier.sql`select response_file_day(${file})::text as day`
      assert.equal(day!.day, wanted.billing_day)
    }
    if (wanted.unsorted !== undefined) {
      const [sorted] =
        await crier.sql`select unsorted_count, sorted_count from daily_sorted_letter where file_name = ${file}`
      assert.deepEqual([sorted!.unsorted_count, sorted!.sorted_count], [wanted.unsorted, wanted.sorted])
    }
  }
  assert.equal((await tickets('Letters failed at the printer')).length, 2)
})

test('a repeated file changes nothing, unknown letters are told and the rest is read, a late word changes nothing (must hold, 20)', async () => {
  const [id] = await sending(['KNOWN'])
  const file = 'NOTIFY-20500103100000-RSP.TXT'
  const [read] = await apply(file, 'NOBODY|Sent|1|Sorted\r\nKNOWN|Sent|7|Sorted\r\n')
  assert.deepEqual(
    [read!.lines, read!.applied, read!.unknown_references, read!.other_sheets],
    [2, 1, ['NOBODY'], [{ id, units: 1, sheets: 7 }]],
  )
  const state = () =>
    crier.sql`select notification_status as status, updated_at, sent_at from notifications where id = ${id!}`
  const [delivered] = await state()
  assert.equal(delivered!.status, 'delivered')
  await apply(file, 'KNOWN|Sent|7|Sorted')
  await apply(file, 'KNOWN|Failed|7|Sorted')
  assert.deepEqual((await state())[0], delivered)
  await crier.sql`update notifications set notification_status = 'returned-letter' where id = ${id!}`
  await apply(file, 'KNOWN|Sent|7|Sorted')
  assert.equal((await state())[0]!.status, 'returned-letter')
  const [cancelled] = await makeLetters(crier, await crier.makeService(), [
    { created_at: '2050-01-02T10:00:00Z', status: 'cancelled', reference: 'CANCELLED' },
  ])
  await apply(file, 'CANCELLED|Sent|1|Sorted')
  const [left] =
    await crier.sql`select notification_status as status from notifications where id = ${cancelled!}`
  assert.equal(left!.status, 'cancelled')
})

test('an event names a response file, which a job fetches and reads; only SNS is believed', async () => {
  for (const { key, processed } of json('response-file-events.json'))
    assert.equal(isResponseFile(key), processed, key)
  const [id] = await sending(['FETCHED'])
  const file = 'NOTIFY-20510103100000-RSP.TXT'
  server.files.set(`root/dispatch/${file}`, Buffer.from('FETCHED|Sent|1|Sorted'))
  const event = (key: string) => ({ Records: [{ s3: { object: { key } } }] })
  const path = '/notifications/letter/dvla'
  assert.equal((await crier.call(path, { body: event(file) })).status, 400)
  const forged = sns.envelope(event(file), { Message: JSON.stringify(event('other-rsp.txt')) })
  assert.equal((await crier.call(path, forged)).status, 400)
  const posted = await crier.call(path, sns.envelope(event(file)))
  assert.deepEqual(
    [posted.status, posted.body],
    [200, { result: 'success', message: 'DVLA callback succeeded' }],
  )
  await crier.call(path, sns.envelope(event('bar.ack.txt')))
  const jobs = await crier.sql`select id, data from pgboss.job where name = 'letter-responses'`
  assert.deepEqual(
    jobs.map(({ data }) => data),
    [{ provider: 'dvla', file }],
  )
  const read = await readResponseFiles(crier.crier, jobs as never, unhurried())
  assert.deepEqual(read, [{ id: jobs[0]!.id, status: 'completed' }])
  const [row] = await crier.sql`select notification_status as status from notifications where id = ${id!}`
  assert.equal(row!.status, 'delivered')
  // One that was cut off is not read at all, and somebody is told; it comes again under its name.
  const cut = await sending(['WHOLE', 'HALF'])
  const cutFile = 'NOTIFY-20510103100002-RSP.TXT'
  const readCut = async (content: string) => {
    server.files.set(`root/dispatch/${cutFile}`, Buffer.from(content, 'latin1'))
    const job = [{ id: jobs[0]!.id, data: { provider: 'dvla', file: cutFile } }]
    assert.equal((await readResponseFiles(crier.crier, job, unhurried()))[0]!.status, 'completed')
    const rows =
      await crier.sql`select notification_status::text as status from notifications where id = any (${cut})`
    return rows.map(({ status }) => status)
  }
  const subject = 'A response file of the printer is not read'
  for (const [number, content] of [
    'WHOLE|Sent|1|Sorted\nHA',
    '\0\0',
    '<html>',
    'WHOLE|Sent|x|Sorted',
  ].entries()) {
    assert.deepEqual(await readCut(content), ['sending', 'sending'], content)
    assert.equal((await tickets(subject)).length, number + 1)
  }
  assert.equal(
    (await tickets(subject))[0],
    `${cutFile} is no response file, so that nothing is known of its letters: DVLA response file: ${cutFile} has an invalid format`,
  )
  assert.deepEqual(await readCut('WHOLE|Sent|1|Sorted\nHALF|Sent|1|Sorted\n'), ['delivered', 'delivered'])
  // One that is not there may come.
  const missing = [{ id: jobs[0]!.id, data: { provider: 'dvla', file: 'NOTIFY-20510103100001-RSP.TXT' } }]
  assert.equal((await readResponseFiles(crier.crier, missing, unhurried()))[0]!.status, 'failed')
})

test('files that the printer has not acknowledged by night are told of', async (t) => {
  for (const { date, zips_sent, acks, missing } of json('ack-files.json')) {
    await crier.sql`delete from print_batches`
    await crier.sql`insert into print_runs (print_day, deadline_at, started_at) values (${date}, ${date}, ${date}) on conflict do nothing`
    const names = (zips_sent as string[]).map((name) => name.replace('.TXT', ''))
    for (const [index, name] of names.entries())
      await crier.sql`insert into print_batches (print_day, postage, sequence, service_id, letters, sheets, bytes, name,
          status, provider, created_at, handed_over_at)
        values (${date}, 'second', ${index + 1}, gen_random_uuid(), 1, 1, 1, ${name}, 'handed-over', 'dvla', ${date}, ${`${date}T17:55:00Z`})`
    const [seen] =
      await crier.sql`select * from acknowledge_batches(${[...acks, 'root/dispatch/other.ACK.txt']}, ${`${date}T23:00:00Z`})`
    assert.deepEqual(
      [seen!.acknowledged, seen!.missing, seen!.unexpected],
      [names.length - missing.length, missing, ['OTHER']],
    )
  }
  const told = await tickets('Letter acknowledge error')
  assert.deepEqual(told, [
    'The printer has not acknowledged these files:\n\n* NOTIFY.2018-01-11175009\n* NOTIFY.2018-01-11175010',
  ])
  // By the task, from the printer's own folder.
  server.files.set('root/dispatch/NOTIFY.2018-01-11175009.ack.TXT', Buffer.from(''))
  crier.setNow('2018-01-11T23:30:00Z')
  await runTask(crier.crier, 'raise-alert-if-no-letter-ack-file')
  assert.match((await tickets('Letter acknowledge error')).at(-1)!, /^[^*]*\* NOTIFY\.2018-01-11175010$/)
  // By the task, from the bucket that is named for the printer's files: of the last day, and of that folder.
  const store = await testS3(['letters-ftp'])
  t.after(store.close)
  const settings = store.settings({ responsesBucket: 'letters-ftp' })
  const s3 = makeS3(settings)
  t.after(s3.close)
  const acknowledge = (key: string, at: string) => store.put(`letters-ftp/${key}`, '', new Date(at))
  acknowledge('root/dispatch/NOTIFY.2018-01-11175010.ACK.txt', '2018-01-10T23:29:59Z')
  acknowledge('root/other/NOTIFY.2018-01-11175010.ACK.txt', '2018-01-11T23:00:00Z')
  for (let number = 0; number < 3; number++)
    acknowledge(`root/dispatch/ANOTHER & ${number}.ACK.txt`, '2018-01-11T23:00:00Z')
  const reading = { ...crier.crier, s3, config: { ...crier.crier.config, s3: settings } }
  await runTask(reading, 'raise-alert-if-no-letter-ack-file')
  const before = await tickets('Letter acknowledge error')
  assert.match(before.at(-1)!, /^[^*]*\* NOTIFY\.2018-01-11175010$/)
  acknowledge('root/dispatch/NOTIFY.2018-01-11175010.ACK.txt', '2018-01-11T23:00:00Z')
  await runTask(reading, 'raise-alert-if-no-letter-ack-file')
  assert.equal((await tickets('Letter acknowledge error')).length, before.length)
  const listings = store.requests.filter((request) => request.includes('list-type=2'))
  assert.equal(listings.length, 4, 'a page of two objects at a time')
})

test('letters that are late, at the printer or before it, are told of', async () => {
  await crier.sql`delete from print_batch_letters`
  await crier.sql`delete from notifications where notification_type = 'letter'`
  const service = await crier.makeService()
  await makeLetters(crier, service, [
    { created_at: '2018-01-10T10:00:00Z', status: 'sending' },
    { created_at: '2018-01-16T17:29:00Z', key_type: 'test' },
    { created_at: '2018-01-16T17:30:00Z' },
    { created_at: '2018-01-14T06:59:00Z', status: 'technical-failure' },
    { created_at: '2018-01-14T07:01:00Z', status: 'technical-failure' },
  ])
  await crier.sql`update notifications set sent_at = '2018-01-15T23:59:00Z' where notification_status = 'sending'`
  crier.setNow('2018-01-16T19:00:00Z')
  await runTask(crier.crier, 'raise-alert-if-letter-notifications-still-sending')
  crier.setNow('2018-01-17T07:00:00Z')
  await runTask(crier.crier, 'check-if-letters-still-in-created')
  const environment = 'admin.example.org'
  assert.deepEqual(await tickets(`[${environment}] Letters still sending`), [])
  assert.deepEqual(await tickets(`[${environment}] Letters still in 'created' status`), [
    "1 letters were created before 17.30 yesterday and still have 'created' status.",
  ])
  await runTask(crier.crier, 'check-if-letters-in-technical-failure')
  assert.deepEqual(await tickets(`[${environment}] Letters in 'technical-failure' status`), [
    "1 letters of the last three days have 'technical-failure' status.",
  ])
  crier.setNow('2018-01-17T19:00:00Z')
  await runTask(crier.crier, 'raise-alert-if-letter-notifications-still-sending')
  assert.deepEqual(await tickets(`[${environment}] Letters still sending`), [
    "There are 1 letters in the 'sending' state from Monday 15 January 2018 or before.",
  ])
})

test('batches that the printer did not take all day are told of, with the platform’s address to answer to', async () => {
  await crier.sql`
    insert into service_email_reply_to (service_id, email_address, is_default)
    values (notify_service_id(), 'platform@example.org', true)`
  const service = await crier.makeService()
  await makeLetters(crier, service, [{ created_at: '2019-03-04T10:00:00Z' }])
  const [batch] = await collate(crier, '2019-03-04T17:50:00Z')
  crier.setNow('2019-03-04T21:00:00Z')
  const run = () => runTask(crier.crier, 'raise-alert-if-letter-batches-unsent')
  const subject = '[admin.example.org] Letters not handed over'
  await run()
  assert.deepEqual(await tickets(subject), [])
  await crier.sql`select fail_print_batch(${batch!.id}, 'no printer is active', null, '2019-03-04T20:45:00Z')`
  crier.setNow('2019-03-05T21:00:00Z')
  await run()
  assert.deepEqual(await tickets(subject), [
    '1 batches of letters could not be handed to the printer; the next run tries again.',
  ])
  const [mail] = await crier.sql`
    select reply_to_text from notifications where personalisation ->> 'subject' = ${subject}`
  assert.equal(mail!.reply_to_text, 'platform@example.org')
})

test('a response file is read from its bucket, where one is named', async (t) => {
  const store = await testS3(['letters-ftp'])
  t.after(store.close)
  const settings = store.settings({ responsesBucket: 'letters-ftp' })
  const s3 = makeS3(settings)
  t.after(s3.close)
  const [id] = await sending(['BUCKETED'])
  const file = 'root/dispatch/NOTIFY-20530103100000-RSP.TXT'
  await s3.put('letters-ftp', file, Buffer.from('BUCKETED|Sent|1|Sorted'))
  const reading = { ...crier.crier, s3, config: { ...crier.crier.config, s3: settings } }
  const job = (name: string) => [{ id: id!, data: { provider: 'dvla', file: name } }]
  assert.equal((await readResponseFiles(reading, job(file), unhurried()))[0]!.status, 'completed')
  const [row] = await crier.sql`select notification_status as status from notifications where id = ${id!}`
  assert.equal(row!.status, 'delivered')
  const missing = job('NOTIFY-20530103100001-RSP.TXT')
  assert.equal((await readResponseFiles(reading, missing, unhurried()))[0]!.status, 'failed')
})
