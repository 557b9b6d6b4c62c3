create or replace view branding_names as
select 'email' as channel, lower(name) as name
from email_branding
where archived_at is null
union all
select 'letter', lower(name)
from letter_branding;
comment on view branding_names is 'The names that brandings have; another of the same channel has another, whatever its case.';
grant select on branding_names to crier_reader;

create or replace function unused_branding_name(of_channel text, wanted text) returns text
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select candidate
  from (
    select 0 as place, wanted as candidate
    union all
    select number, format('%s (alternate %s)', wanted, number)
    from generate_series(1, 99) as number
  ) candidates
  where not exists (
    select
    from branding_names
    where channel = of_channel and name = lower(candidate)
  )
  order by place
  limit 1;
end;
comment on function unused_branding_name(text, text) is 'A name that no branding of the channel has: the one wanted or, with a number up to 99, an alternate; null when all are taken. Source: specification, internal API, branding.';
grant execute on function unused_branding_name(text, text) to crier_reader;

create or replace view branding_users as
select
  'email' as channel, branding.id as branding_id, 'services' as kind, service.id, service.name
from email_branding branding
join services service on service.email_branding_id = branding.id and service.active
union all
select 'email', branding.id, 'organisations', organisation.id, organisation.name
from email_branding branding
join organisation
  on organisation.email_branding_id = branding.id and organisation.archived_at is null
union all
select 'letter', branding.id, 'services', service.id, service.name
from letter_branding branding
join services service on service.letter_branding_id = branding.id and service.active
union all
select 'letter', branding.id, 'organisations', organisation.id, organisation.name
from letter_branding branding
join organisation
  on organisation.letter_branding_id = branding.id and organisation.archived_at is null;
comment on view branding_users is 'Who uses a branding now: services, and organisations, whose new services get it.';
grant select on branding_users to crier_reader;
