create or replace function wanted_kinds(
  types notification_type[],
  words text[],
  with_job_rows boolean
)
  returns table (
    notification_type notification_type,
    notification_status notification_status,
    is_without_job boolean
  )
  language sql stable parallel safe
begin atomic
  select channel.type, status, origin.is_without_job
  from (values ('sms'::notification_type), ('email'), ('letter')) as channel (type)
  cross join notification_status_groups
  cross join (values (true), (false)) as origin (is_without_job)
  where channel.type = any (types)
    and (origin.is_without_job or with_job_rows)
    and (
      words is null
      or (status <> 'failed' and status::text = any (words))
      or (is_failed and 'failed' = any (words))
      or (status in ('created', 'sending') and 'accepted' = any (words))
      or (status = 'delivered' and 'received' = any (words))
    );
end;
comment on function wanted_kinds(notification_type[], text[], boolean) is 'What the filters of the API''s lists stand for, as the leading columns of the indexes that lists read: channel, stored status, from a file or not. The words failed, accepted and received are groups; null is no filter. Source: specification, public API, list of notifications.';

-- What a message costs, the free allowance left out. A day has the price of its local midnight, as
-- in billing. Planner note: plain joins and date_trunc in place of local_midnight(local_date(…)),
-- which is the same instant: a function that reads the settings is not inlined, and a page of 250
-- rows would call it 250 times (20 ms instead of 1). "offset 0" has the day of a price reckoned
-- once for a message, not once for every price that it is compared with. Only texts have a day for
-- the prices of texts, and only letters for those of letters: to compare each text with the ten
-- prices of letters cost a seventh of a page.
create or replace view readable_notifications as
select
  notification.id, notification.service_id, notification.key_type, notification.job_id,
  notification.job_row_number, notification.api_key_id, notification.sent_by,
  notification.client_reference, notification.reference, notification.notification_type,
  notification.notification_status, notification."to", notification.personalisation,
  notification.document_links,
  notification.template_id, notification.template_version,
  notification.created_at, users.name as created_by_name, notification.sent_at,
  notification.updated_at,
  case when status_group.is_completed then notification.updated_at end as completed_at,
  notification.postage,
  case when notification.notification_type = 'letter' then letter_print_day(
    notification.created_at, (select print_cut_off from settings), (select time_zone from settings)
  ) end as print_day,
  notification.unsubscribe_link, notification.billable_units,
  priced.pounds is not null as is_cost_data_ready, priced.pounds as cost_in_pounds,
  priced_text.sms_rate, priced_text.billable_sms_fragments,
  priced_text.international_rate_multiplier,
  case when notification.notification_type = 'letter' and priced.pounds is not null then
    case when status_group.is_free_letter then 0 else notification.billable_units end
  end as billable_sheets_of_paper,
  notification.personalisation_bytes
from notifications notification
cross join lateral (
  select
    case when notification.notification_type = 'sms'
      then date_trunc('day', notification.created_at, (select time_zone from settings))
    end as of_text,
    case when notification.notification_type = 'letter'
      then date_trunc('day', notification.created_at, (select time_zone from settings))
    end as of_letter
  offset 0
) price_day
cross join lateral (
  select is_completed, is_free_letter
  from notification_status_groups
  where status = notification.notification_status
) status_group
left join users on users.id = notification.created_by_id
left join rates text_price on text_price.valid_during @> price_day.of_text
left join letter_rates letter_price
  on letter_price.post_class = notification.postage
    and letter_price.sheet_count = notification.billable_units
    and letter_price.valid_during @> price_day.of_letter
cross join lateral (
  -- Null is not ready: without fragments or sheets a created message has not been measured, or no
  -- list has a price.
  select case notification.notification_type
    when 'email' then 0.0
    when 'sms' then
      case when notification.notification_status <> 'created' or notification.billable_units > 0
        then notification.billable_units * coalesce(notification.rate_multiplier, 1)
          * text_price.rate
      end
    else case
      when status_group.is_free_letter then 0.0
      when notification.notification_status = 'pending-virus-check' then null
      when notification.billable_units > 0 then letter_price.rate
      when notification.notification_status <> 'created' then 0.0
    end
  end as pounds
) priced
left join lateral (
  select
    text_price.rate as sms_rate, notification.billable_units as billable_sms_fragments,
    coalesce(notification.rate_multiplier, 1) as international_rate_multiplier
) priced_text on notification.notification_type = 'sms' and priced.pounds is not null;
comment on view readable_notifications is 'Live messages as the public API shows them: completed_at only once nothing more is expected, cost as exact decimals and what it is made of; print_day is that of letters, from which their delivery follows. Source: specification, public API, reading and cost fields.';
-- A page as 250 texts in place of 5,500 values, of which each costs whoever reads it 0.4
-- microseconds: 0.7 ms of a processor in place of 2.1, for 0.4 more here. As arrays of JSON it
-- would be 0.8 more here, as objects 1.2. No value has a line break of its own: free text is JSON,
-- as bodies show it.
create or replace view written_notifications as
select
  id, service_id, personalisation_bytes,
  concat_ws(
    E'\n', id, notification_type, notification_status, template_id, template_version, created_at,
    coalesce(sent_at::text, ''), coalesce(completed_at::text, ''), coalesce(postage::text, ''),
    coalesce(print_day::text, ''), is_cost_data_ready::text, coalesce(cost_in_pounds::text, ''),
    coalesce(sms_rate::text, ''), coalesce(billable_sms_fragments::text, ''),
    coalesce(international_rate_multiplier::text, ''),
    coalesce(billable_sheets_of_paper::text, ''), coalesce(encode(document_links, 'hex'), ''),
    to_json("to"), coalesce(to_json(client_reference), 'null'),
    coalesce(to_json(created_by_name), 'null'), coalesce(to_json(unsubscribe_link), 'null'),
    personalisation
  ) as written
from readable_notifications;
comment on view written_notifications is 'Live messages as readable_notifications has them, each as one text with a line for every value (src/notifications/written.ts reads it): the recipient, the reference, the author, the unsubscribe link and the personalisation as JSON, the links to files in hex, all else as it is written, an empty line for what is null.';
grant execute on function wanted_kinds(notification_type[], text[], boolean) to crier_reader;
