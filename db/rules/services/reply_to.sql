create or replace function test_reply_to(
  owner uuid, address text, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  message_id uuid;
begin
  perform act_as(actor, as_of);
  if exists (
    select from service_email_reply_to
    where service_id = owner and lower(email_address) = lower(address) and archived_at is null
  ) then
    raise exception 'the service has this reply-to address'
      using errcode = 'unique_violation', constraint = 'reply_to_is_new_to_the_service';
  end if;
  select sent into message_id
  from send_own_messages(
    jsonb_build_array(jsonb_build_object(
      'template_id', 'a42f1d17-9404-46d5-a647-d013bdfca3e1', 'to', address,
      'personalisation', jsonb_build_object()
    )),
    as_of
  ) as sent;
  return message_id;
end
$$;
comment on function test_reply_to(uuid, text, uuid, timestamptz) is 'Sends the platform''s test message to what may become a reply-to address of a service; answers its id, by which whoever asked sees whether it was delivered. Source: specification, internal API, senders.';
