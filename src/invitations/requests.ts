/** What is said of invitations and of requests to join, checked. Source: specification, internal API, invitations and join requests. */
import * as v from 'valibot'
import { emailAddress, uuid as uuidField } from '../admin/fields.ts'
import { oneOf } from '../query-string.ts'
import { folders, memberPermissions } from '../services/member-requests.ts'
import { notOfType, string, uuid } from '../validation.ts'

const statuses = ['pending', 'accepted', 'cancelled'] as const
const knownPermissions: ReadonlySet<string> = new Set(memberPermissions)

/** Permissions with commas between them, as the application writes and reads them; kept as a list. */
const permissionText = v.pipe(
  v.string('Not a valid string.'),
  v.transform((text) => text.split(',').filter((name) => name !== '')),
  v.check((names) => names.every((name) => knownPermissions.has(name)), 'Not a valid choice.'),
)
const authType = v.picklist(['sms_auth', 'email_auth', 'webauthn_auth'], 'Not a valid choice.')

export const newServiceInvite = v.object({
  service: uuidField,
  email_address: emailAddress,
  from_user: uuidField,
  permissions: permissionText,
  auth_type: v.optional(authType),
  folder_permissions: v.optional(v.array(uuidField, 'Not a valid list.')),
  invite_link_host: v.optional(v.nullable(v.string('Not a valid string.'))),
  created_by: v.optional(v.nullable(uuidField)),
})

export const serviceInviteChange = v.object({
  status: v.optional(v.picklist(statuses, 'Not a valid choice.')),
  auth_type: v.optional(authType),
  created_by: v.optional(v.nullable(uuidField)),
})

export const organisationInviteChange = v.strictObject({
  status: oneOf(statuses),
  created_by: v.optional(v.nullable(uuid)),
})

const textOrNull = v.nullable(v.string(notOfType('string, null')))

export const newJoinRequest = v.strictObject({
  requester_id: uuid,
  contacted_user_ids: v.pipe(v.array(uuid, notOfType('array')), v.minLength(1, '[] is too short')),
  invite_link_host: string,
  reason: v.optional(textOrNull),
})

/** What somebody who was let in may be given. */
const givenPermissions = [
  'manage_users',
  'manage_templates',
  'manage_settings',
  'send_texts',
  'send_emails',
  'send_letters',
  'manage_api_keys',
  'view_activity',
] as const

export const joinRequestDecision = v.strictObject({
  permissions: v.optional(v.array(oneOf(givenPermissions), notOfType('array'))),
  folder_permissions: v.optional(folders),
  status_changed_by_id: uuid,
  status: oneOf(['pending', 'approved', 'rejected', 'cancelled']),
  reason: v.optional(textOrNull),
  auth_type: v.optional(oneOf(['email_auth', 'sms_auth'])),
})
