/** The periodic tasks of delivery. */
import {
  abandonDeliveryClaims as abandon,
  applyReceiptsLeftWaiting,
  presumeDelivered as presume,
  reduceSlowProviders as reduce,
  replayCreatedNotifications as replay,
  tendProvidersBackToMiddle as tendBack,
} from '../../queries/delivery.queries.ts'
import { forgetWaitingReceipts as forgetReceipts } from '../../queries/platform.queries.ts'
import type { Crier } from '../context.ts'
import { replayLetters } from '../letters/tasks.ts'
import type { TaskTime } from '../schedule.ts'

export const reduceSlowProviders = ({ db }: Crier, { now }: TaskTime) => reduce.run({ now }, db)

export const tendProvidersBackToMiddle = ({ db }: Crier, { now }: TaskTime) => tendBack.run({ now }, db)

export async function abandonDeliveryClaims({ db, log }: Crier, { now }: TaskTime): Promise<void> {
  const [row] = await abandon.run({ now }, db)
  if (row!.abandoned > 0) log.warn({ batches: row!.abandoned }, 'batches whose workers never came back')
}

export async function presumeDelivered({ db }: Crier, { now }: TaskTime): Promise<void> {
  while ((await presume.run({ now }, db)).length > 0);
}

export async function replayCreatedNotifications(crier: Crier, time: TaskTime): Promise<void> {
  await replay.run({ now: time.now }, crier.db)
  await replayLetters(crier, time)
}

export const applyWaitingReceipts = ({ db }: Crier) => applyReceiptsLeftWaiting.run(undefined, db)

/** Days for which a receipt may wait for its message. */
const receiptDays = 7

export const forgetWaitingReceipts = ({ db }: Crier, { now }: TaskTime) =>
  forgetReceipts.run({ before: new Date(Date.parse(now) - receiptDays * 86_400_000).toISOString() }, db)
