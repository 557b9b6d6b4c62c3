/** Stored messages in any state, for tests of what happens to them. */
import { randomUUID } from 'node:crypto'
import { claimDeliverable } from '../../queries/delivery.queries.ts'
import type { TestCrier, TestService } from '../support/crier.ts'

export type Stored = { service: TestService; template: string }

export async function storing(crier: TestCrier, type: 'sms' | 'email' = 'sms'): Promise<Stored> {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type, content: 'Hello' })
  return { service, template }
}

/** Inserts a message; its status is `sending` by `sent_by` unless columns say otherwise. */
export async function store(
  crier: TestCrier,
  { service, template }: Stored,
  columns: Record<string, unknown> = {},
): Promise<string> {
  const isEmail = columns.notification_type === 'email'
  const [row] = await crier.sql`
    insert into notifications ${crier.sql({
      service_id: service.id,
      template_id: template,
      template_version: 1,
      notification_type: 'sms',
      key_type: 'normal',
      notification_status: 'sending',
      to: isEmail ? 'a@example.com' : '07700900300',
      normalised_to: isEmail ? 'a@example.com' : '447700900300',
      ...(isEmail ? { reference: randomUUID() } : { phone_prefix: '44', rate_multiplier: 1 }),
      ...columns,
    } as never)} returning id`
  return row!.id as string
}

/** Stores so many messages and claims them: who was drawn for each, and who would come next. */
export async function draw(
  crier: TestCrier,
  { service, template }: Stored,
  times: number,
  columns: { notification_type?: string; international?: boolean; key_type?: string } = {},
): Promise<string[][]> {
  const { notification_type = 'sms', international = false, key_type = 'normal' } = columns
  const stored = await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to", international)
    select ${service.id}, ${template}, 1, ${notification_type}, ${key_type}, 'somebody', ${international}
    from generate_series(1, ${times}) returning id`
  const ids = stored.map(({ id }) => id as string)
  const claim = randomUUID()
  const rows = await claimDeliverable.run({ claim, ids, most_bytes: 1000 }, crier.crier.db)
  return rows.map(({ providers }) => providers)
}

export async function statusOf(crier: TestCrier, id: string): Promise<string> {
  const [row] = await crier.sql`select notification_status as status from notifications where id = ${id}`
  return row!.status as string
}

export async function applyReceipts(
  crier: TestCrier,
  receipts: { provider: string; reference: string; status: string; code?: string | null }[],
) {
  const received_at = new Date().toISOString()
  const numbered = receipts.map((receipt, ord) => ({ received_at, code: null, ...receipt, ord }))
  return crier.sql`select ord, outcome, new_status from apply_receipts(${crier.sql.json(numbered)}) order by ord`
}
