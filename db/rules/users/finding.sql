create or replace function user_of_address(address text) returns uuid
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select id
  from users
  where lower(email_address) = lower(address) and archived_at is null;
end;
comment on function user_of_address(text) is 'Whose address it is, whatever its case; null is nobody''s.';
grant execute on function user_of_address(text) to crier_reader;

create or replace function organisations_and_services(
  person uuid, out organisations jsonb, out services jsonb
)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', owner.id, 'name', owner.name,
          'count_of_live_services',
          (select count(*) from live_services live where live.organisation_id = owner.id)
        )
        order by lower(owner.name), owner.id
      )
      from user_to_organisation member
      join organisation owner on owner.id = member.organisation_id
      where member.user_id = person and owner.archived_at is null
    ), '[]'),
    coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', service.id, 'name', service.name, 'restricted', service.restricted,
          'organisation', service.organisation_id
        )
        order by lower(service.name), service.id
      )
      from user_to_service member
      join services service on service.id = member.service_id
      where member.user_id = person and service.active
    ), '[]');
end;
comment on function organisations_and_services(uuid) is 'The active organisations and services that a person is a member of, by name, as the internal API lists them.';
grant execute on function organisations_and_services(uuid) to crier_reader;

create or replace function whole_days(first_day date, last_day date) returns tstzrange
  language sql stable parallel safe
begin atomic
  select tstzrange(local_midnight(first_day), local_midnight(last_day + 1));
end;
comment on function whole_days(date, date) is 'The time of local days, both included; without a first or a last day it has no such end.';
grant execute on function whole_days(date, date) to crier_reader;
