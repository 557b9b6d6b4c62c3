-- The one statement that changes a service's own columns, whoever asks for it.
create or replace function write_service(
  owner uuid, wanted jsonb, actor uuid, as_of timestamptz
) returns jsonb
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  after jsonb;
begin
  perform act_as(actor, as_of);
  update services service
  set
    name = next.name,
    custom_email_sender_name = next.custom_email_sender_name,
    confirmed_email_sender_name = next.confirmed_email_sender_name,
    restricted = next.restricted,
    prefix_sms = next.prefix_sms,
    organisation_id = next.organisation_id,
    organisation_type = next.organisation_type,
    rate_limit = next.rate_limit,
    email_message_limit = next.email_message_limit,
    sms_message_limit = next.sms_message_limit,
    letter_message_limit = next.letter_message_limit,
    international_sms_message_limit = next.international_sms_message_limit,
    contact_link = next.contact_link,
    email_branding_id = next.email_branding_id,
    letter_branding_id = next.letter_branding_id,
    volume_sms = next.volume_sms,
    volume_email = next.volume_email,
    volume_letter = next.volume_letter,
    consent_to_research = next.consent_to_research,
    count_as_live = next.count_as_live,
    go_live_user_id = next.go_live_user_id,
    go_live_at = case
      when service.restricted and not next.restricted and not wanted ? 'go_live_at' then as_of
      else next.go_live_at
    end,
    has_active_go_live_request = next.has_active_go_live_request,
    confirmed_unique = next.confirmed_unique,
    notes = next.notes,
    billing_contact_names = next.billing_contact_names,
    billing_contact_email_addresses = next.billing_contact_email_addresses,
    purchase_order_number = next.purchase_order_number,
    billing_reference = next.billing_reference
  from services before
  cross join lateral jsonb_populate_record(before, wanted) as next
  where service.id = owner and before.id = owner
  returning to_jsonb(service) into after;
  return after;
end
$$;
comment on function write_service(uuid, jsonb, uuid, timestamptz) is 'Gives a service, which the caller has locked, the values of the columns that are named; what is not named stays. It goes live when it leaves trial mode, if nothing else is said. Answers the row as it is then.';

create or replace function change_service(
  owner uuid, wanted jsonb, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  was_restricted boolean;
  after jsonb;
  changed text;
begin
  perform act_as(actor, as_of);
  select restricted into was_restricted from services where id = owner for no key update;
  if not found then
    return false;
  end if;
  after := write_service(owner, wanted - 'permissions', actor, as_of);
  if wanted ? 'permissions' then
    select change into changed
    from apply_permissions(owner, wanted -> 'permissions', false, actor, as_of);
  end if;
  if was_restricted and not (after ->> 'restricted')::boolean then
    perform tell_of_going_live(owner, actor, as_of);
  end if;
  perform note_event(
    'change_service', owner,
    jsonb_strip_nulls(jsonb_build_object(
      'columns', (select jsonb_agg(key order by key) from jsonb_object_keys(wanted) as key),
      'permissions', changed
    )),
    actor, as_of
  );
  return true;
end
$$;
comment on function change_service(uuid, jsonb, uuid, timestamptz) is 'Changes what is named of a service: its columns, and permissions, whose list replaces the one there is. Its members are told when it goes live. Each change is a version, even one of permissions alone. False for an unknown service. Source: specification, internal API, services.';

create or replace function tell_of_going_live(
  owner uuid, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  perform send_own_messages(
    (
      select coalesce(jsonb_agg(jsonb_build_object(
        'template_id', '618185c6-3636-49cd-b7d2-6f6f5eb3bdde',
        'to', users.email_address,
        'personalisation', jsonb_build_object(
          'name', users.name, 'service_name', service.name,
          'message_limit', to_char(service.email_message_limit, 'FM999,999,999,999,999,999')
        )
      ) order by users.id), '[]')
      from services service
      join user_to_service member on member.service_id = service.id
      join users on users.id = member.user_id
      where service.id = owner and users.state = 'active'
    ),
    as_of
  );
end
$$;
comment on function tell_of_going_live(uuid, uuid, timestamptz) is 'Mails every active member that the service is live.';
