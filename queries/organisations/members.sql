/* @name ListOrganisationMembers */
select
  -- The active members of an organisation, oldest first, in JSON.
  coalesce(json_agg(person order by person.created_at, person.id), '[]')::text as "people!"
from user_to_organisation member
join user_details person on person.id = member.user_id
where member.organisation_id = :organisation_id! and person.state = 'active';

/* @name AddOrganisationMember */
select add_organisation_member(
  :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!
) as "is_done!";

/* @name ChangeOrganisationMember */
select change_organisation_member(
  :organisation_id!, :user_id!, :can_make_services_live!, :actor, :now!
) as "is_done!";

/* @name RemoveOrganisationMember */
select remove_organisation_member(:organisation_id!, :user_id!, :actor, :now!) as is_done;
