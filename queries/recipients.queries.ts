/** Types generated for queries found in "queries/recipients.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

/** 'ListSmsRates' parameters type */
export type IListSmsRatesParams = void;

/** 'ListSmsRates' return type */
export interface IListSmsRatesResult {
  /** Whether the sender may be a name: YES, NO, REG (when registered); null when nobody knows. */
  alpha: string | null;
  /** Whether delivery receipts come from the handset: only YES does; "Carrier DLR" means no; null when nobody knows. */
  dlr: string | null;
  /** Calling code, or calling code 1 with the area code of one country; digits only. */
  prefix: string;
  /** How many times the domestic rate one fragment costs. */
  rate_multiplier: number;
}

/** 'ListSmsRates' query type */
export interface IListSmsRatesQuery {
  params: IListSmsRatesParams;
  result: IListSmsRatesResult;
}

const listSmsRatesIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  -- The whole table is some two hundred rows; a process holds it in memory.\n  prefix,\n  rate_multiplier,\n  alpha,\n  dlr\nfrom international_sms_rates\norder by prefix"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The whole table is some two hundred rows; a process holds it in memory.
 *   prefix,
 *   rate_multiplier,
 *   alpha,
 *   dlr
 * from international_sms_rates
 * order by prefix
 * ```
 */
export const listSmsRates = new PreparedQuery<IListSmsRatesParams,IListSmsRatesResult>(listSmsRatesIR);


