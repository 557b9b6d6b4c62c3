/** Types generated for queries found in "queries/redis.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

/** 'ListDailyUsage' parameters type */
export interface IListDailyUsageParams {
  now: string;
}

/** 'ListDailyUsage' return type */
export interface IListDailyUsageResult {
  day: string;
  /** Emails. */
  email: number;
  /** Text messages to prefixes other than 44. */
  international_sms: number;
  /** Letters; those cancelled on their day are given back. */
  letter: number;
  service_id: string;
  /** Text messages, international ones too. */
  sms: number;
}

/** 'ListDailyUsage' query type */
export interface IListDailyUsageQuery {
  params: IListDailyUsageParams;
  result: IListDailyUsageResult;
}

const listDailyUsageIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":264,"b":268}]}],"statement":"-- What was accepted on the UTC day of :now, of every service that sent on it.\nselect\n  usage.service_id, to_char(usage.day, 'YYYY-MM-DD') as \"day!\",\n  usage.sms, usage.email, usage.letter, usage.international_sms\nfrom service_daily_usage usage\nwhere usage.day = (:now!::timestamptz at time zone 'UTC')::date"};

/**
 * Query generated from SQL:
 * ```
 * -- What was accepted on the UTC day of :now, of every service that sent on it.
 * select
 *   usage.service_id, to_char(usage.day, 'YYYY-MM-DD') as "day!",
 *   usage.sms, usage.email, usage.letter, usage.international_sms
 * from service_daily_usage usage
 * where usage.day = (:now!::timestamptz at time zone 'UTC')::date
 * ```
 */
export const listDailyUsage = new PreparedQuery<IListDailyUsageParams,IListDailyUsageResult>(listDailyUsageIR);


