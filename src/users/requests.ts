/** What requests about people may say. Source: specification, internal API, users. */
import * as v from 'valibot'
import { emailAddress, instant, text, truth, uuid } from '../admin/fields.ts'
import { refused } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { textColumns } from './messages.ts'
import { longestPassword } from './passwords.ts'

/** Characters of a code that somebody types: more than any has. */
export const longestCode = 1000

/** Characters of a number as it is typed. */
const longestNumber = 250

export const newPassword = v.pipe(
  v.string('Not a valid string.'),
  v.minLength(1, 'Length must be at least 1.'),
  v.check(
    (password) => Buffer.byteLength(password) <= longestPassword,
    `Longer than maximum length ${longestPassword}.`,
  ),
)

const name = v.pipe(text(), v.minLength(1, 'Invalid name'))
const mobileNumber = v.nullable(text(longestNumber))
const authType = v.picklist(['sms_auth', 'email_auth', 'webauthn_auth'], 'Not a valid choice.')

export const newUser = v.object({
  name,
  email_address: emailAddress,
  password: newPassword,
  mobile_number: v.optional(mobileNumber),
  auth_type: v.optional(authType),
  state: v.optional(v.picklist(['pending', 'active'], 'Not a valid choice.')),
})

/** Each is a column of users, and what is left out stays. */
export const userChanges = v.strictObject({
  name: v.optional(name),
  email_address: v.optional(emailAddress),
  mobile_number: v.optional(mobileNumber),
  auth_type: v.optional(authType),
  platform_admin: v.optional(truth),
  current_session_id: v.optional(v.nullable(uuid)),
  email_access_validated_at: v.optional(instant),
  take_part_in_research: v.optional(truth),
  receives_new_features_email: v.optional(truth),
  updated_by: v.optional(v.nullable(uuid)),
})

/**
 * What a text to a person's new number has; nothing where there is none.
 * @throws PlainError 400 by field when nothing can be sent there
 */
export async function numberColumns(crier: Crier, number: string | null | undefined): Promise<object> {
  if (number === null || number === undefined) return {}
  return textColumns(crier, number).catch((error: Error) => {
    throw refused({ mobile_number: [`Invalid phone number: ${error.message}`] })
  })
}
