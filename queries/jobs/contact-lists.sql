/* @name AddContactList */
select add_contact_list(
  :id!, :service_id!, :original_file_name!, :row_count!, :template_type!, :actor!, :now!
);

/* @name ArchiveContactList */
select archive_contact_list(:service_id!, :id!, :actor, :now!) as "is_archived!";

/* @name ListContactLists */
select
  list.id as "id!", list.original_file_name as "original_file_name!",
  list.row_count as "row_count!", list.template_type as "template_type!",
  wire_timestamp(list.created_at) as "created_at!", person.name as created_by_name,
  list.recent_job_count as "recent_job_count!", list.has_jobs as "has_jobs!"
from contact_lists_of(:service_id!, :id, :now!) as list
left join users person on person.id = list.created_by_id
order by list.created_at desc, list.id;
