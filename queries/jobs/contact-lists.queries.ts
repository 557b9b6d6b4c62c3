/** Types generated for queries found in "queries/jobs/contact-lists.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type template_type = 'broadcast' | 'email' | 'letter' | 'sms';

/** 'AddContactList' parameters type */
export interface IAddContactListParams {
  actor: string;
  id: string;
  now: string;
  original_file_name: string;
  row_count: number;
  service_id: string;
  template_type: template_type;
}

/** 'AddContactList' return type */
export interface IAddContactListResult {
  add_contact_list: undefined | null;
}

/** 'AddContactList' query type */
export interface IAddContactListQuery {
  params: IAddContactListParams;
  result: IAddContactListResult;
}

const addContactListIR: any = {"usedParamSet":{"id":true,"service_id":true,"original_file_name":true,"row_count":true,"template_type":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":30}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":44}]},{"name":"original_file_name","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":66}]},{"name":"row_count","required":true,"transform":{"type":"scalar"},"locs":[{"a":69,"b":79}]},{"name":"template_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":96}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":99,"b":105}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":108,"b":112}]}],"statement":"select add_contact_list(\n  :id!, :service_id!, :original_file_name!, :row_count!, :template_type!, :actor!, :now!\n)"};

/**
 * Query generated from SQL:
 * ```
 * select add_contact_list(
 *   :id!, :service_id!, :original_file_name!, :row_count!, :template_type!, :actor!, :now!
 * )
 * ```
 */
export const addContactList = new PreparedQuery<IAddContactListParams,IAddContactListResult>(addContactListIR);


/** 'ArchiveContactList' parameters type */
export interface IArchiveContactListParams {
  actor?: string | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'ArchiveContactList' return type */
export interface IArchiveContactListResult {
  is_archived: boolean;
}

/** 'ArchiveContactList' query type */
export interface IArchiveContactListQuery {
  params: IArchiveContactListParams;
  result: IArchiveContactListResult;
}

const archiveContactListIR: any = {"usedParamSet":{"service_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":39}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":45}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":48,"b":53}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":60}]}],"statement":"select archive_contact_list(:service_id!, :id!, :actor, :now!) as \"is_archived!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_contact_list(:service_id!, :id!, :actor, :now!) as "is_archived!"
 * ```
 */
export const archiveContactList = new PreparedQuery<IArchiveContactListParams,IArchiveContactListResult>(archiveContactListIR);


/** 'ListContactLists' parameters type */
export interface IListContactListsParams {
  id?: string | null | void;
  now: string;
  service_id: string;
}

/** 'ListContactLists' return type */
export interface IListContactListsResult {
  created_at: string;
  created_by_name: string;
  has_jobs: boolean;
  id: string;
  original_file_name: string;
  recent_job_count: number;
  row_count: number;
  template_type: template_type;
}

/** 'ListContactLists' query type */
export interface IListContactListsQuery {
  params: IListContactListsParams;
  result: IListContactListsResult;
}

const listContactListsIR: any = {"usedParamSet":{"service_id":true,"id":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":334,"b":345}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":348,"b":350}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":353,"b":357}]}],"statement":"select\n  list.id as \"id!\", list.original_file_name as \"original_file_name!\",\n  list.row_count as \"row_count!\", list.template_type as \"template_type!\",\n  wire_timestamp(list.created_at) as \"created_at!\", person.name as created_by_name,\n  list.recent_job_count as \"recent_job_count!\", list.has_jobs as \"has_jobs!\"\nfrom contact_lists_of(:service_id!, :id, :now!) as list\nleft join users person on person.id = list.created_by_id\norder by list.created_at desc, list.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   list.id as "id!", list.original_file_name as "original_file_name!",
 *   list.row_count as "row_count!", list.template_type as "template_type!",
 *   wire_timestamp(list.created_at) as "created_at!", person.name as created_by_name,
 *   list.recent_job_count as "recent_job_count!", list.has_jobs as "has_jobs!"
 * from contact_lists_of(:service_id!, :id, :now!) as list
 * left join users person on person.id = list.created_by_id
 * order by list.created_at desc, list.id
 * ```
 */
export const listContactLists = new PreparedQuery<IListContactListsParams,IListContactListsResult>(listContactListsIR);


