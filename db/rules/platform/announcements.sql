-- A change that running processes hold in memory is announced when it commits. The payload is the
-- service id, or *.
create or replace function announce_change() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  perform pg_notify('crier_changes', '*');
  return null;
end
$$;
comment on function announce_change() is 'Tells every process that what all services share has changed, so that it forgets its copies.';

create or replace function announce_service_change() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  changed uuid;
  rows text := format('select %I from changed_rows', tg_argv[0]);
begin
  if tg_op = 'UPDATE' then
    rows := rows || format(' union select %I from previous_rows', tg_argv[0]);
  end if;
  for changed in execute rows loop
    perform pg_notify('crier_changes', changed::text);
  end loop;
  return null;
end
$$;
comment on function announce_service_change() is 'Statement trigger over the transition table changed_rows, and previous_rows of an update: tells every process which services changed. Its argument is the column that holds the service id. Attached by announce_changes_of.';

-- A trigger with transition tables is for one kind of statement only.
create or replace procedure announce_changes_of(
  watched regclass, service_column name default 'service_id'
)
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  kind text;
begin
  foreach kind in array array['insert', 'update', 'delete'] loop
    execute format(
      'create or replace trigger %I after %s on %s referencing %s for each statement'
        ' execute function announce_service_change(%L)',
      watched || '_announce_' || kind, kind, watched,
      case kind
        when 'insert' then 'new table as changed_rows'
        when 'update' then 'new table as changed_rows old table as previous_rows'
        else 'old table as changed_rows'
      end,
      service_column
    );
  end loop;
end
$$;
comment on procedure announce_changes_of(regclass, name) is 'For db/rules: every change of the table''s rows is announced, by the services in the named column.';

create or replace trigger settings_announce after update on settings
  for each statement execute function announce_change();
