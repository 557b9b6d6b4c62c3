/** What is said of the members of a service, checked. Source: specification, internal API, service members and users. */
import * as v from 'valibot'
import type { permission_type } from '../../queries/services/members.queries.ts'
import { oneOf } from '../query-string.ts'
import { notOfType, uuid } from '../validation.ts'

/** What members may do. */
export const memberPermissions = [
  'manage_users',
  'manage_templates',
  'manage_settings',
  'send_texts',
  'send_emails',
  'send_letters',
  'manage_api_keys',
  'platform_admin',
  'view_activity',
  'create_broadcasts',
  'approve_broadcasts',
  'cancel_broadcasts',
  'reject_broadcasts',
] as const satisfies permission_type[]

/** Templates' folders, by their ids. */
export const folders = v.array(uuid, notOfType('array'))

export const memberRights = v.strictObject({
  permissions: v.array(
    v.looseObject({ permission: oneOf(memberPermissions) }, notOfType('object')),
    notOfType('array'),
  ),
  folder_permissions: v.optional(folders),
})
