-- Text message senders, reply-to addresses and contact blocks have one shape: rows of a service of
-- which at most one is the default. A document names a contact block by its first line.
create or replace function choice_key(kind text, value text) returns text
  language sql immutable parallel safe
  return case kind
    when 'reply_to_addresses' then lower(value)
    when 'letter_contacts' then trim(split_part(value, E'\n', 1))
    else value
  end;
comment on function choice_key(text, text) is 'By what a document names a sender, a reply-to address or a contact block.';

create or replace function apply_choices(
  kind text, held_in regclass, value_column text, owner uuid, wanted jsonb, adds_only boolean,
  actor uuid, as_of timestamptz
) returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  needs_default boolean := kind <> 'letter_contacts';
  chooses boolean := not adds_only and jsonb_path_exists(wanted, '$[*] ? (@.is_default == true)');
  refusal text;
begin
  execute format('select from %s where service_id = $1 order by id for update', held_in) using owner;
  execute format($check$
    select
      format('%%s[%%s]: ', $1, ord - 1) || case
        when held_row ->> 'inbound_number_id' is not null
          then 'a number that can be answered is not archived'
        else 'a default stays one until another is made the default'
      end
    from jsonb_array_elements($2) with ordinality as entry (thing, ord)
    join %1$s held
      on choice_key($1, held.%2$I) = choice_key($1, thing ->> %2$L) and held.archived_at is null
    cross join lateral to_jsonb(held) as held_row
    where held.service_id = $3
      and (
        thing @> '{"archived": true}' and (held_row ->> 'inbound_number_id' is not null
          or held.is_default and not $4)
        or thing @> '{"is_default": false}' and held.is_default and not $4 and $5
      )
    order by ord
    limit 1
  $check$, held_in, value_column)
  into refusal using kind, wanted, owner, chooses, needs_default;
  if refusal is not null and not adds_only then
    raise exception '%', refusal;
  end if;
  return query execute format($apply$
    with held as materialized (
      -- Nothing keeps a service from having one twice: the default, or else the older, is meant.
      select distinct on (choice_key($1, %2$I))
        id, %2$I as value, is_default, choice_key($1, %2$I) as key
      from %1$s
      where service_id = $3 and archived_at is null
      order by choice_key($1, %2$I), is_default desc, id
    ),
    wanted as materialized (
      select
        ord, thing ->> %2$L as value, choice_key($1, thing ->> %2$L) as key,
        (thing ->> 'is_default')::boolean as is_default,
        coalesce((thing ->> 'archived')::boolean, false) as is_archived
      from jsonb_array_elements($2) with ordinality as entry (thing, ord)
    ),
    placed as materialized (
      select
        wanted.ord, held.id, wanted.value, coalesce(wanted.is_archived, false) as is_archived,
        case
          when wanted.is_archived then false
          when $4 then coalesce(wanted.is_default, false)
          when held.id is not null then coalesce(wanted.is_default, held.is_default)
          else $5 and not exists (select from held where is_default)
            and wanted.ord = (select min(ord) from wanted where not is_archived)
        end as is_default,
        held.is_default as was_default
      from wanted
      full join held using (key)
      -- Of what the document does not name only the default is touched, when another becomes it.
      where (wanted.ord is not null or held.is_default and $4) and not ($7 and held.id is not null)
    ),
    merged as (
      merge into %1$s as choice
      using placed on choice.id = placed.id
      when matched and (
        placed.is_archived or choice.is_default <> placed.is_default
          or choice.%2$I <> coalesce(placed.value, choice.%2$I)
      ) then
        update set
          %2$I = coalesce(placed.value, choice.%2$I), is_default = placed.is_default,
          archived_at = case when placed.is_archived then $6 end, updated_at = $6
      when not matched and not placed.is_archived then
        insert (service_id, %2$I, is_default, created_at)
        values ($3, placed.value, placed.is_default, $6)
      returning
        placed.ord, choice.id,
        case
          when merge_action() = 'INSERT' and placed.is_default then 'made, the default'
          when merge_action() = 'INSERT' then 'made'
          when placed.is_archived then 'archived'
          when placed.is_default and not placed.was_default then 'made the default'
          else 'changed'
        end as change
    )
    select $1, wanted.key, coalesce(merged.id, held.id), merged.change
    from wanted
    left join held using (key)
    left join merged using (ord)
    where merged.id is not null or held.id is not null
    order by wanted.ord
  $apply$, held_in, value_column)
  using kind, wanted, owner, chooses, needs_default, as_of, adds_only;
end
$$;
comment on function apply_choices(text, regclass, text, uuid, jsonb, boolean, uuid, timestamptz)
is 'Makes, changes, archives and chooses the default of a service''s senders, reply-to addresses or contact blocks as the document says; what it does not name stays.';
grant execute on function choice_key(text, text) to crier_reader;
