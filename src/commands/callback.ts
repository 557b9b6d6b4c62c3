import { type IListCallbacksResult, listCallbacks, replayCallbacks } from '../../queries/callbacks.queries.ts'
import { findService } from '../../queries/services.queries.ts'
import { callbackStatuses, callbackTypes } from '../callbacks/requests.ts'
import type { Config } from '../config.ts'
import { canonicalUuid } from '../uuid.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export type CallbackValues = {
  service?: string
  status?: string
  type?: string
  since?: string
  until?: string
  json?: boolean
}

const usage =
  'usage: callback list --service S [--status waiting|delivered|failed] [--type T] [--since TIME] [--json], or callback replay --service S (<id> … | --since TIME [--until TIME]) [--type T]'
const shown = 1000

export async function callbackCommand(
  config: Config,
  words: string[],
  values: CallbackValues,
): Promise<void> {
  const [verb, ...ids] = words
  const { service: named, since, until, json = false } = values
  const isList = verb === 'list'
  if ((!isList && verb !== 'replay') || !named || (isList && ids.length > 0)) throw new Error(usage)
  if (!isList && ids.length === 0 && since === undefined) throw new Error(usage)
  const types = values.type === undefined ? null : [oneOf('--type', callbackTypes, values.type)]
  const statuses = values.status === undefined ? null : [oneOf('--status', callbackStatuses, values.status)]
  for (const id of ids) if (canonicalUuid(id) === null) throw new Error(`"${id}" is no identifier`)
  const times = { since: timeOf('--since', since), until: timeOf('--until', until) }
  await withCrier(config, async ({ db }) => {
    const [service] = await findService.run({ named: named.trim() }, db)
    if (service === undefined) throw new Error(`there is no service with the id or name "${named}"`)
    if (isList) {
      const page = { statuses, types, since: times.since, older_than: null, page_size: shown }
      const rows = await listCallbacks.run({ service_id: service.id, ...page }, db)
      if (json) print(rows)
      else process.stdout.write(report(rows))
      return
    }
    const wanted = { service_id: service.id, ids: ids.length === 0 ? null : ids, types, ...times }
    let replayed = 0
    // A call replays a bounded number; what it has replayed is not met again.
    for (let more = -1; more !== 0; replayed += more)
      more = (await replayCallbacks.run(wanted, db))[0]!.replayed
    process.stdout.write(`Callbacks of "${service.name}" that are sent again: ${replayed}\n`)
  })
}

function oneOf<const T extends readonly string[]>(option: string, words: T, given: string): T[number] {
  const found = words.find((word) => word === given)
  if (found === undefined)
    throw new Error(`${option} must be ${words.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`)
  return found
}

function timeOf(option: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new Error(`${option} must be a date and time: 2026-03-02T09:00:00Z`)
  return new Date(time).toISOString()
}

function report(rows: IListCallbacksResult[]): string {
  const lines = rows.map(({ id, callback_type, about_id, status, attempts, created_at, ...row }) => {
    const last = row.last_status === null ? row.last_error : `HTTP ${row.last_status}`
    return `${id} ${created_at.slice(0, 19)}Z ${callback_type} about ${about_id}: ${status}, ${attempts} attempts${last === null ? '' : `, last ${last}`}`
  })
  if (rows.length === 0) lines.push('There are none.')
  if (rows.length === shown) lines.push(`Only the newest ${shown} are shown.`)
  return `${lines.join('\n')}\n`
}
