/** Types generated for queries found in "queries/billing/rates.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

/** 'GetFreeAllowance' parameters type */
export interface IGetFreeAllowanceParams {
  service_id: string;
  year: number;
}

/** 'GetFreeAllowance' return type */
export interface IGetFreeAllowanceResult {
  free_sms_fragment_limit: number | null;
}

/** 'GetFreeAllowance' query type */
export interface IGetFreeAllowanceQuery {
  params: IGetFreeAllowanceParams;
  result: IGetFreeAllowanceResult;
}

const getFreeAllowanceIR: any = {"usedParamSet":{"service_id":true,"year":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":36}]},{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":44}]}],"statement":"select service_allowance(:service_id!, :year!) as free_sms_fragment_limit"};

/**
 * Query generated from SQL:
 * ```
 * select service_allowance(:service_id!, :year!) as free_sms_fragment_limit
 * ```
 */
export const getFreeAllowance = new PreparedQuery<IGetFreeAllowanceParams,IGetFreeAllowanceResult>(getFreeAllowanceIR);


/** 'GetFinancialYear' parameters type */
export interface IGetFinancialYearParams {
  now: string;
}

/** 'GetFinancialYear' return type */
export interface IGetFinancialYearResult {
  year: number;
}

/** 'GetFinancialYear' query type */
export interface IGetFinancialYearQuery {
  params: IGetFinancialYearParams;
  result: IGetFinancialYearResult;
}

const getFinancialYearIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":37}]}],"statement":"select financial_year(local_date(:now!)) as \"year!\""};

/**
 * Query generated from SQL:
 * ```
 * select financial_year(local_date(:now!)) as "year!"
 * ```
 */
export const getFinancialYear = new PreparedQuery<IGetFinancialYearParams,IGetFinancialYearResult>(getFinancialYearIR);


/** 'GetSmsRate' parameters type */
export interface IGetSmsRateParams {
  now: string;
}

/** 'GetSmsRate' return type */
export interface IGetSmsRateResult {
  /** Pounds per chargeable unit. */
  rate: string;
  valid_from: string;
}

/** 'GetSmsRate' query type */
export interface IGetSmsRateQuery {
  params: IGetSmsRateParams;
  result: IGetSmsRateResult;
}

const getSmsRateIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":142,"b":146}]}],"statement":"select rate as \"rate!\", wire_isoformat(lower(valid_during)) as \"valid_from!\"\nfrom rates\nwhere notification_type = 'sms'\n  and valid_during @> :now!::timestamptz"};

/**
 * Query generated from SQL:
 * ```
 * select rate as "rate!", wire_isoformat(lower(valid_during)) as "valid_from!"
 * from rates
 * where notification_type = 'sms'
 *   and valid_during @> :now!::timestamptz
 * ```
 */
export const getSmsRate = new PreparedQuery<IGetSmsRateParams,IGetSmsRateResult>(getSmsRateIR);


/** 'ListLetterRates' parameters type */
export interface IListLetterRatesParams {
  now: string;
}

/** 'ListLetterRates' return type */
export interface IListLetterRatesResult {
  /** The postage. */
  post_class: postage;
  /** Pounds per letter. */
  rate: string;
  /** Sheets of paper, printed on both sides. */
  sheet_count: number;
  start_date: string;
}

/** 'ListLetterRates' query type */
export interface IListLetterRatesQuery {
  params: IListLetterRatesParams;
  result: IListLetterRatesResult;
}

const listLetterRatesIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":185,"b":189}]}],"statement":"select\n  sheet_count as \"sheet_count!\",\n  wire_isoformat(lower(valid_during)) as \"start_date!\",\n  rate as \"rate!\",\n  post_class as \"post_class!\"\nfrom letter_rates\nwhere valid_during @> :now!::timestamptz\norder by sheet_count, rate, post_class::text"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   sheet_count as "sheet_count!",
 *   wire_isoformat(lower(valid_during)) as "start_date!",
 *   rate as "rate!",
 *   post_class as "post_class!"
 * from letter_rates
 * where valid_during @> :now!::timestamptz
 * order by sheet_count, rate, post_class::text
 * ```
 */
export const listLetterRates = new PreparedQuery<IListLetterRatesParams,IListLetterRatesResult>(listLetterRatesIR);


/** 'PopulateAnnualBilling' parameters type */
export interface IPopulateAnnualBillingParams {
  now: string;
}

/** 'PopulateAnnualBilling' return type */
export interface IPopulateAnnualBillingResult {
  made: number;
}

/** 'PopulateAnnualBilling' query type */
export interface IPopulateAnnualBillingQuery {
  params: IPopulateAnnualBillingParams;
  result: IPopulateAnnualBillingResult;
}

const populateAnnualBillingIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":61}]}],"statement":"select populate_annual_billing(financial_year(local_date(:now!))) as \"made!\""};

/**
 * Query generated from SQL:
 * ```
 * select populate_annual_billing(financial_year(local_date(:now!))) as "made!"
 * ```
 */
export const populateAnnualBilling = new PreparedQuery<IPopulateAnnualBillingParams,IPopulateAnnualBillingResult>(populateAnnualBillingIR);


/** 'SetFreeAllowance' parameters type */
export interface ISetFreeAllowanceParams {
  actor?: string | null | void;
  free_sms_fragment_limit: number;
  now: string;
  service_id: string;
  year: number;
}

/** 'SetFreeAllowance' return type */
export interface ISetFreeAllowanceResult {
  is_set: boolean;
}

/** 'SetFreeAllowance' query type */
export interface ISetFreeAllowanceQuery {
  params: ISetFreeAllowanceParams;
  result: ISetFreeAllowanceResult;
}

const setFreeAllowanceIR: any = {"usedParamSet":{"service_id":true,"year":true,"free_sms_fragment_limit":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":40}]},{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":48}]},{"name":"free_sms_fragment_limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":75}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":78,"b":83}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":86,"b":90}]}],"statement":"select set_free_allowance(\n  :service_id!, :year!, :free_sms_fragment_limit!, :actor, :now!\n) as \"is_set!\""};

/**
 * Query generated from SQL:
 * ```
 * select set_free_allowance(
 *   :service_id!, :year!, :free_sms_fragment_limit!, :actor, :now!
 * ) as "is_set!"
 * ```
 */
export const setFreeAllowance = new PreparedQuery<ISetFreeAllowanceParams,ISetFreeAllowanceResult>(setFreeAllowanceIR);


