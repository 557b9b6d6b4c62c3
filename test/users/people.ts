/** People as tests make them, and what the platform writes to them. */
import { createDecipheriv, randomInt, randomUUID } from 'node:crypto'
import { makePerson as makeAnyPerson } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import type { TestCrier } from '../support/crier.ts'

export const password = 'correct horse battery staple'

let numbers = randomInt(1000)
/** One of the thousand numbers that Ofcom keeps for drama, which nobody has had yet in this process. */
const someNumber = () => `07700900${String(numbers++ % 1000).padStart(3, '0')}`

export type Person = { id: string; email_address: string; mobile_number: string }

/** An active person without a password, past all routes. */
export async function makePerson(crier: TestCrier, columns: Record<string, unknown> = {}): Promise<Person> {
  const row = { name: 'Amala', mobile_number: someNumber(), ...columns }
  return { ...(await makeAnyPerson(crier, row, 'example.gov.uk')), mobile_number: row.mobile_number }
}

/** What the admin application sends of somebody who registers. */
export const registration = <Fields extends object>(fields: Fields) => ({
  name: 'Amala',
  email_address: `${randomUUID()}@example.gov.uk`,
  mobile_number: someNumber(),
  password,
  auth_type: 'sms_auth',
  ...fields,
})

/** A person who registered as the admin application does it. */
export async function register(crier: TestCrier, fields: Record<string, unknown> = {}): Promise<Person> {
  const answer = await adminCall(crier, '/user', { body: registration(fields) })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.data
}

export type Message = {
  id: string
  template_id: string
  to: string
  personalisation: Record<string, string>
  reply_to_text: string | null
  international: boolean
}

/** What the platform's own service has written to a recipient, newest first. */
export const messagesTo = ({ sql }: TestCrier, to: string) => sql<Message[]>`
  select id, template_id, "to", personalisation, reply_to_text, international
  from notifications
  where service_id = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553' and "to" = ${to}
  order by created_at desc, id desc`

/** What a link's token tells the admin application, which has the key. Source: Fernet specification. */
export function payloadOf({ crier }: TestCrier, link: string): Record<string, string> {
  const { tokenSecretKey } = crier.linkTokens as { tokenSecretKey: string }
  const token = Buffer.from(decodeURIComponent(new URL(link).pathname.split('/').at(-1)!), 'base64url')
  const key = Buffer.from(tokenSecretKey, 'base64url').subarray(16)
  const decipher = createDecipheriv('aes-128-cbc', key, token.subarray(9, 25))
  return JSON.parse(Buffer.concat([decipher.update(token.subarray(25, -32)), decipher.final()]).toString())
}
