/** Jobs that people make of files in the bucket of Notify's admin application, or in Crier's own store: whole exchanges. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { placeOf } from '../../src/buckets/names.ts'
import { putObject } from '../../src/buckets/objects.ts'
import { storeFile } from '../../src/files/store.ts'
import { runTask } from '../../src/schedule.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type TestS3, testS3 } from '../support/s3.ts'
import { jobOf, type Made, maker, process, usedOn } from './support.ts'

let peer: TestS3
let crier: TestCrier
let person: string
const csvBucket = 'local-csv-upload'
const contactListBucket = 'local-contact-list'
const noon = '2026-06-15T12:00:00.000000Z'
before(async () => {
  peer = await testS3([csvBucket, contactListBucket])
  crier = await sharedCrier({ s3: peer.settings({ csvBucket, contactListBucket }) })
  crier.setNow(noon)
  const [made] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Someone', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', 'active') returning id`
  person = made!.id
})
after(async () => {
  await crier.close()
  await peer.close()
})

const twoRows = 'Phone Number,name,reference\r\n07900900001,Zoë,r1\r\n+1 650 253 2222, Ben ,\r\n'
const abroad = { permissions: ['sms', 'email', 'letter', 'international_sms'] }
const checked = ({ template_id }: Made) => ({
  original_file_name: 'people.csv',
  notification_count: '2',
  template_id,
  valid: 'True',
})
/** Puts a file where the admin application would. */
async function put(made: Made, text = twoRows, metadata: object = checked(made)): Promise<string> {
  const id = randomUUID()
  await crier.crier.s3!.put(
    csvBucket,
    `service-${made.service.id}-notify/${id}.csv`,
    Buffer.from(text),
    metadata as Record<string, string>,
  )
  return id
}
const make = ({ service }: { service: { id: string } }, body: object) =>
  adminCall(crier, `/service/${service.id}/job`, { body: { created_by: person, ...body } })
const made = () => maker(crier, abroad)

test('a file of the bucket becomes a job with its id, which starts at once', async () => {
  const it = await made()
  const id = await put(it)
  assert.equal((await adminCall(crier, `/service/${it.service.id}/job/${id}`)).status, 404)
  const answer = await make(it, { id })
  const { service_name: _, template_name: __, ...data } = answer.body.data
  assert.equal(answer.status, 201)
  assert.deepEqual(data, {
    archived: false,
    contact_list_id: null,
    created_at: noon,
    created_by: { id: person, name: 'Someone' },
    id,
    job_status: 'pending',
    notification_count: 2,
    original_file_name: 'people.csv',
    processing_finished: null,
    processing_started: null,
    scheduled_for: null,
    service: it.service.id,
    statistics: [],
    template: it.template_id,
    template_type: 'sms',
    template_version: 1,
    updated_at: null,
  })
  assert.equal((await crier.sql`select from pgboss.job where id = ${id} and name = 'jobs'`).length, 1)
  await process(crier, id)
  const messages = await crier.sql`
    select "to", normalised_to, personalisation, client_reference, key_type, api_key_id from notifications
    where job_id = ${id} order by job_row_number`
  const sent = { key_type: 'normal', api_key_id: null }
  assert.deepEqual(
    messages.map((row) => ({ ...row })),
    [
      {
        ...sent,
        to: '07900900001',
        normalised_to: '447900900001',
        personalisation: { phonenumber: '07900900001', name: 'Zoë' },
        client_reference: 'r1',
      },
      {
        ...sent,
        to: '+1 650 253 2222',
        normalised_to: '16502532222',
        personalisation: { phonenumber: '+1 650 253 2222', name: 'Ben' },
        client_reference: null,
      },
    ],
  )
})

test('a repeated id is answered with the job that it made, and makes no second one; another service’s is refused', async () => {
  const it = await made()
  const id = await put(it)
  const [first, again] = await Promise.all([make(it, { id }), make(it, { id })])
  const later = await make(it, { id })
  for (const answer of [first, again, later])
    assert.deepEqual([answer.status, answer.body.data.id], [201, id])
  const queued = await crier.sql`
    select (select count(*)::integer from job_rows where job_id = ${id}) as rows,
      (select count(*)::integer from pgboss.job where id = ${id}) as jobs`
  assert.deepEqual({ ...queued[0] }, { rows: 2, jobs: 1 })
  const other = await made()
  await crier.crier.s3!.put(
    csvBucket,
    `service-${other.service.id}-notify/${id}.csv`,
    Buffer.from(twoRows),
    checked(other),
  )
  const refused = await make(other, { id })
  assert.deepEqual([refused.status, refused.body.message], [409, { id: ['Already in use'] }])
})

test('a job for later, of a contact list, with a sender of its own', async () => {
  const it = await made()
  const list = { id: randomUUID(), original_file_name: 'all', row_count: 2, template_type: 'sms' }
  const kept = await adminCall(crier, `/service/${it.service.id}/contact-list`, {
    body: { ...list, created_by: person },
  })
  assert.equal(kept.status, 201)
  const [sender] = await crier.sql`
    insert into service_sms_senders (service_id, sms_sender, is_default) values (${it.service.id}, '07700900123', false)
    returning id`
  await crier.until('the sender is known', async () => {
    const service = await crier.crier.cache.service(it.service.id)
    return service!.smsSenders.length > 1
  })
  const id = await put(it, twoRows, { ...checked(it), sender_id: sender!.id })
  // Without a zone it is UTC. A list that was removed meanwhile is accepted.
  await adminCall(crier, `/service/${it.service.id}/contact-list/${list.id}`, { method: 'DELETE' })
  const answer = await make(it, { id, scheduled_for: '2026-06-16T09:00:00', contact_list_id: list.id })
  assert.equal(answer.status, 201, answer.text)
  const { job_status, scheduled_for, contact_list_id } = answer.body.data
  assert.deepEqual(
    [job_status, scheduled_for, contact_list_id],
    ['scheduled', '2026-06-16T09:00:00.000000Z', list.id],
  )
  assert.equal((await jobOf(crier, id)).reply_to_text, '447700900123')
})

test('more than the day has left is told of the job and not of the request', async () => {
  const it = await maker(crier, { ...abroad, sms_message_limit: 1 })
  const id = await put(it)
  assert.equal((await make(it, { id })).status, 201)
  await process(crier, id)
  assert.equal((await jobOf(crier, id)).job_status, 'sending limits exceeded')
  const [used] =
    await crier.sql`select from service_daily_usage where service_id = ${it.service.id} and sms > 0`
  assert.equal(used, undefined)
  const fits = await maker(crier, { ...abroad, sms_message_limit: 2 })
  const second = await put(fits)
  await make(fits, { id: second })
  await process(crier, second)
  assert.deepEqual(await usedOn(crier, '2026-06-15', fits), { sms: 2, international_sms: 1 })
})

test('in trial mode rows to strangers are left out, and the rest is sent', async () => {
  const it = await maker(crier, { ...abroad, restricted: true })
  await crier.sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${it.service.id}, 'mobile', '07900 900 001', '447900900001')`
  const id = await put(it)
  assert.equal((await make(it, { id })).status, 201)
  await process(crier, id)
  const rows = await crier.sql`select outcome from job_rows where job_id = ${id} order by row_number`
  assert.deepEqual(
    rows.map((row) => row.outcome),
    ['stored', 'recipient-not-allowed'],
  )
})

test('a file that Crier keeps itself is taken as well, with what the request says of it', async () => {
  const it = await made()
  const id = randomUUID()
  const store = (purpose: string, aboutId: string) =>
    storeFile(
      crier.crier,
      { purpose, serviceId: it.service.id, aboutId },
      { name: 'own.csv', contentType: 'text/csv' },
      [Buffer.from(twoRows)],
    )
  const file = await store('spreadsheet', id)
  const { template_id } = it
  assert.equal((await make(await made(), { id, template_id })).status, 404, 'another’s')
  const answer = await make(it, { id, template_id })
  assert.deepEqual(
    [answer.status, answer.body.data.original_file_name, answer.body.data.notification_count],
    [201, 'own.csv', 2],
  )
  await process(crier, id)
  crier.setNow('2026-06-25T03:00:00Z')
  await runTask(crier.crier, 'remove-sms-email-jobs')
  crier.setNow(noon)
  assert.equal((await crier.sql`select from files where id = ${file.id}`).length, 0)

  const list = randomUUID()
  const kept = { original_file_name: 'own.csv', row_count: 2, template_type: 'sms', created_by: person }
  await adminCall(crier, `/service/${it.service.id}/contact-list`, { body: { id: list, ...kept } })
  await store('contact-list', list)
  const sent = await make(it, { id: randomUUID(), template_id, contact_list_id: list })
  assert.deepEqual([sent.status, sent.body.data.contact_list_id], [201, list])
})

test('what the application has written beside a file that it put into Crier’s store goes before the request, and the file stays', async () => {
  const it = await made()
  const id = randomUUID()
  const place = placeOf('csv', `service-${it.service.id}-notify/${id}.csv`)!
  const object = { contentType: 'binary/octet-stream', size: twoRows.length + 1, isPassing: false }
  const { valid: _, ...unchecked } = checked(it)
  await putObject(crier.crier, place, { ...object, metadata: unchecked }, [Buffer.from(twoRows)])
  assert.equal((await make(it, { id })).status, 400, 'not found valid yet')
  await putObject(crier.crier, place, { ...object, metadata: checked(it) }, [Buffer.from(twoRows)])
  const answer = await make(it, { id, template_id: randomUUID() })
  assert.deepEqual(
    [answer.status, answer.body.data.original_file_name, answer.body.data.template],
    [201, 'people.csv', it.template_id],
  )
  const [file] = await crier.sql`select delete_after from files where about_id = ${id}`
  assert.equal(file!.delete_after, null)
})

test('the file in the bucket goes with the retention of the messages, and the rows wait for it', async () => {
  const it = await made()
  const other = await made()
  const id = await put(it)
  const later = await put(it)
  for (const one of [id, later]) assert.equal((await make(it, { id: one })).status, 201)
  await process(crier, id)
  const kept = () => peer.objects.has(`${csvBucket}/service-${it.service.id}-notify/${id}.csv`)
  const rows = async (one: string) => (await crier.sql`select from job_rows where job_id = ${one}`).length
  const answer = await crier.call('/v2/jobs', {
    key: other.service.keys.normal,
    body: { name: 'a', template_id: other.template_id, csv: twoRows },
  })
  const byKey = answer.body.id
  await process(crier, byKey)
  crier.setNow('2026-06-25T03:00:00Z')
  peer.badMoments.push(...Array(10).fill({ method: 'DELETE', moment: '403 AccessDenied' }))
  await assert.rejects(runTask(crier.crier, 'remove-sms-email-jobs'))
  assert.deepEqual([kept(), await rows(id), await rows(byKey)], [true, 2, 0])
  peer.badMoments.length = 0
  await runTask(crier.crier, 'remove-sms-email-jobs')
  assert.deepEqual([kept(), await rows(id), await rows(later)], [false, 0, 0])
  assert.deepEqual(
    [(await jobOf(crier, later)).job_status, (await jobOf(crier, id)).archived],
    ['cancelled', true],
  )
  crier.setNow(noon)
})

test('a file that the bucket does not remove keeps no other job', async () => {
  const it = await made()
  const both = [await put(it), await put(it)]
  for (const id of both) {
    assert.equal((await make(it, { id })).status, 201)
    await process(crier, id)
  }
  crier.setNow('2026-06-25T03:00:00Z')
  const kept = async () =>
    (await Promise.all(both.map((id) => jobOf(crier, id)))).filter(({ archived }) => !archived).length
  peer.badMoments.push({ method: 'DELETE', moment: '403 AccessDenied' })
  await assert.rejects(runTask(crier.crier, 'remove-sms-email-jobs'))
  assert.equal(await kept(), 1)
  await runTask(crier.crier, 'remove-sms-email-jobs')
  assert.equal(await kept(), 0)
  crier.setNow(noon)
})

test('the file of a contact list in the bucket goes with its list, which stays while the bucket keeps it', async () => {
  const it = await made()
  const list = { id: randomUUID(), original_file_name: 'all', row_count: 2, template_type: 'sms' }
  const path = `/service/${it.service.id}/contact-list`
  await adminCall(crier, path, { body: { ...list, created_by: person } })
  const key = `service-${it.service.id}-notify/${list.id}.csv`
  const name = `${contactListBucket}/${key}`
  await crier.crier.s3!.put(contactListBucket, key, Buffer.from(twoRows), {})
  const remove = async (of = path) =>
    (await adminCall(crier, `${of}/${list.id}`, { method: 'DELETE' })).status
  assert.equal(await remove(`/service/${(await made()).service.id}/contact-list`), 404, 'another’s')
  peer.badMoments.push({ method: 'DELETE', moment: '403 AccessDenied' })
  assert.equal(await remove(), 503)
  assert.equal((await adminCall(crier, path)).body.length, 1)
  assert.equal(peer.objects.has(name), true)
  assert.equal(await remove(), 204)
  assert.deepEqual([peer.objects.has(name), (await adminCall(crier, path)).body], [false, []])
})

type Refusal = [what: string, () => Promise<{ status: number; body: unknown }>, number, unknown]
test('what cannot be a job is refused in the order of the specification, and nothing is made', async (t) => {
  const it = await made()
  const trial = await maker(crier, { ...abroad, restricted: true })
  const letter = await crier.makeTemplate(it.service, { type: 'letter' })
  const trialLetter = await crier.makeTemplate(trial.service, { type: 'letter' })
  const archived = await crier.makeTemplate(it.service, { archived_at: noon })
  const inactive = await made()
  await crier.sql`update services set archived_at = ${noon} where id = ${inactive.service.id}`
  await crier.until('it is known to be archived', async () => {
    const service = await crier.crier.cache.service(inactive.service.id)
    return service?.active === false
  })
  const of =
    (metadata: object, body: object = {}, text = twoRows) =>
    async () =>
      make(it, { id: await put(it, text, { ...checked(it), ...metadata }), ...body })
  const missing = { scheduled_for: 'x' }
  const bad = "File is not valid, can't create job"
  const refusals: Refusal[] = [
    ['an unknown service', () => make({ service: { id: randomUUID() } }, {}), 404, 'No result found'],
    [
      'a service that is not active',
      () => make(inactive, {}),
      403,
      'Create job is not allowed: service is inactive ',
    ],
    ['no id', () => make(it, {}), 400, { id: ['Missing data for required field.'] }],
    ['no file', () => make(it, { id: randomUUID() }), 404, 'No result found'],
    [
      'no file, and ids that are none',
      () => make(it, { id: randomUUID(), contact_list_id: { toString: 1 }, template_id: [1] }),
      404,
      'No result found',
    ],
    ['an unknown template', of({ template_id: randomUUID(), valid: 'False' }), 404, 'No result found'],
    ['a template of another service', of({ template_id: trial.template_id }), 404, 'No result found'],
    [
      'letters in trial mode',
      async () =>
        make(trial, {
          id: await put(trial, twoRows, { ...checked(trial), template_id: trialLetter, valid: 'False' }),
        }),
      403,
      'Create letter job is not allowed for service in trial mode ',
    ],
    ['a file that was not found valid', of({ template_id: archived, valid: 'true' }), 400, bad],
    [
      'an archived template',
      of({ template_id: archived, original_file_name: '' }),
      400,
      { template: ['Template has been deleted'] },
    ],
    [
      'what is missing',
      of({ original_file_name: '', notification_count: '' }, { created_by: undefined, ...missing }),
      400,
      {
        original_file_name: ['Missing data for required field.'],
        notification_count: ['Missing data for required field.'],
        created_by: ['Missing data for required field.'],
        scheduled_for: ['Not a valid datetime.'],
      },
    ],
    [
      'letters without addresses',
      of({ template_id: letter }),
      400,
      `${bad}: Row 1: Address must be at least 3 lines`,
    ],
    ['an unknown sender', of({ sender_id: randomUUID() }), 400, { sender_id: ['No result found'] }],
    [
      'a row that is wrong',
      of({}, {}, 'phone number,name\n07,A\n'),
      400,
      `${bad}: Row 1, phone number: Number is not valid – double check the phone number you entered`,
    ],
    [
      'the past',
      of({}, { scheduled_for: '2026-06-15T11:59:59' }),
      400,
      { scheduled_for: ['Date cannot be in the past'] },
    ],
    [
      'more than seven days ahead',
      of({}, { scheduled_for: '2026-06-22T12:00:01' }),
      400,
      { scheduled_for: ['Date cannot be more than 7 days in the future'] },
    ],
    ['nobody', of({}, { created_by: randomUUID() }), 400, { created_by: ['No result found'] }],
    [
      'an unknown contact list',
      of({}, { contact_list_id: randomUUID() }),
      400,
      { contact_list_id: ['No result found'] },
    ],
  ]
  for (const [what, ask, status, message] of refusals)
    await t.test(what, async () => {
      const answer = await ask()
      assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }])
    })
  const jobs = await crier.sql`select from jobs where service_id in (${it.service.id}, ${trial.service.id})`
  assert.equal(jobs.length, 0)
})
