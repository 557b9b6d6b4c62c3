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
begin
  if address is null then
    return false;
  end if;
  perform send_own_messages(jsonb_build_array(jsonb_build_object(
    'template_id', '2f6e1f0c-7a3b-4c55-9f0e-7d7f4f0a9b61', 'to', address,
    'personalisation', jsonb_build_object('subject', subject, 'content', content)
  )), as_of);
  return true;
end
$$;
comment on function open_ticket(text, text, timestamptz) is 'Writes to settings.support_email_address that somebody should look at something; false when there is none.';
