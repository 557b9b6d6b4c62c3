/** Types generated for queries found in "queries/billing/nightly.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

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


/** 'ListUncountedTextsOfLastYear' parameters type */
export interface IListUncountedTextsOfLastYearParams {
  now: string;
}

/** 'ListUncountedTextsOfLastYear' return type */
export interface IListUncountedTextsOfLastYearResult {
  bst_date: string;
}

/** 'ListUncountedTextsOfLastYear' query type */
export interface IListUncountedTextsOfLastYearQuery {
  params: IListUncountedTextsOfLastYearParams;
  result: IListUncountedTextsOfLastYearResult;
}

const listUncountedTextsOfLastYearIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":76,"b":80}]}],"statement":"select bst_date as \"bst_date!\"\nfrom uncounted_texts_of_last_year(local_date(:now!)) as bst_date\norder by bst_date"};

/**
 * Query generated from SQL:
 * ```
 * select bst_date as "bst_date!"
 * from uncounted_texts_of_last_year(local_date(:now!)) as bst_date
 * order by bst_date
 * ```
 */
export const listUncountedTextsOfLastYear = new PreparedQuery<IListUncountedTextsOfLastYearParams,IListUncountedTextsOfLastYearResult>(listUncountedTextsOfLastYearIR);


/** 'RefreshBillingFacts' parameters type */
export interface IRefreshBillingFactsParams {
  day: string;
  notification_type: notification_type;
}

/** 'RefreshBillingFacts' return type */
export interface IRefreshBillingFactsResult {
  deleted: number;
  inserted: number;
  unpriced: number;
  updated: number;
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
  deleted: number;
  inserted: number;
  updated: number;
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


/** 'EnqueueNightlyBilling' parameters type */
export interface IEnqueueNightlyBillingParams {
  now: string;
}

/** 'EnqueueNightlyBilling' return type */
export interface IEnqueueNightlyBillingResult {
  jobs: number | null;
}

/** 'EnqueueNightlyBilling' query type */
export interface IEnqueueNightlyBillingQuery {
  params: IEnqueueNightlyBillingParams;
  result: IEnqueueNightlyBillingResult;
}

const enqueueNightlyBillingIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":275,"b":279},{"a":510,"b":514}]}],"statement":"select\n  -- A job's id says what it is for and when it was asked, so that two parents of one minute queue\n  -- it once.\n  enqueue(\n    'reporting-tasks',\n    array_agg(\n      md5(\n        concat_ws(\n          '/', 'billing', bst_date, notification_type, date_trunc('minute', :now!::timestamptz)\n        )\n      )::uuid\n    ),\n    null, null,\n    array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', bst_date, 'channel', notification_type))\n  ) as jobs\nfrom billing_days_due(local_date(:now!))"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- A job's id says what it is for and when it was asked, so that two parents of one minute queue
 *   -- it once.
 *   enqueue(
 *     'reporting-tasks',
 *     array_agg(
 *       md5(
 *         concat_ws(
 *           '/', 'billing', bst_date, notification_type, date_trunc('minute', :now!::timestamptz)
 *         )
 *       )::uuid
 *     ),
 *     null, null,
 *     array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', bst_date, 'channel', notification_type))
 *   ) as jobs
 * from billing_days_due(local_date(:now!))
 * ```
 */
export const enqueueNightlyBilling = new PreparedQuery<IEnqueueNightlyBillingParams,IEnqueueNightlyBillingResult>(enqueueNightlyBillingIR);


/** 'EnqueueBillingFrom' parameters type */
export interface IEnqueueBillingFromParams {
  day: string;
  now: string;
}

/** 'EnqueueBillingFrom' return type */
export interface IEnqueueBillingFromResult {
  jobs: number | null;
}

/** 'EnqueueBillingFrom' query type */
export interface IEnqueueBillingFromQuery {
  params: IEnqueueBillingFromParams;
  result: IEnqueueBillingFromResult;
}

const enqueueBillingFromIR: any = {"usedParamSet":{"now":true,"day":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":120,"b":124}]},{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":299,"b":303}]}],"statement":"select\n  enqueue(\n    'reporting-tasks',\n    array_agg(md5(concat_ws('/', 'billing', day, channel, date_trunc('minute', :now!::timestamptz)))::uuid),\n    null, null,\n    array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', day, 'channel', channel))\n  ) as jobs\nfrom (select :day!::date - back as day from generate_series(0, 9) as back) days\ncross join unnest(enum_range(null::notification_type)) as channel"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   enqueue(
 *     'reporting-tasks',
 *     array_agg(md5(concat_ws('/', 'billing', day, channel, date_trunc('minute', :now!::timestamptz)))::uuid),
 *     null, null,
 *     array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', day, 'channel', channel))
 *   ) as jobs
 * from (select :day!::date - back as day from generate_series(0, 9) as back) days
 * cross join unnest(enum_range(null::notification_type)) as channel
 * ```
 */
export const enqueueBillingFrom = new PreparedQuery<IEnqueueBillingFromParams,IEnqueueBillingFromResult>(enqueueBillingFromIR);


/** 'EnqueueBillingOfToday' parameters type */
export interface IEnqueueBillingOfTodayParams {
  now: string;
}

/** 'EnqueueBillingOfToday' return type */
export interface IEnqueueBillingOfTodayResult {
  jobs: number | null;
}

/** 'EnqueueBillingOfToday' query type */
export interface IEnqueueBillingOfTodayQuery {
  params: IEnqueueBillingOfTodayParams;
  result: IEnqueueBillingOfTodayResult;
}

const enqueueBillingOfTodayIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":120,"b":124},{"a":302,"b":306}]}],"statement":"select\n  enqueue(\n    'reporting-tasks',\n    array_agg(md5(concat_ws('/', 'billing', day, channel, date_trunc('minute', :now!::timestamptz)))::uuid),\n    null, null,\n    array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', day, 'channel', channel))\n  ) as jobs\nfrom local_date(:now!) as day\ncross join unnest(enum_range(null::notification_type)) as channel"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   enqueue(
 *     'reporting-tasks',
 *     array_agg(md5(concat_ws('/', 'billing', day, channel, date_trunc('minute', :now!::timestamptz)))::uuid),
 *     null, null,
 *     array_agg(jsonb_build_object('task', 'create-nightly-billing-for-day', 'day', day, 'channel', channel))
 *   ) as jobs
 * from local_date(:now!) as day
 * cross join unnest(enum_range(null::notification_type)) as channel
 * ```
 */
export const enqueueBillingOfToday = new PreparedQuery<IEnqueueBillingOfTodayParams,IEnqueueBillingOfTodayResult>(enqueueBillingOfTodayIR);


