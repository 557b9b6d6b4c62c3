create or replace view invite_details as
select
  invite.id, invite.email_address, invite.service_id, invite.organisation_id,
  invite.invited_by_id,
  case
    when invite.accepted_at is not null then 'accepted'
    when invite.cancelled_at is not null then 'cancelled'
    else 'pending'
  end as status,
  array_to_string(invite.permissions, ',') as permissions,
  invite.can_make_services_live, invite.auth_type,
  array(
    select folder.id::text
    from unnest(invite.folder_permissions) with ordinality as wanted (id, place)
    join template_folder folder
      on folder.id = wanted.id and folder.service_id = invite.service_id
    order by place
  ) as folder_permissions,
  wire_timestamp(invite.created_at) as created_at
from invites invite;
comment on view invite_details is 'Invitations as the internal API shows them. Personal data. Source: specification, internal API, invitations.';
