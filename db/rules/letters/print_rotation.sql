create or replace function printer_rotation_due_at(secret text, at timestamptz) returns timestamptz
  language sql immutable parallel safe
  return (
    select (
      month + (9 - extract(isodow from month)::integer) % 7
        + case secret when 'password' then 1 else 0 end + time '09:00'
    ) at time zone 'UTC'
    from (select date_trunc('month', at at time zone 'UTC')::date as month) as this
  );
comment on function printer_rotation_due_at(text, timestamptz) is 'When a secret of a print API is changed in the month of an instant: 09:00 UTC on the first Tuesday, for its password on the Wednesday after it. Source: specification, letters, print run B, rotation.';
grant execute on function printer_rotation_due_at(text, timestamptz) to crier_reader;

create or replace function enqueue_printer_rotations(as_of timestamptz) returns integer
  language sql
  set search_path = public, pg_temp
begin atomic
  select enqueue('printer-secrets', array_agg(md5(due.provider || ' ' || due.secret)::uuid), null,
    null, array_agg(jsonb_build_object('provider', due.provider, 'secret', due.secret)))
  from (
    select printer.identifier as provider, kind.secret
    from provider_details printer
    cross join (values ('api_key'), ('password')) as kind (secret)
    cross join lateral (
      select printer_rotation_due_at(kind.secret, as_of) as due_at
    ) this_month
    left join printer_rotations last
      on last.provider = printer.identifier and last.setting = kind.secret
    where printer.adapter = 'print-api' and printer.active
      and as_of >= this_month.due_at
      and as_of < this_month.due_at + interval '15 hours'
      and (last.begun_at is null or last.begun_at < this_month.due_at)
  ) due
  having count(*) > 0
  union all
  select 0
  limit 1;
end;
comment on function enqueue_printer_rotations(timestamptz) is 'Queues the secrets of active print APIs that are to be changed, once each time; answers how many. When nobody was there at the hour, the rest of the UTC day will do.';

create or replace function begin_printer_rotation(
  printer text, of_secret text, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  insert into printer_rotations as last (provider, setting, begun_at)
  values (printer, of_secret, as_of)
  on conflict (provider, setting) do update
  set begun_at = as_of
  where last.begun_at <= as_of - interval '60 seconds';
  return found;
end
$$;
comment on function begin_printer_rotation(text, text, timestamptz) is 'Takes a secret''s turn to be changed, for 60 seconds; false while somebody else has it.';

create or replace function finish_printer_rotation(
  printer text, of_secret text, new_sealed bytea, actor uuid, as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform set_provider_setting(printer, of_secret, null, new_sealed, null, actor, as_of);
  if of_secret = 'password' then
    perform set_provider_setting(printer, 'next_password', null, null, null, actor, as_of);
  end if;
  update printer_rotations set rotated_at = as_of
  where provider = printer and setting = of_secret;
end
$$;
comment on function finish_printer_rotation(text, text, bytea, uuid, timestamptz) is 'Keeps the new secret that a print API takes from now on.';

create or replace function give_up_printer_rotation(
  printer text, of_secret text, reason text, as_of timestamptz
) returns boolean
  language sql
  set search_path = public, pg_temp
begin atomic
  select open_ticket(
    'A secret of the printer is not changed',
    'The ' || replace(of_secret, '_', ' ') || ' of ' || printer
      || ' could not be changed for a new one: ' || reason,
    as_of
  );
end;
comment on function give_up_printer_rotation(text, text, text, timestamptz) is 'Opens a ticket on a secret that stays as it was; whether somebody is told.';
