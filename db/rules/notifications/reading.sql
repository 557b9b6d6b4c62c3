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

-- Prices of texts as steps, so that the price of a day is a search in an array. Where one price
-- ends and the next begins there are two steps, of which the later one in this order counts.
create or replace view text_price_steps as
select coalesce(lower(valid_during), '-infinity') as since, rate
from rates
union all
select upper(valid_during), null
from rates
where not upper_inf(valid_during);
comment on view text_price_steps is 'What a fragment of a text to a UK number costs from an instant on, null where no price is known, until the next step; of two at one instant the price holds.';

-- What a message costs, the free allowance left out. A day has the price of its local midnight, as
-- in billing. Planner note: expressions in place of joins, since each step of a plan that a row
-- goes through costs about as much as writing three values of it: with five joins for them a page
-- of 250 took a sixth longer, one of letters more than a quarter. date_trunc in place of
-- local_midnight(local_date(…)), which is the same instant: a function that reads the settings is
-- not inlined, and a page would call it 250 times (20 ms instead of 1). "offset 0" has the price
-- reckoned once for a message, not for each of what is said of it.
create or replace view readable_notifications as
select
  notification.id, notification.service_id, notification.key_type, notification.job_id,
  notification.job_row_number, notification.api_key_id, notification.sent_by,
  notification.client_reference, notification.reference, notification.notification_type,
  notification.notification_status, notification."to", notification.personalisation,
  notification.document_links,
  notification.template_id, notification.template_version,
  notification.created_at,
  case when notification.created_by_id is not null then (
    select name from users where users.id = notification.created_by_id
  ) end as created_by_name,
  notification.sent_at, notification.updated_at,
  case when notification.notification_status in (
    select status from notification_status_groups where is_completed
  ) then notification.updated_at end as completed_at,
  notification.postage,
  case when notification.notification_type = 'letter' then letter_print_day(
    notification.created_at, (select print_cut_off from settings), (select time_zone from settings)
  ) end as print_day,
  notification.unsubscribe_link, notification.billable_units,
  price.rate is not null as is_cost_data_ready,
  case
    when notification.notification_type <> 'sms' then price.rate
    else notification.billable_units * coalesce(notification.rate_multiplier, 1) * price.rate
  end as cost_in_pounds,
  case when notification.notification_type = 'sms' then price.rate end as sms_rate,
  case when notification.notification_type = 'sms' and price.rate is not null
    then notification.billable_units
  end as billable_sms_fragments,
  case when notification.notification_type = 'sms' and price.rate is not null
    then coalesce(notification.rate_multiplier, 1)
  end as international_rate_multiplier,
  case when notification.notification_type = 'letter' and price.rate is not null then
    case when price.is_free_letter then 0 else notification.billable_units end
  end as billable_sheets_of_paper,
  notification.personalisation_bytes
from notifications notification
cross join lateral (
  -- Of an email or a letter, or of a fragment of a text. Null is not ready: without fragments or
  -- sheets a created message has not been measured, or no list has a price.
  select
    letter.is_free as is_free_letter,
    case notification.notification_type
      when 'email' then 0.0
      when 'sms' then
        case when notification.notification_status <> 'created' or notification.billable_units > 0
          then (select array_agg(rate order by since, rate nulls first) from text_price_steps)[
            width_bucket(
              date_trunc('day', notification.created_at, (select time_zone from settings)),
              (select array_agg(since order by since, rate nulls first) from text_price_steps)
            )
          ]
        end
      else case
        when letter.is_free then 0.0
        when notification.notification_status = 'pending-virus-check' then null
        when notification.billable_units > 0 then (
          select rate
          from letter_rates
          where post_class = notification.postage
            and sheet_count = notification.billable_units
            and valid_during
              @> date_trunc('day', notification.created_at, (select time_zone from settings))
        )
        when notification.notification_status <> 'created' then 0.0
      end
    end as rate
  from (
    select
      notification.notification_type = 'letter' and notification.notification_status in (
        select status from notification_status_groups where is_free_letter
      ) as is_free
  ) letter
  offset 0
) price;
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

create or replace function write_long_page(ids uuid[], most_bytes integer) returns text
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select string_agg(weighed.written, E'\n' order by weighed.ord)
  from (
    -- What is past the end of the page is not written.
    select
      page.ord,
      case
        when coalesce(sum(message.personalisation_bytes) over before, 0) < most_bytes
          then message.written
      end as written
    from unnest(ids) with ordinality as page (id, ord)
    join written_notifications message on message.id = page.id
    window before as (order by page.ord rows between unbounded preceding and 1 preceding)
  ) weighed;
end;
comment on function write_long_page(uuid[], integer) is 'The messages of a page as written_notifications has them, one after the other in their order, up to the one whose personalisation reaches so many bytes together with what came before; null without any.';
grant execute on function write_long_page(uuid[], integer) to crier_reader;
grant execute on function wanted_kinds(notification_type[], text[], boolean) to crier_reader;
