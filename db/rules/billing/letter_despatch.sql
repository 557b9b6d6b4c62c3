create or replace function refresh_letter_despatch_facts(day date)
  returns table (inserted bigint, updated bigint, deleted bigint)
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('ft_billing_letter_despatch/' || day, 0));
  return query
    with counted as materialized (
      select
        letter.postage, despatch.cost_threshold, letter_rates.rate, letter.billable_units,
        count(*)::integer as letters
      from notifications_letter_despatch despatch
      join notifications_all_time letter on letter.id = despatch.notification_id
      join letter_rates
        on letter_rates.post_class = letter.postage
        and letter_rates.sheet_count = letter.billable_units
        and letter_rates.valid_during @> local_midnight(day)
      where despatch.despatched_on = day
      group by letter.postage, despatch.cost_threshold, letter_rates.rate, letter.billable_units
    ),
    merged as (
      merge into ft_billing_letter_despatch fact
      using (
        select postage, cost_threshold, rate, billable_units, fresh.letters
        from counted fresh
        full join (
          select
            postage, cost_threshold, rate, billable_units
          from ft_billing_letter_despatch
          where bst_date = day
        ) stored using (postage, cost_threshold, rate, billable_units)
      ) current
      on fact.bst_date = day
        and fact.postage = current.postage
        and fact.cost_threshold = current.cost_threshold
        and fact.rate = current.rate
        and fact.billable_units = current.billable_units
      when matched and current.letters is null then delete
      when matched and fact.notifications_sent <> current.letters then
        update set notifications_sent = current.letters, updated_at = now()
      when not matched then
        insert (bst_date, postage, cost_threshold, rate, billable_units, notifications_sent)
        values (
          day, current.postage, current.cost_threshold, current.rate, current.billable_units,
          current.letters
        )
      returning merge_action() as action
    )
    select
      count(*) filter (where action = 'INSERT'), count(*) filter (where action = 'UPDATE'),
      count(*) filter (where action = 'DELETE')
    from merged;
end
$$;
comment on function refresh_letter_despatch_facts(date) is 'Makes the despatch facts of a local day again: letters that went out on it, by postage, threshold, price and sheets. Source: specification, billing, who calls it.';
