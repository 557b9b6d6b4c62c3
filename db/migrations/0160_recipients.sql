-- migrate:up

-- What text messages to other countries cost and how they travel. The prefixes are free of each
-- other but for calling code 1, behind which some countries have a row of their own: the longest
-- prefix of a number is its row.
create table international_sms_rates (
  prefix text primary key
    constraint international_sms_rates_prefix_is_digits check (prefix ~ '^[1-9][0-9]{0,3}$'),
  names text[] not null constraint international_sms_rates_are_named check (cardinality(names) > 0),
  rate_multiplier smallint not null
    constraint international_sms_rates_multiplier_is_positive check (rate_multiplier > 0),
  alpha text constraint international_sms_rates_alpha_is_known
    check (alpha in ('YES', 'NO', 'REG')),
  dlr text
);
comment on table international_sms_rates is 'What a text message to each dialling prefix costs, and what its networks can do. Source: specification, phone numbers.';
comment on column international_sms_rates.prefix is 'Calling code, or calling code 1 with the area code of one country; digits only.';
comment on column international_sms_rates.names is 'The countries and territories behind the prefix; those of 44 are the Crown dependencies.';
comment on column international_sms_rates.rate_multiplier is 'How many times the domestic rate one fragment costs.';
comment on column international_sms_rates.alpha is 'Whether the sender may be a name: YES, NO, REG (when registered); null when nobody knows.';
comment on column international_sms_rates.dlr is 'Whether delivery receipts come from the handset: only YES does; "Carrier DLR" means no; null when nobody knows.';

-- Days on which nobody prints or delivers. New years are added as rows.
create table bank_holidays (
  division text constraint bank_holidays_division_is_known check (division in ('england-and-wales',
    'scotland', 'northern-ireland')),
  day date,
  title text not null,
  primary key (division, day)
);
comment on table bank_holidays is 'Bank holidays as GOV.UK publishes them; letters follow those of England and Wales.';
comment on column bank_holidays.division is 'Where it is a holiday.';
comment on column bank_holidays.day is 'The date, substitute days included.';
comment on column bank_holidays.title is 'Its name.';

create table letter_transit_days (
  postage text primary key constraint letter_transit_days_postage_is_known
    check (postage in ('first', 'second', 'economy', 'europe', 'rest-of-world')),
  earliest_days smallint not null
    constraint letter_transit_days_is_not_negative check (earliest_days >= 0),
  latest_days smallint not null,
  last_weekday smallint not null constraint letter_transit_days_last_weekday_is_friday_to_sunday
    check (last_weekday between 5 and 7),
  constraint letter_transit_days_earliest_before_latest check (earliest_days <= latest_days)
);
comment on table letter_transit_days is 'How long letters of each postage travel, in working days of the post between the day after printing and delivery. Source: specification, letter timings.';
comment on column letter_transit_days.postage is 'The class of post.';
comment on column letter_transit_days.earliest_days is 'Days in transit at best.';
comment on column letter_transit_days.latest_days is 'Days in transit at worst; the API''s estimate.';
comment on column letter_transit_days.last_weekday is 'Delivered from Monday to this ISO weekday: 6 is Saturday.';
grant select on international_sms_rates, bank_holidays, letter_transit_days to crier_reader;

-- migrate:down
