create or replace function create_report_request(
  owner uuid, requester uuid, wanted_type report_type, wanted jsonb, as_of timestamptz
) returns table (id uuid, is_new boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  ongoing_id uuid;
  new_id uuid;
  days integer;
begin
  if not exists (select from users where users.id = requester and archived_at is null) then
    raise exception 'nobody has the id %', requester
      using errcode = 'foreign_key_violation', constraint = 'report_requests_user_id_fkey';
  end if;
  -- Two who ask for the same at once take turns, and wait for one report.
  perform from services where services.id = owner for no key update;
  select request.id into ongoing_id
  from report_requests request
  where request.service_id = owner and request.user_id = requester
    and request.status in ('pending', 'in progress')
    and request.report_type = wanted_type and request.parameter = wanted
    and request.created_at > as_of - interval '30 minutes'
  order by request.created_at
  limit 1;
  if found then
    return query select ongoing_id, false;
    return;
  end if;
  select max(days_of_retention) into days
  from effective_retention
  where service_id = owner
    and notification_type = coalesce(
      (wanted ->> 'notification_type')::notification_type, notification_type
    );
  insert into report_requests (
    service_id, user_id, report_type, parameter, retention_days, created_at, delete_after
  )
  values (
    owner, requester, wanted_type, wanted, days, as_of, file_delete_after(as_of, days)
  )
  returning report_requests.id into new_id;
  perform enqueue('report-requests', array[new_id]);
  return query select new_id, true;
end
$$;
comment on function create_report_request(uuid, uuid, report_type, jsonb, timestamptz) is 'Asks for a report, which a worker then writes; who asks for the same within half an hour, while it is not written, is answered the same one. Source: specification, internal API, report requests.';

create or replace function move_report_request(
  moved_id uuid, what_happened text, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  update report_requests
  set status = transition.to_status, updated_at = as_of
  from report_request_transitions transition
  where report_requests.id = moved_id and transition.event = what_happened
    and transition.from_status = report_requests.status;
  return found;
end
$$;
comment on function move_report_request(uuid, text, timestamptz) is 'What became of a report that was asked for; false when that cannot happen to it, or it does not exist.';

create or replace function store_report(
  stored_id uuid, stored_file_id uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  is_stored boolean;
begin
  is_stored := move_report_request(stored_id, 'store', as_of)
    -- The answer to a first call was lost.
    or exists (select from report_requests where id = stored_id and status = 'stored');
  -- What a worker that died has left, or a report whose time was over meanwhile.
  delete from files
  where about_id = stored_id and purpose = 'report' and not (is_stored and id = stored_file_id);
  return is_stored;
end
$$;
comment on function store_report(uuid, uuid, timestamptz) is 'Gives a report its file, the only one that is about it from then on. False, and no file is left, when nobody waits for it any more. Harmless when it is called twice.';

create or replace function settle_report_requests(as_of timestamptz, batch_size integer)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  settled integer;
begin
  with due as materialized (
    select
      id, case when delete_after <= as_of then 'expiry' else 'fail' end as event
    from report_requests
    where status <> 'deleted'
      and (
        delete_after <= as_of
        or status in ('pending', 'in progress') and created_at < as_of - interval '6 hours'
      )
    order by id
    limit batch_size
    for update skip locked
  ),
  gone as (
    delete from files
    using due
    where files.about_id = due.id and files.purpose = 'report' and due.event = 'expiry'
  ),
  moved as (
    update report_requests
    set status = transition.to_status, updated_at = as_of
    from due
    join report_request_transitions transition on transition.event = due.event
    where report_requests.id = due.id and transition.from_status = report_requests.status
    returning 1
  )
  select count(*) into settled from moved;
  return settled;
end
$$;
comment on function settle_report_requests(timestamptz, integer) is 'Deletes up to a batch of reports whose time is over, and gives up those that no worker has written within six hours; answers how many. Their rows stay.';
