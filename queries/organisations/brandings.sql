/* @name AddBrandings */
select add_brandings(
  :organisation_id!, :email_branding_ids!, :letter_branding_ids!, :actor, :now!
) as "is_done!";

/* @name ListEmailBrandingPool */
select
  branding.id, branding.name, branding.colour, branding.logo, branding.text, branding.alt_text,
  branding.brand_type, branding.created_by_id,
  wire_timestamp(branding.created_at) as "created_at!",
  wire_timestamp(branding.updated_at) as updated_at
from email_branding_to_organisation pool
join email_branding branding on branding.id = pool.email_branding_id
where pool.organisation_id = :organisation_id!
order by branding.name, branding.id;

/* @name ListLetterBrandingPool */
select
  branding.id, branding.name, branding.filename, branding.created_by_id,
  wire_timestamp(branding.created_at) as "created_at!",
  wire_timestamp(branding.updated_at) as updated_at
from letter_branding_to_organisation pool
join letter_branding branding on branding.id = pool.letter_branding_id
where pool.organisation_id = :organisation_id!
order by branding.name, branding.id;

/* @name RemoveBranding */
select remove_branding(
  :organisation_id!, :email_branding_id, :letter_branding_id, :actor, :now!
) as "is_done!";
