/* @name ListServiceMembers */
select
  -- The members of a service, oldest first; of an unknown service no row.
  person.id as "id!", name as "name!", email_address as "email_address!", mobile_number,
  auth_type as "auth_type!", state as "state!", platform_admin as "platform_admin!",
  current_session_id, failed_login_count as "failed_login_count!",
  take_part_in_research as "take_part_in_research!",
  receives_new_features_email as "receives_new_features_email!", person.created_at as "created_at!",
  logged_in_at, email_access_validated_at as "email_access_validated_at!",
  password_changed_at as "password_changed_at!", can_use_webauthn as "can_use_webauthn!",
  services as "services!", permissions as "permissions!", organisations as "organisations!",
  organisation_permissions as "organisation_permissions!"
from user_to_service member
join user_details person on person.id = member.user_id
where member.service_id = :service_id!
order by member.created_at, person.id;

/* @name AddServiceMember */
select add_service_member(
  :service_id!, :user_id!, :permissions!, :folder_permissions!, :actor, :now!
) as "is_done!";

/* @name ChangeMemberRights */
select change_member_rights(
  :service_id!, :user_id!, :permissions!, :folder_permissions, :actor, :now!
) as "is_done!";

/* @name RemoveServiceMember */
select remove_service_member(:service_id!, :user_id!, :actor, :now!) as is_done;
