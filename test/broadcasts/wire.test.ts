/** Documents for operators. Source: specification, broadcasts, wire XML; must hold 54 to 58. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { documentOf } from '../../src/broadcasts/wire/document.ts'
import { linkTestOf, type Payload, payloadOf } from '../../src/broadcasts/wire/payload.ts'
import { capFolder } from './documents.ts'
import { channels, earlier, event, message, profileOf } from './told.ts'

/** Without its types, which bring a browser's along for the whole project. */
const { validateXML } = createRequire(import.meta.url)('xmllint-wasm') as {
  validateXML: (options: {
    xml: { fileName: string; contents: string }[]
    schema: string
  }) => Promise<{ errors: { message: string }[] }>
}

const schema = await readFile(`${capFolder}/CAP-v1.2.xsd`, 'utf8')
const now = new Date('2021-06-15T14:07:59.900Z')
const languages = { English: 'Flood & wind warning\nStay indoors.', Welsh: 'Llifogydd: arhoswch yn y tŷ.' }

/** What `xmllint` says is wrong, of many documents at once: to start it costs more than to read them. */
async function schemaErrors(documents: string[]): Promise<string[]> {
  const { errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema,
  })
  return errors.map(({ message }) => message)
}

const severe = profileOf('severe')
const body = (text: string) => event({ transmitted_content: { body: text } })
const write = (payload: Payload, channel = 'severe') => documentOf(payload, profileOf(channel), now)
const capAlert = (text: string) => write(payloadOf(body(text), message(), [], severe))
/** Elements in the order in which they begin. */
const names = (document: string) => [...document.matchAll(/<([A-Za-z]\w*)/g)].map(([, name]) => name)
const textOf = (document: string, name: string) =>
  new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(document)?.[1] ?? null

test('54: every CAP document is valid, for every channel and language', async () => {
  const documents = channels.flatMap((channel) =>
    Object.values(languages).flatMap((text) =>
      (['alert', 'update', 'cancel'] as const).map((message_type) => {
        const told = { ...body(text), message_type, transmitted_channel: channel }
        return write(
          payloadOf(told, message(), message_type === 'alert' ? [] : earlier(), profileOf(channel)),
          channel,
        )
      }),
    ),
  )
  documents.push(write(linkTestOf(message())))
  documents.push(
    documentOf(
      payloadOf(event(), message(), [], severe),
      { ...severe, web: 'https://www.gov.uk/alerts' },
      now,
    ),
  )
  documents.push(capAlert('<>& ]]>\nŵ'))
  assert.deepEqual(await schemaErrors(documents), [])
  const broken = documents.map((document) => document.replace('<scope>Public</scope>', ''))
  assert.ok((await schemaErrors(broken)).length >= broken.length, 'the validator finds what is wrong')
})

test('55: the documents of the specification, to the byte', () => {
  const closedEvent = event({
    transmitted_areas: {
      simple_polygons: [
        [
          [51.12, -1.2],
          [51.12, 1.2],
          [51.74, 1.2],
          [51.74, -1.2],
          [51.12, -1.2],
        ],
      ],
    },
  })
  const alert = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>6f1c0a52-8f0e-4a58-9d8e-0b9a3a1d2c11</identifier><sender>broadcasts@notifications.service.gov.uk</sender><sent>2021-06-15T12:00:00-00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>en-GB</language><category>Safety</category><event>Alert</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty><expires>2021-06-16T10:30:00-00:00</expires><senderName>GOV.UK Emergency Alerts</senderName><headline>GOV.UK Notify Broadcast</headline><description>Flood &amp; wind warning
Stay indoors.</description><area><areaDesc>area-1</areaDesc><polygon>51.12,-1.2 51.12,1.2 51.74,1.2 51.74,-1.2 51.12,-1.2</polygon></area></info></alert>`
  assert.equal(write(payloadOf(closedEvent, message(), [], severe)), alert)
  assert.equal(write(payloadOf(event(), message(), [], severe)), alert, 'a ring that is not closed')

  const cancelled = event({ message_type: 'cancel', sent_at: new Date('2021-06-15T14:00:00Z') })
  const own = { ...message(), id: '0d0f3c1e-55aa-4c0f-8f4e-2f6a5b1c9d77' }
  const first = {
    ...message(),
    created_at: '2021-06-15T12:00:03.123456Z',
    sent_at: new Date('2021-06-15T12:00:00.999Z'),
  }
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  assert.equal(
    write(payloadOf(cancelled, own, [first], severe)),
    `${declaration}<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>0d0f3c1e-55aa-4c0f-8f4e-2f6a5b1c9d77</identifier><sender>broadcasts@notifications.service.gov.uk</sender><sent>2021-06-15T14:00:00-00:00</sent><status>Actual</status><msgType>Cancel</msgType><scope>Public</scope><references>broadcasts@notifications.service.gov.uk,6f1c0a52-8f0e-4a58-9d8e-0b9a3a1d2c11,2021-06-15T12:00:00-00:00</references></alert>`,
  )
  assert.equal(
    write(
      payloadOf(
        cancelled,
        { id: own.id, message_format: 'ibag', message_number: 80 },
        earlier('ibag').slice(0, 1),
        severe,
      ),
    ),
    `${declaration}<IBAG_Alert_Attributes xmlns="ibag:1.0"><IBAG_protocol_version>1.0</IBAG_protocol_version><IBAG_sending_gateway_id>broadcasts@notifications.service.gov.uk</IBAG_sending_gateway_id><IBAG_message_number>00000050</IBAG_message_number><IBAG_referenced_message_number>0000004e</IBAG_referenced_message_number><IBAG_referenced_message_cap_identifier>1c2d3e4f-0000-4000-8000-00000000004e</IBAG_referenced_message_cap_identifier><IBAG_sender>broadcasts@notifications.service.gov.uk</IBAG_sender><IBAG_sent_date_time>2021-06-15T14:00:00-00:00</IBAG_sent_date_time><IBAG_status>Actual</IBAG_status><IBAG_message_type>Cancel</IBAG_message_type><IBAG_cap_alert_uri>https://www.gov.uk/alerts</IBAG_cap_alert_uri><IBAG_cap_identifier>0d0f3c1e-55aa-4c0f-8f4e-2f6a5b1c9d77</IBAG_cap_identifier><IBAG_cap_sent_date_time>2021-06-15T14:00:00-00:00</IBAG_cap_sent_date_time><IBAG_Digital_Signature></IBAG_Digital_Signature></IBAG_Alert_Attributes>`,
  )
})

test('55: channels, as each vocabulary has them', () => {
  const written = (channel: string, format: 'cap' | 'ibag' | 'cmac') =>
    write(
      payloadOf({ ...event(), transmitted_channel: channel }, message(format), [], profileOf(channel)),
      channel,
    )
  const found = channels.map((channel) => [
    textOf(written(channel, 'cap'), 'event'),
    textOf(written(channel, 'ibag'), 'IBAG_channel_category'),
    textOf(written(channel, 'ibag'), 'IBAG_special_handling'),
    textOf(written(channel, 'cmac'), 'CMAC_special_handling'),
  ])
  assert.deepEqual(found, [
    ['OPR', '4382-CAT7-ENGLISH', null, null],
    ['RMT', '4380-CAT5-ENGLISH', null, 'Required Monthly Test'],
    ['Alert', '4378-CAT3-ENGLISH', null, null],
    ['EAN', '4370-CAT1-ENGLISH', null, 'Presidential'],
  ])
})

test('55, 57: IBAG, element by element', () => {
  const welsh = write(
    payloadOf({ ...body('tŷ & ŵ'), message_type: 'update' }, message('ibag'), earlier('ibag'), severe),
  )
  const head =
    'protocol_version sending_gateway_id message_number referenced_message_number referenced_message_cap_identifier sender sent_date_time status message_type cap_alert_uri cap_identifier cap_sent_date_time'
  const info =
    'alert_info category event_code severity urgency certainty expires_date_time text_language text_alert_message_length text_alert_message channel_category Alert_Area area_description polygon'
  const prefixed = (prefix: string, words: string) => words.split(' ').map((word) => `${prefix}_${word}`)
  assert.deepEqual(names(welsh), prefixed('IBAG', `Alert_Attributes ${head} ${info} Digital_Signature`))
  assert.equal(textOf(welsh, 'IBAG_text_alert_message'), 'tŷ &amp; ŵ')
  assert.equal(textOf(welsh, 'IBAG_text_alert_message_length'), '8')
  assert.equal(textOf(welsh, 'IBAG_text_language'), 'Welsh')
  assert.equal(textOf(welsh, 'IBAG_referenced_message_number'), '0000007b', 'the last one')
  assert.equal(
    textOf(welsh, 'IBAG_referenced_message_cap_identifier'),
    '9e8f0000-0000-4000-8000-00000000007b',
  )
  assert.equal(textOf(welsh, 'IBAG_event_code'), 'LAE')

  const alert = write(payloadOf(event(), message('ibag'), [], severe))
  assert.deepEqual(
    names(alert),
    names(welsh).filter((name) => !name?.includes('referenced')),
  )
  const linkTest = write(linkTestOf(message('ibag')))
  const ofTest =
    'Alert_Attributes protocol_version sending_gateway_id message_number sent_date_time status message_type Digital_Signature'
  assert.deepEqual(names(linkTest), prefixed('IBAG', ofTest))
  assert.deepEqual(
    ['sent_date_time', 'status', 'message_type'].map((name) => textOf(linkTest, `IBAG_${name}`)),
    ['2021-06-15T14:07:00-00:00', 'System', 'Link Test'],
  )

  const cmac = write(payloadOf(event(), message('cmac'), [], severe))
  assert.deepEqual(
    names(cmac),
    names(alert)
      .filter((name) => name !== 'IBAG_channel_category')
      .map((name) => name?.replace('IBAG', 'CMAC')),
  )
  assert.match(cmac, /<CMAC_Alert_Attributes xmlns="cmac:1\.0">/)
  assert.equal(textOf(cmac, 'CMAC_sent_date_time'), '2021-06-15T12:00:00Z')
  assert.equal(textOf(cmac, 'CMAC_expires_date_time'), '2021-06-16T10:30:00Z')
})

test('55: a link test of CAP, and polygons without exponent or minus nothing', () => {
  const linkTest = write(linkTestOf(message()))
  assert.deepEqual(names(linkTest), ['alert', 'identifier', 'sender', 'sent', 'status', 'msgType', 'scope'])
  assert.equal(textOf(linkTest, 'status'), 'Test')
  assert.equal(textOf(linkTest, 'sent'), '2021-06-15T14:07:00-00:00')
  const areas = {
    simple_polygons: [
      [
        [-0, 1e-7],
        [-1e-7, 1.23456789],
        [0.0000014, 100],
        [90, -180],
      ],
      [
        [0, 0],
        [0, 1],
        [1, 1],
        [0, 0],
      ],
    ],
  }
  const document = write(payloadOf(event({ transmitted_areas: areas as any }), message(), [], severe))
  assert.deepEqual(
    [...document.matchAll(/<areaDesc>(.*?)<\/areaDesc><polygon>(.*?)<\/polygon>/g)].map(
      ([, ...found]) => found,
    ),
    [
      ['area-1', '0,0 0,1.234568 0.000001,100 90,-180 0,0'],
      ['area-2', '0,0 0,1 1,1 0,0'],
    ],
  )
})

test('56: references are the identifiers and the very times of the documents before, by spaces', () => {
  const sender = severe.sender
  const sent = earlier().map((before) =>
    write(payloadOf({ ...event(), sent_at: before.sent_at }, before, [], severe)),
  )
  const cancel = write(payloadOf(event({ message_type: 'cancel' }), message(), earlier(), severe))
  const triplets = sent.map(
    (document) => `${sender},${textOf(document, 'identifier')},${textOf(document, 'sent')}`,
  )
  assert.equal(textOf(cancel, 'references'), triplets.join(' '))
})

test('58: descriptions survive, and what XML forbids never appears', async () => {
  const { capFields } = await import('../../src/broadcasts/cap/fields.ts')
  const { readCapDocument } = await import('../../src/broadcasts/cap/document.ts')
  for (const text of ['<>& ]]>\nline', '"quoted" \'too\'', '&amp; &#65; <![CDATA[x]]>', 'Ŵ€ŷ\n\nend']) {
    const fields = capFields(readCapDocument(Buffer.from(capAlert(text))))
    assert.equal(fields.content, text)
  }
  assert.ok(!capAlert('a\u001bb').includes('\u001b'))
  const raw = { ...payloadOf(event(), message(), [], severe), headline: 'a\u001b\0\uffff\ud800b\r' }
  assert.equal(textOf(write(raw as Payload), 'headline'), 'ab&#xD;')
})

test('a constant that has no row is named', () => {
  const { category: _, ...without } = severe
  assert.throws(() => documentOf(payloadOf(event(), message(), [], severe), without, now), /no category/)
})
