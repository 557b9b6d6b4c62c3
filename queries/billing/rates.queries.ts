/** Types generated for queries found in "queries/billing/rates.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

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
  free_sms_fragment_limit: number;
  service_id: string;
  year: number;
}

/** 'SetFreeAllowance' return type */
export interface ISetFreeAllowanceResult {
  /** The year in which the financial year starts. */
  financial_year_start: number;
  /** Chargeable units (fragments times multiplier) that cost nothing; what is left does not carry over. */
  free_sms_fragment_limit: number;
}

/** 'SetFreeAllowance' query type */
export interface ISetFreeAllowanceQuery {
  params: ISetFreeAllowanceParams;
  result: ISetFreeAllowanceResult;
}

const setFreeAllowanceIR: any = {"usedParamSet":{"year":true,"free_sms_fragment_limit":true,"service_id":true},"params":[{"name":"year","required":true,"transform":{"type":"scalar"},"locs":[{"a":135,"b":140},{"a":270,"b":275}]},{"name":"free_sms_fragment_limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":143,"b":167},{"a":181,"b":205}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":312,"b":323}]}],"statement":"insert into annual_billing (\n  service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance\n)\nselect\n  services.id, :year!, :free_sms_fragment_limit!::integer,\n  :free_sms_fragment_limit! is distinct from default_allowance(services.organisation_type, :year!)\nfrom services\nwhere services.id = :service_id!\non conflict (service_id, financial_year_start) do update\nset free_sms_fragment_limit = excluded.free_sms_fragment_limit,\n  has_custom_allowance = excluded.has_custom_allowance,\n  high_volume_service_last_year = false,\n  updated_at = now()\nreturning free_sms_fragment_limit, financial_year_start"};

/**
 * Query generated from SQL:
 * ```
 * insert into annual_billing (
 *   service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance
 * )
 * select
 *   services.id, :year!, :free_sms_fragment_limit!::integer,
 *   :free_sms_fragment_limit! is distinct from default_allowance(services.organisation_type, :year!)
 * from services
 * where services.id = :service_id!
 * on conflict (service_id, financial_year_start) do update
 * set free_sms_fragment_limit = excluded.free_sms_fragment_limit,
 *   has_custom_allowance = excluded.has_custom_allowance,
 *   high_volume_service_last_year = false,
 *   updated_at = now()
 * returning free_sms_fragment_limit, financial_year_start
 * ```
 */
export const setFreeAllowance = new PreparedQuery<ISetFreeAllowanceParams,ISetFreeAllowanceResult>(setFreeAllowanceIR);


