create or replace view user_details as
select
  person.id, person.name, person.email_address, person.mobile_number, person.auth_type,
  person.state, person.platform_admin, person.current_session_id, person.failed_login_count,
  person.take_part_in_research, person.receives_new_features_email,
  wire_timestamp(person.created_at) as created_at,
  wire_timestamp(person.logged_in_at) as logged_in_at,
  wire_timestamp(person.email_access_validated_at) as email_access_validated_at,
  wire_naive_timestamp(person.password_changed_at) as password_changed_at,
  person.platform_admin or person.auth_type = 'webauthn_auth'
    or exists (
      select from user_to_service member
      where member.user_id = person.id and member.service_id = notify_service_id()
    ) as can_use_webauthn,
  array(
    select service.id::text
    from user_to_service member
    join services service on service.id = member.service_id and service.active
    where member.user_id = person.id
    order by service.created_at, service.id
  ) as services,
  coalesce((
    select jsonb_object_agg(member.service_id, allowed.permissions)
    from user_to_service member
    join services service on service.id = member.service_id and service.active
    -- Planner note: one look for each membership, as the index of permissions begins with services.
    cross join lateral (
      select jsonb_agg(permission.permission order by permission.permission) as permissions
      from permissions permission
      where permission.service_id = member.service_id and permission.user_id = member.user_id
    ) allowed
    where member.user_id = person.id and allowed.permissions is not null
  ), '{}') as permissions,
  array(
    select organisation.id::text
    from user_to_organisation member
    join organisation on organisation.id = member.organisation_id
      and organisation.archived_at is null
    where member.user_id = person.id
    order by organisation.name, organisation.id
  ) as organisations,
  coalesce((
    select jsonb_object_agg(member.organisation_id, jsonb_build_array('can_make_services_live'))
    from user_to_organisation member
    join organisation on organisation.id = member.organisation_id
      and organisation.archived_at is null
    where member.user_id = person.id and member.can_make_services_live
  ), '{}') as organisation_permissions
from users person;
comment on view user_details is 'People as the internal API shows them, with what they belong to and may do: active services and organisations alone. Never the password. Personal data. Source: specification, internal API, shared shapes.';
