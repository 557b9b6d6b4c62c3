create or replace function add_contact_list(
  new_id uuid, owner uuid, name text, rows integer, channel template_type, actor uuid,
  as_of timestamptz
) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  insert into service_contact_list (
    id, service_id, original_file_name, row_count, template_type, created_by_id, created_at
  )
  values (new_id, owner, name, rows, channel, actor, as_of);
  perform keep_uploaded_file(owner, 'contact-list', new_id);
  perform note_event(
    'add_contact_list', owner,
    jsonb_build_object('contact_list_id', new_id, 'row_count', rows, 'template_type', channel),
    actor, as_of
  );
end
$$;
comment on function add_contact_list(
  uuid, uuid, text, integer, template_type, uuid, timestamptz
) is 'Keeps a file of recipients that was uploaded under this id, to send to again.';

create or replace function archive_contact_list(
  owner uuid, list uuid, actor uuid, as_of timestamptz
) returns boolean
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform act_as(actor, as_of);
  update service_contact_list set archived_at = as_of, updated_at = as_of
  where id = list and service_id = owner and archived_at is null;
  if not found then
    return false;
  end if;
  delete from files
  where service_id = owner and purpose = 'contact-list' and (id = list or about_id = list);
  perform note_event(
    'archive_contact_list', owner, jsonb_build_object('contact_list_id', list), actor, as_of
  );
  return true;
end
$$;
comment on function archive_contact_list(uuid, uuid, uuid, timestamptz) is 'Removes a list with its file; its jobs stay its. False for one that is not there, or is removed already.';

-- One statement for all lists of a service, whatever their number. Planner note: the jobs of each
-- are one range of jobs_contact_list_id_idx.
create or replace function contact_lists_of(owner uuid, wanted uuid, as_of timestamptz)
  returns table (
    id uuid, original_file_name text, row_count integer, template_type template_type,
    created_at timestamptz, created_by_id uuid, recent_job_count bigint, has_jobs boolean
  )
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select
    list.id, list.original_file_name, list.row_count, list.template_type, list.created_at,
    list.created_by_id, sent.recent, sent.ever > 0
  from service_contact_list list
  join effective_retention kept_for
    on kept_for.service_id = list.service_id
      and kept_for.notification_type::text = list.template_type::text
  cross join lateral (
    select
      count(*) as ever,
      count(*) filter (
        where coalesce(job.processing_started, job.created_at)
          >= listed_since(kept_for.days_of_retention, as_of)
      ) as recent
    from jobs job
    where job.contact_list_id = list.id and job.service_id = list.service_id
  ) sent
  where list.service_id = owner
    and list.archived_at is null
    and (wanted is null or list.id = wanted);
end;
comment on function contact_lists_of(uuid, uuid, timestamptz) is 'The lists of recipients that a service keeps, or one of them, with how many jobs were sent to each within the retention of its channel, and whether any ever was. Source: specification, sending, contact lists.';
grant execute on function contact_lists_of(uuid, uuid, timestamptz) to crier_reader;
