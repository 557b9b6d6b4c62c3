-- The one way into the table, so that what every message has from the first is said once, whoever
-- makes it. Rows come as the table's own type: a caller in SQL gives row(...)::notifications, one
-- with JSON array(select row from jsonb_populate_recordset(null::notifications, ...) as row).
-- A function in SQL, whose plan is kept: in PL/pgSQL it cost a request by itself 3% more.
create or replace function store_notifications(rows notifications[], stored_at timestamptz)
  returns setof uuid
  language sql
begin atomic
  insert into notifications (
    id, service_id, template_id, template_version, notification_type, key_type,
    notification_status, created_at, updated_at, sent_at, sent_by, api_key_id, created_by_id,
    job_id, job_row_number, "to", normalised_to, personalisation, reply_to_text,
    unsubscribe_link, reference, client_reference, billable_units, rate_multiplier, international,
    phone_prefix, postage, document_download_count, document_links
  )
  select
    coalesce(message.id, uuidv7()), message.service_id, message.template_id,
    message.template_version, message.notification_type, message.key_type, first.status,
    first.created_at,
    -- What is delivered from the first has had its last change.
    coalesce(message.updated_at, case when first.status = 'delivered' then first.created_at end),
    message.sent_at, message.sent_by, message.api_key_id, message.created_by_id, message.job_id,
    message.job_row_number, message."to", message.normalised_to,
    coalesce(message.personalisation, '{}'), message.reply_to_text, message.unsubscribe_link,
    message.reference, message.client_reference, coalesce(message.billable_units, 0),
    message.rate_multiplier, coalesce(message.international, false), message.phone_prefix,
    message.postage, message.document_download_count, message.document_links
  from unnest(rows) as message
  cross join lateral (
    select
      coalesce(message.notification_status,
        status_at_acceptance(message.notification_type, message.key_type,
          (select test_letters_fake_delivery from settings))) as status,
      coalesce(message.created_at, stored_at) as created_at
  ) first
  on conflict (job_id, job_row_number) where job_id is not null do nothing
  returning id;
end;
comment on function store_notifications(notifications[], timestamptz) is 'Stores messages; nothing else inserts into notifications. What a row leaves null begins as every message does: an id, the time stored_at, the first status of its channel. A row of a job that is stored already is left out, so that a job may be gone through again. Answers the ids of those stored. Limits, counters and jobs of the queue are the caller''s: claim_daily_allowance and enqueue.';
