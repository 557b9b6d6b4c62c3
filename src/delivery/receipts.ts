/** What providers tell about messages that they took. Many receipts are applied per statement; the rules are in apply_receipts. */
import {
  applyReceipts,
  type IApplyReceiptsResult,
  listRenderedForUnits,
  setBillableUnits,
} from '../../queries/delivery.queries.ts'
import type { Crier } from '../crier.ts'
import { gather } from '../gather.ts'
import type { Personalisation } from '../templates/personalisation.ts'
import { renderSms } from '../templates/sms.ts'

/** provider: its identifier. reference: the message's id for texts, the provider's own name for it for emails. */
export type Receipt = {
  provider: string
  reference: string
  status: string
  code: string | null
  received_at: string
}
export type ApplyReceipt = (receipt: Receipt) => Promise<IApplyReceiptsResult>

export function makeApplyReceipt(crier: Crier): ApplyReceipt {
  return gather({
    maxBatch: 500,
    maxInFlight: 2,
    maxWaiting: 50_000,
    async run(receipts: Receipt[]) {
      const numbered = receipts.map((receipt, ord) => ({ ...receipt, ord }))
      const answers = await applyReceipts.run({ receipts: numbered as never }, crier.db)
      const ordered: IApplyReceiptsResult[] = []
      for (const answer of answers) {
        ordered[answer.ord] = answer
        if (answer.outcome === 'applied') {
          crier.metrics.outcomes.inc({ type: answer.notification_type!, status: answer.new_status! })
        } else {
          crier.log.info(
            {
              notificationId: answer.notification_id,
              outcome: answer.outcome,
              provider: receipts[answer.ord]!.provider,
            },
            'receipt changed nothing',
          )
        }
      }
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
  const versions = await crier.memory.versions(rows)
  const measured: unknown[] = []
  for (const row of rows) {
    const service = await crier.memory.service(row.service_id)
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
