-- The email is looked for among the live ones, then in the archive. Only the provider that took it
-- is believed. What the service is told is written by the same statement.
create or replace function file_complaints(complaints jsonb, as_of timestamptz)
  returns table (ord integer, outcome text, complaint_id uuid, service_id uuid)
  language sql
  set search_path = public, pg_temp
begin atomic
  with told as materialized (
    select
      input.ord, input.provider, input.reference, input.feedback_id, input.complaint_type,
      coalesce(input.complained_at, as_of) as complained_at, input."to"
    from jsonb_to_recordset(complaints) as input (
      ord integer, provider text, reference text, feedback_id text, complaint_type text,
      complained_at timestamptz, "to" text
    )
  ),
  found as materialized (
    select
      told.ord, told.feedback_id, told.complaint_type, told.complained_at, uuidv7() as id,
      coalesce(live.id, past.id) as notification_id,
      coalesce(live.service_id, past.service_id) as service_id,
      coalesce(live.client_reference, past.client_reference) as client_reference,
      coalesce(told."to", live."to") as recipient
    from told
    left join notifications live
      on live.reference = told.reference and live.notification_type = 'email'
      and coalesce(live.sent_by, told.provider) = told.provider
    left join lateral (
      select archived.id, archived.service_id, archived.client_reference
      from notification_history archived
      where live.id is null and archived.reference = told.reference
        and archived.notification_type = 'email'
        and coalesce(archived.sent_by, told.provider) = told.provider
      limit 1
    ) past on true
  ),
  filed as (
    insert into complaints (
      id, notification_id, service_id, ses_feedback_id, complaint_type, complaint_date, created_at
    )
    select
      found.id, found.notification_id, found.service_id, found.feedback_id, found.complaint_type,
      found.complained_at, as_of
    from found
    where found.notification_id is not null
    order by found.feedback_id
    on conflict (ses_feedback_id) do nothing
    returning complaints.id
  ),
  written as materialized (
    select
      found.ord,
      write_callback(
        found.service_id, 'complaint', found.notification_id,
        json_build_object(
          'notification_id', found.notification_id,
          'complaint_id', found.id,
          'reference', found.client_reference,
          'to', found.recipient,
          'complaint_date', wire_timestamp(found.complained_at)
        ),
        as_of
      ) as callback_id
    from found
    join filed on filed.id = found.id
  )
  select
    found.ord,
    case
      when written.ord is not null then 'filed'
      when found.notification_id is null then 'not-found'
      else 'repeated'
    end,
    case when written.ord is not null then found.id end,
    found.service_id
  from found
  left join written on written.ord = found.ord;
end;
comment on function file_complaints(jsonb, timestamptz) is 'Keeps complaints about emails, an array of {ord, provider, reference, feedback_id, complaint_type, complained_at, to}, and writes what their services are told. Outcomes: filed; repeated (told before); not-found (no email of that reference, taken by that provider). Source: specification, sending, complaints.';
