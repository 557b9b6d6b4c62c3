/** What is said of organisations, checked. Entries are in the order in which their failures are reported. Source: specification, internal API, organisations. */
import * as v from 'valibot'
import { emailAddress, instant } from '../admin/fields.ts'
import { oneOf } from '../query-string.ts'
import { notOfType, shownValue, string, uuid } from '../validation.ts'

const organisationTypes = [
  'central',
  'local',
  'nhs_central',
  'nhs_local',
  'nhs_gp',
  'nhs_notify',
  'emergency_service',
  'school_or_college',
  'other',
] as const
/** What the people of an organisation may do. */
const organisationPermissions = ['can_ask_to_join_a_service'] as const
/** What a member may do. */
const memberPermissions = ['can_make_services_live'] as const

const truth = v.boolean(notOfType('boolean'))
const truthOrNull = v.nullable(v.boolean(notOfType('boolean, null')))
const textOrNull = v.nullable(v.string(notOfType('string, null')))
const list = <Item extends v.GenericSchema>(item: Item) => v.array(item, notOfType('array'))

export const newOrganisation = v.strictObject({
  name: string,
  active: v.optional(truthOrNull),
  crown: truth,
  organisation_type: oneOf(organisationTypes),
  permissions: v.optional(list(oneOf(organisationPermissions))),
  agreement_signed: v.optional(truthOrNull),
})

/** No version has four digits. */
const version = v.pipe(
  v.number(notOfType('number, null')),
  v.check(
    (value) => value >= 0 && value < 1000,
    ({ input }) => `${shownValue(input)} is not a version`,
  ),
)

export const organisationChange = v.strictObject({
  name: v.optional(string),
  active: v.optional(truthOrNull),
  crown: v.optional(truthOrNull),
  organisation_type: v.optional(oneOf(organisationTypes)),
  permissions: v.optional(list(oneOf(organisationPermissions))),
  domains: v.optional(v.nullable(list(string))),
  agreement_signed: v.optional(truthOrNull),
  agreement_signed_at: v.optional(v.nullable(instant)),
  agreement_signed_by_id: v.optional(v.nullable(uuid)),
  agreement_signed_version: v.optional(v.nullable(version)),
  agreement_signed_on_behalf_of_name: v.optional(textOrNull),
  // The application sends an empty text when nobody is signed for.
  agreement_signed_on_behalf_of_email_address: v.optional(
    v.nullable(v.union([v.literal(''), emailAddress], 'Not a valid email address')),
  ),
  email_branding_id: v.optional(v.nullable(uuid)),
  letter_branding_id: v.optional(v.nullable(uuid)),
  request_to_go_live_notes: v.optional(textOrNull),
  can_approve_own_go_live_requests: v.optional(truth),
  notes: v.optional(textOrNull),
  billing_contact_names: v.optional(textOrNull),
  billing_contact_email_addresses: v.optional(textOrNull),
  billing_reference: v.optional(textOrNull),
  purchase_order_number: v.optional(textOrNull),
})

export const linkedService = v.strictObject({ service_id: uuid })

export const addedBrandings = v.strictObject({ branding_ids: list(uuid) })

/** Of members of an organisation; in its invitations it is a list of texts. */
export const memberRights = v.strictObject({
  permissions: list(v.looseObject({ permission: oneOf(memberPermissions) }, notOfType('object'))),
})

export const newInvitation = v.strictObject({
  email_address: emailAddress,
  invited_by: uuid,
  invite_link_host: v.optional(textOrNull),
  permissions: v.optional(list(oneOf(memberPermissions))),
  created_by: v.optional(v.nullable(uuid)),
})

export const nextSteps = v.strictObject({ to: emailAddress, service_name: string, body: string })

export const rejectedRequest = v.strictObject({
  name: string,
  service_name: string,
  organisation_name: string,
  reason: string,
  organisation_team_member_name: string,
  organisation_team_member_email: string,
})
