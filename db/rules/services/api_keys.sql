create or replace view candidate_api_keys as
select
  key.id, key.service_id, key.key_type, key.secret_encrypted, key.expiry_date,
    week.ends_at as candidate_until
from api_keys key
cross join lateral (
  select
    ((key.expiry_date at time zone 'UTC')::date + interval '7 days') at time zone 'UTC' as ends_at
) week
where key.expiry_date is null or week.ends_at > now();
comment on view candidate_api_keys is 'Keys that a signature is compared with: those in force, and for 6 to 7 days revoked ones, so that their users are told so. Source: specification, authentication.';
