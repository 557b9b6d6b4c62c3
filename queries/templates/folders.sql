/* @name ChangeTemplateFolder */
select change_template_folder(
  :service_id!, :id!, :name!, :members::uuid[], :actor, :now!
) as "is_found!";

/* @name CreateTemplateFolder */
select create_template_folder(:service_id!, :name!, :parent_id, :actor, :now!) as "id!";

/* @name DeleteTemplateFolder */
select delete_template_folder(:service_id!, :id!, :actor, :now!) as "is_found!";

/* @name ListTemplateFolders */
select
  folder.id, folder.name, folder.parent_id, folder.service_id,
  coalesce(
    array_agg(seen_by.user_id order by seen_by.user_id) filter (where seen_by.user_id is not null),
    '{}'
  )::text[] as "users_with_permission!"
from template_folder folder
left join user_folder_permissions seen_by
  on seen_by.template_folder_id = folder.id and seen_by.service_id = folder.service_id
where folder.service_id = :service_id! and (:id::uuid is null or folder.id = :id)
group by folder.id
order by folder.name, folder.id;

/* @name MoveToTemplateFolder */
select found as "is_found!", refusal
from move_to_template_folder(
  :service_id!, :target_id, :folders!::uuid[], :templates!::uuid[], :actor, :now!
);
