/** `crier job send`: what it asks and what it shows. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checkFile, sendFile } from '../../src/commands/job.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type Made, maker, process, rowsOf } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const contents = Buffer.from(rowsOf(3).join('\n'))

async function send(made: Made, options: object, pause: (id: string) => Promise<unknown>, file = contents) {
  const lines: string[] = []
  let id = ''
  const screen = {
    write: (text: string) => {
      id ||= /^job (\S+):/.exec(text)?.[1] ?? ''
      lines.push(text)
    },
    isTTY: true,
  }
  await sendFile(
    (path, init) => crier.app.request(path, init),
    made.service.keys.normal,
    { name: 'people.csv', contents: file, type: 'text/csv' },
    { template: made.template_id, ...options },
    screen,
    () => pause(id),
  )
  return { id, lines }
}

test('a file is sent and followed until its messages are with their provider; a second time it is not sent', async () => {
  const made = await maker(crier)
  const steps = [
    (id: string) => process(crier, id),
    (id: string) => crier.sql`update notifications set notification_status = 'sending' where job_id = ${id}`,
  ]
  const { id, lines } = await send(made, { reference: 'autumn' }, (job) => steps.shift()!(job))
  assert.equal(lines[0], `job ${id}: 3 rows\n`)
  assert.match(lines[1]!, /^\r\[ {40}\] 0% pending/)
  assert.equal(lines.at(-1), '\nfinished, 3 sending\n')
  const again = await send(made, { reference: 'autumn' }, async () => assert.fail())
  assert.equal(again.id, id)
  assert.match(again.lines[0]!, /sent before/)
  const forced = await send(
    made,
    { reference: 'autumn', again: true, at: new Date(Date.now() + 3_600_000).toISOString() },
    async () => assert.fail(),
  )
  assert.notEqual(forced.id, id)
  assert.match(forced.lines.at(-1)!, /scheduled for 20/)
})

test('what the API says of the file is the error, in one line', async () => {
  const made = await maker(crier)
  const file = Buffer.from(`phone number,name\n${'0770,A\n'.repeat(30)}`)
  await assert.rejects(
    send(made, {}, async () => {}, file),
    (error: Error) => {
      assert.match(error.message, /^400 Row 1, phone number: Mobile number is too short; Row 2, .*; 10 more$/)
      return true
    },
  )
})

test('a file is checked, and what is wrong with it is shown, without sending any of it', async () => {
  const made = await maker(crier)
  const check = async (csv: string) => {
    const lines: string[] = []
    const file = { name: 'people.csv', contents: Buffer.from(csv), type: 'text/csv' as const }
    const screen = { write: (text: string) => lines.push(text) }
    const ask = (path: string, init: RequestInit) => crier.app.request(path, init)
    const outcome = checkFile(ask, made.service.keys.normal, file, { template: made.template_id }, screen)
    return outcome.then(
      () => lines,
      (error: Error) => [...lines, error.message],
    )
  }
  assert.deepEqual(await check(`${rowsOf(2).join('\n')}\n07900100000,Again`), [
    'recipients that a row before has too: 1\n',
    '3 rows that can be sent\n',
  ])
  const wrong = await check(`phone number,name\n${'1,A\n'.repeat(25)}`)
  assert.deepEqual(wrong.slice(-3), [
    'and 5 more\n',
    'fix 25 phone numbers\n',
    '25 rows that cannot be sent as they are',
  ])
  const [jobs] =
    await crier.sql`select count(*)::int as number from jobs where service_id = ${made.service.id}`
  assert.equal(jobs!.number, 0)
})
