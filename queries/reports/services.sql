/* @name GetDetailedService */
select
  id as "id!",
  name as "name!",
  active as "active!",
  restricted as "restricted!",
  count_as_live as "count_as_live!",
  prefix_sms as "prefix_sms!",
  contact_link,
  consent_to_research,
  confirmed_unique as "confirmed_unique!",
  has_active_go_live_request as "has_active_go_live_request!",
  organisation_id as organisation,
  organisation_type,
  notes,
  billing_contact_names,
  billing_contact_email_addresses,
  billing_reference,
  purchase_order_number,
  volume_email,
  volume_letter,
  volume_sms,
  go_live_at,
  go_live_user_id as go_live_user,
  created_at as "created_at!",
  updated_at
from services
where id = :service_id!;

/* @name GetOrganisationId */
select id as "id!"
from organisation
where id = :organisation_id!;

/* @name GetTemplateOfService */
select id as "id!"
from templates
where id = :template_id!
  and service_id = :service_id!;
