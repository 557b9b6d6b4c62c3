/** How fast one core renders messages. */
import { renderEmail } from '../../src/templates/email.ts'
import { letterContent } from '../../src/templates/letter.ts'
import { renderSms } from '../../src/templates/sms.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { type Bench, perSecond, type Row, whole } from './bench.ts'

const names = Array.from({ length: 10 }, (_, i) => `value ${i + 1}`)
const personalisation = Object.fromEntries(names.map((name, i) => [name, `the ${i + 1}th “value”, say`]))

const sections = [
  'Hello ((value 1)),\n\n# Your appointment\n\nWe expect you on ((value 2)) at ((value 3)). Please bring:\n\n* your passport\n* a recent bill of ((value 4))\n* this email',
  '## Before you come\n\n1. Read the letter that we sent to ((value 5)).\n2. Fill in the form at https://www.gov.uk/example-form?step=1 and keep its number.\n3. Tell us if you need help: we speak many languages.',
  '^ If you cannot come on ((value 2)), tell us the day before. Your place then goes to somebody else.',
  '---\n\nFind out more at [the page about appointments](https://www.gov.uk/appointments "About appointments") or call ((value 6)).',
  'Your reference is ((value 7)). The office of ((value 8)) keeps it for ((value 9)) days.\n\nYours,\n((value 10))',
]
const filler =
  'What you tell us is used to decide about your case - and for nothing else. "We" are the department, its offices and the people who work for them on its behalf; the notice on privacy says more.'

/** Two kilobytes of markdown with ten placeholders. */
function emailOfTwoKilobytes(): string {
  const parts: string[] = []
  for (const section of sections) parts.push(section, filler)
  let text = parts.join('\n\n')
  while (text.length < 2048) text += `\n\n${filler}`
  return text.slice(0, Math.max(2048, text.lastIndexOf('\n\n', 2300)))
}

export async function render({ seconds }: Bench): Promise<Row[]> {
  const time = seconds(4)
  const sms = compileTemplate({
    type: 'sms',
    content: 'Hello ((name)), your code is ((code)).',
    subject: null,
  })
  const smsRate = perSecond(time, (i) => renderSms(sms, { name: 'Amala', code: String(i) }, 'Parking'))
  const plainRate = perSecond(time, (i) =>
    'Parking: Hello ((name)), your code is ((code)).'
      .replaceAll('((name))', 'Amala')
      .replaceAll('((code))', String(i)),
  )
  const markdown = emailOfTwoKilobytes()
  const email = compileTemplate({ type: 'email', content: markdown, subject: 'About ((value 1))' })
  const emailRate = perSecond(time, (i) =>
    renderEmail(email, { ...personalisation, 'value 7': String(i) }, { branding: null }),
  )
  const lines = Array.from(
    { length: 10 },
    (_, i) => `Line ${i + 1} tells ((value ${i + 1})) what happens next and why.`,
  )
  const letter = compileTemplate({
    type: 'letter',
    content: lines.join('\n\n'),
    subject: 'About ((value 1))',
  })
  const addressLines = ['A. Person', '1 The Street', 'SW1A 1AA']
  const letterRate = perSecond(time, (i) =>
    letterContent(
      letter,
      { ...personalisation, 'value 7': String(i) },
      { language: 'english', date: '2026-01-05', addressLines },
    ),
  )
  return [
    {
      scenario: 'render, sms',
      figure: `${whole(smsRate)}/s`,
      baseline: `${whole(plainRate)}/s by replaceAll alone`,
      ratio: smsRate / plainRate,
      conditions: 'two placeholders, service name in front, characters downgraded and counted; one core',
    },
    {
      scenario: 'render, email',
      figure: `${whole(emailRate)}/s`,
      conditions: `${markdown.length} characters of markdown, ten placeholders; HTML in its frame, plain text and subject; one core`,
    },
    {
      scenario: 'render, letter',
      figure: `${whole(letterRate)}/s`,
      conditions:
        'ten lines, eleven placeholders, address; to the content that a page is laid out from; one core',
    },
  ]
}
