-- Versions. A history row is a copy of the new state, made by the database so that no code can
-- forget it.
create or replace function bump_version() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  if new is distinct from old then
    new.version := old.version + 1;
    new.updated_at := clock_timestamp();
  end if;
  return new;
end
$$;
comment on function bump_version() is 'Row trigger: a changed row gets the next version number and the time of the change.';

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
  columns text;
begin
  if tg_table_schema <> 'public' or history is null then
    raise exception '%.% keeps no versions', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  select string_agg(quote_ident(attname), ', ' order by attnum)
  into columns
  from pg_attribute
  where attrelid = history and attnum > 0 and not attisdropped;
  execute format(
    'insert into %s (%s) select %s from changed_rows on conflict (id, version) do nothing', history,
      columns, columns
  );
  return null;
end
$$;
comment on function keep_version() is 'Statement trigger over the transition table changed_rows: copies the new rows of public.x into public.x_history.';
revoke execute on function keep_version() from crier_app;
