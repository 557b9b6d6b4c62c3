-- No personalisation, and nothing else of the message that a printer is not told.
create or replace view printable_letters as
select
  letter.id, letter.service_id, letter.created_at, letter.postage, letter.billable_units as sheets,
  pdf.bytes, pdf.file_name
from notifications letter
join letter_pdfs pdf on pdf.notification_id = letter.id
where letter.notification_type = 'letter'
  and letter.notification_status = 'created'
  and letter.key_type = 'normal'
  and letter.billable_units > 0
  and not exists (
    select
    from print_batch_letters
    where notification_id = letter.id and withdrawn_at is null
  );
comment on view printable_letters is 'Letters that a print run takes: to be printed, with a PDF, and in no batch. Source: specification, letters, collation.';
grant select on printable_letters to crier_reader;

create or replace function start_print_run(as_of timestamptz) returns date
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  deadline timestamptz := last_print_deadline(as_of);
  day date := local_date(deadline);
begin
  insert into print_runs (print_day, deadline_at, started_at)
  values (day, deadline, as_of)
  on conflict do nothing;
  return day;
end
$$;
comment on function start_print_run(timestamptz) is 'Starts the print run of the last cut-off time, or goes on with it: after midnight, that of yesterday. Answers its day.';

create or replace function letter_volumes(day date)
  returns table (postage postage, letters bigint, sheets bigint)
  language sql stable
  set search_path = public, pg_temp
begin atomic
  select letter.postage, count(*), sum(letter.sheets)
  from printable_letters letter
  where letter.created_at < (select deadline_at from print_runs where print_day = day)
  group by letter.postage;
end;
comment on function letter_volumes(date) is 'How many letters and sheets a run has still to take, class by class.';
grant execute on function letter_volumes(date) to crier_reader;

-- What is not first, second or economy is international, as the specification sums it up.
create or replace function letter_volume_values(day date, volumes jsonb) returns jsonb
  language sql immutable parallel safe
begin atomic
  select jsonb_object_agg(kind || measure, amount)
    || jsonb_build_object('date', to_char(day, 'FMDD FMMonth YYYY'))
  from (
    select kind, measure, coalesce(sum(
        case when told.kind = 'total' or told.kind = case volume.postage
          when 'first' then 'first_class'
          when 'second' then 'second_class'
          when 'economy' then 'economy_mail'
          else 'international'
        end
          then case measure when '_volume' then volume.letters else volume.sheets end
        end
      ), 0) as amount
    from unnest(array['total', 'first_class', 'second_class', 'economy_mail', 'international'])
      as told (kind)
    cross join unnest(array['_volume', '_sheets']) as measure
    left join jsonb_to_recordset(volumes) as volume (postage text, letters bigint, sheets bigint)
      on true
    group by kind, measure
  ) counted;
end;
comment on function letter_volume_values(date, jsonb) is 'The values of the mail to the printer, of [{postage, letters, sheets}]. Source: specification, letters, volume mail.';
grant execute on function letter_volume_values(date, jsonb) to crier_reader;

create or replace function tell_letter_volumes(day date, addresses text[], as_of timestamptz)
  returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  volumes jsonb;
begin
  update print_runs set volume_told_at = as_of
  where print_day = day and volume_told_at is null;
  if not found then
    return 0;
  end if;
  volumes := (select coalesce(jsonb_agg(to_jsonb(volume)), '[]') from letter_volumes(day) as volume);
  return (
    select count(*)
    from send_own_messages((
      select coalesce(jsonb_agg(jsonb_build_object(
        'template_id', '11fad854-fd38-4a7c-bd17-805fb13dfc12', 'to', address,
        'personalisation', letter_volume_values(day, volumes)
      )), '[]')
      from unnest(addresses) as address
    ), as_of)
  );
end
$$;
comment on function tell_letter_volumes(date, text[], timestamptz) is 'Writes to the printer, once a run, how many letters come, even when none do. Source: specification, letters, volume mail.';
