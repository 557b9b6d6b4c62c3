/** The operator's door to callbacks, and what doctor says of them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { callbackCommand } from '../../src/commands/callback.ts'
import { commandSecret, startCommand } from '../operation/command.ts'
import { testConfig, testCrier } from '../support/crier.ts'
import { told, write } from './peer.ts'

test('callbacks are listed and replayed from the command line, and doctor names those that fail', async (t) => {
  const crier = await testCrier({ secret: commandSecret })
  t.after(crier.close)
  const { service } = await told(crier, 'https://service.example/told')
  const [first, second] = await write(crier, service.id, [randomUUID(), randomUUID()])
  const outcomes = [first, second].map((id) => ({
    id,
    http_status: 404,
    error: null,
    retry_after_seconds: null,
  }))
  await crier.sql`select from finish_callbacks(${crier.sql.json(outcomes as never)})`
  const run = async (...words: string[]) => {
    const command = startCommand(words, { DATABASE_URL: crier.url })
    const code = await command.ended
    return { code, output: command.output(), complaint: command.complaint() }
  }
  const [list, doctor] = await Promise.all([
    run('callback', 'list', '--service', service.id, '--status', 'failed'),
    run('doctor'),
  ])
  assert.equal(list.output.split('\n').length, 3)
  assert.ok(list.output.includes(`${second} `) && list.output.includes(': failed, 1 attempts, last HTTP 404'))
  assert.match(doctor.output, /callbacks: delivery_status of "Service .*" has failed since .*Z \(HTTP 404\)/)
  const config = { ...testConfig, secret: commandSecret, databaseUrl: crier.url }
  await assert.rejects(callbackCommand(config, ['replay'], { service: service.id }), /usage: callback list/)
  await assert.rejects(
    callbackCommand(config, ['list'], { service: service.id, status: 'lost' }),
    /--status must be waiting, delivered or failed/,
  )
  const replayed = await run('callback', 'replay', '--service', service.id, first!)
  assert.match(replayed.output, /sent again: 1$/m)
  const due = await crier.sql`select id from service_callbacks where status = 'waiting'`
  assert.deepEqual(
    due.map(({ id }) => id),
    [first],
  )
})
