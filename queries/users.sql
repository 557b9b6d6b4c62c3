/* @name GetUser */
select
  -- A person as the internal API shows it.
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
where id = :id!;
