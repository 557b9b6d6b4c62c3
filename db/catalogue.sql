/*
  The catalogue of the schema public as one JSON document, for db/schema.json. Everything is ordered
  by name, or by position where order is meaning. Partitions are left out, for the calendar makes
  them and not the migrations; so are members of extensions and the table in which dbmate remembers
  what it applied. Grants to owners go without saying.
*/
with relations as (
  select c.oid, c.relname::text as name, c.relkind, c.relacl, c.relowner, c.relpersistence,
    c.reloptions, pg_get_partkeydef(c.oid) as partitioned_by
  from pg_class c
  where c.relnamespace = 'public'::regnamespace
    and c.relkind in ('r', 'p', 'v', 'm', 'S')
    and not c.relispartition
    and c.relname <> 'schema_migrations'
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('e', 'i', 'a')
    )
),
granted as (
  select r.oid, pg_get_userbyid(g.grantee) as role, g.privilege_type::text as privilege,
    null::text as column_name
  from relations r
  cross join lateral aclexplode(r.relacl) g
  where g.grantee not in (0, r.relowner)
  union all
  select r.oid, 'public', g.privilege_type, null
  from relations r
  cross join lateral aclexplode(r.relacl) g
  where g.grantee = 0
  union all
  select r.oid, pg_get_userbyid(g.grantee), g.privilege_type, a.attname
  from relations r
  join pg_attribute a on a.attrelid = r.oid and not a.attisdropped
  cross join lateral aclexplode(a.attacl) g
  where g.grantee <> r.relowner
),
privileges as (
  select oid, role,
    privilege || coalesce(' (' || string_agg(column_name, ', ' order by column_name) || ')', '') as privilege
  from granted
  group by oid, role, privilege
),
grants as (
  select oid, json_object_agg(role, list order by role) as list
  from (
    select oid, role, json_agg(
      lower(split_part(privilege, ' (', 1)) || coalesce(substring(privilege from ' \(.*'), '')
      order by privilege
    ) as list
    from privileges
    group by oid, role
  ) per_role
  group by oid
),
columns as (
  select a.attrelid as oid,
    json_object_agg(
      a.attname,
      json_strip_nulls(json_build_object(
        'type', format_type(a.atttypid, a.atttypmod),
        'null', case when a.attnotnull then null else true end,
        case
          when a.attgenerated <> '' then 'generated'
          when a.attidentity <> '' then 'identity'
          else 'default'
        end, coalesce(pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity, '')::text),
        'comment', col_description(a.attrelid, a.attnum)
      ))
      order by a.attnum
    ) as list
  from relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  group by a.attrelid
),
-- PostgreSQL 18 keeps "not null" as constraints too; the columns say it already.
constraints as (
  select k.conrelid as oid,
    json_object_agg(k.conname, pg_get_constraintdef(k.oid) order by k.conname) as list
  from pg_constraint k
  where k.contype <> 'n'
  group by k.conrelid
),
indexes as (
  select i.indrelid as oid,
    json_object_agg(
      c.relname,
      regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX \S+ ON (ONLY )?\S+ ', '\1')
      order by c.relname
    ) as list
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  where not exists (
    select from pg_constraint k
    where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
  )
  group by i.indrelid
),
triggers as (
  select t.tgrelid as oid,
    json_object_agg(
      t.tgname, regexp_replace(pg_get_triggerdef(t.oid), '^CREATE ', '') order by t.tgname
    ) as list
  from pg_trigger t
  where not t.tgisinternal
  group by t.tgrelid
),
tables as (
  select json_object_agg(
    r.name,
    json_strip_nulls(json_build_object(
      'comment', obj_description(r.oid, 'pg_class'),
      'partition by', r.partitioned_by,
      'unlogged', case when r.relpersistence = 'u' then true end,
      'options', to_json(r.reloptions),
      'columns', columns.list,
      'constraints', constraints.list,
      'indexes', indexes.list,
      'triggers', triggers.list,
      'grants', grants.list
    ))
    order by r.name
  ) as list
  from relations r
  left join columns using (oid)
  left join constraints using (oid)
  left join indexes using (oid)
  left join triggers using (oid)
  left join grants using (oid)
  where r.relkind in ('r', 'p')
),
views as (
  select json_object_agg(
    r.name,
    json_strip_nulls(json_build_object(
      'comment', obj_description(r.oid, 'pg_class'),
      'materialized', case when r.relkind = 'm' then true end,
      'options', to_json(r.reloptions),
      'columns', columns.list,
      'indexes', indexes.list,
      'triggers', triggers.list,
      'grants', grants.list,
      'definition', pg_get_viewdef(r.oid, true)
    ))
    order by r.name
  ) as list
  from relations r
  left join columns using (oid)
  left join indexes using (oid)
  left join triggers using (oid)
  left join grants using (oid)
  where r.relkind in ('v', 'm')
),
sequences as (
  select json_object_agg(r.name, json_strip_nulls(json_build_object(
    'comment', obj_description(r.oid, 'pg_class'),
    'grants', grants.list
  )) order by r.name) as list
  from relations r
  left join grants using (oid)
  where r.relkind = 'S'
),
functions as (
  select json_object_agg(
    p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
    json_strip_nulls(json_build_object(
      'kind', case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' when 'w' then 'window' end,
      'arguments', nullif(pg_get_function_arguments(p.oid), pg_get_function_identity_arguments(p.oid)),
      'returns', pg_get_function_result(p.oid),
      'language', l.lanname,
      'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
      'security', case when p.prosecdef then 'definer' end,
      'comment', obj_description(p.oid, 'pg_proc'),
      'grants', (
        select json_agg(distinct case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee) end)
        from aclexplode(p.proacl) g
        where g.grantee <> p.proowner
      ),
      'sha256', case when p.prokind in ('f', 'p')
        then encode(sha256(convert_to(pg_get_functiondef(p.oid), 'UTF8')), 'hex') end
    ))
    order by p.proname, pg_get_function_identity_arguments(p.oid)
  ) as list
  from pg_proc p
  join pg_language l on l.oid = p.prolang
  where p.pronamespace = 'public'::regnamespace
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
    )
),
types as (
  select json_object_agg(
    t.typname,
    json_strip_nulls(json_build_object(
      'comment', obj_description(t.oid, 'pg_type'),
      'labels', (
        select json_agg(e.enumlabel order by e.enumsortorder)
        from pg_enum e
        where e.enumtypid = t.oid
      ),
      'domain of', case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end,
      'constraints', (
        select json_object_agg(k.conname, pg_get_constraintdef(k.oid) order by k.conname)
        from pg_constraint k
        where k.contypid = t.oid
      ),
      'attributes', (
        select json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod) order by a.attnum)
        from pg_attribute a
        where a.attrelid = t.typrelid and t.typtype = 'c' and a.attnum > 0 and not a.attisdropped
      )
    ))
    order by t.typname
  ) as list
  from pg_type t
  left join pg_class c on c.oid = t.typrelid
  where t.typnamespace = 'public'::regnamespace
    and (t.typtype in ('e', 'd') or (t.typtype = 'c' and c.relkind = 'c'))
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
    )
)
select json_build_object(
  'types', coalesce((select list from types), '{}'),
  'tables', coalesce((select list from tables), '{}'),
  'views', coalesce((select list from views), '{}'),
  'sequences', coalesce((select list from sequences), '{}'),
  'functions', coalesce((select list from functions), '{}')
) as catalogue
