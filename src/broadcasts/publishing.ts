/** Tells the application that shows alerts to the public, if there is one besides `/alerts`, that it has to look. */
import type { Crier } from '../context.ts'
import type { Lease } from '../keep-trying.ts'
import { isOk, makePoster } from './transports/posting.ts'

/** @throws Error when it does not answer well: the queue tries again */
export async function publish({ config }: Pick<Crier, 'config'>, { signal }: Lease): Promise<void> {
  const url = config.broadcasts.publishUrl
  if (url === null) return
  const poster = makePoster(url)
  try {
    const { status } = await poster.post({}, '', signal)
    if (!isOk(status)) throw new Error(`status ${status}`)
  } finally {
    await poster.close()
  }
}
