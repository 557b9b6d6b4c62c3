-- Versions. A history row is a copy of the new state, made by the database so that no code can
-- forget it, with the name of whoever made this version.
create or replace function bump_version() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  author name := nullif(tg_argv[0], '');
  when_same boolean := coalesce(tg_argv[1]::boolean, false);
  without text[] := coalesce(tg_argv[2]::text[], '{}') || array['version', 'updated_at'];
begin
  if when_same or to_jsonb(new) - without is distinct from to_jsonb(old) - without then
    new.version := old.version + 1;
    new.updated_at := acting_at();
    -- By hand somebody may be named in the statement itself.
    if author is not null
      and (someone_acts() or to_jsonb(new) -> author is not distinct from to_jsonb(old) -> author)
    then
      new := jsonb_populate_record(new, jsonb_build_object(author, acting_user()));
    end if;
  end if;
  return new;
end
$$;
comment on function bump_version() is 'Row trigger: a changed row gets the next version number, the time of the change and, where a column holds it, whoever made it. Attached by keep_versions_of.';

-- The columns are matched by name, so a history table may leave columns out (secrets, for example).
-- It acts with its owner's rights, so it takes no trigger's word for where to write: the history of
-- public.x is public.x_history.
create or replace function keep_version() returns trigger
  language plpgsql
  security definer
  set search_path = public, pg_temp
as $$
declare
  history regclass := to_regclass(format('public.%I', tg_table_name || '_history'));
  author text := nullif(tg_argv[0], '');
  columns text;
begin
  if tg_table_schema <> 'public' or history is null then
    raise exception '%.% keeps no versions', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  select string_agg(quote_ident(attname), ', ' order by attnum)
  into columns
  from pg_attribute
  where attrelid = history and attnum > 0 and not attisdropped and attname <> 'created_by_id';
  execute format(
    'insert into %s (%s, created_by_id) select %s, %s from changed_rows'
      ' on conflict (id, version) do nothing',
    history, columns, columns,
    case
      when someone_acts() then 'acting_user()'
      when author is not null then quote_ident(author)
      else 'null::uuid'
    end
  );
  return null;
end
$$;
comment on function keep_version() is 'Statement trigger over the transition table changed_rows: copies the new rows of public.x into public.x_history, with whoever made them as created_by_id. What is changed by hand has no author but the one in the column that is named. Attached by keep_versions_of.';
revoke execute on function keep_version() from crier_app;

create or replace procedure keep_versions_of(
  watched regclass, author name default null, when_same boolean default false,
  without text[] default '{}'
)
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  execute format(
    'create or replace trigger %I before update on %s'
      ' for each row execute function bump_version(%L, %L, %L)',
    watched || '_bump_version', watched, coalesce(author, ''), when_same, without
  );
  execute format(
    'create or replace trigger %I after insert on %s referencing new table as changed_rows'
      ' for each statement execute function keep_version(%L)',
    watched || '_keep_first_version', watched,
    coalesce(author, case when exists (
      select from pg_attribute where attrelid = watched and attname = 'created_by_id'
    ) then 'created_by_id' else '' end)
  );
  execute format(
    'create or replace trigger %I after update on %s referencing new table as changed_rows'
      ' for each statement execute function keep_version(%L)',
    watched || '_keep_version', watched, coalesce(author, '')
  );
end
$$;
comment on procedure keep_versions_of(regclass, name, boolean, text[]) is 'For db/rules: every version of the table''s rows is kept in its history. author is the column that holds whoever made the present version, if there is one; when_same makes a version of an update that changes nothing; without names the columns whose change makes none.';
