create or replace function postage_code(class postage) returns text
  language sql immutable parallel safe
  return case class
    when 'first' then '1'
    when 'second' then '2'
    when 'economy' then 'ECONOMY'
    when 'europe' then 'E'
    when 'rest-of-world' then 'N'
  end;
comment on function postage_code(postage) is 'What stands for a class in the names of files. Source: specification, letters, postage.';

create or replace function letter_folder(created_at timestamptz) returns text
  language sql stable parallel safe
  return to_char(letter_print_day(created_at), 'YYYY-MM-DD') || '/';
comment on function letter_folder(timestamptz) is 'The folder of a letter''s PDF: its print day, whenever and however often it is made. Source: specification, letters, storage.';

create or replace function letter_file_name(
  reference text, class postage, created_at timestamptz, with_folder boolean default true
)
  returns text
  language sql stable parallel safe
  return case when with_folder then letter_folder(created_at) else '' end
    || upper(
      'NOTIFY.' || reference || '.D.' || postage_code(class) || '.C.'
        || to_char(created_at at time zone 'UTC', 'YYYYMMDDHH24MISS') || '.PDF'
    );
comment on function letter_file_name(text, postage, timestamptz, boolean) is 'The name of a letter''s PDF: double-sided, in colour. Readers take the reference, between the first two dots, and depend on nothing else. Letters of test keys have no folder. Source: specification, letters, storage.';

create or replace function print_batch_name(
  print_day date, class postage, sequence integer, file_names text[], service_id uuid,
  organisation_id uuid
)
  returns text
  language sql immutable parallel safe
  return 'NOTIFY.' || to_char(print_day, 'YYYY-MM-DD') || '.' || postage_code(class)
    || '.' || lpad(sequence::text, greatest(3, length(sequence::text)), '0') || '.'
    || left(
      translate(
        encode(sha512(convert_to(array_to_string(file_names, ''), 'UTF8')), 'base64'), E'+/\n', '-_'
      ),
      20
    )
    || '.' || service_id || '.' || coalesce(organisation_id::text, 'None') || '.ZIP';
comment on function print_batch_name(date, postage, integer, text[], uuid, uuid) is 'The name of a batch''s zip, which is the same whenever it is made of the same files. Source: specification, letters, batches.';
grant execute on function postage_code(postage), letter_folder(timestamptz),
  letter_file_name(text, postage, timestamptz, boolean),
  print_batch_name(date, postage, integer, text[], uuid, uuid) to crier_reader;
