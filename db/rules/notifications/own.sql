-- The platform writes to people as a service does that has no limits and no API key: codes,
-- invitations, receipts, tickets. Whoever makes the reason makes the message in the same
-- transaction, so that neither is there without the other.
create or replace function send_own_messages(messages jsonb, as_of timestamptz)
  returns setof uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made notifications[];
begin
  made := array(
    select jsonb_populate_record(null::notifications,
      jsonb_build_object(
        'id', uuidv7(), 'normalised_to', lower(trim(message ->> 'to')),
        'reply_to_text', case template.template_type
          when 'email' then (
            select email_address from service_email_reply_to
            where service_id = template.service_id and is_default and archived_at is null
          )
          else (
            select sms_sender from service_sms_senders
            where service_id = template.service_id and is_default and archived_at is null
          )
        end
      )
      || message
      || jsonb_build_object(
        'service_id', template.service_id, 'template_id', template.id,
        'template_version', template.version, 'notification_type', template.template_type,
        'key_type', 'normal'
      ))
    from jsonb_array_elements(messages) with ordinality as given (message, place)
    join templates template
      on template.id = (message ->> 'template_id')::uuid
      and template.service_id = notify_service_id()
    order by place
  );
  if cardinality(made) < jsonb_array_length(messages) then
    raise exception 'a message names a template that the platform''s own service does not have'
      using errcode = 'foreign_key_violation', constraint = 'own_template_is_known';
  elsif cardinality(made) = 0 then
    return;
  end if;
  return query select stored from store_notifications(made, as_of) as stored;
  perform enqueue('notify-internal', array(select id from unnest(made)),
    array(select service_id::text from unnest(made)));
end
$$;
comment on function send_own_messages(jsonb, timestamptz) is 'Stores and queues messages of the platform''s own service. messages: [{template_id, to, personalisation, …}], more columns of notifications by name where they differ from what such messages have (of texts normalised_to, phone_prefix, international and rate_multiplier; reply_to_text, the service''s default if nothing is said; id). Answers the ids. No limit and no token is asked. Source: specification, internal API, messages this API sends.';
