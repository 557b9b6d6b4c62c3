/* @name AskToJoinService */
select ask_to_join_service(
  :service_id!, :requester_id!, :contacted_user_ids!, :reason, :links_to!, :actor, :now!
) as id;

/* @name ChangeInvite */
select change_invite(
  :service_id, :organisation_id, :id!, :status, :auth_type, :actor, :now!
) as id;

/* @name DecideJoinRequest */
select decide_join_request(
  :service_id!, :id!, :decision!, :wanted!, :admin_url!, :actor, :now!
) as id;

/* @name GetJoinRequest */
select
  id as "id!", service_id as "service_id!", created_at as "created_at!", status as "status!",
  status_changed_by, status_changed_at, reason, requester as "requester!",
  contacted_service_users as "contacted_service_users!"
from join_request_details
where id = :id! and service_id = :service_id!;

/* @name InviteToOrganisation */
select invite_to_organisation(
  :id!, :organisation_id!, :wanted!, :url!, :inviter!, :actor, :now!
) as id;

/* @name InviteToService */
select invite_to_service(:id!, :service_id!, :wanted!, :url!, :inviter!, :actor, :now!) as id;

/* @name ListOrganisationInvites */
select
  -- Those of an organisation, one of them, or one by its id alone.
  id as "id!", email_address as "email_address!", organisation_id as "organisation_id!",
  invited_by_id as "invited_by_id!", status as "status!",
  can_make_services_live as "can_make_services_live!", created_at as "created_at!"
from invite_details
where organisation_id is not null
  and (:organisation_id::uuid is null or organisation_id = :organisation_id)
  and (:id::uuid is null or id = :id)
order by created_at, id;

/* @name ListServiceInvites */
select
  -- Those of a service, one of them, or one by its id alone.
  id as "id!", email_address as "email_address!", service_id as "service_id!",
  invited_by_id as "invited_by_id!", status as "status!", permissions as "permissions!",
  auth_type as "auth_type!", folder_permissions as "folder_permissions!",
  created_at as "created_at!"
from invite_details
where service_id is not null
  and (:service_id::uuid is null or service_id = :service_id)
  and (:id::uuid is null or id = :id)
order by created_at, id;
