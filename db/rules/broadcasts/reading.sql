create or replace view broadcast_messages as
select
  message.id, message.reference, message.cap_event, message.service_id, message.template_id,
  message.template_version, template.name as template_name,
  case when message.template_id is not null then coalesce(message.personalisation, '{}') end
    as personalisation,
  message.content, message.areas, message.status,
  wire_timestamp(message.starts_at) as starts_at,
  wire_timestamp(message.finishes_at) as finishes_at,
  wire_timestamp(message.created_at) as created_at,
  wire_timestamp(message.approved_at) as approved_at,
  wire_timestamp(message.cancelled_at) as cancelled_at,
  wire_timestamp(message.updated_at) as updated_at,
  message.created_by_id, message.approved_by_id, message.cancelled_by_id,
  message.created_at as written_at
from broadcast_message message
left join templates_history template
  on template.id = message.template_id and template.version = message.template_version;
comment on view broadcast_messages is 'Broadcasts as both APIs show them, in the order of their keys, and written_at for the order of a list.';
comment on column broadcast_messages.reference is 'Title, or identifier of the CAP document.';
comment on column broadcast_messages.cap_event is 'The event of that document.';
comment on column broadcast_messages.template_name is 'Its name in that version.';
comment on column broadcast_messages.personalisation is 'The values of the template''s placeholders; null without a template.';
comment on column broadcast_messages.content is 'The text as it was given.';
comment on column broadcast_messages.areas is 'Where.';
comment on column broadcast_messages.status is 'How far it is.';
comment on column broadcast_messages.starts_at is 'When phones begin to show it.';
comment on column broadcast_messages.finishes_at is 'When they stop.';
comment on column broadcast_messages.approved_at is 'When it was approved.';
comment on column broadcast_messages.cancelled_at is 'When it was cancelled.';
comment on column broadcast_messages.cancelled_by_id is 'Who cancelled it.';
comment on column broadcast_messages.written_at is 'created_at as a time.';
