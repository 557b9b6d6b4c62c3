/** `crier job send`: what it asks and what it shows. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sendFile } from '../../src/commands/job.ts'
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
    { name: 'people.csv', contents: file },
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
