/* @name ListServiceMembers */
select
  -- The members of a service, oldest first, in JSON.
  coalesce(json_agg(person order by member.created_at, person.id), '[]')::text as "people!"
from user_to_service member
join user_details person on person.id = member.user_id
where member.service_id = :service_id!;

/* @name AddServiceMember */
select add_service_member(
  :service_id!, :user_id!, :permissions!, :folder_permissions!, :actor, :now!
) as "is_done!";

/* @name ChangeMemberRights */
select change_member_rights(
  :service_id!, :user_id!, :permissions!, :folder_permissions, :actor, :now!
) as "is_done!";

/* @name RemoveServiceMember */
select remove_service_member(:service_id!, :user_id!, :actor, :now!) as is_done;
