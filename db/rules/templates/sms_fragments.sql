-- What a text message costs in fragments. The rule stands here alone: TypeScript only measures the
-- text.
-- Not strict: PostgreSQL then puts its body into the statement, which saves a call per row.
create or replace function sms_fragments(characters integer, extended integer, ucs2 boolean)
  returns integer
  language sql immutable parallel safe
  return case
    when ucs2 then case when characters <= 70 then 1 else ceil(characters / 67.0)::integer end
    when characters + extended <= 160 then 1
    else ceil((characters + extended) / 153.0)::integer
  end;
comment on function sms_fragments(integer, integer, boolean) is 'Billed parts of a text message: characters in UTF-16 units, how many of them are in the GSM-7 extension (two septets each), and whether it must be sent as UCS-2. Source: specification, text messages, counting.';

create or replace function sms_characters_above_previous_boundary(
  characters integer, extended integer, ucs2 boolean
) returns integer
  language sql immutable parallel safe strict
  return case when ucs2
    then characters else characters + extended end - case sms_fragments(characters, extended, ucs2)
    when 1 then 0
    when 2 then case when ucs2 then 70 else 160 end
    else (sms_fragments(characters, extended, ucs2) - 1) * case when ucs2 then 67 else 153 end
  end;
comment on function sms_characters_above_previous_boundary(integer, integer, boolean) is 'How far a text message reaches into its last fragment. Source: specification, text messages, counting.';
grant execute on function sms_fragments(integer, integer, boolean),
  sms_characters_above_previous_boundary(integer, integer, boolean) to crier_reader;
