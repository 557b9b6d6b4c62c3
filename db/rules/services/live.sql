create or replace view live_services as
select id, name, organisation_id, organisation_type, created_at, go_live_at
from services
where active and not restricted and count_as_live;
comment on view live_services is 'Services that count as live: active, out of trial mode and not made by the platform''s own people for tests.';
grant select on live_services to crier_reader;
