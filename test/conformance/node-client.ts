/** What the official client of Node does against a running server: every method it has, and its error objects. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { assertShape } from '../public-api/fixtures.ts'

type Template = { id: string; type: string }
/** The keys of all answers that the tests look at. */
type Data = {
  id: string
  reference: string
  status: string
  body: string
  phone_number: string
  content: { body: string; from_number: string; one_click_unsubscribe_url: string }
  sanitised_content: object
  notifications: { id: string }[]
  links: { next: string }
  templates: Template[]
  received_text_messages: { id: string }[]
}
type Answer = { status: number; data: Data }
type Client = Record<string, (...parameters: unknown[]) => Promise<Answer>> & {
  prepareUpload: (data: Buffer, options?: object) => object
}
const { NotifyClient } = createRequire(import.meta.url)('notifications-node-client') as {
  NotifyClient: new (...parameters: string[]) => Client
}

export type Subject = {
  /** Each client takes the next one, as a balancer would give it. */
  urls: string[]
  keys: { normal: string; team: string; test: string }
  serviceId: string
  templates: { sms: string; email: string; letter: string; file: string }
  receivedText: string
  smsSender: string
  replyTo: string
  /** Whether the workers run, so that messages are delivered. */
  delivers: boolean
}

const unknownId = '00000000-0000-4000-8000-000000000000'
const personalisation = { name: 'Amala' }
const address = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'SW14 6BF',
}
const pdf = Buffer.from('%PDF-1.7\n')

/** @param subject is there when the tests run */
export function conformanceTests(name: string, subject: () => Subject): void {
  let turn = 0
  const client = (keyType: keyof Subject['keys'] = 'normal') => {
    const { urls, keys } = subject()
    return new NotifyClient(urls[turn++ % urls.length]!, keys[keyType])
  }

  /** The error object that the client gives: its status and the body of the answer. */
  async function fails(call: Promise<unknown>, status: number, error: string, message: string | RegExp) {
    const failure = await call.then(
      () => assert.fail('the call succeeded'),
      (reason: { response?: { status: number; data: { errors: { error: string; message: string }[] } } }) =>
        reason,
    )
    assert.ok(failure.response, String(failure))
    assert.equal(failure.response.status, status)
    assertShape('v2/response_error', failure.response.data)
    const [first] = failure.response.data.errors
    assert.equal(first!.error, error)
    if (typeof message === 'string') assert.equal(first!.message, message)
    else assert.match(first!.message, message)
  }

  async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + 15_000
    for (;;) {
      const found = await ask()
      if (found !== undefined) return found
      if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async function becomes(id: string, status: string): Promise<Data> {
    if (!subject().delivers) return (await client().getNotificationById!(id)).data
    return until(`${id} is ${status}`, async () => {
      const { data } = await client().getNotificationById!(id)
      return data.status === status ? data : undefined
    })
  }

  test(`${name}: sendSms and getNotificationById`, async () => {
    const { templates, smsSender } = subject()
    const options = { personalisation, reference: 'sms-1', smsSenderId: smsSender }
    const sent = await client().sendSms!(templates.sms, '07700 900 456', options)
    assert.equal(sent.status, 201)
    assertShape('v2/response_sms', sent.data)
    assert.equal(sent.data.content.body, 'Hello Amala')
    assert.equal(sent.data.content.from_number, 'PIGEON')
    assert.equal(sent.data.reference, 'sms-1')
    const read = await becomes(sent.data.id, 'delivered')
    assertShape('v2/response_notification', read)
    assert.equal(read.phone_number, '07700 900 456')
  })

  test(`${name}: sendEmail with every option`, async () => {
    const { templates, replyTo } = subject()
    const sent = await client().sendEmail!(templates.email, 'amala@example.gov.uk', {
      personalisation: { name: 'Dr.Bird' },
      reference: 'email-1',
      emailReplyToId: replyTo,
      oneClickUnsubscribeURL: 'https://example.org/u?id=77',
      sanitiseContentFor: ['name'],
    })
    assert.equal(sent.status, 201)
    assertShape('v2/response_email', sent.data)
    assert.deepEqual(sent.data.sanitised_content, {
      name: { unsanitised: 'Dr.Bird', sanitised: 'Dr\\. Bird' },
    })
    assert.equal(sent.data.content.one_click_unsubscribe_url, 'https://example.org/u?id=77')
    assertShape('v2/response_notification', await becomes(sent.data.id, 'delivered'))
  })

  test(`${name}: prepareUpload, and an email with the link`, async () => {
    const notify = client()
    for (const options of [
      undefined,
      { filename: 'a.csv', confirmEmailBeforeDownload: true, retentionPeriod: '4 weeks' },
    ]) {
      const doc = notify.prepareUpload(Buffer.from('name,day\n'), options)
      const sent = await notify.sendEmail!(subject().templates.file, 'amala@example.gov.uk', {
        personalisation: { doc },
      })
      assert.equal(sent.status, 201)
      assert.match(sent.data.content.body, /https?:\/\/\S+\/d\/[\w-]{22}\/[\w-]{22}\?key=[\w-]{43}/)
    }
  })

  test(`${name}: sendLetter and sendPrecompiledLetter`, async () => {
    const notify = client('test')
    const sent = await notify.sendLetter!(subject().templates.letter, {
      personalisation: { ...address, ...personalisation },
      reference: 'letter-1',
    })
    assert.equal(sent.status, 201)
    assertShape('v2/response_letter', sent.data)
    const precompiled = await notify.sendPrecompiledLetter!('letter-2', pdf, 'first')
    assert.equal(precompiled.status, 201)
    assertShape('v2/response_precompiled_letter', precompiled.data)
    for (const id of [sent.data.id, precompiled.data.id]) {
      const read = await notify.getNotificationById!(id)
      assertShape('v2/response_notification', read.data)
    }
  })

  test(`${name}: getPdfForLetterNotification tells its errors`, async () => {
    const notify = client('test')
    const { data: text } = await notify.sendSms!(subject().templates.sms, '07700900456', { personalisation })
    const getPdf = (id: string) => notify.getPdfForLetterNotification!(id)
    await fails(getPdf(text.id), 400, 'BadRequestError', 'Notification is not a letter')
    await fails(getPdf(unknownId), 404, 'NoResultFound', 'No result found')
    const { data: letter } = await notify.sendPrecompiledLetter!('letter-3', pdf)
    const message = 'PDF not available yet, try again later'
    await fails(getPdf(letter.id), 400, 'PDFNotReadyError', message)
  })

  test(`${name}: getNotifications with each filter, and older ones`, async () => {
    const notify = client('team')
    const { templates } = subject()
    const made: string[] = []
    for (let n = 0; n < 3; n++) {
      const reference = `list-${n % 2}`
      made.push((await notify.sendSms!(templates.sms, '07700900457', { personalisation, reference })).data.id)
    }
    const idsOf = async (...filters: unknown[]) => {
      const { data } = await notify.getNotifications!(...filters)
      assertShape('v2/response_notifications', data)
      return data.notifications.map((one) => one.id)
    }
    assert.deepEqual(await idsOf(), made.toReversed())
    assert.deepEqual(await idsOf('sms', undefined, 'list-1'), [made[1]])
    assert.deepEqual(await idsOf('email'), [])
    assert.deepEqual(await idsOf('sms', 'failed'), [])
    assert.deepEqual(await idsOf(undefined, undefined, undefined, made[1]), [made[0]])
    // Paging as clients do it: the next link until a page is empty.
    const { data } = await notify.getNotifications!()
    const next = new URL(data.links.next)
    assert.deepEqual(await idsOf(undefined, undefined, undefined, next.searchParams.get('older_than')), [])
    await fails(
      notify.getNotifications!('orange'),
      400,
      'ValidationError',
      /template_type orange is not one of/,
    )
  })

  test(`${name}: templates`, async () => {
    const notify = client()
    const { templates } = subject()
    const one = await notify.getTemplateById!(templates.letter)
    assertShape('v2/response_template', one.data)
    assert.deepEqual((await notify.getTemplateByIdAndVersion!(templates.letter, 1)).data, one.data)
    const all = await notify.getAllTemplates!()
    assertShape('v2/response_templates', all.data)
    assert.equal(all.data.templates.length, 4)
    const emails = await notify.getAllTemplates!('email')
    assert.ok(emails.data.templates.every((template) => template.type === 'email'))
    const preview = await notify.previewTemplateById!(templates.email, personalisation)
    assertShape('v2/response_template_preview', preview.data)
    assert.equal(preview.data.body, 'Dear Amala')
    await fails(notify.getTemplateById!(unknownId), 404, 'NoResultFound', 'No result found')
    await fails(notify.getTemplateByIdAndVersion!(templates.sms, 9), 404, 'NoResultFound', 'No result found')
    await fails(
      notify.previewTemplateById!(templates.email),
      400,
      'BadRequestError',
      'Missing personalisation: name',
    )
  })

  test(`${name}: getReceivedTexts`, async () => {
    const notify = client()
    const { data } = await notify.getReceivedTexts!()
    assertShape('v2/response_received_text_messages', data)
    assert.equal(data.received_text_messages[0]!.id, subject().receivedText)
    const older = await notify.getReceivedTexts!(subject().receivedText)
    assert.deepEqual(older.data.received_text_messages, [])
  })

  test(`${name}: error objects`, async () => {
    const { urls, keys, serviceId, templates } = subject()
    const notify = client()
    const sendSms = (...parameters: unknown[]) => notify.sendSms!(...parameters)
    const missing = 'Missing personalisation: name'
    await fails(sendSms(templates.sms, '07700900456'), 400, 'BadRequestError', missing)
    const symbols = 'phone_number Must not contain letters or symbols'
    await fails(sendSms(templates.sms, '07700x900456'), 400, 'ValidationError', symbols)
    await fails(sendSms('x', '07700900456'), 400, 'ValidationError', 'template_id is not a valid UUID')
    await fails(sendSms(unknownId, '07700900456'), 400, 'BadRequestError', 'Template not found')
    const suitable = 'sms template is not suitable for email notification'
    await fails(notify.sendEmail!(templates.sms, 'a@example.org'), 400, 'BadRequestError', suitable)
    const notAnAddress = 'email_address Not a valid email address'
    await fails(notify.sendEmail!(templates.email, 'a'), 400, 'ValidationError', notAnAddress)
    await fails(notify.getNotificationById!(unknownId), 404, 'NoResultFound', 'No result found')
    await fails(
      notify.getNotificationById!('x'),
      400,
      'ValidationError',
      'notification_id is not a valid UUID',
    )
    const team = 'Can’t send to this recipient using a team-only API key'
    await fails(
      client('team').sendSms!(templates.sms, '07700900999', { personalisation }),
      400,
      'BadRequestError',
      team,
    )
    const letters = 'Cannot send letters with a team api key'
    const options = { personalisation: { ...address, ...personalisation } }
    await fails(client('team').sendLetter!(templates.letter, options), 403, 'BadRequestError', letters)
    const abroad = { personalisation: { ...address, ...personalisation, address_line_3: 'Nowhere' } }
    await fails(notify.sendLetter!(templates.letter, abroad), 400, 'ValidationError', /real UK postcode/)
    const stranger = new NotifyClient(urls[0]!, `x-${serviceId}-${unknownId}`)
    await fails(stranger.getAllTemplates!(), 403, 'AuthError', 'Invalid token: API key not found')
    const nobody = new NotifyClient(urls[0]!, `x-${unknownId}-${keys.normal.slice(-36)}`)
    await fails(nobody.getAllTemplates!(), 403, 'AuthError', 'Invalid token: service not found')
    // What the client itself refuses never reaches the server.
    await assert.rejects(notify.sendSms!(templates.sms, '07700900456', { wrong: 1 }), /not recognised/)
  })

  test(`${name}: a test key sees its simulated outcomes`, async () => {
    const notify = client('test')
    const outcomes = {
      '07700900001': 'delivered',
      '07700900002': 'permanent-failure',
      '07700900003': 'temporary-failure',
    }
    for (const [number, status] of Object.entries(outcomes)) {
      const { data } = await notify.sendSms!(subject().templates.sms, number, { personalisation })
      const read = await becomes(data.id, status)
      if (subject().delivers) assert.equal(read.status, status)
    }
  })
}
