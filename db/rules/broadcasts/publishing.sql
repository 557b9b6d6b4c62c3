create or replace function publish_alerts() returns integer
  language sql
  set search_path = public, pg_temp
  return enqueue('govuk-alerts', array[uuidv7()],
    payloads => array['{"notice": "publish"}'::jsonb]);
comment on function publish_alerts() is 'Has what the public is shown made anew, once; a job of the queue govuk-alerts.';

create or replace function complete_broadcasts(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  completed integer;
begin
  perform act_as(notify_user_id(), as_of);
  with locked as materialized (
    select id
    from broadcast_message
    where status = 'broadcasting' and finishes_at <= as_of
    order by id
    for no key update skip locked
  )
  update broadcast_message
  set status = 'completed', updated_at = as_of
  from locked
  where broadcast_message.id = locked.id;
  get diagnostics completed = row_count;
  if completed > 0 then
    perform publish_alerts();
  end if;
  return completed;
end
$$;
comment on function complete_broadcasts(timestamptz) is 'Completes the broadcasts whose time is over, and has them published once; answers how many. Operators are told nothing: their phones know the time. One that is being cancelled just now is left to that. Source: specification, broadcasts, periodic work.';

create or replace function delete_old_sandbox_documents(as_of timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deleted integer;
begin
  delete from broadcast_sandbox_documents
  where received_at < as_of - case when broadcast_provider_message_id is null
    then interval '1 day' else interval '30 days' end;
  get diagnostics deleted = row_count;
  return deleted;
end
$$;
comment on function delete_old_sandbox_documents(timestamptz) is 'Deletes what sandbox operators received a month ago, link tests after a day.';
