/** Types generated for queries found in "queries/billing/nightly.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'ListBillingDaysDue' parameters type */
export interface IListBillingDaysDueParams {
  run_on: string;
}

/** 'ListBillingDaysDue' return type */
export interface IListBillingDaysDueResult {
  bst_date: string;
  notification_type: notification_type;
}

/** 'ListBillingDaysDue' query type */
export interface IListBillingDaysDueQuery {
  params: IListBillingDaysDueParams;
  result: IListBillingDaysDueResult;
}

const listBillingDaysDueIR: any = {"usedParamSet":{"run_on":true},"params":[{"name":"run_on","required":true,"transform":{"type":"scalar"},"locs":[{"a":96,"b":103}]}],"statement":"select bst_date as \"bst_date!\", notification_type as \"notification_type!\"\nfrom billing_days_due(:run_on!)\norder by bst_date desc, notification_type"};

/**
 * Query generated from SQL:
 * ```
 * select bst_date as "bst_date!", notification_type as "notification_type!"
 * from billing_days_due(:run_on!)
 * order by bst_date desc, notification_type
 * ```
 */
export const listBillingDaysDue = new PreparedQuery<IListBillingDaysDueParams,IListBillingDaysDueResult>(listBillingDaysDueIR);


/** 'RefreshBillingFacts' parameters type */
export interface IRefreshBillingFactsParams {
  day: string;
  notification_type: notification_type;
}

/** 'RefreshBillingFacts' return type */
export interface IRefreshBillingFactsResult {
  deleted: string;
  inserted: string;
  unpriced: string;
  updated: string;
}

/** 'RefreshBillingFacts' query type */
export interface IRefreshBillingFactsQuery {
  params: IRefreshBillingFactsParams;
  result: IRefreshBillingFactsResult;
}

const refreshBillingFactsIR: any = {"usedParamSet":{"day":true,"notification_type":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":129,"b":133}]},{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":136,"b":154}]}],"statement":"select inserted as \"inserted!\", updated as \"updated!\", deleted as \"deleted!\", unpriced as \"unpriced!\"\nfrom refresh_billing_facts(:day!, :notification_type!)"};

/**
 * Query generated from SQL:
 * ```
 * select inserted as "inserted!", updated as "updated!", deleted as "deleted!", unpriced as "unpriced!"
 * from refresh_billing_facts(:day!, :notification_type!)
 * ```
 */
export const refreshBillingFacts = new PreparedQuery<IRefreshBillingFactsParams,IRefreshBillingFactsResult>(refreshBillingFactsIR);


/** 'RefreshLetterDespatchFacts' parameters type */
export interface IRefreshLetterDespatchFactsParams {
  day: string;
}

/** 'RefreshLetterDespatchFacts' return type */
export interface IRefreshLetterDespatchFactsResult {
  deleted: string;
  inserted: string;
  updated: string;
}

/** 'RefreshLetterDespatchFacts' query type */
export interface IRefreshLetterDespatchFactsQuery {
  params: IRefreshLetterDespatchFactsParams;
  result: IRefreshLetterDespatchFactsResult;
}

const refreshLetterDespatchFactsIR: any = {"usedParamSet":{"day":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":112,"b":116}]}],"statement":"select inserted as \"inserted!\", updated as \"updated!\", deleted as \"deleted!\"\nfrom refresh_letter_despatch_facts(:day!)"};

/**
 * Query generated from SQL:
 * ```
 * select inserted as "inserted!", updated as "updated!", deleted as "deleted!"
 * from refresh_letter_despatch_facts(:day!)
 * ```
 */
export const refreshLetterDespatchFacts = new PreparedQuery<IRefreshLetterDespatchFactsParams,IRefreshLetterDespatchFactsResult>(refreshLetterDespatchFactsIR);


