/**
 * What a process keeps of services and templates between requests, so that a request costs no read. The database announces every change
 * of them (triggers, channel crier_changes) and what is kept is forgotten as soon as the announcement comes, in all processes, within
 * milliseconds. While the announcements cannot be heard nothing is kept at all.
 */

import { getSettings } from '../../queries/platform.queries.ts'
import { listSmsRates } from '../../queries/recipients.queries.ts'
import { getServiceForRequests, listAllowedRecipients } from '../../queries/services.queries.ts'
import { getTemplateForRequests, listTemplateVersions } from '../../queries/templates.queries.ts'
import { pgtyped, type Sql } from '../database.ts'
import type { Log } from '../log.ts'
import { canonicalRecipient } from '../recipients/guest-list.ts'
import type { SmsRate, SmsRates } from '../recipients/sms-rates.ts'
import type { Seal } from '../seal.ts'
import { type CompiledTemplate, compileTemplate } from '../templates/template.ts'
import { type KeptService, type KeptTemplate, keptService, keptTemplate } from './kept.ts'

export type Memory = {
  /** null: no such service. */
  service: (id: string) => Promise<KeptService | null>
  /** null: no such template of that service. */
  template: (serviceId: string, templateId: string) => Promise<KeptTemplate | null>
  /** Compiled versions, by `id version`; versions never change. */
  versions: (
    wanted: { template_id: string; template_version: number }[],
  ) => Promise<Map<string, CompiledTemplate>>
  /** Team and guest list in the form that recipients are compared in. */
  allowedRecipients: (serviceId: string) => Promise<ReadonlySet<string>>
  smsRates: () => Promise<SmsRates>
  settings: () => Promise<Settings>
  /** Starts to hear announcements; until then nothing is kept. */
  listen: () => Promise<void>
  forget: (serviceId?: string) => void
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
/** Ids of nobody: remembered shortly, so that wrong tokens do not all become queries. */
const unknownForMs = 500

export function makeMemory(sql: Sql, seal: Seal, log: Log, adminBaseUrl: string): Memory {
  const db = pgtyped(sql)
  // The number rises with every announcement: an answer that was asked for before one is not kept.
  let generation = 0
  let hearing = false
  const services = new Map<string, Promise<KeptService | null>>()
  const templates = new Map<string, Promise<KeptTemplate | null>>()
  const allowed = new Map<string, Promise<ReadonlySet<string>>>()
  const shared = new Map<string, Promise<unknown>>()
  const versions = new Map<string, CompiledTemplate>()

  function kept<T>(
    map: Map<string, Promise<T>>,
    key: string,
    max: number,
    load: () => Promise<T>,
  ): Promise<T> {
    const found = map.get(key)
    if (found !== undefined) return found
    const asked = generation
    const loading = load()
    if (!hearing) return loading
    map.set(key, loading)
    if (map.size > max) map.delete(map.keys().next().value!)
    const drop = () => {
      if (map.get(key) === loading) map.delete(key)
    }
    loading.then((value) => {
      if (generation !== asked) drop()
      else if (value === null) setTimeout(drop, unknownForMs).unref()
    }, drop)
    return loading
  }

  function forget(serviceId?: string) {
    generation++
    if (serviceId === undefined) {
      for (const map of [services, templates, allowed, shared]) map.clear()
      return
    }
    services.delete(serviceId)
    allowed.delete(serviceId)
    for (const key of templates.keys()) if (key.startsWith(serviceId)) templates.delete(key)
  }

  const memory: Memory = {
    forget,
    service: (id) =>
      kept(services, id, maxServices, async () => {
        const [row] = await getServiceForRequests.run({ service_id: id }, db)
        return row ? keptService(row, seal, adminBaseUrl) : null
      }),
    template: (serviceId, templateId) =>
      kept(templates, `${serviceId} ${templateId}`, maxTemplates, async () => {
        const [row] = await getTemplateForRequests.run({ service_id: serviceId, template_id: templateId }, db)
        return row ? keptTemplate(row) : null
      }),
    async versions(wanted) {
      const found = new Map<string, CompiledTemplate>()
      const missing = new Map<string, { template_id: string; template_version: number }>()
      for (const one of wanted) {
        const key = `${one.template_id} ${one.template_version}`
        const compiled = versions.get(key)
        if (compiled) found.set(key, compiled)
        else missing.set(key, one)
      }
      if (missing.size === 0) return found
      const ids = [...missing.values()]
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
        })
        const key = `${row.id} ${row.version}`
        found.set(key, compiled)
        versions.set(key, compiled)
        if (versions.size > maxVersions) versions.delete(versions.keys().next().value!)
      }
      return found
    },
    allowedRecipients: (serviceId) =>
      kept(allowed, serviceId, maxServices, async () => {
        const rates = await memory.smsRates()
        const rows = await listAllowedRecipients.run({ service_id: serviceId }, db)
        return new Set(rows.map((row) => canonicalRecipient(row.recipient, rates)))
      }),
    smsRates: () =>
      kept(shared, 'rates', 10, async () => {
        const rates = new Map<string, SmsRate>()
        for (const row of await listSmsRates.run(undefined, db)) {
          rates.set(row.prefix, {
            rateMultiplier: Number(row.rate_multiplier),
            alpha: row.alpha,
            dlr: row.dlr,
          })
        }
        return rates as SmsRates
      }) as Promise<SmsRates>,
    settings: () =>
      kept(
        shared,
        'settings',
        10,
        async () => (await getSettings.run(undefined, db))[0]!,
      ) as Promise<Settings>,
    async listen() {
      await sql.listen(
        'crier_changes',
        (payload) => forget(payload === '*' ? undefined : payload),
        // Also after each reconnection: what was announced meanwhile is unknown.
        () => {
          forget()
          hearing = true
          log.debug('listening for changes')
        },
      )
    },
  }
  return memory
}
