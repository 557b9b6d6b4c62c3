/** Types generated for queries found in "queries/statistics/nightly.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'ListStatusDaysDue' parameters type */
export interface IListStatusDaysDueParams {
  run_on: string;
}

/** 'ListStatusDaysDue' return type */
export interface IListStatusDaysDueResult {
  bst_date: string;
  notification_type: notification_type;
}

/** 'ListStatusDaysDue' query type */
export interface IListStatusDaysDueQuery {
  params: IListStatusDaysDueParams;
  result: IListStatusDaysDueResult;
}

const listStatusDaysDueIR: any = {"usedParamSet":{"run_on":true},"params":[{"name":"run_on","required":true,"transform":{"type":"scalar"},"locs":[{"a":95,"b":102}]}],"statement":"select bst_date as \"bst_date!\", notification_type as \"notification_type!\"\nfrom status_days_due(:run_on!)\norder by notification_type, bst_date desc"};

/**
 * Query generated from SQL:
 * ```
 * select bst_date as "bst_date!", notification_type as "notification_type!"
 * from status_days_due(:run_on!)
 * order by notification_type, bst_date desc
 * ```
 */
export const listStatusDaysDue = new PreparedQuery<IListStatusDaysDueParams,IListStatusDaysDueResult>(listStatusDaysDueIR);


/** 'RefreshProcessingTime' parameters type */
export interface IRefreshProcessingTimeParams {
  day?: string | null | void;
  now: string;
}

/** 'RefreshProcessingTime' return type */
export interface IRefreshProcessingTimeResult {
  refreshed: undefined;
}

/** 'RefreshProcessingTime' query type */
export interface IRefreshProcessingTimeQuery {
  params: IRefreshProcessingTimeParams;
  result: IRefreshProcessingTimeResult;
}

const refreshProcessingTimeIR: any = {"usedParamSet":{"now":true,"day":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":244,"b":248}]},{"name":"day","required":false,"transform":{"type":"scalar"},"locs":[{"a":273,"b":276},{"a":313,"b":316},{"a":330,"b":333}]}],"statement":"select\n  -- Without a day, the local day before now, and one more for each night that was missed.\n  refresh_processing_time(covered.day) as \"refreshed!\"\nfrom (\n  select nights_to_cover(\n    'save-daily-notification-processing-time', local_date(:now!), 1\n  ) as day\n  where :day::date is null\n  union all\n  select :day::date where :day::date is not null\n) covered"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Without a day, the local day before now, and one more for each night that was missed.
 *   refresh_processing_time(covered.day) as "refreshed!"
 * from (
 *   select nights_to_cover(
 *     'save-daily-notification-processing-time', local_date(:now!), 1
 *   ) as day
 *   where :day::date is null
 *   union all
 *   select :day::date where :day::date is not null
 * ) covered
 * ```
 */
export const refreshProcessingTime = new PreparedQuery<IRefreshProcessingTimeParams,IRefreshProcessingTimeResult>(refreshProcessingTimeIR);


/** 'RefreshStatusFacts' parameters type */
export interface IRefreshStatusFactsParams {
  day: string;
  notification_type: notification_type;
}

/** 'RefreshStatusFacts' return type */
export interface IRefreshStatusFactsResult {
  deleted: number;
  inserted: number;
  updated: number;
}

/** 'RefreshStatusFacts' query type */
export interface IRefreshStatusFactsQuery {
  params: IRefreshStatusFactsParams;
  result: IRefreshStatusFactsResult;
}

const refreshStatusFactsIR: any = {"usedParamSet":{"day":true,"notification_type":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":103,"b":107}]},{"name":"notification_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":110,"b":128}]}],"statement":"select inserted as \"inserted!\", updated as \"updated!\", deleted as \"deleted!\"\nfrom refresh_status_facts(:day!, :notification_type!)"};

/**
 * Query generated from SQL:
 * ```
 * select inserted as "inserted!", updated as "updated!", deleted as "deleted!"
 * from refresh_status_facts(:day!, :notification_type!)
 * ```
 */
export const refreshStatusFacts = new PreparedQuery<IRefreshStatusFactsParams,IRefreshStatusFactsResult>(refreshStatusFactsIR);


/** 'StatusFactsAreMade' parameters type */
export interface IStatusFactsAreMadeParams {
  now: string;
}

/** 'StatusFactsAreMade' return type */
export interface IStatusFactsAreMadeResult {
  made: boolean;
}

/** 'StatusFactsAreMade' query type */
export interface IStatusFactsAreMadeQuery {
  params: IStatusFactsAreMadeParams;
  result: IStatusFactsAreMadeResult;
}

const statusFactsAreMadeIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":40,"b":44}]}],"statement":"select status_facts_are_made(local_date(:now!)) as \"made!\""};

/**
 * Query generated from SQL:
 * ```
 * select status_facts_are_made(local_date(:now!)) as "made!"
 * ```
 */
export const statusFactsAreMade = new PreparedQuery<IStatusFactsAreMadeParams,IStatusFactsAreMadeResult>(statusFactsAreMadeIR);


/** 'EnqueueNightlyStatus' parameters type */
export interface IEnqueueNightlyStatusParams {
  now: string;
}

/** 'EnqueueNightlyStatus' return type */
export interface IEnqueueNightlyStatusResult {
  jobs: number | null;
}

/** 'EnqueueNightlyStatus' query type */
export interface IEnqueueNightlyStatusQuery {
  params: IEnqueueNightlyStatusParams;
  result: IEnqueueNightlyStatusResult;
}

const enqueueNightlyStatusIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":274,"b":278},{"a":532,"b":536}]}],"statement":"select\n  -- A job's id says what it is for and when it was asked, so that two parents of one minute queue\n  -- it once.\n  enqueue(\n    'reporting-tasks',\n    array_agg(\n      md5(\n        concat_ws(\n          '/', 'status', bst_date, notification_type, date_trunc('minute', :now!::timestamptz)\n        )\n      )::uuid\n    ),\n    null, null,\n    array_agg(\n      jsonb_build_object('task', 'create-nightly-notification-status-for-day', 'day', bst_date, 'channel', notification_type)\n    )\n  ) as jobs\nfrom status_days_due(local_date(:now!))"};

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
 *           '/', 'status', bst_date, notification_type, date_trunc('minute', :now!::timestamptz)
 *         )
 *       )::uuid
 *     ),
 *     null, null,
 *     array_agg(
 *       jsonb_build_object('task', 'create-nightly-notification-status-for-day', 'day', bst_date, 'channel', notification_type)
 *     )
 *   ) as jobs
 * from status_days_due(local_date(:now!))
 * ```
 */
export const enqueueNightlyStatus = new PreparedQuery<IEnqueueNightlyStatusParams,IEnqueueNightlyStatusResult>(enqueueNightlyStatusIR);


/** 'EnqueueStatusOf' parameters type */
export interface IEnqueueStatusOfParams {
  day: string;
  now: string;
}

/** 'EnqueueStatusOf' return type */
export interface IEnqueueStatusOfResult {
  jobs: number | null;
}

/** 'EnqueueStatusOf' query type */
export interface IEnqueueStatusOfQuery {
  params: IEnqueueStatusOfParams;
  result: IEnqueueStatusOfResult;
}

const enqueueStatusOfIR: any = {"usedParamSet":{"day":true,"now":true},"params":[{"name":"day","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":88},{"a":274,"b":278}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":127,"b":131}]}],"statement":"select\n  enqueue(\n    'reporting-tasks',\n    array_agg(md5(concat_ws('/', 'status', :day!::date, channel, date_trunc('minute', :now!::timestamptz)))::uuid),\n    null, null,\n    array_agg(\n      jsonb_build_object('task', 'create-nightly-notification-status-for-day', 'day', :day!::date, 'channel', channel)\n    )\n  ) as jobs\nfrom unnest(enum_range(null::notification_type)) as channel"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   enqueue(
 *     'reporting-tasks',
 *     array_agg(md5(concat_ws('/', 'status', :day!::date, channel, date_trunc('minute', :now!::timestamptz)))::uuid),
 *     null, null,
 *     array_agg(
 *       jsonb_build_object('task', 'create-nightly-notification-status-for-day', 'day', :day!::date, 'channel', channel)
 *     )
 *   ) as jobs
 * from unnest(enum_range(null::notification_type)) as channel
 * ```
 */
export const enqueueStatusOf = new PreparedQuery<IEnqueueStatusOfParams,IEnqueueStatusOfResult>(enqueueStatusOfIR);


