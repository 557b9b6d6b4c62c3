import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { leaseOf } from '../queues.ts'
import { runTask, tasks } from '../schedule.ts'
import { makeBoss } from '../start.ts'
import { runReportingJobs } from '../statistics/worker.ts'
import { withCrier } from './database.ts'

export async function taskCommand(
  config: Config,
  [verb, name]: string[],
  date: string | undefined,
): Promise<void> {
  if (verb === 'list') {
    const width = Math.max(...tasks.map((task) => task.name.length))
    for (const task of tasks) process.stdout.write(`${task.name.padEnd(width)}  ${task.cron}\n`)
    return
  }
  if (verb !== 'run' || name === undefined)
    throw new Error('usage: task list, or task run <name> [--date YYYY-MM-DD]')
  await withCrier(config, async (crier, url) => {
    await runTask(crier, name, date)
    await finishReportingJobs(crier, url)
  })
  process.stdout.write(`${name} is done.\n`)
}

/** A night's task leaves its work on a queue; whoever runs it by hand waits until that work is done, by this process or a worker. */
async function finishReportingJobs(crier: Crier, url: string): Promise<void> {
  const boss = makeBoss(url, crier.log)
  await boss.start()
  try {
    for (
      let jobs = await boss.fetch('reporting-tasks');
      jobs.length > 0;
      jobs = await boss.fetch('reporting-tasks')
    ) {
      const lease = leaseOf('reporting-tasks', jobs)
      await runReportingJobs({ ...crier, db: crier.periodic.nights }, jobs, lease)
      await boss.complete(
        'reporting-tasks',
        jobs.map((job) => job.id),
      )
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}
