create or replace function most_job_rows() returns integer
  language sql immutable parallel safe
  return 100000;
comment on function most_job_rows() is 'How many rows a job may have. Source: specification, sending, jobs. How long one waits for missing rows follows from it: see missing_rows_wait.';
grant execute on function most_job_rows() to crier_reader;

-- Of rows that are refused already nothing is claimed.
create or replace function claim_allowance_of_job(claimed_id uuid, as_of timestamptz)
  returns table (is_granted boolean, exceeded text, exceeded_limit bigint)
  language sql
  set search_path = public, pg_temp
begin atomic
  select
    claim.within_day and claim.within_abroad,
    case when claim.within_day then 'international_sms' else job.notification_type::text end,
    case when claim.within_day then claim.abroad_limit else claim.channel_limit end
  from jobs job
  cross join lateral (
    select count(*)::integer as number,
      (count(*) filter (where phone_prefix <> '44'))::integer as number_abroad
    from job_rows
    where job_id = job.id and outcome is null
  ) counted
  cross join lateral claim_daily_allowance(array[1], array[job.service_id],
    array[job.notification_type], array[job.key_type], array[counted.number],
    array[counted.number_abroad], as_of) as claim
  where job.id = claimed_id;
end;
comment on function claim_allowance_of_job(uuid, timestamptz) is 'Counts a job''s messages against the day''s limits, all or none; answers whether, and which limit they exceed.';

-- What is new is a job without rows, which its rows follow in the same transaction: see accept_job.
create or replace function begin_job(
  new_id uuid, owner uuid, channel notification_type, template uuid, template_version integer,
  key key_type, api_key uuid, name text, row_count integer, reply_to text, client_reference text,
  start_at timestamptz, request_key text, request_sum bytea, list uuid, actor uuid,
  as_of timestamptz
)
  returns table (job_id uuid, is_new boolean)
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  known record;
begin
  perform act_as(actor, as_of);
  update jobs set idempotency_key = null, request_hash = null
  where service_id = owner and key_type = key and idempotency_key = request_key
    and created_at <= as_of - interval '24 hours';

  insert into jobs (
    id, service_id, template_id, template_version, notification_type, key_type, api_key_id,
    created_by_id, original_file_name, notification_count, job_status, created_at, scheduled_for,
    reply_to_text, reference, idempotency_key, request_hash, contact_list_id
  )
  values (
    new_id, owner, template, begin_job.template_version, channel, key, api_key, actor, name,
    row_count,
    case when start_at is null then 'pending'::job_status else 'scheduled'::job_status end,
    as_of, start_at, reply_to, begin_job.client_reference, request_key, request_sum, list
  )
  on conflict (service_id, key_type, idempotency_key) where idempotency_key is not null do nothing;
  if found then
    return query select new_id, true;
    return;
  end if;
  select id, request_hash into known
  from jobs
  where service_id = owner and key_type = key and idempotency_key = request_key;
  if known.request_hash <> request_sum then
    raise exception 'the key was used for another request'
      using errcode = 'unique_violation', constraint = 'job_key_is_of_one_request';
  end if;
  return query select known.id, false;
end
$$;
comment on function begin_job(
  uuid, uuid, notification_type, uuid, integer, key_type, uuid, text, integer, text, text,
  timestamptz, text, bytea, uuid, uuid, timestamptz
) is 'Makes a job of so many rows that have been checked, which whoever calls adds in the same transaction and then calls accept_job. request_key and request_sum: the Idempotency-Key and the SHA-256 of the request. list: the contact list whose recipients they are. Answers the job, and whether it is new: the same key with the same request is answered with the job that it made, to which nothing is to be added.';

-- It ends the transaction of begin_job, because the claim locks the service's counters until then,
-- and a hundred thousand rows take their time.
create or replace function accept_job(accepted_id uuid, as_of timestamptz) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  job record;
  claim record;
begin
  select service_id, api_key_id, scheduled_for into job
  from jobs
  where id = accepted_id;
  if job.scheduled_for is null and job.api_key_id is not null then
    select is_granted, exceeded, exceeded_limit into claim
    from claim_allowance_of_job(accepted_id, as_of);
    if not claim.is_granted then
      raise exception 'the day has no room for the job'
        using errcode = 'program_limit_exceeded', constraint = 'job_is_within_the_day',
          detail = claim.exceeded || ': ' || claim.exceeded_limit;
    end if;
    update jobs set is_counted = true where id = accepted_id;
  end if;
  if job.api_key_id is null then
    perform keep_uploaded_file(job.service_id, 'spreadsheet', accepted_id);
  end if;
  if job.scheduled_for is null then
    perform enqueue('jobs', array[accepted_id], array[job.service_id::text]);
  end if;
end
$$;
comment on function accept_job(uuid, timestamptz) is 'Puts a job whose rows are all there on its queue, or leaves it until its time. A program''s job that starts at once is counted against the day''s limits here, which refuse it whole; others when they start, those of people too, who see there what became of it.';

create or replace function cancel_job(owner uuid, cancelled_id uuid, actor uuid, as_of timestamptz)
  returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  -- Whoever starts it holds the row: what is found then is not scheduled any more.
  update jobs set job_status = 'cancelled', updated_at = as_of
  where id = cancelled_id and service_id = owner and job_status = 'scheduled';
  if not found then
    return false;
  end if;
  perform note_event(
    'cancel_job', owner, jsonb_build_object('job_id', cancelled_id), actor, as_of
  );
  return true;
end
$$;
comment on function cancel_job(uuid, uuid, uuid, timestamptz) is 'Cancels a job that waits for its time; false for any other, unknown ones too.';
