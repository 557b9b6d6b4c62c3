/** Types generated for queries found in "queries/notifications/bulk.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type stringArray = (string)[];

/** 'CountIdempotencyConflicts' parameters type */
export interface ICountIdempotencyConflictsParams {
  keys: stringArray;
  now: string;
  request_hash: string;
  service_id: string;
}

/** 'CountIdempotencyConflicts' return type */
export interface ICountIdempotencyConflictsResult {
  conflicts: number;
}

/** 'CountIdempotencyConflicts' query type */
export interface ICountIdempotencyConflictsQuery {
  params: ICountIdempotencyConflictsParams;
  result: ICountIdempotencyConflictsResult;
}

const countIdempotencyConflictsIR: any = {"usedParamSet":{"service_id":true,"keys":true,"request_hash":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":93}]},{"name":"keys","required":true,"transform":{"type":"scalar"},"locs":[{"a":124,"b":129}]},{"name":"request_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":169,"b":182}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":211,"b":215}]}],"statement":"select count(*)::integer as \"conflicts!\"\nfrom idempotency_keys\nwhere service_id = :service_id!\n  and idempotency_key = any (:keys!::text[])\n  and request_hash <> decode(:request_hash!, 'hex')\n  and created_at > :now!::timestamptz - interval '24 hours'"};

/**
 * Query generated from SQL:
 * ```
 * select count(*)::integer as "conflicts!"
 * from idempotency_keys
 * where service_id = :service_id!
 *   and idempotency_key = any (:keys!::text[])
 *   and request_hash <> decode(:request_hash!, 'hex')
 *   and created_at > :now!::timestamptz - interval '24 hours'
 * ```
 */
export const countIdempotencyConflicts = new PreparedQuery<ICountIdempotencyConflictsParams,ICountIdempotencyConflictsResult>(countIdempotencyConflictsIR);


