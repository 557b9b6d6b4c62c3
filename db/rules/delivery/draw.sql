-- A sandbox stands in for a channel's providers until there is one: beside a real one, even one
-- that has just failed or that does not take this message, it would report as delivered what nobody
-- gets.
create or replace view drawable_providers as
select
  false as takes_tests, provider.identifier, provider.notification_type, provider.priority,
  provider.supports_international, provider.receipt_wait_seconds
from provider_details provider
join provider_adapters spoken on spoken.adapter = provider.adapter
where provider.active
  and not (
    spoken.is_sandbox
    and exists (
      select
      from provider_details other
      left join provider_adapters known on known.adapter = other.adapter
      where other.notification_type = provider.notification_type
        and other.active
        and known.is_sandbox is distinct from true
    )
  )
union all
select
  true, provider.identifier, provider.notification_type,
  case when provider.active then greatest(provider.priority, 1) else 0 end, true,
  provider.receipt_wait_seconds
from provider_details provider
join provider_adapters spoken on spoken.adapter = provider.adapter and spoken.is_sandbox;
comment on view drawable_providers is 'Who may be given a message. takes_tests false, for live and team keys: active providers whose protocol is spoken; a sandbox only where its channel has no other active provider. takes_tests true, for test keys: sandboxes, active or not.';

create or replace function draw_time(weight integer) returns float8
  language sql volatile parallel restricted
  return case when weight > 0 then -ln(1 - random()) / weight else 1e9 + random() end;
comment on function draw_time(integer) is 'When a provider comes in, in one race: the times are exponential with the weight as rate, so that the first one is a draw in proportion to the weights, for any number of providers. Those of weight 0 come after all others, in any order.';
grant select on drawable_providers to crier_reader;
