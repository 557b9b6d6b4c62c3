/** Types generated for queries found in "queries/inbound.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

/** 'ListReceivedTexts' parameters type */
export interface IListReceivedTextsParams {
  older_than?: string | null | void;
  service_id: string;
}

/** 'ListReceivedTexts' return type */
export interface IListReceivedTextsResult {
  /** What it says. Personal data. */
  content: string;
  created_at: string;
  id: string;
  /** That number. */
  notify_number: string;
  /** Whose number it came to. */
  service_id: string;
  /** Who sent it. Personal data. */
  user_number: string;
}

/** 'ListReceivedTexts' query type */
export interface IListReceivedTextsQuery {
  params: IListReceivedTextsParams;
  result: IListReceivedTextsResult;
}

const listReceivedTextsIR: any = {"usedParamSet":{"older_than":true,"service_id":true},"params":[{"name":"older_than","required":false,"transform":{"type":"scalar"},"locs":[{"a":361,"b":371},{"a":455,"b":465}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":484,"b":495},{"a":895,"b":906}]}],"statement":"with position as materialized (\n  -- Where the page begins: at the top, or after a text of this service; after an unknown one there\n  -- is nothing. Planner note: one descent of inbound_sms_service_id_created_at_idx and a page of\n  -- rows in its order.\n  select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id\n  where :older_than::uuid is null\n  union all\n  select created_at, id\n  from inbound_sms\n  where id = :older_than and service_id = :service_id!\n)\nselect\n  received.id as \"id!\",\n  wire_timestamp(received.created_at) as \"created_at!\",\n  received.service_id as \"service_id!\",\n  received.notify_number as \"notify_number!\",\n  received.user_number as \"user_number!\",\n  received.content as \"content!\"\nfrom position\ncross join lateral (\n  select id, created_at, service_id, notify_number, user_number, content\n  from inbound_sms\n  where service_id = :service_id! and (created_at, id) < (position.created_at, position.id)\n  order by created_at desc, id desc\n  limit 250\n) received\norder by received.created_at desc, received.id desc"};

/**
 * Query generated from SQL:
 * ```
 * with position as materialized (
 *   -- Where the page begins: at the top, or after a text of this service; after an unknown one there
 *   -- is nothing. Planner note: one descent of inbound_sms_service_id_created_at_idx and a page of
 *   -- rows in its order.
 *   select 'infinity'::timestamptz as created_at, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as id
 *   where :older_than::uuid is null
 *   union all
 *   select created_at, id
 *   from inbound_sms
 *   where id = :older_than and service_id = :service_id!
 * )
 * select
 *   received.id as "id!",
 *   wire_timestamp(received.created_at) as "created_at!",
 *   received.service_id as "service_id!",
 *   received.notify_number as "notify_number!",
 *   received.user_number as "user_number!",
 *   received.content as "content!"
 * from position
 * cross join lateral (
 *   select id, created_at, service_id, notify_number, user_number, content
 *   from inbound_sms
 *   where service_id = :service_id! and (created_at, id) < (position.created_at, position.id)
 *   order by created_at desc, id desc
 *   limit 250
 * ) received
 * order by received.created_at desc, received.id desc
 * ```
 */
export const listReceivedTexts = new PreparedQuery<IListReceivedTextsParams,IListReceivedTextsResult>(listReceivedTextsIR);


