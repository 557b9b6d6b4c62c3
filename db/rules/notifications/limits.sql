-- The values are cast, not the case: a cast from text would keep the body out of the statement.
create or replace function status_at_acceptance(
  channel notification_type, key key_type, fakes_delivery boolean
)
  returns notification_status
  language sql immutable parallel safe
  return case
    when channel = 'letter' and key = 'test' and fakes_delivery then 'sending'::notification_status
    when channel = 'letter' and key = 'test' then 'delivered'::notification_status
    else 'created'::notification_status
  end;
comment on function status_at_acceptance(notification_type, key_type, boolean) is 'The status that a message begins with, unless its file has to be scanned first. A templated letter with a test key is never printed: it has arrived as soon as it is accepted, or is told of where delivery is faked (settings.test_letters_fake_delivery). Source: specification, letters, test letters.';

-- Neither this function nor the next is strict: PostgreSQL then puts their bodies into the
-- statement, which saves a call per row.
create or replace function rate_limit_bucket_size(rate_limit integer) returns integer
  language sql immutable parallel safe
  return least(ceil(rate_limit / 3.0)::integer + 1, 1000);
comment on function rate_limit_bucket_size(integer) is 'How many tokens a full bucket holds; one fewer requests pass at once. Source: specification, public API, limits.';

-- Start-time fair queueing without looking at the queue: a service that stays within its own rate
-- keeps priority 0; one that runs ahead of it (a file of 100,000 rows) sinks by one step for every
-- 100 messages, so that others' messages overtake its tail and two such services take turns.
-- Measured against pg-boss's group concurrency on a backlog of 100,000 jobs of one group, which
-- scans that backlog at every fetch: the order of the fetch index costs nothing.
create or replace function fair_priority(backlog double precision) returns integer
  language sql immutable parallel safe
  return -least(floor(backlog / 100), 1000)::integer;
comment on function fair_priority(double precision) is 'Job priority of a message whose service is so many messages ahead of its fair share: 0 down to -1000.';

grant execute on function status_at_acceptance(notification_type, key_type, boolean),
  rate_limit_bucket_size(integer), fair_priority(double precision) to crier_reader;
