/** The archive beside acceptance: a million messages move to history while five hundred a second come in. */
import { connect, pgtyped } from '../../../src/database.ts'
import { makeLog } from '../../../src/log.ts'
import { makeAccept } from '../../../src/notifications/acceptance.ts'
import { open } from '../../../src/open.ts'
import { archiveChannel } from '../../../src/retention/nightly.ts'
import { commandSecret } from '../../operation/command.ts'
import { testConfig } from '../../support/crier.ts'
import { type Bench, pause, percentile, type Row, whole } from '../bench.ts'
import { makeTargets, textRequest } from '../offer.ts'
import { clock, inSeconds, milliseconds } from './measure.ts'

const perSecond = 500
/** In this night the first of the three live days is past its retention of a week. */
const night = '2026-06-20T02:00Z'

export async function retention(bench: Bench): Promise<Row[]> {
  const { sql } = bench
  const [{ live }] = (await sql`select count(*)::integer as live from notifications`) as unknown as [
    { live: number },
  ]
  const targets = await makeTargets(bench, 100)
  const { crier, close } = await open({ ...testConfig, secret: commandSecret }, bench.url, {
    log: makeLog('silent'),
  })
  const { accept: acceptance } = makeAccept(crier)
  let number = 0
  /** One message, as a request over HTTP is accepted: gathered into the next statement with those that come meanwhile. */
  async function accept(): Promise<void> {
    const target = targets[number++ % targets.length]!
    const { outcome } = await acceptance(textRequest(target, number))
    if (outcome !== 'accepted') throw new Error(`not accepted: ${outcome}`)
  }
  /** Milliseconds of each acceptance. What is due is asked whether or not the answers before have come. */
  async function load(isOver: () => boolean): Promise<number[]> {
    const times: number[] = []
    const flying: Promise<unknown>[] = []
    for (const start = performance.now(); !isOver(); ) {
      const due = ((performance.now() - start) / 1000) * perSecond
      while (flying.length < due) flying.push(clock(accept).then((time) => times.push(time)))
      await pause(1)
    }
    await Promise.all(flying)
    return times
  }
  const forSeconds = (seconds: number) => {
    const end = performance.now() + seconds * 1000
    return load(() => performance.now() > end)
  }

  // What the loading left to do is done first; then connections are opened and plans made.
  await sql`vacuum notifications`
  await sql`checkpoint`
  await forSeconds(bench.seconds(5))
  const alone = await forSeconds(bench.seconds(15))
  let moving = true
  let moved = 0
  // The night's worker has a connection and the rights of its own.
  const worker = connect(bench.url, { max: 1, name: 'bench' })
  const archiving = clock(async () => {
    for (const notification_type of ['sms', 'email', 'letter'] as const) {
      moved += await archiveChannel(pgtyped(worker), { notification_type, now: night })
    }
  }).finally(() => {
    moving = false
  })
  const beside = await load(() => !moving)
  const time = await archiving
  await worker.end()
  await close()
  const [calm, busy] = [percentile(alone, 0.99), percentile(beside, 0.99)]
  return [
    {
      scenario: 'retention',
      figure: `acceptance p99 ${milliseconds(busy)} while archiving (p50 ${milliseconds(percentile(beside, 0.5))})`,
      baseline: `p99 ${milliseconds(calm)} without (p50 ${milliseconds(percentile(alone, 0.5))})`,
      ratio: busy / calm,
      conditions: `${whole(moved)} messages archived in ${inSeconds(time)} as the night does it, in small batches with rests between them, out of ${whole(live)} live ones; ${perSecond} messages a second accepted meanwhile through the function that gathers requests into statements`,
    },
  ]
}
