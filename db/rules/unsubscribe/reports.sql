create or replace view unsubscribe_request_reports as
select
  report.service_id, report.id as batch_id, report.count, report.created_at,
  report.earliest_timestamp, report.latest_timestamp, report.processed_by_service_at,
  local_midnight(local_date(report.created_at) + 7) as will_be_archived_at
from unsubscribe_request_report report
union all
select
  service_id, null, count(*), null, min(created_at), max(created_at), null,
  local_midnight(local_date(min(created_at)) + 90)
from unsubscribe_request
where unsubscribe_request_report_id is null
group by service_id;
comment on view unsubscribe_request_reports is 'The reports of services, and as one that is still to be made, without an id, the requests that are in none. Source: specification, sending, unsubscribe.';
grant select on unsubscribe_request_reports to crier_reader;

create or replace function create_unsubscribe_report(
  owner uuid, earliest timestamptz, latest timestamptz, actor uuid, as_of timestamptz
) returns uuid
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  report record;
begin
  perform act_as(actor, as_of);
  -- Two who take the same requests take turns, and both get the one report that has them.
  perform from services where id = owner for no key update;
  with locked as materialized (
    select id, created_at
    from unsubscribe_request
    where service_id = owner and unsubscribe_request_report_id is null
      and created_at between earliest and latest
    order by id
    for no key update
  ),
  made as (
    insert into unsubscribe_request_report (
      service_id, created_at, earliest_timestamp, latest_timestamp, count
    )
    select owner, as_of, min(created_at), max(created_at), count(*)
    from locked
    having count(*) > 0
    returning id, count
  ),
  assigned as (
    update unsubscribe_request set unsubscribe_request_report_id = made.id
    from locked
    cross join made
    where unsubscribe_request.id = locked.id
  )
  select id, count into report from made;
  if not found then
    return (
      select id
      from unsubscribe_request_report
      where service_id = owner and earliest_timestamp = earliest and latest_timestamp = latest
      order by created_at desc
      limit 1
    );
  end if;
  perform note_event(
    'create_unsubscribe_report', owner,
    jsonb_build_object('report_id', report.id, 'count', report.count), actor, as_of
  );
  return report.id;
end
$$;
comment on function create_unsubscribe_report(
  uuid, timestamptz, timestamptz, uuid, timestamptz
) is 'Takes all requests of a service between two instants, both included, that are in no report into a new one. Where there are none, the report that was made of that interval; null when nobody made one. Source: specification, sending, unsubscribe.';

create or replace function process_unsubscribe_report(
  owner uuid, report_id uuid, is_processed boolean, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update unsubscribe_request_report
  set processed_by_service_at = case when is_processed then as_of end
  where id = report_id and service_id = owner;
  if not found then
    return false;
  end if;
  perform note_event(
    'process_unsubscribe_report', owner,
    jsonb_build_object('report_id', report_id, 'is_processed', is_processed), actor, as_of
  );
  return true;
end
$$;
comment on function process_unsubscribe_report(uuid, uuid, boolean, uuid, timestamptz) is 'Says that a service has dealt with the people of a report, or has not. False when the service has no such report.';
