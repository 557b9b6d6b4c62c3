-- Printing holds the letters that it takes, so whoever comes second finds what the first has done.
create or replace function cancel_letter_job(
  owner uuid, cancelled_id uuid, actor uuid, as_of timestamptz
) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  job record;
  letters record;
  changed integer;
  days integer;
begin
  select
    notification_type, notification_count, created_at,
    job_status in ('finished', 'finished all notifications created') as is_finished
  into job
  from jobs
  where id = cancelled_id and service_id = owner
  for no key update;
  if not found then
    return null;
  elsif job.notification_type <> 'letter' then
    raise exception 'the job has no letters'
      using errcode = 'object_not_in_prerequisite_state', constraint = 'job_is_of_letters';
  end if;

  perform
  from notifications
  where job_id = cancelled_id
  order by id
  for no key update;
  select
    count(*) as all_of_them,
    count(*) filter (where message.notification_status not in (
      'created', 'cancelled', 'virus-scan-failed', 'validation-failed', 'technical-failure',
      'pending-virus-check'
    ) or exists (
      select from print_batch_letters
      where notification_id = message.id and withdrawn_at is null
    )) as gone
  into letters
  from notifications_all_time message
  where message.job_id = cancelled_id;
  if not job.is_finished or letters.all_of_them <> job.notification_count then
    raise exception 'the letters of the job are not all there'
      using errcode = 'object_not_in_prerequisite_state', constraint = 'job_is_processed';
  elsif letters.gone > 0 or job.created_at <= last_print_deadline(as_of) then
    raise exception 'the letters of the job are on their way'
      using errcode = 'object_not_in_prerequisite_state', constraint = 'job_is_not_printed';
  end if;

  with cancelled as (
    update notifications message
    set notification_status = transition.to_status, billable_units = 0, updated_at = as_of
    from status_transitions transition
    where message.job_id = cancelled_id
      and transition.notification_type = 'letter' and transition.event = 'cancel-job'
      and transition.from_status = message.notification_status
    returning message.key_type, message.created_at
  ),
  counted as (
    select (created_at at time zone 'UTC')::date as day, count(*)::integer as letters
    from cancelled
    where key_type <> 'test'
    group by 1
  )
  select
    (select count(*) from cancelled),
    (select count(give_back_letters(owner, counted.day, counted.letters)) from counted)
  into changed, days;
  update jobs set job_status = 'cancelled', updated_at = as_of where id = cancelled_id;
  perform note_event(
    'cancel_letter_job', owner,
    jsonb_build_object('job_id', cancelled_id, 'letters', changed), actor, as_of
  );
  return changed;
end
$$;
comment on function cancel_letter_job(uuid, uuid, uuid, timestamptz) is 'Cancels a job of letters and those of its letters that could still be printed, before the first of them is, and gives what they took of their day back; answers how many letters it has cancelled (those that failed stay what they are), or null for no job of the service. Refused by job_is_of_letters, by job_is_processed while letters are still made, and by job_is_not_printed. Source: specification, sending, jobs; letters, cancelling.';
