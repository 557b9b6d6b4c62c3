/* @name ListOrganisationMembers */
select
  -- The active members of an organisation, oldest first.
  id as "id!", name as "name!", email_address as "email_address!", mobile_number,
  auth_type as "auth_type!", state as "state!", platform_admin as "platform_admin!",
  current_session_id, failed_login_count as "failed_login_count!",
  take_part_in_research as "take_part_in_research!",
  receives_new_features_email as "receives_new_features_email!", created_at as "created_at!",
  logged_in_at, email_access_validated_at as "email_access_validated_at!",
  password_changed_at as "password_changed_at!", can_use_webauthn as "can_use_webauthn!",
  services as "services!", permissions as "permissions!", organisations as "organisations!",
  organisation_permissions as "organisation_permissions!"
from user_details
where state = 'active'
  and id in (select user_id from user_to_organisation where organisation_id = :organisation_id!)
order by user_details.created_at, id;

/* @name AddOrganisationMember */
select add_organisation_member(
  :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!
) as "is_done!";

/* @name ChangeOrganisationMember */
select change_organisation_member(
  :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!
) as "is_done!";

/* @name RemoveOrganisationMember */
select remove_organisation_member(:organisation_id!, :user_id!, :actor, :now!) as is_done;
