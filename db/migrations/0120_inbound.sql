-- migrate:up

create table inbound_sms (
  id uuid primary key default uuidv7(),
  created_at timestamptz not null default now(),
  service_id uuid not null references services on delete cascade,
  notify_number text not null,
  user_number text not null,
  provider_date timestamptz,
  provider_reference text,
  provider text not null,
  content text not null,
  -- A provider that tells the same text twice is answered and not believed.
  constraint inbound_sms_provider_reference_key unique (provider, provider_reference)
);
comment on table inbound_sms is 'Text messages that services have received, within their retention. Personal data: user_number, content.';
comment on column inbound_sms.id is 'Time-ordered id.';
comment on column inbound_sms.created_at is 'When it was stored.';
comment on column inbound_sms.service_id is 'Whose number it came to.';
comment on column inbound_sms.notify_number is 'That number.';
comment on column inbound_sms.user_number is 'Who sent it. Personal data.';
comment on column inbound_sms.provider_date is 'When the provider says that it came.';
comment on column inbound_sms.provider_reference is 'The provider''s name for it.';
comment on column inbound_sms.provider is 'Who delivered it.';
comment on column inbound_sms.content is 'What it says. Personal data.';
create index inbound_sms_service_id_created_at_idx
  on inbound_sms (service_id, created_at desc, id desc);
create index inbound_sms_service_id_user_number_idx
  on inbound_sms (service_id, user_number, created_at desc);

create table inbound_sms_history (
  id uuid primary key,
  created_at timestamptz not null,
  service_id uuid not null,
  notify_number text not null,
  provider_date timestamptz,
  provider_reference text,
  provider text not null
);
comment on table inbound_sms_history is 'Received text messages past their retention: without sender and content.';
comment on column inbound_sms_history.id is 'The id that it had.';
comment on column inbound_sms_history.created_at is 'When it was stored.';
comment on column inbound_sms_history.service_id is 'Whose number it came to.';
comment on column inbound_sms_history.notify_number is 'That number.';
comment on column inbound_sms_history.provider_date is 'When the provider says that it came.';
comment on column inbound_sms_history.provider_reference is 'The provider''s name for it.';
comment on column inbound_sms_history.provider is 'Who delivered it.';
create index inbound_sms_history_service_id_created_at_idx
  on inbound_sms_history (service_id, created_at);

-- A retention for texts also holds for received ones, but only while the service has a number that
-- receives them.
create view inbound_sms_retention as
select
  services.id as service_id,
  case when inbound_numbers.id is null
    then 7 else coalesce(kept.days_of_retention, 7) end as days_of_retention
from services
left join inbound_numbers on inbound_numbers.service_id = services.id
left join service_data_retention kept
  on kept.service_id = services.id and kept.notification_type = 'sms';
comment on view inbound_sms_retention is 'Retention of received texts in local days of every service. Source: specification, retention, inbound SMS.';

create function archive_inbound_sms(as_of timestamptz, batch_size integer)
  returns table (moved bigint, archived bigint)
  language plpgsql
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  today date := local_date(as_of);
begin
  return query
    with batch as materialized (
      select oldest.id
      from inbound_sms_retention kept_for
      cross join lateral (
        select text.id
        from inbound_sms text
        where text.service_id = kept_for.service_id
          and text.created_at < local_midnight(today - kept_for.days_of_retention)
        order by text.created_at
        limit batch_size
        for update skip locked
      ) oldest
      limit batch_size
    ),
    gone as (
      delete from inbound_sms
      using batch
      where inbound_sms.id = batch.id
      returning inbound_sms.id, created_at, service_id, notify_number, provider_date,
        provider_reference, provider
    ),
    kept as (
      insert into inbound_sms_history (id, created_at, service_id, notify_number, provider_date,
        provider_reference, provider)
      select id, created_at, service_id, notify_number, provider_date, provider_reference, provider
      from gone
      on conflict (id) do nothing
      returning id
    )
    select (select count(*) from gone), (select count(*) from kept);
end
$$;
comment on function archive_inbound_sms(timestamptz, integer) is 'Moves up to a batch of received texts that are past their retention into history, without sender and content, in one statement. Answers how many left and how many arrived. Source: specification, retention, inbound SMS.';

grant select (id, created_at, service_id, notify_number, provider_date, provider_reference,
  provider) on inbound_sms to crier_reader;
grant select on inbound_sms_history, inbound_sms_retention to crier_reader;

-- migrate:down
drop function archive_inbound_sms(timestamptz, integer);
drop view inbound_sms_retention;
drop table inbound_sms_history, inbound_sms;
