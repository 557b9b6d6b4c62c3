/** Types generated for queries found in "queries/notifications/reading.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type key_type = 'normal' | 'team' | 'test';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type notification_type = 'email' | 'letter' | 'sms';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type notification_typeArray = (notification_type)[];

export type stringArray = (string)[];

/** 'ListNotificationsById' parameters type */
export interface IListNotificationsByIdParams {
  ids: stringArray;
  service_ids: stringArray;
}

/** 'ListNotificationsById' return type */
export interface IListNotificationsByIdResult {
  client_reference: string | null;
  completed_at: string | null;
  cost_details: Json;
  cost_in_pounds: number | null;
  created_at: string;
  created_by_name: string | null;
  estimated_delivery: string | null;
  id: string;
  is_cost_data_ready: boolean;
  notification_status: notification_status;
  notification_type: notification_type;
  ord: number;
  personalisation: Json;
  postage: postage | null;
  sent_at: string | null;
  template_id: string;
  template_version: number;
  to: string;
  unsubscribe_link: string | null;
}

/** 'ListNotificationsById' query type */
export interface IListNotificationsByIdQuery {
  params: IListNotificationsByIdParams;
  result: IListNotificationsByIdResult;
}

const listNotificationsByIdIR: any = {"usedParamSet":{"service_ids":true,"ids":true},"params":[{"name":"service_ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":1096,"b":1108}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":1119,"b":1123}]}],"statement":"select\n  -- Any key of the service may read any of its live messages. Requests of a moment share a\n  -- statement: ord says whose row it is.\n  wanted.ord::integer as \"ord!\",\n  notification.id as \"id!\",\n  notification.client_reference,\n  notification.notification_type as \"notification_type!\",\n  notification.notification_status as \"notification_status!\",\n  notification.\"to\" as \"to!\",\n  notification.personalisation as \"personalisation!\",\n  notification.template_id as \"template_id!\",\n  notification.template_version as \"template_version!\",\n  notification.created_at as \"created_at!\",\n  notification.created_by_name,\n  notification.sent_at,\n  notification.completed_at,\n  notification.postage,\n  notification.unsubscribe_link,\n  notification.is_cost_data_ready as \"is_cost_data_ready!\",\n  notification.cost_in_pounds::float8 as cost_in_pounds,\n  notification.cost_details as \"cost_details!\",\n  wire_timestamp(\n    case when notification.notification_type = 'letter'\n      then estimated_delivery(notification.accepted_at, notification.postage::text)\n    end\n  ) as estimated_delivery\nfrom unnest(:service_ids!::uuid[], :ids!::uuid[]) with ordinality as wanted (service_id, id, ord)\njoin readable_notifications notification\n  on notification.id = wanted.id and notification.service_id = wanted.service_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Any key of the service may read any of its live messages. Requests of a moment share a
 *   -- statement: ord says whose row it is.
 *   wanted.ord::integer as "ord!",
 *   notification.id as "id!",
 *   notification.client_reference,
 *   notification.notification_type as "notification_type!",
 *   notification.notification_status as "notification_status!",
 *   notification."to" as "to!",
 *   notification.personalisation as "personalisation!",
 *   notification.template_id as "template_id!",
 *   notification.template_version as "template_version!",
 *   notification.created_at as "created_at!",
 *   notification.created_by_name,
 *   notification.sent_at,
 *   notification.completed_at,
 *   notification.postage,
 *   notification.unsubscribe_link,
 *   notification.is_cost_data_ready as "is_cost_data_ready!",
 *   notification.cost_in_pounds::float8 as cost_in_pounds,
 *   notification.cost_details as "cost_details!",
 *   wire_timestamp(
 *     case when notification.notification_type = 'letter'
 *       then estimated_delivery(notification.accepted_at, notification.postage::text)
 *     end
 *   ) as estimated_delivery
 * from unnest(:service_ids!::uuid[], :ids!::uuid[]) with ordinality as wanted (service_id, id, ord)
 * join readable_notifications notification
 *   on notification.id = wanted.id and notification.service_id = wanted.service_id
 * ```
 */
export const listNotificationsById = new PreparedQuery<IListNotificationsByIdParams,IListNotificationsByIdResult>(listNotificationsByIdIR);


/** 'ListNotifications' parameters type */
export interface IListNotificationsParams {
  include_jobs: boolean;
  key_type: key_type;
  older_than?: string | null | void;
  service_id: string;
  statuses?: stringArray | null | void;
  types: notification_typeArray;
}

/** 'ListNotifications' return type */
export interface IListNotificationsResult {
  client_reference: string | null;
  completed_at: string | null;
  cost_details: Json;
  cost_in_pounds: number | null;
  created_at: string;
  created_by_name: string | null;
  estimated_delivery: string | null;
  id: string;
  is_cost_data_ready: boolean;
  notification_status: notification_status;
  notification_type: notification_type;
  personalisation: Json;
  postage: postage | null;
  sent_at: string | null;
  template_id: string;
  template_version: number;
  to: string;
  unsubscribe_link: string | null;
}

/** 'ListNotifications' query type */
export interface IListNotificationsQuery {
  params: IListNotificationsParams;
  result: IListNotificationsResult;
}

const listNotificationsIR: any = {"usedParamSet":{"older_than":true,"service_id":true,"statuses":true,"key_type":true,"types":true,"include_jobs":true},"params":[{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":1043,"b":1053},{"a":1139,"b":1149}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1168,"b":1179},{"a":1599,"b":1610}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":1407,"b":1415}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":1633,"b":1642}]},{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":1933,"b":1939}]},{"name":"include_jobs","required":true,"transform":{"type":"scalar"},"locs":[{"a":1994,"b":2007}]}],"statement":"with position as materialized (\n  -- Where the page begins: at the top, or after a message of this service; after an unknown one\n  -- there is nothing. Planner note: every wanted (channel, status, from a file or not) is one\n  -- descent of notifications_list_idx and reads at most a page, newest first; the probes' rows are\n  -- then merged. So the cost is that of at most 84 short probes, whatever the depth. The lists of\n  -- values and the \"limit 1\" keep the planner's guesses the same whether it knows the parameters or\n  -- not, so that it soon settles on the general plan: planning costs as much as reading. Rejected:\n  -- \"status = any (…)\" in one scan, which the planner answers by sorting all that match, or by\n  -- walking past everything that does not (a rare status among a million rows: over a second). The\n  -- page's size is written out, because a plan for a limit unknown takes another index and reads\n  -- for seconds.\n  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id\n  where :older_than::uuid is null\n  union all\n  select created_at, id\n  from notifications\n  where id = :older_than and service_id = :service_id!\n  limit 1\n),\npage as materialized (\n  select probe.id, probe.created_at, wanted_type\n  from position\n  cross join (values ('sms'::notification_type), ('email'), ('letter')) as channel (wanted_type)\n  cross join statuses_meant(:statuses) as wanted_status\n  cross join (values (true), (false)) as origin (wanted_without_job)\n  cross join lateral (\n    select id, created_at\n    from notifications\n    where service_id = :service_id!\n      and key_type = :key_type!\n      and (job_id is null) = wanted_without_job\n      and notification_type = wanted_type\n      and notification_status = wanted_status\n      and (created_at, id) < (position.created_at, position.id)\n    order by created_at desc, id desc\n    limit 250\n  ) probe\n  where wanted_type = any (:types!::notification_type[])\n    and (wanted_without_job or :include_jobs!::boolean)\n  order by probe.created_at desc, probe.id desc\n  limit 250\n),\n-- A letter's delivery depends on its print day and postage: a page has few of these, and each takes\n-- a walk through the calendar.\nletter as materialized (\n  select id, page.created_at, postage, letter_print_day(page.created_at, print_cut_off,\n    time_zone) as print_day\n  from page\n  cross join settings\n  join notifications using (id)\n  where wanted_type = 'letter'\n),\ndelivery as materialized (\n  select print_day, postage, wire_timestamp(estimated_delivery(min(created_at),\n    postage::text)) as estimated_delivery\n  from letter\n  group by print_day, postage\n)\nselect\n  notification.id as \"id!\",\n  notification.client_reference,\n  notification.notification_type as \"notification_type!\",\n  notification.notification_status as \"notification_status!\",\n  notification.\"to\" as \"to!\",\n  notification.personalisation as \"personalisation!\",\n  notification.template_id as \"template_id!\",\n  notification.template_version as \"template_version!\",\n  notification.created_at as \"created_at!\",\n  notification.created_by_name,\n  notification.sent_at,\n  notification.completed_at,\n  notification.postage,\n  notification.unsubscribe_link,\n  notification.is_cost_data_ready as \"is_cost_data_ready!\",\n  notification.cost_in_pounds::float8 as cost_in_pounds,\n  notification.cost_details as \"cost_details!\",\n  delivery.estimated_delivery\nfrom page\njoin readable_notifications notification using (id)\nleft join letter using (id)\nleft join delivery on delivery.print_day = letter.print_day and delivery.postage = letter.postage\norder by page.created_at desc, page.id desc"};

/**
 * Query generated from SQL:
 * ```
 * with position as materialized (
 *   -- Where the page begins: at the top, or after a message of this service; after an unknown one
 *   -- there is nothing. Planner note: every wanted (channel, status, from a file or not) is one
 *   -- descent of notifications_list_idx and reads at most a page, newest first; the probes' rows are
 *   -- then merged. So the cost is that of at most 84 short probes, whatever the depth. The lists of
 *   -- values and the "limit 1" keep the planner's guesses the same whether it knows the parameters or
 *   -- not, so that it soon settles on the general plan: planning costs as much as reading. Rejected:
 *   -- "status = any (…)" in one scan, which the planner answers by sorting all that match, or by
 *   -- walking past everything that does not (a rare status among a million rows: over a second). The
 *   -- page's size is written out, because a plan for a limit unknown takes another index and reads
 *   -- for seconds.
 *   select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
 *   where :older_than::uuid is null
 *   union all
 *   select created_at, id
 *   from notifications
 *   where id = :older_than and service_id = :service_id!
 *   limit 1
 * ),
 * page as materialized (
 *   select probe.id, probe.created_at, wanted_type
 *   from position
 *   cross join (values ('sms'::notification_type), ('email'), ('letter')) as channel (wanted_type)
 *   cross join statuses_meant(:statuses) as wanted_status
 *   cross join (values (true), (false)) as origin (wanted_without_job)
 *   cross join lateral (
 *     select id, created_at
 *     from notifications
 *     where service_id = :service_id!
 *       and key_type = :key_type!
 *       and (job_id is null) = wanted_without_job
 *       and notification_type = wanted_type
 *       and notification_status = wanted_status
 *       and (created_at, id) < (position.created_at, position.id)
 *     order by created_at desc, id desc
 *     limit 250
 *   ) probe
 *   where wanted_type = any (:types!::notification_type[])
 *     and (wanted_without_job or :include_jobs!::boolean)
 *   order by probe.created_at desc, probe.id desc
 *   limit 250
 * ),
 * -- A letter's delivery depends on its print day and postage: a page has few of these, and each takes
 * -- a walk through the calendar.
 * letter as materialized (
 *   select id, page.created_at, postage, letter_print_day(page.created_at, print_cut_off,
 *     time_zone) as print_day
 *   from page
 *   cross join settings
 *   join notifications using (id)
 *   where wanted_type = 'letter'
 * ),
 * delivery as materialized (
 *   select print_day, postage, wire_timestamp(estimated_delivery(min(created_at),
 *     postage::text)) as estimated_delivery
 *   from letter
 *   group by print_day, postage
 * )
 * select
 *   notification.id as "id!",
 *   notification.client_reference,
 *   notification.notification_type as "notification_type!",
 *   notification.notification_status as "notification_status!",
 *   notification."to" as "to!",
 *   notification.personalisation as "personalisation!",
 *   notification.template_id as "template_id!",
 *   notification.template_version as "template_version!",
 *   notification.created_at as "created_at!",
 *   notification.created_by_name,
 *   notification.sent_at,
 *   notification.completed_at,
 *   notification.postage,
 *   notification.unsubscribe_link,
 *   notification.is_cost_data_ready as "is_cost_data_ready!",
 *   notification.cost_in_pounds::float8 as cost_in_pounds,
 *   notification.cost_details as "cost_details!",
 *   delivery.estimated_delivery
 * from page
 * join readable_notifications notification using (id)
 * left join letter using (id)
 * left join delivery on delivery.print_day = letter.print_day and delivery.postage = letter.postage
 * order by page.created_at desc, page.id desc
 * ```
 */
export const listNotifications = new PreparedQuery<IListNotificationsParams,IListNotificationsResult>(listNotificationsIR);


/** 'ListNotificationsByReference' parameters type */
export interface IListNotificationsByReferenceParams {
  include_jobs: boolean;
  key_type: key_type;
  older_than?: string | null | void;
  reference: string;
  service_id: string;
  statuses?: stringArray | null | void;
  types: notification_typeArray;
}

/** 'ListNotificationsByReference' return type */
export interface IListNotificationsByReferenceResult {
  client_reference: string | null;
  completed_at: string | null;
  cost_details: Json;
  cost_in_pounds: number | null;
  created_at: string;
  created_by_name: string | null;
  estimated_delivery: string | null;
  id: string;
  is_cost_data_ready: boolean;
  notification_status: notification_status;
  notification_type: notification_type;
  personalisation: Json;
  postage: postage | null;
  sent_at: string | null;
  template_id: string;
  template_version: number;
  to: string;
  unsubscribe_link: string | null;
}

/** 'ListNotificationsByReference' query type */
export interface IListNotificationsByReferenceQuery {
  params: IListNotificationsByReferenceParams;
  result: IListNotificationsByReferenceResult;
}

const listNotificationsByReferenceIR: any = {"usedParamSet":{"older_than":true,"service_id":true,"statuses":true,"key_type":true,"reference":true,"types":true,"include_jobs":true},"params":[{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":205,"b":215},{"a":301,"b":311}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":330,"b":341},{"a":761,"b":772}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":569,"b":577}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":795,"b":804}]},{"name":"reference","required":true,"transform":{"type":"scalar"},"locs":[{"a":873,"b":883},{"a":918,"b":928}]},{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":1219,"b":1225}]},{"name":"include_jobs","required":true,"transform":{"type":"scalar"},"locs":[{"a":1280,"b":1293}]}],"statement":"with position as materialized (\n  -- As ListNotifications, on notifications_client_reference_idx.\n  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id\n  where :older_than::uuid is null\n  union all\n  select created_at, id\n  from notifications\n  where id = :older_than and service_id = :service_id!\n  limit 1\n),\npage as materialized (\n  select probe.id, probe.created_at, wanted_type\n  from position\n  cross join (values ('sms'::notification_type), ('email'), ('letter')) as channel (wanted_type)\n  cross join statuses_meant(:statuses) as wanted_status\n  cross join (values (true), (false)) as origin (wanted_without_job)\n  cross join lateral (\n    select id, created_at\n    from notifications\n    where service_id = :service_id!\n      and key_type = :key_type!\n      and hashtextextended(client_reference, 0) = hashtextextended(:reference!, 0)\n      and client_reference = :reference!\n      and (job_id is null) = wanted_without_job\n      and notification_type = wanted_type\n      and notification_status = wanted_status\n      and (created_at, id) < (position.created_at, position.id)\n    order by created_at desc, id desc\n    limit 250\n  ) probe\n  where wanted_type = any (:types!::notification_type[])\n    and (wanted_without_job or :include_jobs!::boolean)\n  order by probe.created_at desc, probe.id desc\n  limit 250\n),\n-- A letter's delivery depends on its print day and postage: a page has few of these, and each takes\n-- a walk through the calendar.\nletter as materialized (\n  select id, page.created_at, postage, letter_print_day(page.created_at, print_cut_off,\n    time_zone) as print_day\n  from page\n  cross join settings\n  join notifications using (id)\n  where wanted_type = 'letter'\n),\ndelivery as materialized (\n  select print_day, postage, wire_timestamp(estimated_delivery(min(created_at),\n    postage::text)) as estimated_delivery\n  from letter\n  group by print_day, postage\n)\nselect\n  notification.id as \"id!\",\n  notification.client_reference,\n  notification.notification_type as \"notification_type!\",\n  notification.notification_status as \"notification_status!\",\n  notification.\"to\" as \"to!\",\n  notification.personalisation as \"personalisation!\",\n  notification.template_id as \"template_id!\",\n  notification.template_version as \"template_version!\",\n  notification.created_at as \"created_at!\",\n  notification.created_by_name,\n  notification.sent_at,\n  notification.completed_at,\n  notification.postage,\n  notification.unsubscribe_link,\n  notification.is_cost_data_ready as \"is_cost_data_ready!\",\n  notification.cost_in_pounds::float8 as cost_in_pounds,\n  notification.cost_details as \"cost_details!\",\n  delivery.estimated_delivery\nfrom page\njoin readable_notifications notification using (id)\nleft join letter using (id)\nleft join delivery on delivery.print_day = letter.print_day and delivery.postage = letter.postage\norder by page.created_at desc, page.id desc"};

/**
 * Query generated from SQL:
 * ```
 * with position as materialized (
 *   -- As ListNotifications, on notifications_client_reference_idx.
 *   select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
 *   where :older_than::uuid is null
 *   union all
 *   select created_at, id
 *   from notifications
 *   where id = :older_than and service_id = :service_id!
 *   limit 1
 * ),
 * page as materialized (
 *   select probe.id, probe.created_at, wanted_type
 *   from position
 *   cross join (values ('sms'::notification_type), ('email'), ('letter')) as channel (wanted_type)
 *   cross join statuses_meant(:statuses) as wanted_status
 *   cross join (values (true), (false)) as origin (wanted_without_job)
 *   cross join lateral (
 *     select id, created_at
 *     from notifications
 *     where service_id = :service_id!
 *       and key_type = :key_type!
 *       and hashtextextended(client_reference, 0) = hashtextextended(:reference!, 0)
 *       and client_reference = :reference!
 *       and (job_id is null) = wanted_without_job
 *       and notification_type = wanted_type
 *       and notification_status = wanted_status
 *       and (created_at, id) < (position.created_at, position.id)
 *     order by created_at desc, id desc
 *     limit 250
 *   ) probe
 *   where wanted_type = any (:types!::notification_type[])
 *     and (wanted_without_job or :include_jobs!::boolean)
 *   order by probe.created_at desc, probe.id desc
 *   limit 250
 * ),
 * -- A letter's delivery depends on its print day and postage: a page has few of these, and each takes
 * -- a walk through the calendar.
 * letter as materialized (
 *   select id, page.created_at, postage, letter_print_day(page.created_at, print_cut_off,
 *     time_zone) as print_day
 *   from page
 *   cross join settings
 *   join notifications using (id)
 *   where wanted_type = 'letter'
 * ),
 * delivery as materialized (
 *   select print_day, postage, wire_timestamp(estimated_delivery(min(created_at),
 *     postage::text)) as estimated_delivery
 *   from letter
 *   group by print_day, postage
 * )
 * select
 *   notification.id as "id!",
 *   notification.client_reference,
 *   notification.notification_type as "notification_type!",
 *   notification.notification_status as "notification_status!",
 *   notification."to" as "to!",
 *   notification.personalisation as "personalisation!",
 *   notification.template_id as "template_id!",
 *   notification.template_version as "template_version!",
 *   notification.created_at as "created_at!",
 *   notification.created_by_name,
 *   notification.sent_at,
 *   notification.completed_at,
 *   notification.postage,
 *   notification.unsubscribe_link,
 *   notification.is_cost_data_ready as "is_cost_data_ready!",
 *   notification.cost_in_pounds::float8 as cost_in_pounds,
 *   notification.cost_details as "cost_details!",
 *   delivery.estimated_delivery
 * from page
 * join readable_notifications notification using (id)
 * left join letter using (id)
 * left join delivery on delivery.print_day = letter.print_day and delivery.postage = letter.postage
 * order by page.created_at desc, page.id desc
 * ```
 */
export const listNotificationsByReference = new PreparedQuery<IListNotificationsByReferenceParams,IListNotificationsByReferenceResult>(listNotificationsByReferenceIR);


/** 'GetLetterFile' parameters type */
export interface IGetLetterFileParams {
  notification_id: string;
}

/** 'GetLetterFile' return type */
export interface IGetLetterFileResult {
  /** Media type that it is served with. */
  content_type: string;
  /** Given by whoever stores it, because the contents are encrypted for this id. */
  id: string;
  /** Bytes, before encryption. */
  size: number;
}

/** 'GetLetterFile' query type */
export interface IGetLetterFileQuery {
  params: IGetLetterFileParams;
  result: IGetLetterFileResult;
}

const getLetterFileIR: any = {"usedParamSet":{"notification_id":true},"params":[{"name":"notification_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":104,"b":120}]}],"statement":"select id as \"id!\", size as \"size!\", content_type as \"content_type!\"\nfrom files\nwhere notification_id = :notification_id! and purpose = 'precompiled-letter' and deleted_at is null\norder by created_at desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", size as "size!", content_type as "content_type!"
 * from files
 * where notification_id = :notification_id! and purpose = 'precompiled-letter' and deleted_at is null
 * order by created_at desc
 * limit 1
 * ```
 */
export const getLetterFile = new PreparedQuery<IGetLetterFileParams,IGetLetterFileResult>(getLetterFileIR);


