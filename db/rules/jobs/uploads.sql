create or replace function list_uploads(owner uuid, days integer, as_of timestamptz)
  returns table (
    upload_type text, id uuid, notification_count bigint, template_type notification_type,
    created_at timestamptz, scheduled_for timestamptz, processing_started timestamptz
  )
  language sql stable
  set search_path = public, pg_temp
begin atomic
  with kept_since as materialized (
    select notification_type, listed_since(days_of_retention, as_of) as since
    from effective_retention
    where service_id = owner
  ),
  asked_since as materialized (
    select coalesce(local_midnight(local_date(as_of) - days), '-infinity') as since
  ),
  letter_days as (
    select
      letter.print_day, count(*) as letters,
      local_instant(letter.print_day + (select print_cut_off from settings)) as printing_at
    from uploaded_letters letter
    where letter.service_id = owner
      and letter.created_at >= (select since from kept_since where notification_type = 'letter')
      and letter.created_at >= (select since from asked_since)
    group by letter.print_day
  )
  select
    'job', job.id, job.notification_count::bigint, job.notification_type, job.created_at,
    job.scheduled_for, job.processing_started
  from listed_jobs job
  join kept_since on kept_since.notification_type = job.notification_type
  where job.service_id = owner
    and job.contact_list_id is null
    and job.job_status not in ('cancelled', 'scheduled')
    and coalesce(job.processing_started, job.created_at) >= kept_since.since
    and job.created_at >= (select since from asked_since)
  union all
  select
    'letter_day', null, letters, 'letter', printing_at, null, printing_at
  from letter_days;
end;
comment on function list_uploads(uuid, integer, timestamptz) is 'What people of a service have uploaded, in no order: its jobs but those of contact lists, which are found below their list, and a row for every day on which letters uploaded as PDF are printed; each within the retention of its channel, and of so many local days, where null is any. Source: specification, sending, uploads.';
grant execute on function list_uploads(uuid, integer, timestamptz) to crier_reader;
