/* @name ArchiveEmailBranding */
select archive_email_branding(:id!, :actor, :now!) as "is_found!";

/* @name ChangeEmailBranding */
select change_email_branding(:id!, :changes!, :actor, :now!) as "is_found!";

/* @name ChangeLetterBranding */
select change_letter_branding(:id!, :name!, :filename!, :actor, :now!) as "is_found!";

/* @name CreateEmailBranding */
select create_email_branding(:branding!, :actor, :now!) as "id!";

/* @name CreateLetterBranding */
select create_letter_branding(:name!, :filename!, :actor, :now!) as "id!";

/* @name FindUnusedBrandingName */
select unused_branding_name(:channel!, :wanted!) as name;

/* @name ListBrandingUsers */
select
  coalesce(
    jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id)
      filter (where kind = 'services'),
    '[]'
  ) as "services!",
  coalesce(
    jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id)
      filter (where kind = 'organisations'),
    '[]'
  ) as "organisations!"
from branding_users
where channel = :channel! and branding_id = :id!;

/* @name ListEmailBrandings */
select
  id, name, brand_type, colour, logo, text, alt_text, created_by_id,
  wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
from email_branding
where case when :id::uuid is null then archived_at is null else id = :id end
order by lower(name), id;

/* @name ListLetterBrandings */
select
  id, name, filename, created_by_id, wire_timestamp(created_at) as "created_at!",
  wire_timestamp(updated_at) as updated_at
from letter_branding
where :id::uuid is null or id = :id
order by name, id;
