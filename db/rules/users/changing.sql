create or replace function create_user(
  wanted jsonb, password_hash text, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  made users := jsonb_populate_record(null::users, wanted);
  new_id uuid;
begin
  perform act_as(actor, as_of);
  insert into users (
    name, email_address, mobile_number, auth_type, state, platform_admin, password_hash,
    password_changed_at, email_access_validated_at, created_at
  )
  values (
    made.name, made.email_address, made.mobile_number, coalesce(made.auth_type, 'sms_auth'),
    coalesce(made.state, 'pending'), coalesce(made.platform_admin, false), password_hash, as_of,
    as_of, as_of
  )
  returning id into new_id;
  perform note_event(
    'create_user', null,
    jsonb_build_object('user_id', new_id, 'platform_admin', coalesce(made.platform_admin, false)),
    actor, as_of
  );
  return new_id;
end
$$;
comment on function create_user(jsonb, text, uuid, timestamptz) is 'Makes a person of whom is wanted a name, email_address, mobile_number, auth_type, state and platform_admin. Source: specification, internal API, users.';

create or replace function change_user(
  person uuid, changes jsonb, text_columns jsonb, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  changed record;
begin
  perform act_as(actor, as_of);
  if (changes ->> 'platform_admin')::boolean then
    raise exception 'only operators make platform administrators'
      using errcode = 'check_violation', constraint = 'operators_make_platform_admins';
  end if;
  update users person_row
  set
    name = next.name,
    email_address = next.email_address,
    mobile_number = next.mobile_number,
    auth_type = next.auth_type,
    platform_admin = next.platform_admin,
    current_session_id = next.current_session_id,
    email_access_validated_at = next.email_access_validated_at,
    take_part_in_research = next.take_part_in_research,
    receives_new_features_email = next.receives_new_features_email,
    updated_at = as_of
  from users held
  cross join lateral jsonb_populate_record(held, changes) next
  where held.id = person and person_row.id = held.id and person_row.archived_at is null
  returning person_row.name, person_row.email_address, person_row.mobile_number into changed;
  if not found then
    return false;
  end if;
  -- Whoever was changed by somebody else is told at the new address.
  if actor is not null and changes ?| array['email_address', 'mobile_number'] then
    perform send_own_messages(jsonb_agg(jsonb_build_object(
      'personalisation', jsonb_build_object(
        'name', changed.name, 'servicemanagername', manager.name,
        'email address', changed.email_address
      )
    ) || notice.columns), as_of)
    from users manager
    cross join lateral (
      select jsonb_build_object(
        'template_id', 'c73f1d71-4049-46d5-a647-d013bdeca3f0', 'to', changed.email_address
      ) as columns
      where changes ? 'email_address'
      union all
      select jsonb_build_object('template_id', '8a31520f-4751-4789-8ea1-fe54496725eb')
        || text_columns
      where not changes ? 'email_address' and changed.mobile_number is not null
    ) notice
    where manager.id = actor
    having count(*) > 0;
  end if;
  perform note_event(
    'change_user', null,
    jsonb_build_object(
      'user_id', person,
      'changes', (select jsonb_agg(name order by name) from jsonb_object_keys(changes) as name)
    ),
    actor, as_of
  );
  return true;
end
$$;
comment on function change_user(uuid, jsonb, jsonb, uuid, timestamptz) is 'Changes what is known of a person, column by column, and tells them of a new address, or else a new number, when another person has changed it; text_columns is what such a text has, its recipient too. Who is no platform administrator is not made one. False when there is no such person. Source: specification, internal API, users.';

create or replace function activate_user(person uuid, actor uuid, as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  present user_state;
begin
  perform act_as(actor, as_of);
  select state into present
  from users
  where id = person and archived_at is null
  for no key update;
  if not found then
    return false;
  elsif present = 'active' then
    raise exception 'the person is active'
      using errcode = 'check_violation', constraint = 'user_is_not_active_yet';
  end if;
  update users set state = 'active', updated_at = as_of where id = person;
  perform note_event(
    'activate_user', null, jsonb_build_object('user_id', person), actor, as_of
  );
  return true;
end
$$;
comment on function activate_user(uuid, uuid, timestamptz) is 'The person''s address is confirmed. False when there is no such person.';

create or replace function change_password(
  person uuid, hash text, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update users
  set
    password_hash = hash, password_changed_at = as_of, failed_login_count = 0, updated_at = as_of
  where id = person and archived_at is null;
  if not found then
    return false;
  end if;
  perform note_event(
    'change_password', null, jsonb_build_object('user_id', person), actor, as_of
  );
  return true;
end
$$;
comment on function change_password(uuid, text, uuid, timestamptz) is 'Gives a person another password, with which nothing has failed yet. False when there is no such person.';

create or replace function reset_failed_logins(person uuid, actor uuid, as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update users set failed_login_count = 0 where id = person and archived_at is null;
  return found;
end
$$;
comment on function reset_failed_logins(uuid, uuid, timestamptz) is 'Lets a person sign in again who has failed too often; the admin application asks for it when they have opened a link sent to their mailbox. False when there is no such person.';
