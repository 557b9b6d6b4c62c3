-- What somebody should look at is an email of the platform's own service, which goes the way of all
-- messages. The log says it as well, for those who have set no address.
create or replace function open_ticket(subject text, content text, as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  address text := (select support_email_address from settings);
  message notifications;
begin
  if address is null then
    return false;
  end if;
  message := jsonb_populate_record(null::notifications, (
    select jsonb_build_object(
      'id', uuidv7(), 'service_id', template.service_id, 'template_id', template.id,
      'template_version', template.version, 'notification_type', 'email', 'key_type', 'normal',
      'to', address, 'normalised_to', lower(trim(address)),
      'personalisation', jsonb_build_object('subject', subject, 'content', content)
    )
    from templates template
    where template.id = '2f6e1f0c-7a3b-4c55-9f0e-7d7f4f0a9b61'
  ));
  perform store_notifications(array[message], as_of);
  perform enqueue('notify-internal', array[message.id], array[message.service_id::text]);
  return true;
end
$$;
comment on function open_ticket(text, text, timestamptz) is 'Writes to settings.support_email_address that somebody should look at something; false when there is none.';
