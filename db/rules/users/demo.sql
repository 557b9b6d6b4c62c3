create or replace function make_demo_person(
  wanted jsonb, password_hash text, owner uuid, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  person uuid := create_user(wanted, password_hash, actor, as_of);
begin
  perform add_service_member(
    owner, person,
    array[
      'manage_users', 'manage_templates', 'manage_settings', 'send_texts', 'send_emails',
      'send_letters', 'manage_api_keys', 'view_activity'
    ]::permission_type[],
    null, actor, as_of
  );
  return person;
end
$$;
comment on function make_demo_person(jsonb, text, uuid, uuid, timestamptz) is 'Makes a person, as create_user does, who may do everything in one service.';
