/** The periodic task that makes room for history. */
import { makeHistoryPartitions as makePartitions } from '../../queries/platform.queries.ts'
import { listHistoryPartitionFaults } from '../../queries/retention.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

export async function makeHistoryPartitions({ db, log }: Crier, { date }: TaskTime): Promise<void> {
  await makePartitions.run({ today: date }, db)
  for (const { fault } of await listHistoryPartitionFaults.run({ today: date }, db))
    log.error({ fault }, 'history')
}
