/** A service to try broadcasts with; what each operator has of a broadcast, with what sandbox operators received; and what waits, tried now. */
import {
  type IListBroadcastSendingResult,
  listBroadcastSending,
  replayBroadcastDelivery,
} from '../../queries/broadcasts.queries.ts'
import { broadcastDemo } from '../broadcasts/demo.ts'
import type { Config } from '../config.ts'
import { canonicalUuid } from '../uuid.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

const usage = 'usage: broadcast demo, broadcast show <id> [--json], or broadcast replay <event id> <operator>'

export async function broadcastCommand(
  config: Config,
  words: string[],
  { json = false }: { json?: boolean },
): Promise<void> {
  const [verb, named, provider, ...others] = words
  if (verb === 'demo' && named === undefined) return demo(config)
  const isShow = verb === 'show' && provider === undefined
  const isReplay = verb === 'replay' && provider !== undefined && others.length === 0
  if ((!isShow && !isReplay) || named === undefined) throw new Error(usage)
  const id = canonicalUuid(named)
  if (id === null) throw new Error(`"${named}" is no identifier`)
  await withCrier(config, async ({ db, now }) => {
    if (isReplay) {
      const wanted = { event_id: id, provider: provider!, actor: null, now: now().toISOString() }
      const [done] = await replayBroadcastDelivery.run(wanted, db)
      if (!done!.is_replayed) throw new Error('nothing waits there: see broadcast show')
      process.stdout.write('It is tried now.\n')
      return
    }
    const rows = await listBroadcastSending.run({ id }, db)
    if (json) print(rows)
    else process.stdout.write(report(rows))
  })
}

/** Lines that a shell takes as they are: `eval "$(npm run -s crier -- broadcast demo)"`. */
const demo = (config: Config) =>
  withCrier(config, async (crier) => {
    const made = await broadcastDemo(crier)
    for (const [name, value] of Object.entries(made)) process.stdout.write(`${name.toUpperCase()}=${value}\n`)
  })

function report(rows: IListBroadcastSendingResult[]): string {
  if (rows.length === 0) return 'Nobody has been told of such a broadcast.\n'
  const events = Object.values(
    Object.groupBy(rows, ({ event_id }) => event_id),
  ) as IListBroadcastSendingResult[][]
  return events.map((told) => `${heading(told[0]!)}\n${told.map(line).join('')}`).join('\n')
}

const heading = ({ message_type, sent_at, event_id }: IListBroadcastSendingResult) =>
  `${message_type} of ${sent_at.slice(0, 19)}Z, event ${event_id}`

function line(row: IListBroadcastSendingResult): string {
  const { provider, status, decision, reason, attempts, last_detail, provider_message_id, document } = row
  const number =
    row.message_number === null ? '' : `, number ${row.message_number.toString(16).padStart(8, '0')}`
  const named = provider_message_id === null ? '' : `, identifier ${provider_message_id}${number}`
  const now = decision === null ? '' : decision === 'send' ? ', to be sent' : `, waits: ${reason}`
  const failed = last_detail === null ? '' : `, last ${last_detail}`
  const received = document === null ? '' : `    ${document.replaceAll('\n', '\n    ')}\n`
  return `  ${provider}: ${status ?? 'not begun'}, ${attempts} attempts${failed}${named}${now}\n${received}`
}
