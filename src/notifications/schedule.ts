/** The periodic tasks about messages. */
import { markNotificationChanges as mark } from '../../queries/notifications/changes.queries.ts'
import { forgetIdempotencyKeys as forgetKeys } from '../../queries/platform.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

export const markNotificationChanges = ({ db }: Crier, { now }: TaskTime) => mark.run({ now }, db)

/** Hours for which a key is known. */
const keyHours = 24

export async function forgetIdempotencyKeys({ db }: Crier, { now }: TaskTime): Promise<void> {
  const before = new Date(Date.parse(now) - keyHours * 3_600_000).toISOString()
  while (((await forgetKeys.run({ before }, db))[0]?.forgotten ?? 0) > 0);
}
