-- A database that was restored to a moment before believes that what waited then is still to be
-- done, and much of it was done since: providers have the messages, files have become messages that
-- are in no table any more. Nobody here can know; so an operator holds all of it back before a
-- worker starts, compares it with what providers say, settles what they took and releases the rest.
-- docs/scale.md has the steps.
--
-- A held job is one that may start never. Being there, it also keeps everybody else from making
-- another for the same thing: whatever looks for work that was forgotten finds it waiting.
create or replace view held_messages as
select
  notification.id, job.name as queue, notification.notification_type, notification.service_id,
  notification.template_id, notification.created_at
from pgboss.job job
join notifications notification on notification.id = job.id
where job.state in ('created', 'retry') and job.start_after = 'infinity';
comment on view held_messages is 'Messages that wait for an operator''s word: see hold_waiting_work.';
grant select on held_messages to crier_reader;

create or replace function hold_waiting_work(actor uuid, as_of timestamptz)
  returns table (queue text, held bigint)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  -- What reaches people outside or makes messages. Not emergency alerts, whose operators know each
  -- by its number and which may not be late.
  outward text[] := array['send-priority', 'notify-internal', 'send-sms', 'send-email',
    'send-large', 'jobs', 'letter-batches'];
  due uuid[];
  owners text[];
  separated integer;
begin
  perform act_as(actor, as_of);
  -- A file whose time has come since is in no queue yet.
  select array_agg(id order by id), array_agg(service_id::text order by id) into due, owners
  from jobs
  where job_status = 'scheduled' and scheduled_for <= as_of;
  perform enqueue('jobs', due, owners, start_after => 'infinity');

  perform id
  from pgboss.job
  where name = any (outward) and state in ('created', 'retry', 'active')
  order by id
  for no key update;
  -- Messages that share a job get jobs of their own, since each is settled by itself.
  with shared as (
    delete from pgboss.job
    where name = any (outward) and state in ('created', 'retry', 'active')
      and jsonb_typeof(data) = 'array'
    returning name, priority, data
  ),
  message as (
    select shared.name, shared.priority, notification.id, notification.service_id
    from shared
    cross join lateral jsonb_array_elements_text(shared.data) as listed (id)
    join notifications notification on notification.id = listed.id::uuid
  ),
  own as (
    select enqueue(
      name, array_agg(id order by id), array_agg(service_id::text order by id),
      array_agg(priority order by id), start_after => 'infinity'
    ) as jobs
    from message
    group by name
  )
  select sum(jobs) into separated from own;
  update pgboss.job
  set start_after = 'infinity', keep_until = 'infinity', heartbeat_on = null,
    state = case state when 'active' then 'retry' else state end
  where name = any (outward) and state in ('created', 'retry', 'active');

  return query
    select name, count(*)
    from pgboss.job
    where name = any (outward) and state in ('created', 'retry') and start_after = 'infinity'
    group by name
    order by name;
  perform note_event('hold_waiting_work', null, '{}', actor, as_of);
end
$$;
comment on function hold_waiting_work(uuid, timestamptz) is 'Holds back, until release_held_work, all that waits to be sent now: messages, files of recipients, batches of letters. For after a restore, before any worker starts; what is accepted later is sent as usual. Answers how much is held on each queue.';

create or replace function settle_held_messages(
  message_ids uuid[], taken_by text, actor uuid, as_of timestamptz
) returns bigint
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  settled uuid[];
begin
  perform act_as(actor, as_of);
  select array_agg(notification_id) into settled
  from record_deliveries(
    (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', held.id, 'provider', taken_by, 'sent_at', held.created_at,
        'outcome', case when taken_by is null then 'message-fault' else 'sent' end
      )), '[]')
      from held_messages held
      where held.id = any (message_ids)
    ),
    as_of
  );
  delete from pgboss.job where id = any (settled) and start_after = 'infinity';
  perform note_event(
    'settle_held_messages', null,
    jsonb_build_object('messages', coalesce(cardinality(settled), 0), 'taken_by', taken_by), actor,
    as_of
  );
  return coalesce(cardinality(settled), 0);
end
$$;
comment on function settle_held_messages(uuid[], text, uuid, timestamptz) is 'Records held messages as taken by a provider (its identifier), so that they are not sent again and its receipts count; or, with null, as never to be sent: technical-failure, of which their services are told. Answers how many.';

create or replace function release_held_work(only_ids uuid[], actor uuid, as_of timestamptz)
  returns bigint
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  released bigint;
begin
  perform act_as(actor, as_of);
  update pgboss.job
  set start_after = as_of, keep_until = as_of + queue.retention_seconds * interval '1 second'
  from pgboss.queue
  where queue.name = job.name and job.state in ('created', 'retry')
    and job.start_after = 'infinity'
    and (only_ids is null or job.id = any (only_ids));
  get diagnostics released = row_count;
  perform note_event(
    'release_held_work', null, jsonb_build_object('jobs', released), actor, as_of
  );
  return released;
end
$$;
comment on function release_held_work(uuid[], uuid, timestamptz) is 'Lets held work go on: that of the given messages and files, or with null all of it. Answers how much.';
