create or replace function default_allowance(organisation_type text, year integer) returns integer
  language sql stable parallel safe
begin atomic
  select allowance
  from default_annual_allowance
  where default_annual_allowance.organisation_type = coalesce(default_allowance.organisation_type, 'other')
    and financial_years @> year;
end;
comment on function default_allowance(text, integer) is 'The free units of a financial year for a kind of organisation; null before 2016. No kind is as other.';

create or replace function set_default_allowance() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
declare
  year integer := financial_year(local_date(acting_at()));
begin
  insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
  select new.id, year, allowance
  from default_allowance(new.organisation_type, year) as allowance
  where allowance is not null
  on conflict (service_id, financial_year_start) do update
  set free_sms_fragment_limit = excluded.free_sms_fragment_limit,
    has_custom_allowance = false,
    updated_at = acting_at();
  return null;
end
$$;
comment on function set_default_allowance() is 'Gives a service this year''s default allowance when it is made, joins an organisation or changes its kind; an allowance of its own is overwritten then. Source: specification, free SMS allowance.';
revoke execute on function set_default_allowance() from crier_app;

create or replace trigger services_set_first_allowance after insert on services
  for each row execute function set_default_allowance();
create or replace trigger services_set_allowance
  after update of organisation_id, organisation_type on services
  for each row
  when (
    new.organisation_type is distinct from old.organisation_type
    or new.organisation_id is distinct from old.organisation_id
  )
  execute function set_default_allowance();

-- Who reads an allowance reads it here, so that a service always has one: also before its row of
-- the year is made, when the night that makes it was missed, and for a year nobody has asked for.
-- What a row would hold and what is read without it are one rule. Planner note: inlined; a
-- condition on the service reaches all tables, and the year before is read only where no row is
-- stored.
create or replace function allowances_of_year(year integer)
  returns table (
    service_id uuid, free_sms_fragment_limit integer, high_volume_service_last_year boolean,
    has_custom_allowance boolean, is_stored boolean
  )
  language sql stable
begin atomic
  select
    services.id,
    case
      when stored.service_id is not null then stored.free_sms_fragment_limit
      when used.is_high_volume then 0
      when last_year.has_custom_allowance then last_year.free_sms_fragment_limit
      else default_allowance(services.organisation_type, year)
    end,
    coalesce(stored.high_volume_service_last_year, used.is_high_volume, false),
    coalesce(
      stored.has_custom_allowance,
      used.is_high_volume is not true and last_year.has_custom_allowance,
      false
    ),
    stored.service_id is not null
  from services
  left join annual_billing stored
    on stored.service_id = services.id
    and stored.financial_year_start = year
  left join annual_billing last_year
    on last_year.service_id = services.id
    and last_year.financial_year_start = year - 1
  cross join lateral (
    select sum(billable_units::bigint * rate_multiplier) >= 300000 as is_high_volume
    from ft_billing
    where stored.service_id is null
      and ft_billing.service_id = services.id
      and notification_type = 'sms'
      and bst_date between financial_year_start(year - 1) and financial_year_end(year - 1)
  ) used;
end;
comment on function allowances_of_year(integer) is 'The free text message units of every service in a financial year: its row of annual_billing, else none after 300,000 units in the year before, else its own value of that year, else the default of its kind. Null for years before 2016. Source: specification, free SMS allowance.';

create or replace function populate_annual_billing(year integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made integer;
begin
  insert into annual_billing (
    service_id, financial_year_start, free_sms_fragment_limit, high_volume_service_last_year,
    has_custom_allowance
  )
  select
    service_id, year, free_sms_fragment_limit, high_volume_service_last_year, has_custom_allowance
  from allowances_of_year(year)
  where not is_stored
    and free_sms_fragment_limit is not null
  on conflict do nothing;
  get diagnostics made = row_count;
  return made;
end
$$;
comment on function populate_annual_billing(integer) is 'Settles the allowances of a financial year: stores a row for each service without one, suspended and archived ones too, for they may come back. Answers how many it made. Source: specification, free SMS allowance.';

-- An allowance of null is a year without one: before 2016 or far ahead.
create or replace function service_allowance(service_id uuid, year integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  allowance integer;
begin
  insert into annual_billing (
    service_id, financial_year_start, free_sms_fragment_limit, high_volume_service_last_year,
    has_custom_allowance
  )
  select
    due.service_id, year, due.free_sms_fragment_limit, due.high_volume_service_last_year,
    due.has_custom_allowance
  from allowances_of_year(year) due
  where due.service_id = service_allowance.service_id
    and not due.is_stored
    and due.free_sms_fragment_limit is not null
  on conflict do nothing;
  select free_sms_fragment_limit into allowance
  from annual_billing
  where annual_billing.service_id = service_allowance.service_id and financial_year_start = year;
  return allowance;
end
$$;
comment on function service_allowance(uuid, integer) is 'A service''s free units of a financial year, which are settled by asking for them: a row is stored when there is none yet. Null for an unknown service or a year before 2016.';

create or replace function set_free_allowance(
  owner uuid, year integer, units integer, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  insert into annual_billing (
    service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance, created_at
  )
  select
    services.id, year, units,
    units is distinct from default_allowance(services.organisation_type, year), as_of
  from services
  where services.id = owner
  on conflict (service_id, financial_year_start) do update
  set free_sms_fragment_limit = excluded.free_sms_fragment_limit,
    has_custom_allowance = excluded.has_custom_allowance,
    high_volume_service_last_year = false,
    updated_at = as_of;
  if not found then
    return false;
  end if;
  perform note_event(
    'set_free_allowance', owner,
    jsonb_build_object('financial_year_start', year, 'free_sms_fragment_limit', units), actor, as_of
  );
  return true;
end
$$;
comment on function set_free_allowance(uuid, integer, integer, uuid, timestamptz) is 'Sets a service''s free units of a financial year; a value other than the default is its own, which the next year takes over. False for an unknown service.';

grant execute on function default_allowance(text, integer), allowances_of_year(integer) to
  crier_reader;
