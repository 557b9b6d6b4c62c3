-- Nineteen probes of primary keys, in the specification's order: an id is in one of the tables.
create or replace function thing_with_id(wanted uuid, out type text, out service_id uuid)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select found.type, found.service_id
  from (
    select 1 as place, 'organisation' as type, null::uuid as service_id
    from organisation where id = wanted
    union all
    select 2, 'service', null from services where id = wanted
    union all
    select 3, 'template', templates.service_id from templates where id = wanted
    union all
    select 4, 'notification', notifications.service_id from notifications where id = wanted
    union all
    select 5, 'email_branding', null from email_branding where id = wanted
    union all
    select 6, 'letter_branding', null from letter_branding where id = wanted
    union all
    select 7, 'user', null from users where id = wanted
    union all
    select 8, 'provider', null from provider_details where id = wanted
    union all
    select 9, 'reply_to_email', reply_to.service_id
    from service_email_reply_to reply_to where id = wanted
    union all
    select 10, 'job', jobs.service_id from jobs where id = wanted
    union all
    select 11, 'service_contact_list', list.service_id
    from service_contact_list list where id = wanted
    union all
    select 12, 'service_data_retention', retention.service_id
    from service_data_retention retention where id = wanted
    union all
    select 13, 'service_sms_sender', sender.service_id
    from service_sms_senders sender where id = wanted
    union all
    select 14, 'inbound_number', null from inbound_numbers where id = wanted
    union all
    select 15, 'api_key', api_keys.service_id from api_keys where id = wanted
    union all
    select 16, 'template_folder', folder.service_id from template_folder folder where id = wanted
    union all
    select 17, 'service_callback_api', callback.service_id
    from service_callback_api callback where id = wanted
    union all
    select 18, 'complaint', complaints.service_id from complaints where id = wanted
    union all
    select 19, 'inbound_sms', received.service_id from inbound_sms received where id = wanted
  ) found
  order by found.place
  limit 1;
end;
comment on function thing_with_id(uuid) is 'What has an id, and of which service where a service owns it; nulls when nothing has. Source: specification, internal API, platform admin.';
grant execute on function thing_with_id(uuid) to crier_reader;
