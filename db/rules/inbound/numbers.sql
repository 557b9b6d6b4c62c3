-- Numbers are given out and taken back by these functions alone. A free one is active and without a
-- service; who wants any free one takes the oldest, and passes over those that others are taking.
create or replace view free_inbound_numbers as
select id, number, provider, created_at
from inbound_numbers
where active and service_id is null;
comment on view free_inbound_numbers is 'Numbers that a service can be given. Source: specification, sending, inbound SMS, numbers.';
grant select on free_inbound_numbers to crier_reader;

create or replace function assign_inbound_number(
  owner uuid, wanted_id uuid, actor uuid, as_of timestamptz
) returns setof service_sms_senders
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  given_id uuid;
  given_number text;
  only_sender_id uuid;
begin
  perform act_as(actor, as_of);
  -- Two who give one service a number take turns.
  perform from services where id = owner for no key update;
  select number.id, number.number into given_id, given_number
  from inbound_numbers number
  where number.active and number.service_id is null
    and (wanted_id is null or number.id = wanted_id)
  order by number.created_at, number.id
  limit 1
  for update skip locked;
  if not found then
    raise exception 'no such number is free'
      using errcode = 'check_violation', constraint = 'inbound_number_is_free';
  end if;
  update inbound_numbers set service_id = owner, updated_at = as_of where id = given_id;
  select case when count(*) = 1 then min(sender.id::text)::uuid end into only_sender_id
  from service_sms_senders sender
  where sender.service_id = owner and sender.archived_at is null;
  -- What the only sender says is replaced; beside several the number is another, and the default.
  if only_sender_id is null then
    update service_sms_senders set is_default = false, updated_at = as_of
    where service_id = owner and is_default and archived_at is null;
    insert into service_sms_senders (
      service_id, sms_sender, is_default, inbound_number_id, created_at
    )
    values (owner, given_number, true, given_id, as_of);
  else
    update service_sms_senders
    set sms_sender = given_number, is_default = true, inbound_number_id = given_id,
      updated_at = as_of
    where id = only_sender_id;
  end if;
  perform note_event(
    'assign_inbound_number', owner, jsonb_build_object('inbound_number_id', given_id), actor, as_of
  );
  return query
    select
      sender.id, sender.service_id, sender.sms_sender, sender.is_default,
      sender.inbound_number_id, sender.archived_at, sender.created_at, sender.updated_at
    from service_sms_senders sender
    where sender.inbound_number_id = given_id;
end
$$;
comment on function assign_inbound_number(uuid, uuid, uuid, timestamptz) is 'Gives a service a free number, a certain one or any, and makes it the sender of its texts: in place of its only sender, or as a new default. Answers the sender. Source: specification, sending, inbound SMS, numbers.';

create or replace function switch_inbound_number_off(
  owner uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  switched_id uuid;
begin
  perform act_as(actor, as_of);
  update inbound_numbers set active = false, updated_at = as_of
  where service_id = owner
  returning id into switched_id;
  if switched_id is null then
    return false;
  end if;
  perform note_event(
    'switch_inbound_number_off', owner, jsonb_build_object('inbound_number_id', switched_id),
    actor, as_of
  );
  return true;
end
$$;
comment on function switch_inbound_number_off(uuid, uuid, timestamptz) is 'Stores no more texts to a service''s number, which stays the service''s; false when it has none.';

create or replace function remove_inbound_sms(
  owner uuid, archives boolean, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  freed_id uuid;
begin
  perform act_as(actor, as_of);
  perform from services where id = owner for no key update;
  delete from service_permissions where service_id = owner and permission = 'inbound_sms';
  update service_sms_senders
  set inbound_number_id = null, is_default = false, archived_at = as_of, updated_at = as_of
  where service_id = owner and inbound_number_id is not null;
  -- Texts go out as somebody's: the oldest sender that is left, or what new services begin with.
  if not exists (
    select from service_sms_senders
    where service_id = owner and is_default and archived_at is null
  ) then
    update service_sms_senders set is_default = true, updated_at = as_of
    where id = (
      select id
      from service_sms_senders
      where service_id = owner and archived_at is null
      order by created_at, id
      limit 1
    );
    if not found then
      insert into service_sms_senders (service_id, sms_sender, is_default, created_at)
      select owner, default_sms_sender, true, as_of
      from settings;
    end if;
  end if;
  update inbound_numbers set service_id = null, active = active and not archives, updated_at = as_of
  where service_id = owner
  returning id into freed_id;
  perform note_event(
    'remove_inbound_sms', owner,
    jsonb_build_object('inbound_number_id', freed_id, 'archived', archives), actor, as_of
  );
end
$$;
comment on function remove_inbound_sms(uuid, boolean, uuid, timestamptz) is 'Takes from a service its number, the sender that it was, and the permission to receive texts; an archived number is given to nobody else. Source: specification, sending, inbound SMS, numbers.';

create or replace function watch_inbound_numbers(environment text, as_of timestamptz)
  returns table (free integer, is_told boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  free := (select count(*) from free_inbound_numbers);
  -- A platform on which nobody has a number gives out none.
  if free > 50 or not exists (select from inbound_numbers where service_id is not null) then
    return;
  end if;
  is_told := open_ticket(
    format('[%s] Few inbound numbers are left', environment),
    format(
      E'%s number(s) that receive text messages can still be given to services. Add more to inbound_numbers.\n',
      free
    ),
    as_of
  );
  return next;
end
$$;
comment on function watch_inbound_numbers(text, timestamptz) is 'Opens a ticket when 50 numbers or fewer are free; answers how many, or no row. Source: specification, sending, monitoring.';
