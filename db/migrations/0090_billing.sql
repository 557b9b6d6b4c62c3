-- migrate:up

-- Years of account. The bounds are plain dates, so that a year is one range scan of the facts.
create function financial_year(day date) returns integer
  language sql immutable parallel safe
  return extract(year from day)::integer - (extract(month from day) < 4)::integer;
comment on function financial_year(date) is 'The financial year of a local date, named by the year in which it starts: 1 April to 31 March. Source: specification, billing, time and day rules.';

create function financial_year_start(year integer) returns date
  language sql immutable parallel safe
  return make_date(year, 4, 1);
comment on function financial_year_start(integer) is 'The first day of a financial year: 1 April.';

create function financial_year_end(year integer) returns date
  language sql immutable parallel safe
  return make_date(year + 1, 3, 31);
comment on function financial_year_end(integer) is 'The last day of a financial year: 31 March.';

-- Prices. A range of time holds one price, and the key refuses a second one that overlaps it.
create table rates (
  notification_type notification_type not null default 'sms'
    constraint rates_are_for_texts check (notification_type = 'sms'),
  valid_during tstzrange not null
    constraint rate_is_valid_for_some_time check (not isempty(valid_during)),
  rate numeric not null constraint rate_is_not_negative check (rate >= 0),
  primary key (notification_type, valid_during without overlaps)
);
comment on table rates is 'What a fragment of a text to a UK number costs, in pounds without VAT, and since when.';
comment on column rates.notification_type is 'Always sms: emails cost nothing, letters have a table of their own.';
comment on column rates.valid_during is 'When the price holds; open at the end for the current one. A day has the price of its local midnight.';
comment on column rates.rate is 'Pounds per chargeable unit.';
insert into rates (valid_during, rate)
select tstzrange(valid_from, lead(valid_from) over (order by valid_from)), rate
from (values
  (timestamptz '2016-05-18 00:00Z', 0.0165), ('2017-03-31 23:00Z', 0.0158), ('2021-03-31 23:00Z', 0.0160),
  ('2022-03-31 23:00Z', 0.0161), ('2022-04-30 23:00Z', 0.0172), ('2023-03-31 23:00Z', 0.0197), ('2024-03-31 23:00Z', 0.0227),
  ('2025-03-31 23:00Z', 0.0233), ('2026-03-31 23:00Z', 0.0240)
) as list (valid_from, rate);

create table letter_rates (
  post_class postage not null,
  sheet_count integer not null
    constraint letters_have_1_to_5_sheets check (sheet_count between 1 and 5),
  valid_during tstzrange not null
    constraint letter_rate_is_valid_for_some_time check (not isempty(valid_during)),
  rate numeric not null constraint letter_rate_is_not_negative check (rate >= 0),
  primary key (post_class, sheet_count, valid_during without overlaps)
);
comment on table letter_rates is 'What a letter costs, in pounds without VAT, by class and sheets. Only the prices of Crown bodies are kept: the others were never asked for, and are equal since October 2018. Source: specification, billing, price look-up.';
comment on column letter_rates.post_class is 'The postage.';
comment on column letter_rates.sheet_count is 'Sheets of paper, printed on both sides.';
comment on column letter_rates.valid_during is 'When the price holds; open at the end for the current one.';
comment on column letter_rates.rate is 'Pounds per letter.';
insert into letter_rates (post_class, sheet_count, valid_during, rate)
select
  post_class::postage, sheets,
  tstzrange(
    valid_from::timestamptz,
    lead(valid_from::timestamptz) over (partition by post_class, sheets order by valid_from)
  ),
  rate
from (values
  -- From one sheet to five; null where that price did not change.
  ('second', '2016-03-31 23:00Z', array[0.30, 0.33, 0.36]),
  ('second', '2018-06-30 23:00Z', array[null, null, null, 0.39, 0.42]),
  ('second', '2018-09-30 23:00Z', array[null, 0.35, 0.40, 0.45, 0.50]),
  ('second', '2019-09-30 23:00Z', array[0.35, 0.40, 0.45, 0.50, 0.55]),
  ('second', '2021-02-01 00:00Z', array[0.39, 0.44, 0.49, 0.54, 0.59]),
  ('second', '2022-03-01 00:00Z', array[0.41, 0.46, 0.51, 0.56, 0.61]),
  ('second', '2023-01-23 00:00Z', array[0.47, 0.52, 0.57, 0.62, 0.67]),
  ('second', '2023-11-01 00:00Z', array[0.54, 0.59, 0.63, 0.68, 0.73]),
  ('second', '2024-06-30 23:00Z', array[0.61, 0.65, 0.68, 0.75, 0.79]),
  ('second', '2025-03-31 23:00Z', array[0.68, 0.72, 0.77, 0.82, 0.86]),
  ('second', '2026-01-05 00:00Z', array[0.73, 0.77, 0.82, 0.87, 0.91]),
  ('first', '2018-08-31 23:00Z', array[0.56, 0.61, 0.66, 0.71, 0.76]),
  ('first', '2019-09-30 23:00Z', array[0.61, 0.66, 0.71, 0.76, 0.81]),
  ('first', '2021-02-01 00:00Z', array[0.69, 0.74, 0.79, 0.84, 0.89]),
  ('first', '2022-03-01 00:00Z', array[0.63, 0.68, 0.73, 0.78, 0.83]),
  ('first', '2023-01-23 00:00Z', array[0.72, 0.77, 0.82, 0.87, 0.92]),
  ('first', '2023-11-01 00:00Z', array[0.82, 0.86, 0.90, 0.96, 1.00]),
  ('first', '2024-06-30 23:00Z', array[0.97, 1.01, 1.05, 1.11, 1.15]),
  ('first', '2025-03-31 23:00Z', array[1.49, 1.53, 1.57, 1.63, 1.67]),
  ('first', '2026-04-06 23:00Z', array[1.56, 1.61, 1.66, 1.71, 1.76]),
  ('economy', '2025-03-31 23:00Z', array[0.59, 0.64, 0.68, 0.73, 0.78]),
  ('economy', '2026-01-05 00:00Z', array[0.64, 0.69, 0.73, 0.78, 0.82]),
  ('economy', '2026-06-30 23:00Z', array[0.638, 0.684, 0.724, 0.779, 0.823]),
  ('europe', '2020-06-30 23:00Z', array[0.84, 0.92, 1.00, 1.08, 1.16]),
  ('europe', '2021-02-01 00:00Z', array[0.89, 0.97, 1.05, 1.13, 1.21]),
  ('europe', '2022-03-01 00:00Z', array[0.96, 1.04, 1.12, 1.20, 1.28]),
  ('europe', '2023-01-23 00:00Z', array[1.05, 1.13, 1.21, 1.29, 1.37]),
  ('europe', '2023-11-01 00:00Z', array[1.26, 1.31, 1.35, 1.40, 1.45]),
  ('europe', '2024-01-02 00:00Z', array[1.44, 1.49, 1.53, 1.58, 1.63]),
  ('europe', '2025-02-06 00:00Z', array[1.56, 1.61, 1.66, 1.71, 1.76]),
  ('europe', '2026-01-05 00:00Z', array[1.72, 1.77, 1.82, 1.85, 1.90]),
  ('europe', '2026-05-02 23:00Z', array[1.80, 1.84, 1.88, 1.92, 1.96]),
  ('rest-of-world', '2020-06-30 23:00Z', array[0.84, 0.92, 1.00, 1.08, 1.16]),
  ('rest-of-world', '2021-02-01 00:00Z', array[0.89, 0.97, 1.05, 1.13, 1.21]),
  ('rest-of-world', '2022-03-01 00:00Z', array[0.96, 1.04, 1.12, 1.20, 1.28]),
  ('rest-of-world', '2023-01-23 00:00Z', array[1.05, 1.13, 1.21, 1.29, 1.37]),
  ('rest-of-world', '2023-11-01 00:00Z', array[1.26, 1.31, 1.35, 1.40, 1.45]),
  ('rest-of-world', '2024-01-02 00:00Z', array[1.44, 1.49, 1.53, 1.58, 1.63]),
  ('rest-of-world', '2025-02-06 00:00Z', array[1.56, 1.61, 1.66, 1.71, 1.76]),
  ('rest-of-world', '2026-01-05 00:00Z', array[1.72, 1.77, 1.82, 1.85, 1.90]),
  ('rest-of-world', '2026-05-02 23:00Z', array[1.80, 1.84, 1.88, 1.92, 1.96])
) as list (post_class, valid_from, prices)
cross join unnest(prices) with ordinality as price (rate, sheets)
where rate is not null;

-- The last price before a new one ends where the new one begins; a later one that is known already
-- stays.
create function set_sms_rate(valid_from timestamptz, new_rate numeric) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  next_from timestamptz := (
    select min(lower(valid_during)) from rates where lower(valid_during) > valid_from
  );
begin
  update rates set valid_during = tstzrange(lower(valid_during), valid_from)
  where valid_during @> valid_from and lower(valid_during) is distinct from valid_from;
  delete from rates where lower(valid_during) = valid_from;
  insert into rates (valid_during, rate) values (tstzrange(valid_from, next_from), new_rate);
end
$$;
comment on function set_sms_rate(timestamptz, numeric) is 'Sets the price of a text from an instant on, until the next price that is known. Days that have been billed already are put right by making their facts again: facts of the old price go with it.';

create function set_letter_rate(
  new_post_class postage, new_sheet_count integer, valid_from timestamptz, new_rate numeric
)
  returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  next_from timestamptz := (
    select min(lower(valid_during))
    from letter_rates
    where post_class = new_post_class
      and sheet_count = new_sheet_count
      and lower(valid_during) > valid_from
  );
begin
  update letter_rates set valid_during = tstzrange(lower(valid_during), valid_from)
  where post_class = new_post_class and sheet_count = new_sheet_count
    and valid_during @> valid_from and lower(valid_during) is distinct from valid_from;
  delete from letter_rates
  where post_class = new_post_class
    and sheet_count = new_sheet_count
    and lower(valid_during) = valid_from;
  insert into letter_rates (post_class, sheet_count, valid_during, rate)
  values (new_post_class, new_sheet_count, tstzrange(valid_from, next_from), new_rate);
end
$$;
comment on function set_letter_rate(postage, integer, timestamptz, numeric) is 'Sets the price of a letter from an instant on, until the next price that is known.';

-- Free allowances.
create table default_annual_allowance (
  organisation_type text not null references organisation_types,
  financial_years int4range not null
    constraint allowance_holds_for_some_years check (not isempty(financial_years)),
  allowance integer not null constraint default_allowance_is_not_negative check (allowance >= 0),
  primary key (organisation_type, financial_years without overlaps)
);
comment on table default_annual_allowance is 'Free text message units per financial year for each kind of organisation. Source: specification, free SMS allowance.';
comment on column default_annual_allowance.organisation_type is 'The kind; services without one are treated as other.';
comment on column default_annual_allowance.financial_years is 'The financial years, by the year in which they start.';
comment on column default_annual_allowance.allowance is 'Chargeable units that cost nothing.';
insert into default_annual_allowance (organisation_type, financial_years, allowance)
select
  organisation_type,
  int4range(year, lead(year) over (partition by organisation_type order by year)),
  allowance
from (values
  ('central', 2016, 250000), ('central', 2021, 150000), ('central', 2022, 40000), ('central', 2024, 30000),
  ('central', 2026, 20000),
  ('local', 2016, 25000), ('local', 2022, 20000), ('local', 2024, 10000),
  ('nhs_central', 2016, 250000), ('nhs_central', 2021, 150000), ('nhs_central', 2022, 40000), ('nhs_central', 2024, 30000),
  ('nhs_central', 2026, 20000),
  ('nhs_local', 2016, 25000), ('nhs_local', 2022, 20000), ('nhs_local', 2024, 10000),
  ('nhs_gp', 2016, 25000), ('nhs_gp', 2021, 10000), ('nhs_gp', 2024, 0),
  ('emergency_service', 2016, 25000), ('emergency_service', 2022, 20000), ('emergency_service', 2024, 10000),
  ('school_or_college', 2016, 25000), ('school_or_college', 2021, 10000), ('school_or_college', 2024, 5000),
  ('other', 2016, 25000), ('other', 2021, 10000), ('other', 2024, 5000),
  ('nhs_notify', 2016, 0)
) as list (organisation_type, year, allowance);

create function default_allowance(organisation_type text, year integer) returns integer
  language sql stable parallel safe
begin atomic
  select allowance
  from default_annual_allowance
  where default_annual_allowance.organisation_type = coalesce(default_allowance.organisation_type, 'other')
    and financial_years @> year;
end;
comment on function default_allowance(text, integer) is 'The free units of a financial year for a kind of organisation; null before 2016. No kind is as other.';

create table annual_billing (
  service_id uuid not null references services on delete cascade,
  financial_year_start integer not null,
  free_sms_fragment_limit integer not null
    constraint free_allowance_is_not_negative check (free_sms_fragment_limit >= 0),
  high_volume_service_last_year boolean not null default false,
  has_custom_allowance boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  primary key (service_id, financial_year_start)
);
comment on table annual_billing is 'The free text message units of a service in a financial year, once they are settled. Read allowances_of_year, which also answers for services and years that have no row.';
comment on column annual_billing.service_id is 'The service.';
comment on column annual_billing.financial_year_start is 'The year in which the financial year starts.';
comment on column annual_billing.free_sms_fragment_limit is 'Chargeable units (fragments times multiplier) that cost nothing; what is left does not carry over.';
comment on column annual_billing.high_volume_service_last_year is 'Whether it has no allowance because it used 300,000 units or more the year before.';
comment on column annual_billing.has_custom_allowance is 'Whether somebody set a value of its own, which the next year takes over.';
comment on column annual_billing.created_at is 'When the row was made.';
comment on column annual_billing.updated_at is 'The last change.';

create function set_default_allowance() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
declare
  year integer := financial_year(local_date(now()));
begin
  insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
  select new.id, year, allowance
  from default_allowance(new.organisation_type, year) as allowance
  where allowance is not null
  on conflict (service_id, financial_year_start) do update
  set free_sms_fragment_limit = excluded.free_sms_fragment_limit,
    has_custom_allowance = false,
    updated_at = now();
  return null;
end
$$;
comment on function set_default_allowance() is 'Gives a service this year''s default allowance when it is made, joins an organisation or changes its kind; an allowance of its own is overwritten then. Source: specification, free SMS allowance.';
revoke execute on function set_default_allowance() from crier_app;
create trigger services_set_first_allowance after insert on services
  for each row execute function set_default_allowance();
create trigger services_set_allowance after update of organisation_id, organisation_type on services
  for each row
  when (
    new.organisation_type is distinct from old.organisation_type
    or new.organisation_id is distinct from old.organisation_id
  )
  execute function set_default_allowance();
insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
select id, year, default_allowance(organisation_type, year)
from services
cross join financial_year(local_date(now())) as year;

-- Facts have no foreign keys: they outlive what they are about.
create table ft_billing (
  bst_date date not null,
  template_id uuid not null,
  service_id uuid not null,
  notification_type notification_type not null,
  provider text not null,
  rate_multiplier integer not null,
  international boolean not null,
  rate numeric not null,
  postage text not null,
  billable_units integer not null default 0,
  notifications_sent integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  primary key (
    bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international,
    rate, postage
  ),
  constraint postage_of_facts_if_letter check (notification_type = 'letter' or postage = 'none')
);
comment on table ft_billing is 'What was sent per local day, and at what price. Made every night for the last ten days from notifications_all_time; never holds messages of test keys.';
comment on column ft_billing.bst_date is 'Local date of the messages'' creation; named so in winter too.';
comment on column ft_billing.template_id is 'The template.';
comment on column ft_billing.service_id is 'The service.';
comment on column ft_billing.notification_type is 'The channel.';
comment on column ft_billing.provider is 'Of texts: who sent them, or unknown; ses for emails, dvla for letters.';
comment on column ft_billing.rate_multiplier is 'Of texts: price factor of the country; 0 for emails, 1 for letters.';
comment on column ft_billing.international is 'Whether they went abroad; false for emails.';
comment on column ft_billing.rate is 'Price of a chargeable unit on that day; 0 for emails.';
comment on column ft_billing.postage is 'Of letters; none for the others.';
comment on column ft_billing.billable_units is 'Fragments before the multiplier, or sheets; 0 for emails.';
comment on column ft_billing.notifications_sent is 'Messages.';
comment on column ft_billing.created_at is 'When the row was made.';
comment on column ft_billing.updated_at is 'When a later run changed its counts.';
create index ft_billing_service_id_bst_date_idx on ft_billing (service_id, bst_date);
-- A night writes its facts day by day and channel by channel, so reports of the platform read them
-- by this index page after page; in the order of the primary key each fact is a page of its own,
-- which takes twice as long.
create index ft_billing_bst_date_notification_type_idx on ft_billing (bst_date, notification_type);

create table ft_refreshes (
  fact text not null constraint fact_is_known check (fact in ('billing', 'status')),
  bst_date date not null,
  notification_type notification_type not null,
  refreshed_at timestamptz not null,
  primary key (fact, bst_date, notification_type)
);
comment on table ft_refreshes is 'When the facts of each day and channel were last made. Deletion waits for it, and reports say by it how fresh they are.';
comment on column ft_refreshes.fact is 'billing or status.';
comment on column ft_refreshes.bst_date is 'The local date of the facts.';
comment on column ft_refreshes.notification_type is 'The channel.';
comment on column ft_refreshes.refreshed_at is 'When its last run ended.';

create table notifications_letter_despatch (
  notification_id uuid primary key,
  despatched_on date not null,
  cost_threshold text not null
    constraint cost_threshold_is_known check (cost_threshold in ('sorted', 'unsorted'))
);
comment on table notifications_letter_despatch is 'What the printer says of each letter that it has handed to the post. No foreign key: the letter may be archived.';
comment on column notifications_letter_despatch.notification_id is 'The letter.';
comment on column notifications_letter_despatch.despatched_on is 'The local date on which it went out.';
comment on column notifications_letter_despatch.cost_threshold is 'Whether the post took it sorted or unsorted, which decides what the printer charges.';
create index notifications_letter_despatch_despatched_on_idx
  on notifications_letter_despatch (despatched_on);

create table ft_billing_letter_despatch (
  bst_date date not null,
  postage postage not null,
  cost_threshold text not null,
  rate numeric not null,
  billable_units integer not null,
  notifications_sent integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  primary key (bst_date, postage, cost_threshold, rate, billable_units)
);
comment on table ft_billing_letter_despatch is 'Letters by the day on which they went out, to compare with the printer''s bill.';
comment on column ft_billing_letter_despatch.bst_date is 'The local date of despatch.';
comment on column ft_billing_letter_despatch.postage is 'The postage.';
comment on column ft_billing_letter_despatch.cost_threshold is 'sorted or unsorted.';
comment on column ft_billing_letter_despatch.rate is 'Price of such a letter on that day.';
comment on column ft_billing_letter_despatch.billable_units is 'Sheets of one letter.';
comment on column ft_billing_letter_despatch.notifications_sent is 'Letters.';
comment on column ft_billing_letter_despatch.created_at is 'When the row was made.';
comment on column ft_billing_letter_despatch.updated_at is 'When a later run changed its count.';

-- What is billable: one view per channel, which the nightly facts and today's live figures both
-- read. Each channel groups by what can vary in it and by nothing else; all that is constant for it
-- is a literal further down. Planner note: the statuses come from an initplan, so the filter stays
-- a scan condition of both halves of the view.
create view billable_texts as
select
  service_id, template_id, created_at, coalesce(sent_by, 'unknown') as provider,
  coalesce(rate_multiplier, 1)::integer as rate_multiplier, international, billable_units
from notifications_all_time
where notification_type = 'sms'
  and key_type in ('normal', 'team')
  and notification_status = any (
    array(select status from notification_status_groups where is_billable_sms)
  );
comment on view billable_texts is 'Text messages that are charged, live or archived. Source: specification, billing, the three queries.';

create view billable_emails as
select service_id, template_id, created_at
from notifications_all_time
where notification_type = 'email'
  and key_type in ('normal', 'team')
  and notification_status = any (
    array(select status from notification_status_groups where is_sent_email)
  );
comment on view billable_emails is 'Emails that count as sent, live or archived; they cost nothing.';

create view billable_letters as
select service_id, template_id, created_at, international, billable_units as sheets, postage
from notifications_all_time
where notification_type = 'letter'
  and key_type in ('normal', 'team')
  and notification_status = any (
    array(select status from notification_status_groups where is_billable_letter)
  );
comment on view billable_letters is 'Letters that are charged, live or archived.';

-- Planner note: a function of one plain select is inlined, so that a condition on the service
-- reaches the indexes. The bounds are arguments, not local_midnight(day): the nightly run passes
-- values, for which the planner prunes partitions and estimates rows before it chooses a plan.
create function billing_of_day(day date, from_at timestamptz, to_at timestamptz)
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

create view unpriced_billing as
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
create function refresh_billing_facts(day date, channel notification_type)
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

create function refresh_letter_despatch_facts(day date)
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

-- A night that did not happen leaves days behind it that nobody looks at any more; the next one
-- reaches back for them.
create function nights_to_cover(task_name text, run_on date, days integer) returns setof date
  language sql stable
begin atomic
  select nights_to_cover.run_on - back
  from (
    select least(
      100,
      days + nights_to_cover.run_on - 1
        - coalesce(
          max(done.run_on) filter (where done.run_on < nights_to_cover.run_on),
          nights_to_cover.run_on - 1
        )
    ) as reach
    from task_runs done
    where done.task = task_name and done.finished_at is not null
  ) window_of_days
  cross join generate_series(1, reach) as back;
end;
comment on function nights_to_cover(text, date, integer) is 'The local days that a nightly task has to look at when it runs on a date: so many back from yesterday, and one more for each night that it missed since it last finished; at most 100.';

create function billing_days_due(run_on date)
  returns table (bst_date date, notification_type notification_type)
  language sql stable
begin atomic
  select day, channel
  from nights_to_cover('create-nightly-billing', billing_days_due.run_on, 10) as day
  cross join unnest(enum_range(null::notification_type)) as channel
  where exists (
      select from notifications_all_time
      where notifications_all_time.notification_type = channel
        and created_at >= local_midnight(day) and created_at < local_midnight(day + 1)
    )
    -- Planner note: limit 1 keeps this a probe of the key. As exists (...) it becomes a hash of
    -- every fact there is.
    or (
      select true from ft_billing fact
      where fact.bst_date = day and fact.notification_type = channel
      limit 1
    );
end;
comment on function billing_days_due(date) is 'Days and channels whose billing facts the night of a date makes: ten days back from yesterday for every channel, where there are messages or facts. Source: specification, billing, days and fan-out.';

-- Who reads an allowance reads it here, so that a service always has one: also before its row of
-- the year is made, when the night that makes it was missed, and for a year nobody has asked for.
-- What a row would hold and what is read without it are one rule. Planner note: inlined; a
-- condition on the service reaches all tables, and the year before is read only where no row is
-- stored.
create function allowances_of_year(year integer)
  returns table (
    service_id uuid, free_sms_fragment_limit integer, high_volume_service_last_year boolean,
    has_custom_allowance boolean, is_stored boolean
  )
  language sql stable
begin atomic
  select
    services.id,
    case
      when stored.service_id is not null then stored.free_sms_fragment_limit
      when used.is_high_volume then 0
      when last_year.has_custom_allowance then last_year.free_sms_fragment_limit
      else default_allowance(services.organisation_type, year)
    end,
    coalesce(stored.high_volume_service_last_year, used.is_high_volume, false),
    coalesce(
      stored.has_custom_allowance,
      used.is_high_volume is not true and last_year.has_custom_allowance,
      false
    ),
    stored.service_id is not null
  from services
  left join annual_billing stored
    on stored.service_id = services.id
    and stored.financial_year_start = year
  left join annual_billing last_year
    on last_year.service_id = services.id
    and last_year.financial_year_start = year - 1
  cross join lateral (
    select sum(billable_units::bigint * rate_multiplier) >= 300000 as is_high_volume
    from ft_billing
    where stored.service_id is null
      and ft_billing.service_id = services.id
      and notification_type = 'sms'
      and bst_date between financial_year_start(year - 1) and financial_year_end(year - 1)
  ) used;
end;
comment on function allowances_of_year(integer) is 'The free text message units of every service in a financial year: its row of annual_billing, else none after 300,000 units in the year before, else its own value of that year, else the default of its kind. Null for years before 2016. Source: specification, free SMS allowance.';

-- The free allowance is used up in the order of the days. A day has one price, so its facts of one
-- price are added up before the window: no figure changes, and a year of a service is some hundred
-- rows for it however many templates it has. Planner note: inlined; a condition on service_id
-- passes through window and groups to the index on (service_id, bst_date).
create function usage_lines(year integer, last_day date default 'infinity', live_day date default null)
  returns table (
    service_id uuid, bst_date date, notification_type notification_type, rate numeric, postage text,
    billable_units bigint, notifications_sent bigint, chargeable_units bigint,
    free_sms_fragment_limit integer, remaining_before bigint, free_allowance_used bigint,
    charged_units bigint, cost numeric
  )
  language sql stable
begin atomic
  with sent as (
    select
      service_id, bst_date, notification_type, rate_multiplier, rate, postage, billable_units,
      notifications_sent
    from ft_billing
    where bst_date between financial_year_start(year) and least(last_day, financial_year_end(year))
      and bst_date is distinct from live_day
    union all
    -- Today is counted, not stored: the same rule, read from the messages themselves.
    select
      service_id, live_day, notification_type, rate_multiplier, rate, postage, billable_units,
      notifications_sent
    from billing_of_day(live_day, local_midnight(live_day), local_midnight(live_day + 1))
    where live_day between financial_year_start(year) and least(last_day, financial_year_end(year))
      and rate is not null
  ),
  charged as (
    select
      service_id, bst_date, notification_type, rate, postage,
      sum(billable_units)::bigint as billable_units,
      sum(notifications_sent)::bigint as notifications_sent,
      sum(
        case notification_type
          when 'sms' then billable_units::bigint * rate_multiplier
          when 'email' then billable_units::bigint
          else notifications_sent::bigint
        end
      )::bigint as chargeable_units
    from sent
    group by service_id, bst_date, notification_type, rate, postage
  ),
  counted as (
    select
      charged.service_id, bst_date, notification_type, rate, postage, billable_units,
      notifications_sent, chargeable_units, allowance.free_sms_fragment_limit,
      greatest(
        allowance.free_sms_fragment_limit
          - coalesce(sum(chargeable_units) over preceding, 0)::bigint,
        0
      ) as remaining_before
    from charged
    left join allowances_of_year(year) allowance
      on notification_type = 'sms'
      and allowance.service_id = charged.service_id
    window preceding as (
      partition by charged.service_id, notification_type
      order by bst_date, rate, postage
      rows between unbounded preceding and 1 preceding
    )
  )
  select
    service_id, bst_date, notification_type, rate, postage, billable_units, notifications_sent,
    chargeable_units,
    free_sms_fragment_limit, remaining_before, least(remaining_before, chargeable_units),
    greatest(chargeable_units - remaining_before, 0),
    greatest(chargeable_units - remaining_before, 0) * rate
  from counted;
end;
comment on function usage_lines(integer, date, date) is 'The billing facts of a financial year per service, day, channel, price and postage, with what of them was free and what they cost. Give last_day to stop early; give live_day (today) to count that day from the messages in place of its facts. In a year without allowances, before 2016, free_sms_fragment_limit is null and every unit is charged. Source: specification, usage of a service.';

create function service_usage(service_id uuid, year integer, today date)
  returns table (
    month date, notification_type notification_type, rate numeric, postage text,
    notifications_sent bigint, chargeable_units bigint, cost numeric, free_allowance_used bigint,
    charged_units bigint
  )
  language sql stable
begin atomic
  select
    date_trunc('month', bst_date)::date, notification_type, rate, postage,
    sum(notifications_sent)::bigint, sum(chargeable_units)::bigint, sum(cost),
    sum(free_allowance_used)::bigint, sum(charged_units)::bigint
  from usage_lines(year, 'infinity', today) line
  where line.service_id = service_usage.service_id
    and (line.notification_type <> 'sms' or line.free_sms_fragment_limit is not null)
  group by date_trunc('month', bst_date), notification_type, rate, postage;
end;
comment on function service_usage(uuid, integer, date) is 'A service''s usage per month, channel, price and postage of a financial year; today is counted live. In a year without allowances, before 2016, there are no text messages. Source: specification, usage of a service.';

-- Planner note: planned anew for each call, in 3 ms, because a plan for any range expects 1 in 200
-- facts of a table and sorts those that come; 50 ms in place of 95 for 25,000 facts.
create function sms_usage_per_service(start_date date, end_date date)
  returns table (
    organisation_id uuid, organisation_name text, service_id uuid, service_name text,
    free_allowance integer, free_allowance_left bigint, chargeable_units bigint,
    charged_units bigint, cost numeric, active boolean
  )
  language sql stable
  set plan_cache_mode = force_custom_plan
begin atomic
  select
    organisation.id, organisation.name, services.id, services.name, used.free_allowance,
    used.free_allowance_left, used.chargeable_units, used.charged_units, used.cost, services.active
  from (
    select
      service_id,
      max(free_sms_fragment_limit) as free_allowance,
      min(greatest(remaining_before - chargeable_units, 0)) as free_allowance_left,
      sum(chargeable_units)::bigint as chargeable_units,
      sum(charged_units)::bigint as charged_units,
      sum(cost) as cost
    from usage_lines(financial_year(start_date), end_date)
    where notification_type = 'sms' and bst_date >= start_date
    group by service_id
  ) used
  join services on services.id = used.service_id
  left join organisation on organisation.id = services.organisation_id;
end;
comment on function sms_usage_per_service(date, date) is 'Text messages of every service in a range of days within one financial year: the allowance is used up from 1 April on, also before the range. Services without texts in the range are absent. Source: specification, billing report.';

-- Without the people who pay: those who may see them add them from services and organisation.
create function service_charges(start_date date, end_date date)
  returns table (
    organisation_id uuid, organisation_name text, service_id uuid, service_name text,
    sms_cost numeric, sms_chargeable_units bigint, total_letters bigint, letter_cost numeric,
    letter_breakdown text
  )
  language sql stable
begin atomic
  with sms as (
    select service_id, charged_units, cost
    from sms_usage_per_service(start_date, end_date)
  ),
  letter_lines as (
    select
      service_id,
      case when postage in ('europe', 'rest-of-world') then 'international' else postage end as class,
      rate,
      sum(notifications_sent)::bigint as letters
    from ft_billing
    where notification_type = 'letter'
      and bst_date between start_date and end_date
    group by service_id, class, rate
  ),
  letters as (
    -- One line per class and price, cheapest class first; a pound and more as pounds, less as whole
    -- pence.
    select
      service_id,
      sum(letters)::bigint as total_letters,
      sum(letters * rate) as letter_cost,
      string_agg(
        format(
          case class when 'international' then E'%s %s letters at %s\n' else E'%s %s class letters at %s\n' end,
          letters, class,
          case when rate >= 1 then '£' || to_char(rate, 'FM999,999,990.00') else round(rate * 100)::text || 'p' end
        ),
        '' order by array_position(array['economy', 'second', 'first', 'international'], class), rate
      ) as letter_breakdown
    from letter_lines
    group by service_id
  )
  select
    organisation.id, coalesce(organisation.name, ''), services.id, services.name,
    coalesce(sms.cost, 0), coalesce(sms.charged_units, 0), coalesce(letters.total_letters, 0),
    coalesce(letters.letter_cost, 0), coalesce(letters.letter_breakdown, '')
  from services
  left join organisation on organisation.id = services.organisation_id
  left join sms on sms.service_id = services.id
  left join letters on letters.service_id = services.id
  where sms.cost > 0 or letters.total_letters > 0;
end;
comment on function service_charges(date, date) is 'What each service owes for texts and letters of a range of days within one financial year, with a line per class and price of letters. Services that owe nothing and sent no letter are absent. Source: specification, billing report.';

-- Planner note: planned anew for each call, as sms_usage_per_service; 40 ms in place of 80 for
-- 62,000 facts, which a plan for any range sorts on disk.
create function service_volumes(start_date date, end_date date)
  returns table (
    service_id uuid, sms_notifications bigint, sms_chargeable_units bigint, email_totals bigint,
    letter_totals bigint, letter_sheet_totals bigint, letter_cost numeric
  )
  language sql stable
  set plan_cache_mode = force_custom_plan
begin atomic
  select
    service_id,
    coalesce(sum(notifications_sent) filter (where notification_type = 'sms'), 0),
    coalesce(
      sum(billable_units::bigint * rate_multiplier) filter (where notification_type = 'sms'), 0
    )::bigint,
    coalesce(sum(notifications_sent) filter (where notification_type = 'email'), 0),
    coalesce(sum(notifications_sent) filter (where notification_type = 'letter'), 0),
    coalesce(sum(billable_units) filter (where notification_type = 'letter'), 0),
    coalesce(sum(notifications_sent * rate) filter (where notification_type = 'letter'), 0)
  from ft_billing
  where bst_date between start_date and end_date
  group by service_id;
end;
comment on function service_volumes(date, date) is 'What each service sent in a range of days: texts and their chargeable units, emails, letters with their sheets and price. Services that sent nothing are absent. Source: specification, other platform reports.';

create function live_service_usage(today date)
  returns table (
    service_id uuid, service_name text, organisation_id uuid, organisation_name text,
    organisation_type text, consent_to_research boolean, live_date timestamptz,
    sms_volume_intent integer, email_volume_intent integer, letter_volume_intent integer,
    email_totals bigint, sms_totals bigint, letter_totals bigint, free_sms_fragment_limit integer
  )
  language sql stable
begin atomic
  select
    services.id, services.name, organisation.id, organisation.name, services.organisation_type,
    services.consent_to_research, services.go_live_at, services.volume_sms, services.volume_email,
    services.volume_letter, coalesce(volumes.email_totals, 0),
    coalesce(volumes.sms_notifications, 0), coalesce(volumes.letter_totals, 0),
    allowance.free_sms_fragment_limit
  from live_services
  join services on services.id = live_services.id
  join allowances_of_year(financial_year(today)) allowance
    on allowance.service_id = services.id
    and allowance.free_sms_fragment_limit is not null
  left join organisation on organisation.id = services.organisation_id
  left join service_volumes(
    financial_year_start(financial_year(today)), financial_year_end(financial_year(today))
  ) volumes
    on volumes.service_id = services.id;
end;
comment on function live_service_usage(date) is 'Every live service with what it meant to send, what it has sent in the financial year of a date, and its free allowance of that year; without the person who asked for it. Source: specification, internal API, services.';

create function populate_annual_billing(year integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  made integer;
begin
  insert into annual_billing (
    service_id, financial_year_start, free_sms_fragment_limit, high_volume_service_last_year,
    has_custom_allowance
  )
  select
    service_id, year, free_sms_fragment_limit, high_volume_service_last_year, has_custom_allowance
  from allowances_of_year(year)
  where not is_stored
    and free_sms_fragment_limit is not null
  on conflict do nothing;
  get diagnostics made = row_count;
  return made;
end
$$;
comment on function populate_annual_billing(integer) is 'Settles the allowances of a financial year: stores a row for each service without one, suspended and archived ones too, for they may come back. Answers how many it made. Source: specification, free SMS allowance.';

-- An allowance of null is a year without one: before 2016 or far ahead.
create function service_allowance(service_id uuid, year integer) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
#variable_conflict use_variable
declare
  allowance integer;
begin
  insert into annual_billing (
    service_id, financial_year_start, free_sms_fragment_limit, high_volume_service_last_year,
    has_custom_allowance
  )
  select
    due.service_id, year, due.free_sms_fragment_limit, due.high_volume_service_last_year,
    due.has_custom_allowance
  from allowances_of_year(year) due
  where due.service_id = service_allowance.service_id
    and not due.is_stored
    and due.free_sms_fragment_limit is not null
  on conflict do nothing;
  select free_sms_fragment_limit into allowance
  from annual_billing
  where annual_billing.service_id = service_allowance.service_id and financial_year_start = year;
  return allowance;
end
$$;
comment on function service_allowance(uuid, integer) is 'A service''s free units of a financial year, which are settled by asking for them: a row is stored when there is none yet. Null for an unknown service or a year before 2016.';

-- Facts name services, templates and amounts, and no person.
grant select on rates, letter_rates, default_annual_allowance, annual_billing, ft_billing,
  ft_refreshes, notifications_letter_despatch, ft_billing_letter_despatch, billable_texts,
  billable_emails, billable_letters, unpriced_billing to crier_reader;

-- What only reads is the reader's too.
grant execute on function financial_year(date), financial_year_start(integer),
  financial_year_end(integer), default_allowance(text, integer),
  billing_of_day(date, timestamptz, timestamptz), nights_to_cover(text, date, integer),
  billing_days_due(date), allowances_of_year(integer), usage_lines(integer, date, date),
  service_usage(uuid, integer, date), sms_usage_per_service(date, date),
  service_charges(date, date), service_volumes(date, date), live_service_usage(date)
  to crier_reader;

-- migrate:down
drop function service_allowance(uuid, integer), populate_annual_billing(integer),
  live_service_usage(date), service_volumes(date, date), service_charges(date, date),
  sms_usage_per_service(date, date), service_usage(uuid, integer, date),
  usage_lines(integer, date, date), allowances_of_year(integer), billing_days_due(date),
  nights_to_cover(text, date, integer),
  refresh_letter_despatch_facts(date), refresh_billing_facts(date, notification_type);
drop view unpriced_billing;
drop function billing_of_day(date, timestamptz, timestamptz);
drop view billable_letters, billable_emails, billable_texts;
drop table ft_billing_letter_despatch, notifications_letter_despatch, ft_refreshes, ft_billing;
drop trigger services_set_allowance on services;
drop trigger services_set_first_allowance on services;
drop function set_default_allowance();
drop table annual_billing;
drop function default_allowance(text, integer);
drop table default_annual_allowance;
drop function set_letter_rate(postage, integer, timestamptz, numeric),
  set_sms_rate(timestamptz, numeric);
drop table letter_rates, rates;
drop function financial_year_end(integer), financial_year_start(integer), financial_year(date);
