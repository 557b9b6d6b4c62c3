/** The timetable: what is caught up after nobody was there, which zone it goes by, and that a night never holds up a tick. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PgBoss } from 'pg-boss'
import { runScheduledJobs, runTask, scheduleTasks, tasks } from '../../src/schedule.ts'
import { makeBoss } from '../../src/start.ts'
import { finishNight, makeWorld, send, statusFacts } from '../billing/world.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

async function withBoss(work: (boss: PgBoss) => Promise<void>): Promise<void> {
  const boss = makeBoss(crier.url, crier.crier.log)
  await boss.start()
  try {
    await work(boss)
  } finally {
    await boss.stop({ graceful: false })
  }
}
const zones = async () => {
  const rows = await crier.sql`
    select distinct timezone, options ->> 'tz' as tz from pgboss.schedule where name in ('ticks', 'nights')`
  return rows.map((row) => Object.values(row))
}

test('ticks and nights are two queues, and what has an effect on figures is caught up', async () => {
  const row = async () => {
    const [found] = await crier.sql`
      select name, key, kind, cron, timezone, data, options, last_job_id, updated_on
      from pgboss.schedule where key = 'mark-notification-changes'`
    return { ...found }
  }
  await withBoss(async (boss) => {
    await boss.createQueue('scheduled-tasks')
    await boss.schedule('scheduled-tasks', '* * * * *', { task: 'gone' }, { key: 'gone' })
    const task = { task: 'mark-notification-changes' }
    const options = { tz: 'Europe/London', key: task.task, missed: 'skip' } as const
    await boss.schedule('ticks', '* * * * *', task, options)
  })
  const made = await row()
  await scheduleTasks(crier.crier)
  assert.deepEqual(await row(), made, "as pg-boss makes it, and as it is already it isn't touched")
  await crier.sql`
    update pgboss.schedule set cron = '1 * * * *' where key = 'mark-notification-changes'`
  await scheduleTasks(crier.crier)
  assert.equal((await row()).cron, '* * * * *')
  const rows = await crier.sql`select name, key, options ->> 'missed' as missed from pgboss.schedule`
  const scheduled = new Map(rows.map(({ name, key, missed }) => [key, `${name} ${missed}`]))
  assert.equal(rows.length, tasks.length, 'and no task of another queue is left')
  for (const [task, how] of [
    ['run-populate-annual-billing', 'nights once'],
    ['create-nightly-billing', 'nights once'],
    ['create-nightly-notification-status', 'nights once'],
    ['save-daily-notification-processing-time', 'nights once'],
    ['delete-notifications-older-than-retention', 'nights once'],
    ['update-ft-billing-for-today', 'ticks once'],
    ['mark-notification-changes', 'ticks skip'],
  ])
    assert.equal(scheduled.get(task), how, task)
})

test('the timetable follows the time zone of the settings, and so does one that is written meanwhile', async () => {
  await scheduleTasks(crier.crier)
  assert.deepEqual(await zones(), [['Europe/London', 'Europe/London']])
  await crier.crier.db.query("update settings set time_zone = 'Asia/Kolkata'", [])
  assert.deepEqual(await zones(), [['Asia/Kolkata', 'Asia/Kolkata']])
  await scheduleTasks(crier.crier)
  assert.deepEqual(await zones(), [['Asia/Kolkata', 'Asia/Kolkata']])
  let written: Promise<void> | undefined
  await crier.sql.begin(async (changing) => {
    await changing`update settings set time_zone = 'Europe/London'`
    // It is written while the change is not committed, by somebody whom the old zone is shown.
    written = scheduleTasks(crier.crier)
    await crier.until('it waits for the change', async () => {
      const waiting = await crier.sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%set_timetable%'`
      return waiting.length > 0
    })
  })
  await written
  assert.deepEqual(await zones(), [['Europe/London', 'Europe/London']])
  for (const zone of ['Mars/Olympus', 'UTC+3', 'Factory', '']) {
    await assert.rejects(
      crier.sql`update settings set time_zone = ${zone}`,
      { constraint_name: 'time_zone_has_a_name' },
      zone,
    )
  }
})

test('who asks for a task before a run of it that has finished began is answered by that run', async () => {
  const runs = async () => {
    const [row] =
      await crier.sql`select started_at from task_runs where task = 'tend-providers-back-to-middle'`
    return row?.started_at
  }
  const ask = async (createdOn: Date) => {
    const data = { task: 'tend-providers-back-to-middle' }
    const [result] = await runScheduledJobs(crier.crier, [{ id: 'one', data, createdOn }], unhurried())
    assert.equal(result!.status, 'completed')
    return await runs()
  }
  const first = await ask(new Date(Date.now() - 1000))
  assert.ok(first)
  assert.equal(await ask(new Date(Date.now() - 5000)), first, 'asked twice')
  await crier.sql`update task_runs set finished_at = null`
  const broken = await ask(new Date(Date.now() - 5000))
  assert.notEqual(broken, first, 'the run before had ended in the middle')
  assert.notEqual(await ask(new Date(Date.now() + 5000)), broken, 'asked later')
})

test('a task that the database was not there for is told of by the outage; any other fault by the task', async () => {
  const told: string[] = []
  const outcomeOf = async (code: string) => {
    const lost = Object.assign(new Error('gone'), { code })
    const broken = {
      ...crier.crier,
      periodic: { ...crier.crier.periodic, ticks: { query: () => Promise.reject(lost) } },
      log: Object.assign(Object.create(crier.crier.log), {
        error: (_: object, text: string) => told.push(text),
      }),
      outage: { ...crier.crier.outage, suffered: (_: unknown, text: string) => told.push(`outage: ${text}`) },
    }
    const job = { id: 'one', data: { task: 'tend-providers-back-to-middle' }, createdOn: new Date() }
    return (await runScheduledJobs(broken, [job], unhurried()))[0]!.status
  }
  assert.deepEqual(
    [await outcomeOf('57P01'), await outcomeOf('CONNECTION_CLOSED'), await outcomeOf('22012')],
    ['failed', 'failed', 'failed'],
  )
  assert.deepEqual(told, ['outage: task failed', 'outage: task failed', 'task failed'])
})

test('tasks run once however many processes work on the schedule', async () => {
  const own = await testCrier()
  const bosses = [1, 2, 3, 4].map(() => makeBoss(own.url, own.crier.log))
  const done: string[] = []
  try {
    // A day has passed since anybody looked, and each of the four takes it for its own to catch up.
    await scheduleTasks(own.crier)
    await own.sql`update pgboss.schedule set created_on = now() - interval '500 days'`
    await own.sql`delete from pgboss.job`
    const databaseTime = async () => {
      const [row] = await own.sql`select extract(epoch from now())::float8 * 1000 as ms`
      return row!.ms as number
    }
    const began = await databaseTime()
    for (const boss of bosses) {
      await own.sql`update pgboss.version set cron_on = now() - interval '400 days'`
      await boss.start()
    }
    await Promise.all(bosses.map(() => scheduleTasks(own.crier)))
    for (const boss of bosses) {
      for (const queue of ['ticks', 'nights'])
        await boss.work(queue, { batchSize: 20, pollingIntervalSeconds: 0.5 }, async (jobs) => {
          for (const { data } of jobs) done.push((data as { task: string }).task)
        })
    }
    const caughtUp = tasks.filter(({ queue, caughtUp }) => queue === 'nights' || caughtUp)
    const names = new Set(caughtUp.map(({ name }) => name))
    await own.until('all that is caught up is done', async () =>
      [...names].every((name) => done.includes(name)),
    )
    await own.until('nothing is left', async () => {
      const [row] = await own.sql`
        select count(*)::integer as left from pgboss.job
        where name in ('ticks', 'nights', '__pgboss__send-it') and state in ('created', 'retry', 'active')`
      return row!.left === 0
    })
    // What its own time brings beside that: pg-boss takes what was due in the minute before for due.
    const ended = await databaseTime()
    const dueMeanwhile = (cron: string) =>
      bosses[0]!
        .previewSchedule(cron, { tz: 'Europe/London', from: new Date(began - 60_001), count: 10 })
        .filter((at) => at.getTime() <= ended).length
    for (const { name, cron } of tasks) {
      const times = done.filter((task) => task === name).length
      const least = names.has(name) ? 1 : 0
      assert.ok(
        times >= least && (times === least || times <= least + dueMeanwhile(cron)),
        `${name}: ${times}`,
      )
    }
    assert.ok(done.includes('run-scheduled-jobs'))
  } finally {
    await Promise.all(bosses.map((boss) => boss.stop({ graceful: false })))
    await own.close()
  }
})

test('a tick ends its statements within seconds, a night takes its time, both with no more rights than the server', async () => {
  const timeout = async (queue: 'ticks' | 'nights') => {
    const { rows } = await crier.crier.periodic[queue].query(
      "select extract(epoch from current_setting('statement_timeout')::interval)::integer as seconds, current_user as role",
      [],
    )
    return rows[0] as object
  }
  assert.deepEqual({ ...(await timeout('ticks')) }, { seconds: 20, role: 'crier_app' })
  assert.deepEqual({ ...(await timeout('nights')) }, { seconds: 3600, role: 'crier_app' })
})

test('a message that should have been given up is so before its day is counted for the last time', async () => {
  const world = await makeWorld(crier.sql)
  await send(crier.sql, world, { type: 'sms', at: '2022-05-02T12:00Z', status: 'sending', sent_by: 'mmg' })
  crier.setNow('2022-05-05T23:30Z')
  await runTask(crier.crier, 'create-nightly-notification-status')
  const jobs = await crier.sql`select id, data from pgboss.job where name = 'reporting-tasks'`
  const { runReportingJobs } = await import('../../src/statistics/worker.ts')
  await runReportingJobs(crier.crier, jobs as never, unhurried())
  crier.setNow(null)
  assert.deepEqual(await statusFacts(crier.sql, world), ['2022-05-02 sms normal temporary-failure 1'])
})

test('three days without a process are caught up: facts and processing time of each day, and the year’s allowances', async () => {
  const { sql } = crier
  const world = await makeWorld(sql)
  await sql`delete from annual_billing`
  await sql`delete from pgboss.job`
  const ago = async (days: number) => {
    const [row] = await sql`
      select (local_date(now()) - ${days}::integer)::text as day,
        to_char(local_midnight(local_date(now()) - ${days}::integer) + interval '12 hours', 'YYYY-MM-DD"T"HH24:MI:SSOF') as noon`
    return row as unknown as { day: string; noon: string }
  }
  // The last night was three days ago; it counted the days up to four days ago.
  const days = await Promise.all([1, 2, 3].map(ago))
  for (const { noon } of days)
    await send(sql, world, { type: 'email', at: noon, status: 'delivered', sent_at: noon, api: true })
  for (const task of tasks) if (task.queue === 'nights') await finishNight(sql, task.name, days[2]!.day)
  // What a stop of 400 days leaves, so that the first of April lies in it. Only these are waited for here.
  await sql`
    delete from pgboss.schedule
    where key not in (
      'create-nightly-billing', 'create-nightly-notification-status', 'save-daily-notification-processing-time',
      'run-populate-annual-billing'
    )`
  await sql`update pgboss.schedule set created_on = now() - interval '500 days'`
  await sql`update pgboss.version set cron_on = now() - interval '400 days'`
  await crier.work()
  const made = async (table: string, condition: string) =>
    (await sql.unsafe(`select bst_date::text as day from ${table} where ${condition} order by 1 desc`)).map(
      ({ day }) => day,
    )
  const wanted = days.map(({ day }) => day)
  const own = `service_id = '${world.service}'`
  for (const [table, condition] of [
    ['ft_processing_time', 'messages_total = 1'],
    ['ft_billing', own],
    ['ft_notification_status', own],
  ] as const) {
    const all = async () => (await made(table, condition)).join() === wanted.join()
    await crier.until(`${table} has all days`, all)
  }
  await crier.until('the allowances are there', async () => {
    const rows = await sql`select from annual_billing where service_id = ${world.service}`
    return rows.length === 1
  })
})

test('a tick is done while the nights are held up', async () => {
  const { sql } = crier
  const boss = crier.crier.boss!
  const lock = Promise.withResolvers<void>()
  const holding = sql.begin(async (sql) => {
    await sql`lock table events, inbound_sms in access exclusive mode`
    await lock.promise
  })
  for (let i = 0; i < 2; i++) {
    await boss.send('nights', { task: 'delete-inbound-sms' })
    await boss.send('nights', { task: 'delete-events-older-than-a-year' })
  }
  const active = async () =>
    (
      await sql`select from pgboss.job where name = 'nights' and state = 'active' and data ->> 'task' like 'delete-%'`
    ).length
  await crier.until('the nights are held up', async () => (await active()) >= 2)
  await sql`delete from task_runs`
  await boss.send('ticks', { task: 'apply-waiting-receipts' })
  await crier.until('the tick is done', async () => {
    const rows =
      await sql`select from task_runs where task = 'apply-waiting-receipts' and finished_at is not null`
    return rows.length === 1
  })
  assert.ok((await active()) >= 2)
  lock.resolve()
  await holding
})
