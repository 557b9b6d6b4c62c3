/** Types generated for queries found in "queries/notifications/limits.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'AreLimitsReached' parameters type */
export interface IAreLimitsReachedParams {
  key_type: key_type;
  notification_type?: notification_type | null | void;
  service_id: string;
}

/** 'AreLimitsReached' return type */
export interface IAreLimitsReachedResult {
  are_reached: boolean;
}

/** 'AreLimitsReached' query type */
export interface IAreLimitsReachedQuery {
  params: IAreLimitsReachedParams;
  result: IAreLimitsReachedResult;
}

const areLimitsReachedIR: any = {"usedParamSet":{"key_type":true,"notification_type":true,"service_id":true},"params":[{"name":"key_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":439,"b":448},{"a":857,"b":866}]},{"name":"notification_type","required":false,"transform":{"type":"scalar"},"locs":[{"a":479,"b":496}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1023,"b":1034}]}],"statement":"select\n  -- A look at the limits before a large request is read or its files are stored. It only says that\n  -- it is worth to ask: accept_notifications decides, and by what is committed then. Without a\n  -- channel only the limit per minute is looked at.\n  coalesce(\n    bucket.tokens + floor(\n      greatest(extract(epoch from clock_timestamp() - bucket.refilled_at), 0)\n        * service.rate_limit / 60.0\n    ) < 2,\n    false\n  )\n  or :key_type!::key_type <> 'test' and case :notification_type::notification_type\n    when 'sms' then usage.sms >= service.sms_message_limit\n    when 'email' then usage.email >= service.email_message_limit\n    when 'letter' then usage.letter >= service.letter_message_limit\n  end is true as \"are_reached!\"\nfrom services service\nleft join rate_limit_buckets bucket\n  on bucket.service_id = service.id and bucket.key_type = :key_type!\nleft join service_daily_usage usage\n  on usage.service_id = service.id\n    and usage.day = (clock_timestamp() at time zone 'UTC')::date\nwhere service.id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- A look at the limits before a large request is read or its files are stored. It only says that
 *   -- it is worth to ask: accept_notifications decides, and by what is committed then. Without a
 *   -- channel only the limit per minute is looked at.
 *   coalesce(
 *     bucket.tokens + floor(
 *       greatest(extract(epoch from clock_timestamp() - bucket.refilled_at), 0)
 *         * service.rate_limit / 60.0
 *     ) < 2,
 *     false
 *   )
 *   or :key_type!::key_type <> 'test' and case :notification_type::notification_type
 *     when 'sms' then usage.sms >= service.sms_message_limit
 *     when 'email' then usage.email >= service.email_message_limit
 *     when 'letter' then usage.letter >= service.letter_message_limit
 *   end is true as "are_reached!"
 * from services service
 * left join rate_limit_buckets bucket
 *   on bucket.service_id = service.id and bucket.key_type = :key_type!
 * left join service_daily_usage usage
 *   on usage.service_id = service.id
 *     and usage.day = (clock_timestamp() at time zone 'UTC')::date
 * where service.id = :service_id!
 * ```
 */
export const areLimitsReached = new PreparedQuery<IAreLimitsReachedParams,IAreLimitsReachedResult>(areLimitsReachedIR);


