/* @name GetOrganisation */
select
  -- By id, or by the domain of an address.
  id as "id!", name as "name!", active as "active!", organisation_type, crown, agreement_signed,
  agreement_signed_at, agreement_signed_by_id, agreement_signed_on_behalf_of_name,
  agreement_signed_on_behalf_of_email_address, agreement_signed_version, domains as "domains!",
  count_of_live_services as "count_of_live_services!", email_branding_id, letter_branding_id, notes,
  billing_contact_names, billing_contact_email_addresses, purchase_order_number,
  billing_reference, request_to_go_live_notes,
  can_approve_own_go_live_requests as "can_approve_own_go_live_requests!",
  permissions as "permissions!"
from organisation_details
where id = coalesce(:id::uuid, organisation_of_address(:domain));

/* @name ArchiveOrganisation */
select archive_organisation(:id!, :actor, :now!) as "is_done!";

/* @name ChangeOrganisation */
select change_organisation(:id!, :wanted!, :admin_url!, :actor, :now!) as "is_done!";

/* @name CreateOrganisation */
select create_organisation(:wanted!, :actor, :now!) as "id!";

/* @name LinkServiceToOrganisation */
select link_service_to_organisation(:id!, :service_id!, :actor, :now!) as "is_done!";

/* @name ListOrganisations */
select
  -- All, or those whose names hold a text.
  id as "id!", name as "name!", active as "active!", organisation_type, domains as "domains!",
  count_of_live_services as "count_of_live_services!"
from organisation_details
where :part::text is null or position(lower(:part) in lower(name)) > 0
order by (:part::text is null and not active), name, id;

/* @name ListOrganisationServices */
select id, name, active as "active!", restricted
from services
where organisation_id = :id!
order by not active, name, id;

/* @name SendGoLiveNextSteps */
select send_about_go_live_request(
  :service_id!, '62f12a62-742b-4458-9336-741521b131c7', :recipient!, :personalisation!, :now!
) as "is_done!";

/* @name SendGoLiveRejection */
select send_about_go_live_request(
  :service_id!, '507d0796-9e23-4ad7-b83b-5efbd9496866', null,
  jsonb_set(
    :personalisation!::jsonb, '{reason}',
    to_jsonb(indented_lines(:personalisation!::jsonb ->> 'reason'))
  ),
  :now!
) as "is_done!";

/* @name SendGoLiveRequest */
select send_go_live_request(:service_id!, :admin_url!, :now!) as "is_done!";
