/** Crier as its operators meet it: logs, metrics, health, stopping (a second signal: conformance/three-processes.test.ts), and starts that cannot work. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { doctorCommand } from '../../src/commands/doctor.ts'
import { welcome } from '../../src/commands/welcome.ts'
import { readConfig } from '../../src/config.ts'
import { migrate } from '../../src/migrate.ts'
import { demoService } from '../../src/services/create.ts'
import { start } from '../../src/start.ts'
import { type TestCrier, testConfig, testCrier, tokenFor } from '../support/crier.ts'
import { commandSecret, printedBy, startCommand } from './command.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier({ secret: commandSecret })
})
after(() => crier.close())

const firstLine = (text: string) => text.split('\n').filter((line) => line !== '')

test('a run welcomes, sends, logs nothing personal, counts, and stops within ten seconds with its work done', async (t) => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { content: 'Hello ((name))' })
  const command = startCommand(['run'], { DATABASE_URL: crier.url, LOG_LEVEL: 'debug' })
  t.after(() => command.kill('SIGKILL'))
  const { port } = await command.started
  // What is in it works: welcome.test.ts.
  const welcomed = welcome(await demoService(crier.crier, `http://localhost:${port}`))
  assert.ok(command.output().includes(welcomed), command.output())
  const base = `http://127.0.0.1:${port}`
  const send = (phone_number: string) =>
    fetch(`${base}/v2/notifications/sms`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenFor(service.keys.normal, new Date())}` },
      body: JSON.stringify({ phone_number, template_id: template, personalisation: { name: 'Xanthippe' } }),
    })
  assert.equal((await send('07700 900 456')).status, 201)
  assert.equal((await send('07700 900 45X')).status, 400)
  await crier.until('it is delivered', async () => {
    const [row] = await crier.sql`
      select count(*)::integer as count from notifications
      where service_id = ${service.id} and notification_status = 'delivered'`
    return row!.count === 1
  })
  const metrics = await (await fetch(`${base}/metrics`)).text()
  for (const line of [
    /^crier_notifications_accepted_total\{type="sms",key_type="normal"\} 1$/m,
    /^crier_notifications_sent_total\{type="sms",provider="sandbox-sms"\} 1$/m,
    /^crier_notifications_outcome_total\{type="sms",status="delivered"\} 1$/m,
    /^crier_acceptance_to_handover_seconds_count\{queue="send-sms"\} 1$/m,
    /^crier_http_request_seconds_bucket\{/m,
  ]) {
    assert.match(metrics, line)
  }
  const health = (await (await fetch(`${base}/_status`)).json()) as Record<string, string>
  assert.equal(health.status, 'ok')

  const accepted = (await Promise.all(Array.from({ length: 50 }, () => send('07700 900 456')))).filter(
    ({ status }) => status === 201,
  ).length
  const began = performance.now()
  assert.equal(await command.stop(), 0)
  assert.ok(performance.now() - began < 10_000)
  assert.equal(accepted, 50)
  const [left] = await crier.sql`
    select
      (select count(*)::integer from notifications where service_id = ${service.id}) as stored,
      (select count(*)::integer from pgboss.job where state = 'active' and name = 'send-sms') as active`
  assert.deepEqual({ ...left }, { stored: 51, active: 0 }, 'no batch is left half done')

  const secret = service.keys.normal.slice(-36)
  // The welcome names the demo service's keys on purpose; log lines are JSON.
  const log = firstLine(command.output())
    .filter((line) => line.startsWith('{"level"'))
    .join('\n')
  for (const word of ['Xanthippe', '900456', '900 456', secret, '447700']) {
    assert.ok(!log.includes(word), `the log holds ${word}`)
  }
  assert.equal(command.complaint(), '')
})

/** A start that fails: what the command line prints as its one line. A process of its own costs a second of a processor, so one alone is started. */
async function complaintOf(starting: Promise<unknown>): Promise<string> {
  const error: unknown = await starting.then(
    () => assert.fail('it starts'),
    (reason) => reason,
  )
  assert.ok(error instanceof Error)
  assert.doesNotMatch(error.message, /\n/)
  return error.message
}
const [serving, working] = [
  { serve: true, work: false },
  { serve: false, work: true },
]

test('a taken port is one line and a failure', async (t) => {
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
  t.after(() => holder.close())
  const { port } = holder.address() as { port: number }
  assert.equal(
    await complaintOf(start({ ...testConfig, secret: commandSecret, port }, crier.url, serving)),
    `port ${port} is taken: choose another with PORT=…`,
  )
})

test('an unreachable database is one line and a failure', async () => {
  const url = 'postgres://nobody:word@127.0.0.1:1/none'
  const command = startCommand(['run'], { DATABASE_URL: url })
  assert.equal(await command.ended, 1)
  const [line = '', ...others] = firstLine(command.complaint())
  assert.deepEqual(others, [])
  assert.match(line, /^crier: /)
  const complaints = [
    line,
    ...(await Promise.all(
      [migrate(url), start(testConfig, url, serving), start(testConfig, url, working)].map(complaintOf),
    )),
  ]
  for (const complaint of complaints) assert.doesNotMatch(complaint, /:word@/, 'no password')
})

test('settings that cannot be read are one line and a failure', async () => {
  const environment = { CRIER_SECRET: commandSecret, DATABASE_URL: crier.url }
  const wrong: [name: string, value: string][] = [
    ['PORT', 'x'],
    ['DATABASE_URL', 'mysql://x'],
    ['CRIER_SMTP_URL', 'https://mail.example'],
    ['CRIER_REPORTS_URL', 'mysql://x'],
    ['CRIER_REPORTS_URL', 'postgres://one.example,two.example/crier'],
    ['CRIER_REPORTS_LAG_SECONDS', '0'],
    ['CRIER_LEAVE_SECONDS', '61'],
  ]
  for (const [name, value] of wrong) {
    const complaint = await complaintOf((async () => readConfig({ ...environment, [name]: value }))())
    assert.match(complaint, new RegExp(name))
  }
})

test('doctor says what is wrong with the server, and how to mend it', async () => {
  await crier.sql`
    insert into queue_measurements (queue, measured_at, waiting, oldest_at, moved_at, per_second, admitted_share)
    values
      ('early', now(), 1, now(), now(), 1, 1),
      ('late', now(), 45, now(), now(), 1, 0.5),
      ('still', now(), 45, now() - interval '5 minutes', now() - interval '5 minutes', 10, 1)`
  const config = { ...testConfig, secret: commandSecret, databaseUrl: crier.url }
  const output = await printedBy(() => doctorCommand(config))
  assert.equal(process.exitCode, 1)
  process.exitCode = 0
  assert.match(
    output,
    /^late: A message that came now would wait 45 s, so 50 % of what is asked is accepted\.\n {2}start more workers/m,
  )
  assert.match(output, /^still: Nothing has been sent for 300 s; 45 messages wait\.\n {2}start workers/m)
  assert.doesNotMatch(output, /^early/m)
  assert.match(output, /^letters: No virus scanner is named/m)
  assert.match(output, /^fsync: A power cut can lose .*\n {2}alter system set fsync = on/m)
})
