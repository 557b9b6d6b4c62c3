/** Types generated for queries found in "queries/letters/returned.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type stringArray = (string)[];

/** 'CountOrphanedReturnedLetters' parameters type */
export interface ICountOrphanedReturnedLettersParams {
  reported_at: string;
  service_id: string;
}

/** 'CountOrphanedReturnedLetters' return type */
export interface ICountOrphanedReturnedLettersResult {
  orphaned: number;
}

/** 'CountOrphanedReturnedLetters' query type */
export interface ICountOrphanedReturnedLettersQuery {
  params: ICountOrphanedReturnedLettersParams;
  result: ICountOrphanedReturnedLettersResult;
}

const countOrphanedReturnedLettersIR: any = {"usedParamSet":{"service_id":true,"reported_at":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":81,"b":92}]},{"name":"reported_at","required":true,"transform":{"type":"scalar"},"locs":[{"a":112,"b":124}]}],"statement":"select count(*) as \"orphaned!\"\nfrom returned_letters returned\nwhere service_id = :service_id! and reported_at = :reported_at!::date\n  and not exists (\n    select from notifications_all_time letter where letter.id = returned.notification_id\n  )"};

/**
 * Query generated from SQL:
 * ```
 * select count(*) as "orphaned!"
 * from returned_letters returned
 * where service_id = :service_id! and reported_at = :reported_at!::date
 *   and not exists (
 *     select from notifications_all_time letter where letter.id = returned.notification_id
 *   )
 * ```
 */
export const countOrphanedReturnedLetters = new PreparedQuery<ICountOrphanedReturnedLettersParams,ICountOrphanedReturnedLettersResult>(countOrphanedReturnedLettersIR);


/** 'GetReturnedLetterStatistics' parameters type */
export interface IGetReturnedLetterStatisticsParams {
  now: string;
  service_id: string;
}

/** 'GetReturnedLetterStatistics' return type */
export interface IGetReturnedLetterStatisticsResult {
  most_recent_report: string | null;
  returned_letter_count: number;
}

/** 'GetReturnedLetterStatistics' query type */
export interface IGetReturnedLetterStatisticsQuery {
  params: IGetReturnedLetterStatisticsParams;
  result: IGetReturnedLetterStatisticsResult;
}

const getReturnedLetterStatisticsIR: any = {"usedParamSet":{"service_id":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":260,"b":271},{"a":506,"b":517}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":298,"b":302}]}],"statement":"select\n  -- Of all that ever came back to a service nothing is counted but the last seven days. Planner\n  -- note: returned_letters_service_id_reported_at_idx, a range of it and its end.\n  (\n    select count(*)\n    from returned_letters\n    where service_id = :service_id!\n      and reported_at > (:now!::timestamptz at time zone 'UTC')::date - 7\n  ) as \"returned_letter_count!\",\n  (\n    select to_char(max(reported_at), 'YYYY-MM-DD') || ' 00:00:00.000000'\n    from returned_letters\n    where service_id = :service_id!\n  ) as most_recent_report"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- Of all that ever came back to a service nothing is counted but the last seven days. Planner
 *   -- note: returned_letters_service_id_reported_at_idx, a range of it and its end.
 *   (
 *     select count(*)
 *     from returned_letters
 *     where service_id = :service_id!
 *       and reported_at > (:now!::timestamptz at time zone 'UTC')::date - 7
 *   ) as "returned_letter_count!",
 *   (
 *     select to_char(max(reported_at), 'YYYY-MM-DD') || ' 00:00:00.000000'
 *     from returned_letters
 *     where service_id = :service_id!
 *   ) as most_recent_report
 * ```
 */
export const getReturnedLetterStatistics = new PreparedQuery<IGetReturnedLetterStatisticsParams,IGetReturnedLetterStatisticsResult>(getReturnedLetterStatisticsIR);


/** 'ListReturnedLetterSummary' parameters type */
export interface IListReturnedLetterSummaryParams {
  service_id: string;
}

/** 'ListReturnedLetterSummary' return type */
export interface IListReturnedLetterSummaryResult {
  reported_at: string;
  returned_letter_count: number;
}

/** 'ListReturnedLetterSummary' query type */
export interface IListReturnedLetterSummaryQuery {
  params: IListReturnedLetterSummaryParams;
  result: IListReturnedLetterSummaryResult;
}

const listReturnedLetterSummaryIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":165,"b":176}]}],"statement":"select\n  count(*) as \"returned_letter_count!\",\n  to_char(reported_at, 'YYYY-MM-DD') || ' 00:00:00.000000' as \"reported_at!\"\nfrom returned_letters\nwhere service_id = :service_id!\ngroup by returned_letters.reported_at\norder by returned_letters.reported_at desc"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   count(*) as "returned_letter_count!",
 *   to_char(reported_at, 'YYYY-MM-DD') || ' 00:00:00.000000' as "reported_at!"
 * from returned_letters
 * where service_id = :service_id!
 * group by returned_letters.reported_at
 * order by returned_letters.reported_at desc
 * ```
 */
export const listReturnedLetterSummary = new PreparedQuery<IListReturnedLetterSummaryParams,IListReturnedLetterSummaryResult>(listReturnedLetterSummaryIR);


/** 'ListReturnedLetters' parameters type */
export interface IListReturnedLettersParams {
  reported_at: string;
  service_id: string;
}

/** 'ListReturnedLetters' return type */
export interface IListReturnedLettersResult {
  client_reference: string | null;
  created_at: string;
  email_address: string;
  job_row_number: number | null;
  notification_id: string;
  original_file_name: string | null;
  reported_at: string;
  template_id: string | null;
  template_name: string | null;
  template_version: number | null;
  uploaded_letter_file_name: string | null;
  user_name: string;
}

/** 'ListReturnedLetters' query type */
export interface IListReturnedLettersQuery {
  params: IListReturnedLettersParams;
  result: IListReturnedLettersResult;
}

const listReturnedLettersIR: any = {"usedParamSet":{"service_id":true,"reported_at":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":491,"b":502}]},{"name":"reported_at","required":true,"transform":{"type":"scalar"},"locs":[{"a":522,"b":534}]}],"statement":"select\n  notification_id as \"notification_id!\", client_reference,\n  to_char(reported_at, 'YYYY-MM-DD') || ' 00:00:00.000000' as \"reported_at!\",\n  wire_naive_timestamp(created_at) as \"created_at!\", template_name, template_id, template_version,\n  coalesce(user_name, 'API') as \"user_name!\", coalesce(user_email_address, 'API') as\n    \"email_address!\", original_file_name, job_row_number + 2 as job_row_number,\n  uploaded_letter_file_name\nfrom returned_letter_details letter\nwhere service_id = :service_id! and reported_at = :reported_at!::date\norder by letter.created_at desc"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   notification_id as "notification_id!", client_reference,
 *   to_char(reported_at, 'YYYY-MM-DD') || ' 00:00:00.000000' as "reported_at!",
 *   wire_naive_timestamp(created_at) as "created_at!", template_name, template_id, template_version,
 *   coalesce(user_name, 'API') as "user_name!", coalesce(user_email_address, 'API') as
 *     "email_address!", original_file_name, job_row_number + 2 as job_row_number,
 *   uploaded_letter_file_name
 * from returned_letter_details letter
 * where service_id = :service_id! and reported_at = :reported_at!::date
 * order by letter.created_at desc
 * ```
 */
export const listReturnedLetters = new PreparedQuery<IListReturnedLettersParams,IListReturnedLettersResult>(listReturnedLettersIR);


/** 'ReturnLetters' parameters type */
export interface IReturnLettersParams {
  now: string;
  references: stringArray;
}

/** 'ReturnLetters' return type */
export interface IReturnLettersResult {
  unknown: stringArray;
}

/** 'ReturnLetters' query type */
export interface IReturnLettersQuery {
  params: IReturnLettersParams;
  result: IReturnLettersResult;
}

const returnLettersIR: any = {"usedParamSet":{"references":true,"now":true},"params":[{"name":"references","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":60}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":63,"b":67}]}],"statement":"select unknown as \"unknown!\"\nfrom return_letters(:references!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select unknown as "unknown!"
 * from return_letters(:references!, :now!)
 * ```
 */
export const returnLetters = new PreparedQuery<IReturnLettersParams,IReturnLettersResult>(returnLettersIR);


