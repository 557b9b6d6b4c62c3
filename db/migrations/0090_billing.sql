-- migrate:up

-- Prices. A range of time holds one price, and the key refuses a second one that overlaps it.
create table rates (
  notification_type notification_type not null default 'sms'
    constraint rates_are_for_texts check (notification_type = 'sms'),
  valid_during tstzrange not null
    constraint rate_is_valid_for_some_time check (not isempty(valid_during))
    -- text_price_steps reads it so.
    constraint rate_ends_before_the_next check (
      (lower_inc(valid_during) or lower_inf(valid_during)) and not upper_inc(valid_during)
    ),
  rate numeric not null constraint rate_is_not_negative check (rate >= 0),
  primary key (notification_type, valid_during without overlaps)
);
comment on table rates is 'What a fragment of a text to a UK number costs, in pounds without VAT, and since when.';
comment on column rates.notification_type is 'Always sms: emails cost nothing, letters have a table of their own.';
comment on column rates.valid_during is 'When the price holds; open at the end for the current one. A day has the price of its local midnight.';
comment on column rates.rate is 'Pounds per chargeable unit.';

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
comment on column annual_billing.financial_year_start is 'The year in which the financial year starts.';
comment on column annual_billing.free_sms_fragment_limit is 'Chargeable units (fragments times multiplier) that cost nothing; what is left does not carry over.';
comment on column annual_billing.high_volume_service_last_year is 'Whether it has no allowance because it used 300,000 units or more the year before.';
comment on column annual_billing.has_custom_allowance is 'Whether somebody set a value of its own, which the next year takes over.';

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
comment on column ft_billing.provider is 'Of texts: who sent them, or unknown; ses for emails, dvla for letters.';
comment on column ft_billing.rate_multiplier is 'Of texts: price factor of the country; 0 for emails, 1 for letters.';
comment on column ft_billing.international is 'Whether they went abroad; false for emails.';
comment on column ft_billing.rate is 'Price of a chargeable unit on that day; 0 for emails.';
comment on column ft_billing.postage is 'Of letters; none for the others.';
comment on column ft_billing.billable_units is 'Fragments before the multiplier, or sheets; 0 for emails.';
comment on column ft_billing.notifications_sent is 'Messages.';
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
comment on column ft_billing_letter_despatch.updated_at is 'When a later run changed its count.';

-- Facts name services, templates and amounts, and no person.
grant select on rates, letter_rates, default_annual_allowance, annual_billing, ft_billing,
  ft_refreshes, notifications_letter_despatch, ft_billing_letter_despatch to crier_reader;

-- migrate:down
