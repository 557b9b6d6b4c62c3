create or replace function apply_callbacks(
  owner uuid, wanted jsonb, adds_only boolean, actor uuid, as_of timestamptz
) returns setof applied_thing
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  lacking bigint;
begin
  perform act_as(actor, as_of);
  select ord - 1 into lacking
  from jsonb_array_elements(wanted) with ordinality as entry (thing, ord)
  where not thing ? 'bearer_token' and not thing @> '{"archived": true}'
    and not exists (
      select from service_callback_api present
      where present.service_id = owner
        and present.callback_type = (thing ->> 'callback_type')::service_callback_type
    )
  order by ord
  limit 1;
  if lacking is not null then
    raise exception 'callbacks[%].bearer_token is missing', lacking;
  end if;
  return query
  with wanted_callbacks as materialized (
    select
      ord, (thing ->> 'callback_type')::service_callback_type as callback_type,
      thing ->> 'url' as url, decode(thing ->> 'bearer_token', 'base64') as token,
      coalesce((thing ->> 'archived')::boolean, false) as is_archived
    from jsonb_array_elements(wanted) with ordinality as entry (thing, ord)
  ),
  merged as (
    merge into service_callback_api as present
    using wanted_callbacks as next
      on present.service_id = owner and present.callback_type = next.callback_type
    when matched and next.is_archived and not adds_only then delete
    when matched and not next.is_archived and not adds_only
      and (present.url <> next.url
        or present.bearer_token_encrypted <> coalesce(next.token, present.bearer_token_encrypted))
    then
      update set
        url = next.url,
        bearer_token_encrypted = coalesce(next.token, present.bearer_token_encrypted)
    when not matched and not next.is_archived then
      insert (service_id, callback_type, url, bearer_token_encrypted, updated_by_id, created_at)
      values (owner, next.callback_type, next.url, next.token, actor, as_of)
    returning
      next.ord,
      case merge_action()
        when 'INSERT' then 'made'
        when 'DELETE' then 'archived'
        else concat_ws(', ',
          case when old.url <> new.url then 'url' end,
          case when old.bearer_token_encrypted <> new.bearer_token_encrypted then 'bearer_token'
          end)
      end as change,
      coalesce(new.id, old.id) as id
  ),
  -- Who answers at another address, or to another token, has not failed yet.
  recovered as (
    delete from service_callback_outages outage
    using merged
    join wanted_callbacks using (ord)
    where outage.service_id = owner and outage.callback_type = wanted_callbacks.callback_type
  )
  select
    'callbacks', wanted_callbacks.callback_type::text, coalesce(merged.id, present.id),
    merged.change
  from wanted_callbacks
  left join merged using (ord)
  left join service_callback_api present
    on present.service_id = owner and present.callback_type = wanted_callbacks.callback_type
  where merged.id is not null or present.id is not null
  order by wanted_callbacks.ord;
end
$$;
comment on function apply_callbacks(uuid, jsonb, boolean, uuid, timestamptz) is 'Makes, changes and takes out of use a service''s callbacks as the document says; those that it does not name stay. Tokens come sealed, in base64.';
