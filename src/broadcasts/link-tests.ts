/**
 * Every quarter of an hour both sites of each operator are told that nothing has happened, so that a broken link is known before it is needed. No
 * failover, no second try, no record; what fails is logged. Source: specification, broadcasts, periodic work.
 */
import { randomUUID } from 'node:crypto'
import { listLinkTestProviders, nextBroadcastMessageNumber } from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'
import type { Lease } from '../keep-trying.ts'
import { operatorOf, signingKeyOf } from './operators.ts'
import { attemptAt } from './transports/failover.ts'
import { documentOf } from './wire/document.ts'
import { type Format, linkTestOf } from './wire/payload.ts'

/** Of one operator, if it is still enabled. */
export async function testLinksOf(crier: Crier, provider: string, { signal }: Lease): Promise<void> {
  const operators = await listLinkTestProviders.run(undefined, crier.db)
  const operator = operators.find((one) => one.provider === provider)
  if (operator === undefined) return
  await Promise.all(([1, 2] as const).map((site) => testLink(crier, operator, site, signal)))
}

type Operator = Awaited<ReturnType<typeof listLinkTestProviders.run>>[number]

async function testLink(crier: Crier, operator: Operator, site: 1 | 2, signal: AbortSignal): Promise<void> {
  const { provider, message_format, signs } = operator
  const profile = operator.profile as Record<string, string>
  const log = crier.log.child({ provider, site })
  try {
    const message_number =
      message_format === 'cap' ? null : (await nextBroadcastMessageNumber.run(undefined, crier.db))[0]!.number
    const payload = linkTestOf({ id: randomUUID(), message_format: message_format as Format, message_number })
    const key = signs ? signingKeyOf(crier, provider) : undefined
    const document = documentOf(payload, profile, crier.now(), key)
    const transport = operatorOf(crier, operator)
    const message = { payload, document }
    const { outcome } = await attemptAt(transport.deliver, provider, site, message, signal, crier.now)
    if (!outcome.isOk) log.error({ reason: outcome.reason }, 'link test failed')
  } catch (error) {
    log.error({ error }, 'link test failed')
  }
}
