create or replace function forget_idempotency_keys(before timestamptz) returns integer
  language plpgsql
  set search_path = public, pg_temp
as $$
declare
  forgotten integer;
begin
  delete from idempotency_keys
  where (service_id, key_type, idempotency_key) in (
    select service_id, key_type, idempotency_key
    from idempotency_keys
    where created_at < before
    order by created_at
    limit 10000
    for update skip locked
  );
  get diagnostics forgotten = row_count;
  return forgotten;
end
$$;
comment on function forget_idempotency_keys(timestamptz) is 'Deletes up to 10,000 kept answers older than an instant; answers how many.';
