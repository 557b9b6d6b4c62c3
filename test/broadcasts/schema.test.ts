/** What is refused of a valid CAP document, in the words of the specification. Source: specification, broadcasts, mapping. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, area, cap, refused, square } from './cap.ts'

const update = { msgType: '<msgType>Update</msgType>' }
const cancel = {
  msgType: '<msgType>Cancel</msgType>',
  references: '<references>s,a,2026-03-02T09:00:00-00:00</references>',
}
const shortName = (name: string) =>
  `ValidationError areas ${name} does not match ([a-zA-Z1-9]+ )*[a-zA-Z1-9]+`
const noPolygon = (shown: string) =>
  `ValidationError areas ${shown} is not valid under any of the given schemas`
const outOfRange = 'ValidationError areas latitude or longitude out of range'
const tooShort = 'ValidationError areas [] is too short'

const refusals: [what: string, parts: Parameters<typeof cap>[0], ...messages: string[]][] = [
  ['an update', update, 'ValidationError msgType Update is not one of [Alert, Cancel]'],
  [
    'an ack',
    { msgType: '<msgType>Ack</msgType>' },
    'ValidationError msgType Ack is not one of [Alert, Cancel]',
  ],
  ['no area', { areas: '' }, tooShort],
  ['no polygon', { areas: '<area><areaDesc>a</areaDesc><circle>1,1 1</circle></area>' }, tooShort],
  ['a blank name', { areas: area(square, ' ') }, shortName(' ')],
  ['a name of zeros', { areas: area(square, "0 'é'") }, shortName('0 é')],
  [
    'three points',
    { areas: area('51,-1 51.5,1e-5 52,1e2') },
    noPolygon('[[51.0, -1.0], [51.5, 1e-05], [52.0, 100.0]]'),
  ],
  ['an empty polygon', { areas: area(' \n') }, noPolygon('[]')],
  [
    'a triple',
    { areas: area('1,2,3 1,2 1,2 1,2') },
    noPolygon('[[1.0, 2.0, 3.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]'),
  ],
  [
    'a lone number',
    { areas: area('-0 1,2 1,2 1,2') },
    noPolygon('[[-0.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]'),
  ],
  [
    'a word',
    { areas: area("a',2 1,2 nan,inf 1e999,2") },
    noPolygon('[["a", 2.0], [1.0, 2.0], [nan, inf], [1e999, 2.0]]'),
  ],
  ['beyond the pole', { areas: area('91,0 1,2 1,2 1,2') }, outOfRange],
  ['beyond the antimeridian', { areas: area('1,-180.1 1,2 1,2 1,2') }, outOfRange],
  [
    'a long identifier',
    { identifier: `<identifier>${'é'.repeat(256)}</identifier>` },
    'ValidationError reference is too long',
  ],
  ['a long event', { event: `<event>${'e'.repeat(256)}</event>` }, 'ValidationError cap_event is too long'],
  [
    'a day of 24 hours',
    { expires: '<expires>2026-03-02T24:00:00-00:00</expires>' },
    'ValidationError expires 2026-03-02T24:00:00-00:00 is not a date-time',
  ],
  [
    'many polygons',
    { areas: area(square).replace('<polygon>', '<polygon>1</polygon>'.repeat(1000).concat('<polygon>')) },
    'ValidationError areas have more than 1,000 polygons',
  ],
  [
    'several faults, each once',
    { ...update, areas: area('91,0 1,2 1,2 1,2', ' ') + area('91,0 1,2 1,2 1,2', ' ') },
    'ValidationError msgType Update is not one of [Alert, Cancel]',
    shortName(' '),
    outOfRange,
  ],
  ['an alert without info', { info: '' }, 'BadRequestError Missing <info>'],
  ['an alert without description', { description: '' }, 'BadRequestError Missing <description>'],
  ['a cancel without references', { ...cancel, references: '' }, 'BadRequestError Missing <references>'],
  ['a cancel without an area', { ...cancel, areas: '' }, tooShort],
  [
    'a long description',
    { description: `<description>${'a'.repeat(1396)}</description>` },
    'ValidationError description must be 1,395 characters or fewer',
  ],
]
for (const [what, parts, ...messages] of refusals)
  test(`refused: ${what}`, () => assert.deepEqual(answer(cap(parts)), refused(...messages)))

test('the bounds themselves are fine', () => {
  const read = answer(
    cap({
      identifier: `<identifier>${'\u{1f600}'.repeat(255)}</identifier>`,
      event: '<event/>',
      areas: area('+90,-180 -90,180. .5,0 -0,-0.0000001', 'x'),
    }),
  )
  assert.deepEqual('areas' in read && read.areas.simple_polygons, [
    [
      [90, -180],
      [-90, 180],
      [0.5, 0],
      [0, 0],
    ],
  ])
})

test('49: a cancel names what it cancels, by the identifier in each triplet', () => {
  const named = (references: string) =>
    answer(cap({ ...cancel, info: '', references: `<references>${references}</references>` }))
  const of = (...identifiers: string[]) => ({ msgType: 'Cancel', reference: 'flood-1', identifiers })
  assert.deepEqual(named('s,a,2026-03-02T09:00:00-00:00'), of('a'))
  assert.deepEqual(named('s,a,t s,b,t'), of('a', 'b'))
  assert.deepEqual(named('s,a,t,s,b,t'), of('a', 'b'))
  assert.deepEqual(named(' s,a,t\n\ts,a,t '), of('a'))
  assert.deepEqual(named('a'), of('a'))
  assert.deepEqual(named('a b,a c'), of('a', 'b', 'c'))
  assert.deepEqual(named(''), of())
  assert.deepEqual(answer(cap({ ...cancel, description: '' })), of('a'), 'without a description')
  const many = Array.from({ length: 1001 }, (_, i) => `s,a${i},t`).join(' ')
  assert.deepEqual(named(many), refused('ValidationError references is too long'))
})
