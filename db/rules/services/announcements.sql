call announce_changes_of('services', 'id');

-- Whatever the acceptance of a message reads from memory is announced when it changes.
call announce_changes_of('api_keys');
call announce_changes_of('service_permissions');
call announce_changes_of('service_sms_senders');
call announce_changes_of('service_email_reply_to');
call announce_changes_of('service_guest_list');
call announce_changes_of('service_letter_contacts');
call announce_changes_of('user_to_service');

create or replace function announce_member_change() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform pg_notify('crier_changes', member.service_id::text)
  from changed_rows as changed
  join previous_rows as previous on previous.id = changed.id
  join user_to_service as member on member.user_id = changed.id
  where (changed.email_address, changed.mobile_number, changed.archived_at)
    is distinct from (previous.email_address, previous.mobile_number, previous.archived_at);
  return null;
end
$$;
comment on function announce_member_change() is 'Statement trigger: a person''s addresses are among the recipients that the services of that person may send to, and of no others.';
create or replace trigger users_announce_update after update on users
  referencing new table as changed_rows old table as previous_rows
  for each statement execute function announce_member_change();

create or replace function announce_branding_change() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform pg_notify('crier_changes', service.id::text)
  from changed_rows as changed
  join services as service on service.email_branding_id = changed.id;
  return null;
end
$$;
comment on function announce_branding_change() is 'Statement trigger: how emails look is kept with the services that look so.';
create or replace trigger email_branding_announce_update after update on email_branding
  referencing new table as changed_rows
  for each statement execute function announce_branding_change();
