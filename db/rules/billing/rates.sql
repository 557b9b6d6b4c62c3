-- The last price before a new one ends where the new one begins; a later one that is known already
-- stays.
create or replace function set_sms_rate(
  valid_from timestamptz, new_rate numeric, actor uuid, as_of timestamptz
) returns void
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
  perform note_event(
    'set_sms_rate', null,
    jsonb_build_object('valid_from', wire_timestamp(valid_from), 'rate', new_rate), actor, as_of
  );
end
$$;
comment on function set_sms_rate(timestamptz, numeric, uuid, timestamptz) is 'Sets the price of a text from an instant on, until the next price that is known. Days that have been billed already are put right by making their facts again: facts of the old price go with it.';

create or replace function set_letter_rate(
  new_post_class postage, new_sheet_count integer, valid_from timestamptz, new_rate numeric,
  actor uuid, as_of timestamptz
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
  perform note_event(
    'set_letter_rate', null,
    jsonb_build_object('post_class', new_post_class, 'sheet_count', new_sheet_count,
      'valid_from', wire_timestamp(valid_from), 'rate', new_rate),
    actor, as_of
  );
end
$$;
comment on function set_letter_rate(postage, integer, timestamptz, numeric, uuid, timestamptz) is 'Sets the price of a letter from an instant on, until the next price that is known.';
