/** What the makers of the published errors have at hand. */
import { randomUUID } from 'node:crypto'
import { makeApiKey } from '../../../src/services/create.ts'
import { assertDocumented } from '../../openapi/documented.ts'
import type {
  Answer,
  Call,
  ServiceOptions,
  TemplateOptions,
  TestCrier,
  TestService,
} from '../../support/crier.ts'

/** An answer, and what its row's placeholders (VALUE, NAME, ID …) stand for in it. */
export type Exchange = { answer: Answer; stands?: Record<string, string>; extra?: Record<string, unknown> }
export type Maker = (world: World) => Promise<Exchange | Exchange[]>
/** endpoint → condition → maker; a condition that a newer row replaces ends in ` (2022)`. */
export type Makers = Record<string, Record<string, Maker>>

export type World = ReturnType<typeof makeWorld>

/** The bodies that each channel accepts. */
const address = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'SW14 6BF',
}
export const channels = ['sms', 'email', 'letter'] as const
export type Channel = (typeof channels)[number]

export function makeWorld(crier: TestCrier) {
  /** Every error is one that the OpenAPI document names. */
  async function call(path: string, options: Call = {}): Promise<Answer> {
    const answer = await crier.call(path, options)
    const method = options.method ?? (options.body === undefined ? 'GET' : 'POST')
    if (answer.status !== 405) assertDocumented(method, path, answer)
    return answer
  }
  const service = (options?: ServiceOptions) => crier.makeService(options)
  // Requests that only differ in their bodies come from one live service, with one template of a kind.
  const shared = crier.makeService({ name: 'Shared by errors' })
  const templates = new Map<string, Promise<string>>()

  /** What a channel's endpoint needs to accept a message. */
  async function valid(channel: Channel, who: TestService, template: TemplateOptions = {}) {
    const kind = JSON.stringify([who.id, channel, template])
    const made =
      templates.get(kind) ?? crier.makeTemplate(who, { type: channel, content: 'Hello', ...template })
    templates.set(kind, made)
    const template_id = await made
    return {
      sms: { phone_number: '07700900456', template_id },
      email: { email_address: 'amala@example.gov.uk', template_id },
      letter: { template_id, personalisation: address },
    }[channel] as Record<string, unknown>
  }

  const post = (
    channel: string,
    who: TestService,
    body: unknown,
    keyType: keyof TestService['keys'] = 'normal',
  ) => call(`/v2/notifications/${channel}`, { key: who.keys[keyType], body })

  /** The valid body of a channel with some of it changed; undefined leaves a key out. */
  async function sent(
    channel: Channel,
    changes: Record<string, unknown>,
    options: { service?: ServiceOptions; template?: TemplateOptions; key?: keyof TestService['keys'] } = {},
  ): Promise<Answer> {
    const who = await (options.service ? service(options.service) : shared)
    const body = { ...(await valid(channel, who, options.template)), ...changes }
    return post(channel, who, body, options.key)
  }

  const sentToEach = (
    list: readonly Channel[],
    changes: Record<string, unknown>,
    options: Parameters<typeof sent>[2] = {},
  ) => Promise.all(list.map((channel) => sent(channel, changes, options)))

  const get = async (path: string, who?: TestService) =>
    call(path, { key: (who ?? (await shared)).keys.normal })

  /** A stored message of a new service, in a state of the test's choice. */
  async function stored(channel: Channel, columns: Record<string, unknown> = {}) {
    const who = await service()
    const template_id = await crier.makeTemplate(who, { type: channel, content: 'Hello' })
    const row = {
      service_id: who.id,
      template_id,
      template_version: 1,
      notification_type: channel,
      key_type: 'normal',
      notification_status: 'created',
      to: channel === 'sms' ? '07700900456' : channel === 'email' ? 'amala@example.gov.uk' : 'Amala Bird',
      personalisation: channel === 'letter' ? crier.sql.json(address) : crier.sql.json({}),
      ...(channel === 'letter' ? { postage: 'second' } : {}),
      ...columns,
    }
    const [made] = await crier.sql`insert into notifications ${crier.sql(row as never)} returning id`
    return { id: made!.id as string, service: who }
  }

  return {
    ...crier,
    call,
    service,
    valid,
    post,
    sent,
    sentToEach,
    get,
    stored,
    unknownId: () => randomUUID(),
    makeApiKey,
  }
}

/** Each of several answers to the same row. */
export const each = (answers: Answer[], stands?: Record<string, string>): Exchange[] =>
  answers.map((answer) => (stands ? { answer, stands } : { answer }))
