/**
 * What a process keeps of services and templates between requests, so that a request costs no read. The database announces every change
 * of them (triggers, channel crier_changes) and what is kept is forgotten as soon as the announcement comes, in all processes, within
 * milliseconds. While the announcements cannot be heard nothing is kept at all, and nothing is believed for more than a minute.
 */

import { getSettings } from '../../queries/platform.queries.ts'
import { listSmsRates } from '../../queries/recipients.queries.ts'
import { getServiceForRequests, listAllowedRecipients } from '../../queries/services.queries.ts'
import { getTemplateForRequests, listTemplateVersions } from '../../queries/templates.queries.ts'
import type { Database } from '../database.ts'
import { canonicalRecipient } from '../recipients/guest-list.ts'
import type { SmsRate, SmsRates } from '../recipients/sms-rates.ts'
import type { Seal } from '../seal.ts'
import { type CompiledTemplate, compileTemplate } from '../templates/template.ts'
import {
  type CachedService,
  type CachedTemplate,
  cachedService,
  cachedTemplate,
  templateFiles,
} from './cached.ts'
import { makeShelf } from './shelf.ts'

export type Cache = {
  /** null: no such service. */
  service: (id: string) => Promise<CachedService | null>
  /** null: no such template of that service. */
  template: (serviceId: string, templateId: string) => Promise<CachedTemplate | null>
  /** Compiled versions, by `id version`. */
  versions: (
    wanted: { template_id: string; template_version: number }[],
  ) => Promise<Map<string, CompiledTemplate>>
  /** Team and guest list in the form that recipients are compared in. */
  allowedRecipients: (serviceId: string) => Promise<ReadonlySet<string>>
  smsRates: () => Promise<SmsRates>
  settings: () => Promise<Settings>
  /** The payload of an announcement: a service's id, or * for what all share. */
  onChange: (payload: string) => void
  /** Whether announcements are heard now. Everything is forgotten: what was announced meanwhile is unknown. */
  keep: (isHeard: boolean) => void
}
export type Settings = {
  time_zone: string
  email_domain: string
  letters_enabled: boolean
  inbound_sms_enabled: boolean
}

const maxServices = 10_000
const maxTemplates = 20_000
const maxVersions = 5_000
/** What belongs to no service. */
const everybody = ''

/** @param clock milliseconds of a clock that only runs forward */
export function makeCache(
  db: Database,
  seal: Seal,
  adminBaseUrl: string,
  clock: () => number = () => performance.now(),
): Cache {
  let keeps = false
  const shelf = <T>(max: number) => makeShelf<T>(max, () => keeps, clock)
  const services = shelf<CachedService>(maxServices)
  const templates = shelf<CachedTemplate>(maxTemplates)
  const allowed = shelf<ReadonlySet<string>>(maxServices)
  const rates = shelf<SmsRates>(1)
  const settings = shelf<Settings>(1)
  const versions = shelf<CompiledTemplate>(maxVersions)

  function forget(serviceId?: string) {
    for (const one of [services, templates, allowed, rates, settings, versions]) one.forget(serviceId)
  }

  const cache: Cache = {
    onChange: (payload) => forget(payload === '*' ? undefined : payload),
    keep(isHeard) {
      keeps = isHeard
      forget()
    },
    service: (id) =>
      services.get(id, id, async () => {
        const [row] = await getServiceForRequests.run({ service_id: id }, db)
        return row ? cachedService(row, seal, adminBaseUrl) : null
      }),
    template: (serviceId, templateId) =>
      templates.get(serviceId, `${serviceId} ${templateId}`, async () => {
        const [row] = await getTemplateForRequests.run({ service_id: serviceId, template_id: templateId }, db)
        return row ? cachedTemplate(serviceId, row) : null
      }),
    async versions(wanted) {
      const found = new Map<string, CompiledTemplate>()
      const missing = new Map<string, { template_id: string; template_version: number }>()
      for (const one of wanted) {
        const key = `${one.template_id} ${one.template_version}`
        const compiled = versions.peek(key)
        if (compiled) found.set(key, compiled)
        else missing.set(key, one)
      }
      if (missing.size === 0) return found
      const ids = [...missing.values()]
      const ticket = versions.ticket()
      const rows = await listTemplateVersions.run(
        { ids: ids.map((one) => one.template_id), versions: ids.map((one) => one.template_version) },
        db,
      )
      for (const row of rows) {
        const compiled = compileTemplate({
          type: row.template_type,
          content: row.content,
          subject: row.subject,
          contactBlock: row.contact_block,
          welshSubject: row.letter_welsh_subject,
          welshContent: row.letter_welsh_content,
          hasUnsubscribeLink: row.has_unsubscribe_link,
          files: templateFiles(row.service_id, row.email_files),
        })
        const key = `${row.id} ${row.version}`
        found.set(key, compiled)
        // Its text never changes; its sender's block does.
        versions.put(row.service_id, key, compiled, ticket)
      }
      return found
    },
    async allowedRecipients(serviceId) {
      const found = await allowed.get(serviceId, serviceId, async () => {
        const smsRates = await cache.smsRates()
        const rows = await listAllowedRecipients.run({ service_id: serviceId }, db)
        return new Set(rows.map((row) => canonicalRecipient(row.recipient, smsRates)))
      })
      return found!
    },
    async smsRates() {
      const found = await rates.get(everybody, 'rates', async () => {
        const rows = await listSmsRates.run(undefined, db)
        const rate = (row: (typeof rows)[number]): SmsRate => ({
          rateMultiplier: Number(row.rate_multiplier),
          alpha: row.alpha,
          dlr: row.dlr,
        })
        return new Map(rows.map((row) => [row.prefix, rate(row)]))
      })
      return found!
    },
    async settings() {
      return (await settings.get(
        everybody,
        'settings',
        async () => (await getSettings.run(undefined, db))[0]!,
      ))!
    },
  }
  return cache
}
