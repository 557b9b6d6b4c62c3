/** Messages put straight into the live table, for tests that read. */
import type { TestCrier, TestService } from '../support/crier.ts'

export type Stored = {
  service: TestService
  template: string
  type?: 'sms' | 'email' | 'letter'
  status?: string
  key_type?: 'normal' | 'team' | 'test'
} & Record<string, unknown>

const recipients = { sms: '07700 900 456', email: 'amala@example.gov.uk', letter: 'A\nB\nSW1A 1AA' }

/** @returns the new message's id */
export async function storeNotification({ sql }: Pick<TestCrier, 'sql'>, stored: Stored): Promise<string> {
  const { service, template, type = 'sms', status = 'delivered', key_type = 'normal', ...columns } = stored
  const row = {
    service_id: service.id,
    template_id: template,
    template_version: 1,
    notification_type: type,
    notification_status: status,
    key_type,
    to: recipients[type],
    personalisation: sql.json({ name: 'Amala' }),
    ...(type === 'letter' ? { postage: 'second' } : {}),
    ...columns,
  }
  const [made] = await sql`insert into notifications ${sql(row as never)} returning id`
  return made!.id as string
}
