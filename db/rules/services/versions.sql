create or replace trigger services_bump_version before update on services
  for each row execute function bump_version();
create or replace trigger services_keep_first_version after insert on services
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger services_keep_version after update on services
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger service_callback_api_bump_version before update on service_callback_api
  for each row execute function bump_version();
create or replace trigger service_callback_api_keep_first_version
  after insert on service_callback_api
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger service_callback_api_keep_version after update on service_callback_api
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger api_keys_bump_version before update on api_keys
  for each row execute function bump_version();
create or replace trigger api_keys_keep_first_version after insert on api_keys
  referencing new table as changed_rows
  for each statement execute function keep_version();
create or replace trigger api_keys_keep_version after update on api_keys
  referencing new table as changed_rows
  for each statement execute function keep_version();
