-- Notify writes a version even when nothing changed, because an automatic change counts as one.
create or replace function bump_provider_version() returns trigger
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  new.version := old.version + 1;
  new.updated_at := clock_timestamp();
  return new;
end
$$;
comment on function bump_provider_version() is 'Row trigger: every update of a provider is a version.';
create or replace trigger provider_details_bump_version before update on provider_details
  for each row execute function bump_provider_version();
create or replace trigger provider_details_keep_first_version after insert on provider_details
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger provider_details_keep_version after update on provider_details
  referencing new table as changed_rows
  for each statement execute function keep_version();
