-- A trigger, so that no statement that starts or ends a job can forget it. What goes on after it
-- was stuck has not started again.
create or replace function write_job_status() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform write_callback(
    new.service_id, 'job_status', new.id,
    json_build_object(
      'id', new.id,
      'name', new.original_file_name,
      'reference', new.reference,
      'status', new.job_status,
      'notification_type', new.notification_type,
      'notification_count', new.notification_count,
      'template_id', new.template_id,
      'template_version', new.template_version,
      'scheduled_for', wire_timestamp(new.scheduled_for),
      'created_at', wire_timestamp(new.created_at),
      'processing_started', wire_timestamp(new.processing_started),
      'processing_finished', wire_timestamp(new.processing_finished)
    ),
    new.updated_at
  );
  return null;
end
$$;
comment on function write_job_status() is 'Row trigger: tells the service, if it wants to know, that one of its jobs starts, or how it ends.';
create or replace trigger jobs_write_job_status
  after update of job_status on jobs
  for each row when (
    new.job_status is distinct from old.job_status
    and (new.job_status = 'in progress' and old.job_status = 'pending'
      or new.job_status in ('finished', 'sending limits exceeded', 'cancelled'))
  )
  execute function write_job_status();
