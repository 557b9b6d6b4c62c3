-- A letter that came as PDF is never sending: it is delivered when it has been read.
create or replace function fake_print_callback(letter uuid, pages integer, as_of timestamptz)
  returns text
  language sql
  set search_path = public, pg_temp
begin atomic
  select told.outcome
  from notifications message
  cross join lateral receive_print_callback(
    jsonb_build_object(
      'id', message.id, 'status', 'DESPATCHED', 'at', as_of, 'sheets', letter_sheets(pages),
      'class', case message.postage
        when 'first' then '1ST'
        when 'second' then '2ND'
        when 'economy' then '2ND'
        else 'INTERNATIONAL'
      end,
      'product', case message.postage
        when 'first' then 'UNCODED'
        when 'second' then 'MM'
        when 'economy' then 'UNSORTEDE'
        when 'europe' then 'INT EU'
        else 'INT ROW'
      end
    ),
    as_of
  ) as told
  where message.id = letter and message.notification_type = 'letter' and message.key_type = 'test'
    and message.notification_status = 'sending';
end;
comment on function fake_print_callback(uuid, integer, timestamptz) is 'Tells of a letter of a test key what the print API would tell of one that is despatched, where delivery is faked (settings.test_letters_fake_delivery); null for any other letter. Source: specification, letters, test letters.';
