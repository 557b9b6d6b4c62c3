/** Types generated for queries found in "queries/notifications/reading.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_type = 'email' | 'letter' | 'sms';

export type notification_typeArray = (notification_type)[];

export type stringArray = (string)[];

/** 'ListNotificationsById' parameters type */
export interface IListNotificationsByIdParams {
  ids: stringArray;
  service_ids: stringArray;
}

/** 'ListNotificationsById' return type */
export interface IListNotificationsByIdResult {
  ord: number;
  written: string;
}

/** 'ListNotificationsById' query type */
export interface IListNotificationsByIdQuery {
  params: IListNotificationsByIdParams;
  result: IListNotificationsByIdResult;
}

const listNotificationsByIdIR: any = {"usedParamSet":{"service_ids":true,"ids":true},"params":[{"name":"service_ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":223,"b":235}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":246,"b":250}]}],"statement":"select\n  -- Any key of the service may read any of its live messages. Requests of a moment share a\n  -- statement: ord says whose row it is.\n  wanted.ord::integer as \"ord!\",\n  notification.written as \"written!\"\nfrom unnest(:service_ids!::uuid[], :ids!::uuid[]) with ordinality as wanted (service_id, id, ord)\njoin written_notifications notification\n  on notification.id = wanted.id and notification.service_id = wanted.service_id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Any key of the service may read any of its live messages. Requests of a moment share a
 *   -- statement: ord says whose row it is.
 *   wanted.ord::integer as "ord!",
 *   notification.written as "written!"
 * from unnest(:service_ids!::uuid[], :ids!::uuid[]) with ordinality as wanted (service_id, id, ord)
 * join written_notifications notification
 *   on notification.id = wanted.id and notification.service_id = wanted.service_id
 * ```
 */
export const listNotificationsById = new PreparedQuery<IListNotificationsByIdParams,IListNotificationsByIdResult>(listNotificationsByIdIR);


/** 'ListNotifications' parameters type */
export interface IListNotificationsParams {
  include_jobs: boolean;
  key_type: key_type;
  most_bytes: number;
  older_than?: string | null | void;
  reference?: string | null | void;
  service_id: string;
  statuses?: stringArray | null | void;
  types: notification_typeArray;
}

/** 'ListNotifications' return type */
export interface IListNotificationsResult {
  written: string | null;
}

/** 'ListNotifications' query type */
export interface IListNotificationsQuery {
  params: IListNotificationsParams;
  result: IListNotificationsResult;
}

const listNotificationsIR: any = {"usedParamSet":{"reference":true,"older_than":true,"service_id":true,"key_type":true,"types":true,"statuses":true,"include_jobs":true,"most_bytes":true},"params":[{"name":"reference","required":false,"transform":{"type":"scalar"},"locs":[{"a":1305,"b":1314},{"a":1406,"b":1415}]},{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":1343,"b":1353},{"a":1451,"b":1461}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1480,"b":1491},{"a":1667,"b":1678},{"a":2256,"b":2267}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":1687,"b":1696},{"a":2270,"b":2279}]},{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":1712,"b":1718},{"a":1928,"b":1934}]},{"name":"statuses","required":false,"transform":{"type":"scalar"},"locs":[{"a":1721,"b":1729},{"a":1937,"b":1945}]},{"name":"include_jobs","required":true,"transform":{"type":"scalar"},"locs":[{"a":1732,"b":1745},{"a":1948,"b":1961}]},{"name":"most_bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":3103,"b":3114},{"a":3220,"b":3231},{"a":3440,"b":3451}]}],"statement":"with position as materialized (\n  -- Where the page begins: at the top, or after a message of this service; after an unknown one\n  -- there is nothing. Planner note: without a reference the page is what newest_notifications finds\n  -- (db/rules/notifications/listing.sql). With one, which a service may give to a million messages,\n  -- every wanted kind is one descent of notifications_client_reference_idx and reads at most a\n  -- page, newest first; the probes' rows are then merged. So the cost is that of at most 84 short\n  -- probes, whatever the depth. The reference is a column here, so that every plan holds both ways\n  -- and the values choose. That, the lists of values in wanted_kinds and the \"limit 1\" keep the\n  -- planner's guesses the same whether it knows the parameters or not, so that it soon settles on\n  -- the general plan: planning costs as much as reading. Rejected: \"status = any (…)\" in one scan,\n  -- which the planner answers by sorting all that match, or by walking past everything that does\n  -- not (a rare status among a million rows: over a second). The page's size is written out,\n  -- because a plan for a limit unknown takes another index and reads for seconds.\n  select\n    'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id,\n    :reference::text as reference\n  where :older_than::uuid is null\n  union all\n  select created_at, id, :reference\n  from notifications\n  where id = :older_than and service_id = :service_id!\n  limit 1\n),\npage as materialized (\n  select found.id, found.created_at\n  from position\n  cross join lateral (\n    select id, created_at\n    from newest_notifications(\n      :service_id!, array[:key_type!]::key_type[], :types!, :statuses, :include_jobs!, true,\n      '-infinity', position.created_at, position.id, 250\n    )\n    where position.reference is null\n    union all\n    select probe.id, probe.created_at\n    from wanted_kinds(:types!, :statuses, :include_jobs!) as kind\n    cross join lateral (\n      select id, created_at\n      from notifications\n      where hashtextextended(client_reference, 0) = hashtextextended(position.reference, 0)\n        and client_reference = position.reference\n        and (service_id, key_type, job_id is null) =\n          (:service_id!, :key_type!, kind.is_without_job)\n        and (notification_type, notification_status) =\n          (kind.notification_type, kind.notification_status)\n        and (created_at, id) < (position.created_at, position.id)\n      order by created_at desc, id desc\n      limit 250\n    ) probe\n    where position.reference is not null\n  ) found\n  order by found.created_at desc, found.id desc\n  limit 250\n)\n-- All of the page is one value: see readPage in src/notifications/written.ts. Messages may be of\n-- megabytes: a page ends early, and the next one begins there. Planner note: weighed one after the\n-- other only where there is one that is larger than its share, which is seldom; to weigh all so\n-- took a tenth of the time. A larger one is not written here.\nselect\n  case\n    when coalesce(max(notification.personalisation_bytes), 0) <= :most_bytes!::integer / 250 then\n      string_agg(\n        case\n          when notification.personalisation_bytes <= :most_bytes! / 250 then notification.written\n        end,\n        E'\\n' order by page.created_at desc, page.id desc\n      )\n    else write_long_page(\n      array_agg(page.id order by page.created_at desc, page.id desc), :most_bytes!\n    )\n  end as written\nfrom page\njoin written_notifications notification using (id)"};

/**
 * Query generated from SQL:
 * ```
 * with position as materialized (
 *   -- Where the page begins: at the top, or after a message of this service; after an unknown one
 *   -- there is nothing. Planner note: without a reference the page is what newest_notifications finds
 *   -- (db/rules/notifications/listing.sql). With one, which a service may give to a million messages,
 *   -- every wanted kind is one descent of notifications_client_reference_idx and reads at most a
 *   -- page, newest first; the probes' rows are then merged. So the cost is that of at most 84 short
 *   -- probes, whatever the depth. The reference is a column here, so that every plan holds both ways
 *   -- and the values choose. That, the lists of values in wanted_kinds and the "limit 1" keep the
 *   -- planner's guesses the same whether it knows the parameters or not, so that it soon settles on
 *   -- the general plan: planning costs as much as reading. Rejected: "status = any (…)" in one scan,
 *   -- which the planner answers by sorting all that match, or by walking past everything that does
 *   -- not (a rare status among a million rows: over a second). The page's size is written out,
 *   -- because a plan for a limit unknown takes another index and reads for seconds.
 *   select
 *     'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id,
 *     :reference::text as reference
 *   where :older_than::uuid is null
 *   union all
 *   select created_at, id, :reference
 *   from notifications
 *   where id = :older_than and service_id = :service_id!
 *   limit 1
 * ),
 * page as materialized (
 *   select found.id, found.created_at
 *   from position
 *   cross join lateral (
 *     select id, created_at
 *     from newest_notifications(
 *       :service_id!, array[:key_type!]::key_type[], :types!, :statuses, :include_jobs!, true,
 *       '-infinity', position.created_at, position.id, 250
 *     )
 *     where position.reference is null
 *     union all
 *     select probe.id, probe.created_at
 *     from wanted_kinds(:types!, :statuses, :include_jobs!) as kind
 *     cross join lateral (
 *       select id, created_at
 *       from notifications
 *       where hashtextextended(client_reference, 0) = hashtextextended(position.reference, 0)
 *         and client_reference = position.reference
 *         and (service_id, key_type, job_id is null) =
 *           (:service_id!, :key_type!, kind.is_without_job)
 *         and (notification_type, notification_status) =
 *           (kind.notification_type, kind.notification_status)
 *         and (created_at, id) < (position.created_at, position.id)
 *       order by created_at desc, id desc
 *       limit 250
 *     ) probe
 *     where position.reference is not null
 *   ) found
 *   order by found.created_at desc, found.id desc
 *   limit 250
 * )
 * -- All of the page is one value: see readPage in src/notifications/written.ts. Messages may be of
 * -- megabytes: a page ends early, and the next one begins there. Planner note: weighed one after the
 * -- other only where there is one that is larger than its share, which is seldom; to weigh all so
 * -- took a tenth of the time. A larger one is not written here.
 * select
 *   case
 *     when coalesce(max(notification.personalisation_bytes), 0) <= :most_bytes!::integer / 250 then
 *       string_agg(
 *         case
 *           when notification.personalisation_bytes <= :most_bytes! / 250 then notification.written
 *         end,
 *         E'\n' order by page.created_at desc, page.id desc
 *       )
 *     else write_long_page(
 *       array_agg(page.id order by page.created_at desc, page.id desc), :most_bytes!
 *     )
 *   end as written
 * from page
 * join written_notifications notification using (id)
 * ```
 */
export const listNotifications = new PreparedQuery<IListNotificationsParams,IListNotificationsResult>(listNotificationsIR);


/** 'ListDeliveryEstimates' parameters type */
export interface IListDeliveryEstimatesParams {
  created_ats: stringArray;
  postages: stringArray;
}

/** 'ListDeliveryEstimates' return type */
export interface IListDeliveryEstimatesResult {
  estimated_delivery: string | null;
  ord: number;
}

/** 'ListDeliveryEstimates' query type */
export interface IListDeliveryEstimatesQuery {
  params: IListDeliveryEstimatesParams;
  result: IListDeliveryEstimatesResult;
}

const listDeliveryEstimatesIR: any = {"usedParamSet":{"created_ats":true,"postages":true},"params":[{"name":"created_ats","required":true,"transform":{"type":"scalar"},"locs":[{"a":146,"b":158}]},{"name":"postages","required":true,"transform":{"type":"scalar"},"locs":[{"a":176,"b":185}]}],"statement":"select\n  letter.ord::integer as \"ord!\",\n  wire_timestamp(estimated_delivery(letter.created_at, letter.postage)) as estimated_delivery\nfrom unnest(:created_ats!::timestamptz[], :postages!::text[])\n  with ordinality as letter (created_at, postage, ord)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   letter.ord::integer as "ord!",
 *   wire_timestamp(estimated_delivery(letter.created_at, letter.postage)) as estimated_delivery
 * from unnest(:created_ats!::timestamptz[], :postages!::text[])
 *   with ordinality as letter (created_at, postage, ord)
 * ```
 */
export const listDeliveryEstimates = new PreparedQuery<IListDeliveryEstimatesParams,IListDeliveryEstimatesResult>(listDeliveryEstimatesIR);


/** 'GetLetterFile' parameters type */
export interface IGetLetterFileParams {
  is_rejected: boolean;
  notification_id: string;
}

/** 'GetLetterFile' return type */
export interface IGetLetterFileResult {
  content_type: string;
  id: string;
  size: number;
}

/** 'GetLetterFile' query type */
export interface IGetLetterFileQuery {
  params: IGetLetterFileParams;
  result: IGetLetterFileResult;
}

const getLetterFileIR: any = {"usedParamSet":{"notification_id":true,"is_rejected":true},"params":[{"name":"notification_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":277,"b":293}]},{"name":"is_rejected","required":true,"transform":{"type":"scalar"},"locs":[{"a":329,"b":341}]}],"statement":"-- What the printer has or is to have; of a letter that can not be printed, what it was to be.\nselect file.id as \"id!\", file.size as \"size!\", file.content_type as \"content_type!\"\nfrom readable_files file\nleft join letter_pdfs pdf on pdf.file_id = file.id\nwhere file.about_id = :notification_id!\n  and (pdf.file_id is not null or :is_rejected!::boolean)\norder by pdf.file_id is null, file.created_at desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * -- What the printer has or is to have; of a letter that can not be printed, what it was to be.
 * select file.id as "id!", file.size as "size!", file.content_type as "content_type!"
 * from readable_files file
 * left join letter_pdfs pdf on pdf.file_id = file.id
 * where file.about_id = :notification_id!
 *   and (pdf.file_id is not null or :is_rejected!::boolean)
 * order by pdf.file_id is null, file.created_at desc
 * limit 1
 * ```
 */
export const getLetterFile = new PreparedQuery<IGetLetterFileParams,IGetLetterFileResult>(getLetterFileIR);


