/** The periodic tasks of emergency alerts. */
import {
  completeBroadcasts as complete,
  deleteOldSandboxDocuments as deleteOld,
  examineBroadcastDeliveries as examine,
  publishAlerts as publish,
  triggerLinkTests as triggerTests,
} from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

export const triggerLinkTests = ({ db }: Crier) => triggerTests.run(undefined, db)

export const completeBroadcasts = ({ db }: Crier, { now }: TaskTime) => complete.run({ now }, db)

export const examineBroadcastDeliveries = ({ db }: Crier, { now }: TaskTime) => examine.run({ now }, db)

export const publishAlerts = ({ db }: Crier) => publish.run(undefined, db)

export const deleteOldSandboxDocuments = ({ db }: Crier, { now }: TaskTime) => deleteOld.run({ now }, db)
