create or replace function letters_are_on() returns boolean
  language sql stable parallel safe
  return (select letters_enabled from settings);
comment on function letters_are_on() is 'Whether letters are made and printed: settings.letters_enabled. Source: specification, letters switched off.';
grant execute on function letters_are_on() to crier_reader;

create or replace function is_letter_permission(permission service_permission) returns boolean
  language sql immutable parallel safe
  return permission in (
    'letter', 'international_letters', 'upload_letters', 'letters_as_pdf', 'precompiled_letter'
  );
comment on function is_letter_permission(service_permission) is 'Whether it is of use to letters alone.';
grant execute on function is_letter_permission(service_permission) to crier_reader;

-- After and not before: what a document names once more, and the service has, is not inserted.
create or replace function refuse_letters_while_off() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if not letters_are_on() then
    raise exception 'letters are switched off'
      using errcode = 'check_violation', constraint = 'letters_are_switched_on';
  end if;
  return null;
end
$$;
comment on function refuse_letters_while_off() is 'Nothing new that is of use to letters alone is made while they are switched off; what is there stays, and can be changed. Source: specification, letters switched off.';

create or replace trigger service_permissions_need_letters after insert on service_permissions
  for each row
  when (is_letter_permission(new.permission))
  execute function refuse_letters_while_off();
create or replace trigger templates_need_letters after insert on templates
  for each row
  when (new.template_type = 'letter')
  execute function refuse_letters_while_off();
create or replace trigger jobs_need_letters after insert on jobs
  for each row
  when (new.notification_type = 'letter')
  execute function refuse_letters_while_off();
