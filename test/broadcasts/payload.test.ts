/** What operators are told. Source: specification, broadcasts, payloads; must hold 12 to 17, 19, 21, 22, 51. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkTestOf, payloadOf } from '../../src/broadcasts/wire/payload.ts'
import { earlier, event, formatOf, message, profileOf } from './told.ts'

const severe = profileOf('severe')
const providers = ['ee', 'three', 'o2', 'vodafone']
const polygon = [
  [51.12, -1.2],
  [51.12, 1.2],
  [51.74, 1.2],
  [51.74, -1.2],
  [51.12, -1.2],
]

const references = (withNumbers: boolean) => [
  {
    message_id: '1c2d3e4f-0000-4000-8000-00000000004e',
    ...(withNumbers && { message_number: '0000004e' }),
    sent: '2020-12-16T00:00:00.000000Z',
    cap_sent: '2020-12-15T23:59:58-00:00',
  },
  {
    message_id: '9e8f0000-0000-4000-8000-00000000007b',
    ...(withNumbers && { message_number: '0000007b' }),
    sent: '2020-12-17T00:00:00.123456Z',
    cap_sent: '2020-12-17T00:00:00-00:00',
  },
]

for (const provider of providers) {
  const format = formatOf(provider)
  const isNumbered = format === 'ibag'
  const head = {
    identifier: message().id,
    ...(isNumbered && { message_number: '0000007b' }),
    message_format: format,
  }
  const shown = {
    headline: 'GOV.UK Notify Broadcast',
    description: 'Flood & wind warning\nStay indoors.',
    areas: [{ polygon }],
  }
  const ends = {
    sent: '2021-06-15T12:00:00-00:00',
    expires: '2021-06-16T10:30:00-00:00',
    language: isNumbered ? 'English' : 'en-GB',
    channel: 'severe',
  }
  // Compared as text, so that the order of the keys is as well.
  const same = (actual: unknown, expected: unknown) =>
    assert.equal(JSON.stringify(actual, null, 1), JSON.stringify(expected, null, 1))

  test(`14, 17, 19, 22: keys and values for ${provider}`, () => {
    same(payloadOf(event(), message(format), [], severe), {
      message_type: 'alert',
      ...head,
      ...shown,
      ...ends,
    })
    same(payloadOf(event({ message_type: 'cancel' }), message(format), earlier(format), severe), {
      message_type: 'cancel',
      ...head,
      references: references(isNumbered),
      sent: ends.sent,
    })
    same(payloadOf(event({ message_type: 'update' }), message(format), earlier(format), severe), {
      message_type: 'update',
      ...head,
      ...shown,
      references: references(isNumbered),
      ...ends,
    })
    same(linkTestOf(message(format)), { message_type: 'test', ...head })
  })
}

test('12, 13: operators differ in identifier, number and format alone', () => {
  const payloads = providers.map((provider, index) => {
    const own = { ...message(formatOf(provider)), id: `00000000-0000-4000-8000-00000000000${index}` }
    return payloadOf(event(), own, [], severe)
  })
  assert.equal(new Set(payloads.map(({ identifier }) => identifier)).size, providers.length)
  const rest = payloads.map((payload) => {
    const {
      identifier: _,
      message_number: __,
      message_format: ___,
      language: ____,
      ...others
    } = payload as any
    return JSON.stringify(others)
  })
  assert.equal(new Set(rest).size, 1)
})

test('14: what refers to nothing is an error, not a gap', () => {
  for (const message_type of ['cancel', 'update'] as const)
    assert.throws(
      () => payloadOf(event({ message_type }), message(), [], severe),
      /refers to no earlier message/,
    )
})

test('16: numbers have eight digits', () => {
  const numberOf = (number: number) => linkTestOf(message('ibag', number)).message_number
  assert.deepEqual([123, 78, 1, 2 ** 31 - 1].map(numberOf), ['0000007b', '0000004e', '00000001', '7fffffff'])
  assert.throws(() => numberOf(2 ** 32), /four octets/)
  assert.throws(() => linkTestOf({ ...message('ibag'), message_number: null }), /four octets/)
})

test('21: one Welsh vowel makes a text Welsh', () => {
  const languages = (body: string) =>
    (['cap', 'ibag'] as const).map((format) => {
      const told = payloadOf(event({ transmitted_content: { body } }), message(format), [], severe)
      return 'language' in told && told.language
    })
  assert.deepEqual(languages('my-description'), ['en-GB', 'English'])
  assert.deepEqual(languages('mŷ-description'), ['cy-GB', 'Welsh'])
  assert.deepEqual(languages('\u{1f600}'), ['en-GB', 'English'])
})

test('51: phones get normalised text', () => {
  const told = payloadOf(
    event({ transmitted_content: { body: ' “Go”\r\n\r\n\r\nnow\u001b — ŵ …' } }),
    message(),
    [],
    severe,
  )
  assert.equal('description' in told && told.description, '"Go"\n\nnow - ŵ ...')
})

test('15: a payload is made of the event and its predecessors alone, and is the same every time', () => {
  const once = JSON.stringify(payloadOf(event(), message(), [], severe))
  assert.equal(JSON.stringify(payloadOf(event(), message(), earlier(), severe)), once)
  assert.equal(JSON.stringify(JSON.parse(once)), once)
})
