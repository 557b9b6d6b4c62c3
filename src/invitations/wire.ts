/** Invitations as the internal API shows them. Source: specification, internal API, shared shapes. */
import type {
  IListOrganisationInvitesResult,
  IListServiceInvitesResult,
} from '../../queries/invitations.queries.ts'

export const serviceInviteWire = ({ service_id, invited_by_id, ...invite }: IListServiceInvitesResult) => ({
  ...invite,
  service: service_id,
  from_user: invited_by_id,
})

export const organisationInviteWire = ({
  organisation_id,
  invited_by_id,
  can_make_services_live,
  ...invite
}: IListOrganisationInvitesResult) => ({
  ...invite,
  organisation: organisation_id,
  invited_by: invited_by_id,
  permissions: can_make_services_live ? ['can_make_services_live'] : [],
})
