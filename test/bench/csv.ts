/** Reading a file of 100,000 recipients, in a process of its own so that its memory can be told. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { openRecipientCsv, rowHasErrors } from '../../src/recipients/csv.ts'
import type { SmsRates } from '../../src/recipients/sms-rates.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { type Bench, type Row, whole } from './bench.ts'

const rowCount = 100_000

function file(): string {
  const lines = ['phone number,name,code']
  for (let i = 0; i < rowCount; i++) {
    lines.push(`07${String(700_000_000 + i).padStart(9, '0')},"Person, number ${i}",${100_000 + i}`)
  }
  return lines.join('\r\n')
}

type Read = { seconds: number; plainSeconds: number; megabytes: number; wrong: number }

/** The work itself, in the child. */
function read(rates: SmsRates): Read {
  const text = file()
  const template = compileTemplate({
    type: 'sms',
    content: 'Hello ((name)), your code is ((code)).',
    subject: null,
  })
  const permissions = { internationalSms: false, smsToUkLandlines: false, internationalLetters: false }
  const began = performance.now()
  const csv = openRecipientCsv(text, { template, rates, permissions, validate: 'everything' })
  let rows = 0
  let wrong = 0
  for (const row of csv.rows()) {
    rows++
    if (row === null || rowHasErrors(row)) wrong++
  }
  const seconds = (performance.now() - began) / 1000
  const megabytes = process.resourceUsage().maxRSS / 1024
  if (rows !== rowCount) throw new Error(`${rows} rows were read`)
  const plainBegan = performance.now()
  parse(text)
  return { seconds, plainSeconds: (performance.now() - plainBegan) / 1000, megabytes, wrong }
}

const path = fileURLToPath(import.meta.url)
if (process.argv[1] === path) {
  let input = ''
  for await (const chunk of process.stdin) input += String(chunk)
  process.stdout.write(JSON.stringify(read(new Map(JSON.parse(input)))))
}

export async function csv({ sql }: Bench): Promise<Row[]> {
  const rates = await sql`select prefix, rate_multiplier, alpha, dlr from international_sms_rates`
  const child = spawn(process.execPath, [path], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(
    JSON.stringify(
      rates.map((rate) => [
        rate.prefix,
        { rateMultiplier: Number(rate.rate_multiplier), alpha: rate.alpha, dlr: rate.dlr },
      ]),
    ),
  )
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`the reader ended with ${code}`)
  const { seconds, plainSeconds, megabytes, wrong } = JSON.parse(output) as Read
  return [
    {
      scenario: 'csv',
      figure: `${whole(rowCount)} rows in ${seconds.toFixed(2)} s, ${whole(megabytes)} MB`,
      baseline: `${plainSeconds.toFixed(2)} s by csv-parse alone, without any check`,
      ratio: plainSeconds / seconds,
      conditions: `three columns, every phone number and message checked, ${wrong} rows with errors; memory of the whole process at most`,
    },
  ]
}
