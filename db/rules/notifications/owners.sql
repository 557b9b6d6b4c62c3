-- A message's template version and key are its service's own. Foreign keys would say less (that
-- they exist) at a fifth of the cost of acceptance: they are probed row by row, and each probe
-- locks the row of the one service that all messages of a statement have in common. So a
-- statement's new messages are compared with their owners together, messages never change owners,
-- and owners with live messages are not deleted. Rejected: to compare without distinct, which costs
-- forty messages of forty services 2% more, though it may spare a request by itself as much.
create or replace function check_notification_owners() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if exists (
    select
    from (
      select distinct service_id, template_id, template_version, api_key_id from added
    ) message
    left join templates_history template
      on template.id = message.template_id and template.version = message.template_version
    left join api_keys on api_keys.id = message.api_key_id
    where template.service_id is distinct from message.service_id
      or message.api_key_id is not null
        and api_keys.service_id is distinct from message.service_id
  ) then
    raise exception 'a message must have a template version and a key of its own service'
      using errcode = 'foreign_key_violation', constraint = 'message_owners_are_its_services';
  end if;
  return null;
end
$$;
comment on function check_notification_owners() is 'Statement trigger: new messages have a template version, and a key if any, of their own service.';
create or replace trigger notifications_check_owners after insert on notifications
  referencing new table as added
  for each statement execute function check_notification_owners();

create or replace function refuse_new_owner() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  raise exception 'a message does not change its service, template or key'
    using errcode = 'foreign_key_violation', constraint = 'message_keeps_its_owners';
end
$$;
comment on function refuse_new_owner() is 'Row trigger: refuses the update.';
create or replace trigger notifications_keep_owners
  before update of service_id, template_id, template_version, api_key_id on notifications
  for each row execute function refuse_new_owner();

create or replace function keep_owner_of_notifications() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if exists (
    select from notifications
    where service_id = (to_jsonb(old) ->> tg_argv[0])::uuid
  ) then
    raise exception '% is not deleted: its service has live messages', tg_table_name
      using errcode = 'foreign_key_violation', constraint = 'owner_has_no_live_messages';
  end if;
  return old;
end
$$;
comment on function keep_owner_of_notifications() is 'Row trigger of what messages belong to: refuses a delete while the service has live messages. Its argument names the column that holds the service''s id.';
create or replace trigger services_keep_owner before delete on services
  for each row execute function keep_owner_of_notifications('id');
create or replace trigger templates_history_keep_owner before delete on templates_history
  for each row execute function keep_owner_of_notifications('service_id');
create or replace trigger api_keys_keep_owner before delete on api_keys
  for each row execute function keep_owner_of_notifications('service_id');
