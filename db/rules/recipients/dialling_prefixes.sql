create or replace trigger international_sms_rates_announce_change after insert or update or delete
  on international_sms_rates
  execute function announce_change();

-- No prefix is longer than four digits, so four look-ups by primary key find the longest one.
create or replace function sms_rate_prefix(normalised_to text) returns text
  language sql stable parallel safe
  return (
    select prefix
    from international_sms_rates
    where prefix in (left(normalised_to, 1), left(normalised_to, 2), left(normalised_to, 3),
      left(normalised_to, 4))
    order by length(prefix) desc
    limit 1
  );
comment on function sms_rate_prefix(text) is 'The row of international_sms_rates that bills a normalised phone number; null where texts cannot be sent. Source: specification, phone numbers, billing.';

create or replace function needs_numeric_sender(phone_prefix text) returns boolean
  language sql stable parallel safe
  return exists (select from international_sms_rates where prefix = phone_prefix and alpha = 'NO');
comment on function needs_numeric_sender(text) is 'Whether a sender name is impossible for a prefix, so that the platform''s own texts need a number as sender. Unknown is not a need. Source: specification, phone numbers, table attributes.';

create or replace function expects_delivery_receipt(international boolean, phone_prefix text)
  returns boolean
  language sql stable parallel safe
  return not international
    or exists (select from international_sms_rates
      where prefix = phone_prefix and upper(dlr) = 'YES');
comment on function expects_delivery_receipt(boolean, text) is 'Whether a receipt for a text is to be believed: always at home, abroad only where the rates table says YES. Elsewhere it is ignored and the text stays sent. Source: specification, phone numbers, table attributes.';
grant execute on function sms_rate_prefix(text), needs_numeric_sender(text),
  expects_delivery_receipt(boolean, text) to crier_reader;
