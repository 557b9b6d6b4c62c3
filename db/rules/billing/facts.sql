-- What is billable: one view per channel, which the nightly facts and today's live figures both
-- read. Each channel groups by what can vary in it and by nothing else; all that is constant for it
-- is a literal further down. Planner note: the statuses come from an initplan, so the filter stays
-- a scan condition of both halves of the view.
create or replace view billable_texts as
select
  service_id, template_id, created_at, coalesce(sent_by, 'unknown') as provider,
  coalesce(rate_multiplier, 1)::integer as rate_multiplier, international, billable_units
from notifications_all_time
where notification_type = 'sms'
  and is_counted(key_type)
  and notification_status = any (
    array(select status from notification_status_groups where is_billable_sms)
  );
comment on view billable_texts is 'Text messages that are charged, live or archived. Source: specification, billing, the three queries.';

create or replace view billable_emails as
select service_id, template_id, created_at
from notifications_all_time
where notification_type = 'email'
  and is_counted(key_type)
  and notification_status = any (
    array(select status from notification_status_groups where is_sent_email)
  );
comment on view billable_emails is 'Emails that count as sent, live or archived; they cost nothing.';

create or replace view billable_letters as
select service_id, template_id, created_at, international, billable_units as sheets, postage
from notifications_all_time
where notification_type = 'letter'
  and is_counted(key_type)
  and notification_status = any (
    array(select status from notification_status_groups where is_billable_letter)
  );
comment on view billable_letters is 'Letters that are charged, live or archived.';

-- Planner note: a function of one plain select is inlined, so that a condition on the service
-- reaches the indexes. The bounds are arguments, not local_midnight(day): the nightly run passes
-- values, for which the planner prunes partitions and estimates rows before it chooses a plan.
create or replace function billing_of_day(day date, from_at timestamptz, to_at timestamptz)
  returns table (
    service_id uuid, template_id uuid, notification_type notification_type, provider text,
    rate_multiplier integer, international boolean, rate numeric, postage text,
    billable_units integer, notifications_sent integer
  )
  language sql stable parallel safe
begin atomic
  select
    counted.service_id, counted.template_id, 'sms'::notification_type, counted.provider,
    counted.rate_multiplier, counted.international, rates.rate, 'none', counted.units::integer,
    counted.sent::integer
  from (
    select
      service_id, template_id, provider, rate_multiplier, international,
      sum(billable_units) as units, count(*) as sent
    from billable_texts
    where created_at >= from_at and created_at < to_at
    group by service_id, template_id, provider, rate_multiplier, international
  ) counted
  left join rates on rates.valid_during @> from_at
  union all
  select
    service_id, template_id, 'email'::notification_type, 'ses', 0, false, 0::numeric, 'none', 0,
    count(*)::integer
  from billable_emails
  where created_at >= from_at and created_at < to_at
  group by service_id, template_id
  union all
  -- The sheets are in the price, so letters of two sheet counts at one price are one group.
  select
    counted.service_id, counted.template_id, 'letter'::notification_type, 'dvla', 1,
    counted.international, priced.rate, counted.postage::text, sum(counted.units)::integer,
    sum(counted.sent)::integer
  from (
    select
      service_id, template_id, international, postage, sheets, sum(sheets) as units,
      count(*) as sent
    from billable_letters
    where created_at >= from_at and created_at < to_at
    group by service_id, template_id, international, postage, sheets
  ) counted
  left join letter_rates
    on letter_rates.post_class = counted.postage
    and letter_rates.sheet_count = counted.sheets
    and letter_rates.valid_during @> from_at
  cross join lateral (
    values (case when counted.sheets = 0 then 0 else letter_rates.rate end)
  ) as priced (rate)
  group by
    counted.service_id, counted.template_id, counted.international, priced.rate, counted.postage;
end;
comment on function billing_of_day(date, timestamptz, timestamptz) is 'The billing facts of a local day as the messages are now: billable messages between its two midnights, priced by the first. A group without a price has a null rate. Source: specification, billing facts.';

create or replace view unpriced_billing as
select
  day.bst_date, billed.service_id, billed.template_id, billed.notification_type, billed.postage,
  billed.notifications_sent
from (
  select local_date(now()) - back as bst_date
  from generate_series(0, 10) as back
) day
cross join lateral billing_of_day(
  day.bst_date, local_midnight(day.bst_date), local_midnight(day.bst_date + 1)
) billed
where billed.rate is null;
comment on view unpriced_billing is 'What was sent in the last ten days and today without a price (a class or sheet count that no list has): it is in no fact until a price is set.';

-- One merge per day and channel for the whole platform. The lock is taken by a statement of its
-- own, so that the merge sees what an earlier run has committed: a second run at the same time
-- waits and then finds nothing to change. Rejected: when not matched by source on the fact table
-- itself. Its join reads every day; the stored groups of this one day are joined to the fresh ones
-- in the source instead, and those that are gone are deleted by their key.
create or replace function refresh_billing_facts(day date, channel notification_type)
  returns table (inserted bigint, updated bigint, deleted bigint, unpriced bigint)
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  from_at timestamptz := local_midnight(day);
  to_at timestamptz := local_midnight(day + 1);
begin
  perform pg_advisory_xact_lock(hashtextextended('ft_billing/' || channel || '/' || day, 0));
  return query
    with counted as materialized (
      select
        service_id, template_id, provider, rate_multiplier, international, rate, postage,
        billable_units, notifications_sent
      from billing_of_day(refresh_billing_facts.day, from_at, to_at)
      where notification_type = channel
    ),
    merged as (
      merge into ft_billing fact
      using (
        select
          service_id, template_id, provider, rate_multiplier, international, rate, postage,
          fresh.billable_units, fresh.notifications_sent
        from (
          select
            service_id, template_id, provider, rate_multiplier, international, rate, postage,
            billable_units, notifications_sent
          from counted
          where rate is not null
        ) fresh
        full join (
          select service_id, template_id, provider, rate_multiplier, international, rate, postage
          from ft_billing
          where bst_date = refresh_billing_facts.day and notification_type = channel
        ) stored using (
          service_id, template_id, provider, rate_multiplier, international, rate, postage
        )
      ) current
      on fact.bst_date = refresh_billing_facts.day
        and fact.notification_type = channel
        and fact.template_id = current.template_id
        and fact.service_id = current.service_id
        and fact.provider = current.provider
        and fact.rate_multiplier = current.rate_multiplier
        and fact.international = current.international
        and fact.rate = current.rate
        and fact.postage = current.postage
      when matched and current.notifications_sent is null then delete
      when matched and (fact.billable_units, fact.notifications_sent)
        is distinct from (current.billable_units, current.notifications_sent) then
        update set
          billable_units = current.billable_units,
          notifications_sent = current.notifications_sent,
          updated_at = now()
      when not matched then
        insert (
          bst_date, template_id, service_id, notification_type, provider, rate_multiplier,
          international, rate, postage, billable_units, notifications_sent
        )
        values (
          refresh_billing_facts.day, current.template_id, current.service_id, channel,
          current.provider, current.rate_multiplier, current.international, current.rate,
          current.postage, current.billable_units, current.notifications_sent
        )
      returning merge_action() as action
    ),
    noted as (
      insert into ft_refreshes (fact, bst_date, notification_type, refreshed_at)
      values ('billing', refresh_billing_facts.day, channel, clock_timestamp())
      on conflict (fact, bst_date, notification_type) do update
      set refreshed_at = excluded.refreshed_at
    )
    select
      count(*) filter (where action = 'INSERT'),
      count(*) filter (where action = 'UPDATE'),
      count(*) filter (where action = 'DELETE'),
      (select count(*) from counted where rate is null)
    from merged;
end
$$;
comment on function refresh_billing_facts(date, notification_type) is 'Makes the billing facts of a local day and channel again, for all services: inserts, changes and removes exactly what differs. Groups without a price are left out and counted. Safe to repeat and to run twice at once. Source: specification, billing facts.';
grant select on billable_texts to crier_reader;
grant select on billable_emails to crier_reader;
grant select on billable_letters to crier_reader;
grant select on unpriced_billing to crier_reader;
grant execute on function billing_of_day(date, timestamptz, timestamptz) to crier_reader;
