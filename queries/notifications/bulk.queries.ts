/** Types generated for queries found in "queries/notifications/bulk.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type stringArray = (string)[];

/** 'CountIdempotencyConflicts' parameters type */
export interface ICountIdempotencyConflictsParams {
  key_type: key_type;
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

const countIdempotencyConflictsIR: any = {"usedParamSet":{"service_id":true,"key_type":true,"keys":true,"request_hash":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":93}]},{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":112,"b":121}]},{"name":"keys","required":true,"transform":{"type":"scalar"},"locs":[{"a":152,"b":157}]},{"name":"request_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":197,"b":210}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":239,"b":243}]}],"statement":"select count(*)::integer as \"conflicts!\"\nfrom idempotency_keys\nwhere service_id = :service_id!\n  and key_type = :key_type!\n  and idempotency_key = any (:keys!::text[])\n  and request_hash <> decode(:request_hash!, 'hex')\n  and created_at > :now!::timestamptz - interval '24 hours'"};

/**
 * Query generated from SQL:
 * ```
 * select count(*)::integer as "conflicts!"
 * from idempotency_keys
 * where service_id = :service_id!
 *   and key_type = :key_type!
 *   and idempotency_key = any (:keys!::text[])
 *   and request_hash <> decode(:request_hash!, 'hex')
 *   and created_at > :now!::timestamptz - interval '24 hours'
 * ```
 */
export const countIdempotencyConflicts = new PreparedQuery<ICountIdempotencyConflictsParams,ICountIdempotencyConflictsResult>(countIdempotencyConflictsIR);


