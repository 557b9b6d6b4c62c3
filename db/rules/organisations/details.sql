create or replace view organisation_details as
select
  organisation.id, organisation.name, organisation.archived_at is null as active,
  organisation.organisation_type, organisation.crown, organisation.agreement_signed,
  wire_rfc_date(organisation.agreement_signed_at) as agreement_signed_at,
  organisation.agreement_signed_by_id, organisation.agreement_signed_on_behalf_of_name,
  organisation.agreement_signed_on_behalf_of_email_address,
  organisation.agreement_signed_version::double precision as agreement_signed_version,
  array(
    select domain from domain where domain.organisation_id = organisation.id order by domain
  ) as domains,
  (
    select count(*)
    from services
    where services.organisation_id = organisation.id and services.archived_at is null
      and services.active and not services.restricted
  ) as count_of_live_services,
  organisation.email_branding_id, organisation.letter_branding_id, organisation.notes,
  organisation.billing_contact_names, organisation.billing_contact_email_addresses,
  organisation.purchase_order_number, organisation.billing_reference,
  organisation.request_to_go_live_notes, organisation.can_approve_own_go_live_requests,
  array(
    select permission::text
    from organisation_permissions
    where organisation_permissions.organisation_id = organisation.id
    order by permission
  ) as permissions
from organisation;
comment on view organisation_details is 'Organisations as the internal API shows them. Live services are here those that are active and out of trial mode. Personal data. Source: specification, internal API, shared shapes.';
