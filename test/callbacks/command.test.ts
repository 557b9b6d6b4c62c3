/** The operator's door to callbacks, and what doctor says of them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { callbackCommand } from '../../src/commands/callback.ts'
import { doctorCommand } from '../../src/commands/doctor.ts'
import { printedBy, startCommand } from '../operation/command.ts'
import { sharedCrier, testConfig } from '../support/crier.ts'
import { told, write } from './peer.ts'

test('callbacks are listed and replayed from the command line, and doctor names those that fail', async (t) => {
  const crier = await sharedCrier()
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
  const config = { ...testConfig, databaseUrl: crier.url }
  const list = await printedBy(() =>
    callbackCommand(config, ['list'], { service: service.id, status: 'failed' }),
  )
  assert.equal(list.split('\n').length, 3)
  assert.ok(list.includes(`${second} `) && list.includes(': failed, 1 attempts, last HTTP 404'))
  const doctor = await printedBy(() => doctorCommand(config))
  assert.equal(process.exitCode, 1)
  process.exitCode = 0
  assert.match(doctor, /callbacks: delivery_status of "Service .*" has failed since .*Z \(HTTP 404\)/)
  await assert.rejects(callbackCommand(config, ['replay'], { service: service.id }), /usage: callback list/)
  await assert.rejects(
    callbackCommand(config, ['list'], { service: service.id, status: 'lost' }),
    /--status must be waiting, delivered or failed/,
  )
  const command = startCommand(['callback', 'replay', '--service', service.id, first!], {
    DATABASE_URL: crier.url,
    CRIER_SECRET: testConfig.secret!,
  })
  assert.equal(await command.ended, 0)
  assert.match(command.output(), /sent again: 1$/m)
  const due = await crier.sql`
    select id from service_callbacks where status = 'waiting' and service_id = ${service.id}`
  assert.deepEqual(
    due.map(({ id }) => id),
    [first],
  )
})
