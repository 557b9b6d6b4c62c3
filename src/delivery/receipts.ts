/** What providers tell about messages that they took. Many receipts are applied per statement; the rules are in apply_receipts. */

import { noteTestReceipts } from '../../queries/delivery/providers.queries.ts'
import {
  applyReceipts,
  type IApplyReceiptsResult,
  listRenderedForUnits,
  setBillableUnits,
} from '../../queries/delivery.queries.ts'
import type { Crier } from '../context.ts'
import { gather } from '../gather.ts'
import type { Personalisation } from '../templates/personalisation.ts'
import { renderSms } from '../templates/sms.ts'

/** provider: its identifier. reference: the message's id, or the provider's own name for it (provider_adapters.names_messages). */
export type Receipt = {
  provider: string
  reference: string
  status: string
  code: string | null
  received_at: string
}
export type ApplyReceipt = (receipt: Receipt) => Promise<IApplyReceiptsResult>

/** Words that are logged once in an hour: a provider that has added one sends it with every receipt. */
const wordPauseMs = 3_600_000
const maxWords = 100
/** Outcomes of a receipt whose message is not there. */
const noMessage = new Set(['not-found', 'waiting', 'unknown-word'])

export function makeApplyReceipt(crier: Crier): ApplyReceipt {
  const reported = new Map<string, number>()

  function reportWord(about: object & { provider: string }, status: string, code: string | null): void {
    const now = performance.now()
    const last = reported.get(`${about.provider} ${status}`)
    if (last !== undefined && now - last < wordPauseMs) return
    if (last === undefined && reported.size >= maxWords) {
      // Nobody has so many words: whoever makes them up is not to fill the log.
      for (const [word, at] of reported) if (now - at >= wordPauseMs) reported.delete(word)
      if (reported.size >= maxWords) return
    }
    reported.set(`${about.provider} ${status}`, now)
    crier.log.warn({ ...about, status, code }, 'receipt with an unknown word: see unknown_receipt_words')
  }

  return gather({
    maxBatch: 1000,
    maxInFlight: 2,
    // The database's time for a receipt is 250 microseconds in statements of eight and 110 in those of a hundred: what comes meanwhile waits for the end
    // of the one in flight, unless that waits for somebody's lock.
    besideMs: 100,
    maxWaiting: 50_000,
    // A second receipt finds no transition.
    isRepeatable: true,
    async run(receipts: Receipt[]) {
      const numbered = receipts.map((receipt, ord) => ({ ...receipt, ord }))
      const answers = await applyReceipts.run({ receipts: numbered as never }, crier.db)
      const ordered: IApplyReceiptsResult[] = []
      for (const answer of answers) {
        ordered[answer.ord] = answer
        if (answer.outcome === 'applied') {
          crier.metrics.outcomes.inc({ type: answer.notification_type!, status: answer.new_status! })
          continue
        }
        const { provider, status, code } = receipts[answer.ord]!
        const about = { notificationId: answer.notification_id, outcome: answer.outcome, provider }
        crier.metrics.receiptsWithoutEffect.inc({ provider, outcome: answer.outcome })
        // A word that nobody has explained is the operator's business; all else anybody on the network can cause at will.
        if (answer.outcome === 'unknown-word') reportWord(about, status, code)
        else crier.log.debug(about, 'receipt changed nothing')
      }
      const unplaced = receipts.filter((_, ord) => noMessage.has(ordered[ord]?.outcome ?? ''))
      // What crier provider test has sent is no message.
      if (unplaced.length > 0) await noteTestReceipts.run({ receipts: unplaced as never }, crier.db)
      await countUnits(crier, answers)
      return ordered
    },
  })
}

/** A receipt can come before the attempt is recorded: the fragments are then counted from the version that was sent. */
async function countUnits(crier: Crier, answers: IApplyReceiptsResult[]): Promise<void> {
  const ids = answers.filter((answer) => answer.needs_units).map((answer) => answer.notification_id!)
  if (ids.length === 0) return
  const rows = await listRenderedForUnits.run({ ids }, crier.db)
  const versions = await crier.cache.versions(rows)
  const measured: unknown[] = []
  for (const row of rows) {
    const service = await crier.cache.service(row.service_id)
    const template = versions.get(`${row.template_id} ${row.template_version}`)!
    const { size } = renderSms(
      template,
      row.personalisation as Personalisation,
      service?.prefixSms ? service.name : null,
    )
    measured.push({ id: row.id, ...size })
  }
  await setBillableUnits.run({ measured: measured as never }, crier.db)
}
