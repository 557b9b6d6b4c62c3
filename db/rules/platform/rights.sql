-- What everybody has by PostgreSQL's own defaults and nobody needs here. A dump has no rights on
-- the database itself, and what is restored or made by another role has that role's defaults, so
-- every migrate calls it.
create or replace procedure close_doors()
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  routine regprocedure;
begin
  execute format('revoke temporary on database %I from public', current_database());
  for routine in
    select pg_proc.oid
    from pg_proc
    cross join lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) as granted
    where pronamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and grantee = 0
      and not exists (
        select from pg_depend
        where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e'
      )
  loop
    execute format('revoke execute on routine %s from public', routine);
  end loop;
end
$$;
comment on procedure close_doors() is 'For migrate: nobody makes temporary tables, whose triggers could hand rows to a function with its owner''s rights; and no function, pg-boss''s too, may be called by everybody.';
