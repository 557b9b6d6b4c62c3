/** Messages that people send one by one, from files and as PDFs; what becomes of them, and what is reported of them. */
import { randomUUID } from 'node:crypto'
import { unsubscribeToken } from '../../../src/unsubscribe/links.ts'
import { asS3 } from '../../buckets/support.ts'
import { process } from '../../jobs/support.ts'
import { letterTo, pdfOf, queen } from '../../letters/made-pdfs.ts'
import type { Person } from './people.ts'
import type { Templates } from './templates.ts'
import type { Walk } from './walk.ts'

export async function oneByOne({ make }: Walk, service: string, by: Person, of: Templates): Promise<string> {
  const { id } = await make('POST /service/<id>/send-notification', [service], {
    status: 201,
    body: { template_id: of.sms, to: '07700900123', personalisation: {}, created_by: by.id },
  })
  const address = Object.fromEntries(queen.map((line, i) => [`address_line_${i + 1}`, line]))
  const letter = await make('POST /service/<id>/send-notification', [service], {
    status: 201,
    body: { template_id: of.letter, to: queen[0], personalisation: address, created_by: by.id },
  })
  const list = `template_type=sms&status=created&status=sending&page=1&page_size=50&limit_days=7&include_jobs=True&include_one_off=True`
  await make('GET /service/<id>/notifications', [service], { query: list })
  await make('POST /service/<id>/notifications', [service], {
    body: { template_type: ['sms'], to: '07700900123', limit_days: 7, include_jobs: true },
  })
  await make('GET /service/<id>/notifications/csv', [service], {
    query: 'page=1&page_size=10000&limit_days=7',
  })
  await make('GET /service/<id>/notifications/count', [service], { query: 'template_type=sms&limit_days=7' })
  await make('GET /service/<id>/notifications/<id>', [service, id])
  await make('POST /service/<id>/notifications/<id>/cancel', [service, letter.id], { body: {} })
  return id
}

export async function fromFiles(walk: Walk, service: string, by: Person, of: Templates): Promise<void> {
  const { make, crier } = walk
  const put = (bucket: string, id: string, body: string, metadata: Record<string, string>) =>
    asS3(crier, `/${bucket}/service-${service}-notify/${id}.csv`, {
      body,
      headers: Object.fromEntries(
        Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
      ),
    })
  const upload = async (template: string, body: string, more: object) => {
    const id = randomUUID()
    await make('GET /service/<id>/job/<id>', [service, id], { status: 404 })
    await put('local-notifications-csv-upload', id, body, {
      original_file_name: 'people.csv',
      notification_count: '1',
      template_id: template,
      valid: 'True',
    })
    await make('POST /service/<id>/job', [service], { status: 201, body: { id, created_by: by.id, ...more } })
    return id
  }
  const row = 'phone number\n07700900321\n'
  const list = randomUUID()
  await put('local-contact-list', list, row, {
    original_file_name: 'people.csv',
    row_count: '1',
    template_type: 'sms',
    valid: 'True',
  })
  await make('POST /service/<id>/contact-list', [service], {
    status: 201,
    body: {
      id: list,
      original_file_name: 'people.csv',
      row_count: 1,
      template_type: 'sms',
      created_by: by.id,
    },
  })
  await make('GET /service/<id>/contact-list', [service])
  await make('GET /service/<id>/contact-list/<id>', [service, list])

  const job = await upload(of.sms, row, { contact_list_id: list })
  const later = new Date(crier.crier.now().getTime() + 3_600_000).toISOString().slice(0, 19)
  const scheduled = await upload(of.sms, row, { scheduled_for: later })
  const letters = await upload(
    of.letter,
    `address line 1,address line 2,address line 3\n${queen[0]},${queen[1]},${queen[3]}\n`,
    {},
  )
  await make('GET /service/<id>/job/scheduled-job-stats', [service])
  await make('POST /service/<id>/job/<id>/cancel', [service, scheduled], { body: {} })
  for (const id of [job, letters]) await process(crier, id)
  await make('GET /service/<id>/job', [service], {
    query: 'page=1&limit_days=7&statuses=finished,in%20progress',
  })
  await make('GET /service/<id>/job/<id>', [service, job])
  await make('GET /service/<id>/job/<id>/notifications', [service, job], {
    query: 'page=1&format_for_csv=True',
  })
  await make('GET /service/<id>/job/<id>/notification_count', [service, job])
  await make('GET /service/<id>/upload', [service], { query: 'page=1&limit_days=7' })
  await make('POST /service/<id>/job/<id>/cancel-letter-job', [service, letters], { body: {} })
  await make('DELETE /service/<id>/contact-list/<id>', [service, list], { status: 204 })
}

export async function asPdf({ make, crier }: Walk, service: string, by: Person): Promise<string> {
  const file = randomUUID()
  const pdf = await pdfOf([letterTo(queen)])
  await asS3(crier, `/local-transient-uploaded-letters/service-${service}/${file}.pdf`, {
    body: Buffer.from(pdf),
    headers: { 'x-amz-meta-status': 'valid', 'x-amz-meta-page_count': '1' },
  })
  await make('POST /service/<id>/send-pdf-letter', [service], {
    status: 201,
    body: {
      filename: 'letter.pdf',
      file_id: file,
      postage: 'second',
      recipient_address: encodeURIComponent(queen.join('\n')),
      created_by: by.id,
    },
  })
  const day = crier.crier.now().toISOString().slice(0, 10)
  await make('GET /service/<id>/upload/uploaded-letters/<day>', [service, day], { query: 'page=1' })
  await make('GET /service/<id>/template/preview/<id>/<type>', [service, file, 'png'], { query: 'page=1' })
  return file
}

/** A letter comes back; somebody wants no more emails. */
export async function cameBack({ make, crier }: Walk, service: string, letter: string): Promise<void> {
  const [{ reference } = { reference: '' }] = await crier.sql`
    update notifications set notification_status = 'sending', reference = ${randomReference()}
    where id = ${letter} returning reference`
  await make('POST /letters/returned', [], { body: { references: [reference] } })
  await make('GET /service/<id>/returned-letter-statistics', [service])
  const [{ reported_at } = { reported_at: '' }] = await make('GET /service/<id>/returned-letter-summary', [
    service,
  ])
  await make('GET /service/<id>/returned-letters', [service], {
    query: `reported_at=${reported_at.slice(0, 10)}`,
  })
}

const randomReference = () => randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()

export async function unsubscribed(
  { make, crier }: Walk,
  service: string,
  by: Person,
  of: Templates,
): Promise<void> {
  const { id } = await make('POST /service/<id>/send-notification', [service], {
    status: 201,
    body: { template_id: of.email, to: 'somebody@example.gov.uk', personalisation: {}, created_by: by.id },
  })
  const token = unsubscribeToken(crier.crier, id, 'somebody@example.gov.uk')
  await make('POST /unsubscribe/<id>/<token>', [id, token])
  await make('GET /service/<id>/unsubscribe-request-statistics', [service])
  const [report] = await make('GET /service/<id>/unsubscribe-request-reports-summary', [service])
  const { report_id } = await make('POST /service/<id>/create-unsubscribe-request-report', [service], {
    status: 201,
    body: {
      count: report.count,
      earliest_timestamp: report.earliest_timestamp,
      latest_timestamp: report.latest_timestamp,
    },
  })
  await make('GET /service/<id>/unsubscribe-request-report/<id>', [service, report_id])
  await make('POST /service/<id>/process-unsubscribe-request-report/<id>', [service, report_id], {
    status: 204,
    body: { report_has_been_processed: true },
  })
}

export async function figures(
  { make, crier }: Walk,
  service: string,
  by: Person,
  of: Templates,
): Promise<void> {
  const year = 'year=2026'
  const range = 'start_date=2026-04-01&end_date=2026-06-30'
  await make('GET /_status')
  await make('GET /_status/live-service-and-organisation-counts')
  await make('GET /sms-rate')
  await make('GET /letter-rates')
  await make('GET /service/<id>/statistics', [service], { query: 'limit_days=7' })
  await make('GET /service/<id>/template-statistics', [service], { query: 'limit_days=7' })
  await make('GET /service/<id>/template-statistics/last-used/<id>', [service, of.sms])
  await make('GET /service/<id>/notifications/templates_usage/monthly', [service], { query: year })
  await make('GET /service/<id>/notifications/monthly', [service], { query: year })
  await make('GET /service/<id>/billing/monthly-usage', [service], { query: year })
  await make('GET /service/<id>/billing/yearly-usage-summary', [service], { query: year })
  await make('POST /service/<id>/billing/free-sms-fragment-limit', [service], {
    status: 201,
    body: { free_sms_fragment_limit: 1000 },
  })
  await make('GET /service/<id>/billing/free-sms-fragment-limit', [service])
  await make('GET /performance-dashboard', [], { query: range })
  for (const name of [
    'data-for-billing-report',
    'data-for-dvla-billing-report',
    'volumes-by-service',
    'daily-volumes-report',
    'daily-sms-provider-volumes-report',
  ])
    await make(`GET /platform-stats/${name}`, [], { query: range })
  const [provider] = (await make('GET /provider-details')).provider_details
  await make('GET /provider-details/<id>', [provider.id])
  await make('POST /provider-details/<id>', [provider.id], {
    body: { priority: provider.priority, reason: 'A test', created_by: by.id },
  })
  await make('GET /provider-details/<id>/versions', [provider.id])
  await crier.sql`
    insert into complaints (notification_id, service_id, ses_feedback_id, complaint_type, complaint_date, created_at)
    values (${randomUUID()}, ${service}, ${randomUUID()}, 'abuse', now(), now())`
  await make('GET /complaint', [], { query: 'page=1' })
  await make('GET /complaint/count-by-date-range')
  const { data } = await make('POST /service/<id>/report-request', [service], {
    status: 201,
    body: {
      user_id: by.id,
      report_type: 'notifications_report',
      notification_type: 'sms',
      notification_status: 'all',
    },
  })
  await make('GET /service/<id>/report-request/<id>', [service, data.id])
  await make('GET /service/<id>/history', [service])
}
