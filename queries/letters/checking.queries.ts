/** Types generated for queries found in "queries/letters/checking.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type stringArray = (string)[];

/** 'FailVirusScan' parameters type */
export interface IFailVirusScanParams {
  id: string;
  now: string;
}

/** 'FailVirusScan' return type */
export interface IFailVirusScanResult {
  is_failed: boolean;
}

/** 'FailVirusScan' query type */
export interface IFailVirusScanQuery {
  params: IFailVirusScanParams;
  result: IFailVirusScanResult;
}

const failVirusScanIR: any = {"usedParamSet":{"id":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":26}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":33}]}],"statement":"select fail_virus_scan(:id!, :now!) as \"is_failed!\""};

/**
 * Query generated from SQL:
 * ```
 * select fail_virus_scan(:id!, :now!) as "is_failed!"
 * ```
 */
export const failVirusScan = new PreparedQuery<IFailVirusScanParams,IFailVirusScanResult>(failVirusScanIR);


/** 'ListLettersToCheck' parameters type */
export interface IListLettersToCheckParams {
  ids: stringArray;
}

/** 'ListLettersToCheck' return type */
export interface IListLettersToCheckResult {
  file_id: string | null;
  id: string;
  is_international: boolean;
  service_id: string;
  size: number | null;
}

/** 'ListLettersToCheck' query type */
export interface IListLettersToCheckQuery {
  params: IListLettersToCheckParams;
  result: IListLettersToCheckResult;
}

const listLettersToCheckIR: any = {"usedParamSet":{"ids":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":332,"b":336}]}],"statement":"select\n  letter.id as \"id!\",\n  letter.service_id as \"service_id!\",\n  letter.file_id,\n  letter.size,\n  exists (\n    select from service_permissions granted\n    where granted.service_id = letter.service_id and granted.permission = 'international_letters'\n  ) as \"is_international!\"\nfrom letters_to_check letter\nwhere letter.id = any (:ids!::uuid[])"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   letter.id as "id!",
 *   letter.service_id as "service_id!",
 *   letter.file_id,
 *   letter.size,
 *   exists (
 *     select from service_permissions granted
 *     where granted.service_id = letter.service_id and granted.permission = 'international_letters'
 *   ) as "is_international!"
 * from letters_to_check letter
 * where letter.id = any (:ids!::uuid[])
 * ```
 */
export const listLettersToCheck = new PreparedQuery<IListLettersToCheckParams,IListLettersToCheckResult>(listLettersToCheckIR);


/** 'PassVirusScan' parameters type */
export interface IPassVirusScanParams {
  id: string;
}

/** 'PassVirusScan' return type */
export interface IPassVirusScanResult {
  passed: undefined | null;
}

/** 'PassVirusScan' query type */
export interface IPassVirusScanQuery {
  params: IPassVirusScanParams;
  result: IPassVirusScanResult;
}

const passVirusScanIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":26}]}],"statement":"select pass_virus_scan(:id!) as passed"};

/**
 * Query generated from SQL:
 * ```
 * select pass_virus_scan(:id!) as passed
 * ```
 */
export const passVirusScan = new PreparedQuery<IPassVirusScanParams,IPassVirusScanResult>(passVirusScanIR);


/** 'RecordSanitisedLetter' parameters type */
export interface IRecordSanitisedLetterParams {
  file_id: string;
  id: string;
  normalised_to: string;
  now: string;
  page_count: number;
  postage_abroad?: postage | null | void;
  to: string;
}

/** 'RecordSanitisedLetter' return type */
export interface IRecordSanitisedLetterResult {
  is_recorded: boolean;
}

/** 'RecordSanitisedLetter' query type */
export interface IRecordSanitisedLetterQuery {
  params: IRecordSanitisedLetterParams;
  result: IRecordSanitisedLetterResult;
}

const recordSanitisedLetterIR: any = {"usedParamSet":{"id":true,"file_id":true,"page_count":true,"to":true,"normalised_to":true,"postage_abroad":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":37}]},{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":40,"b":48}]},{"name":"page_count","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":62}]},{"name":"to","required":true,"transform":{"type":"scalar"},"locs":[{"a":65,"b":68}]},{"name":"normalised_to","required":true,"transform":{"type":"scalar"},"locs":[{"a":71,"b":85}]},{"name":"postage_abroad","required":false,"transform":{"type":"scalar"},"locs":[{"a":88,"b":102}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":105,"b":109}]}],"statement":"select record_sanitised_letter(\n  :id!, :file_id!, :page_count!, :to!, :normalised_to!, :postage_abroad, :now!\n) as \"is_recorded!\""};

/**
 * Query generated from SQL:
 * ```
 * select record_sanitised_letter(
 *   :id!, :file_id!, :page_count!, :to!, :normalised_to!, :postage_abroad, :now!
 * ) as "is_recorded!"
 * ```
 */
export const recordSanitisedLetter = new PreparedQuery<IRecordSanitisedLetterParams,IRecordSanitisedLetterResult>(recordSanitisedLetterIR);


/** 'RescanPendingLetters' parameters type */
export interface IRescanPendingLettersParams {
  environment: string;
  now: string;
  oldest: string;
}

/** 'RescanPendingLetters' return type */
export interface IRescanPendingLettersResult {
  is_told: boolean;
  missing: stringArray;
  rescanned: number;
}

/** 'RescanPendingLetters' query type */
export interface IRescanPendingLettersQuery {
  params: IRescanPendingLettersParams;
  result: IRescanPendingLettersResult;
}

const rescanPendingLettersIR: any = {"usedParamSet":{"oldest":true,"environment":true,"now":true},"params":[{"name":"oldest","required":true,"transform":{"type":"scalar"},"locs":[{"a":107,"b":114}]},{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":127,"b":139}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":142,"b":146}]}],"statement":"select rescanned as \"rescanned!\", missing as \"missing!\", is_told as \"is_told!\"\nfrom rescan_pending_letters(:oldest!::interval, :environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select rescanned as "rescanned!", missing as "missing!", is_told as "is_told!"
 * from rescan_pending_letters(:oldest!::interval, :environment!, :now!)
 * ```
 */
export const rescanPendingLetters = new PreparedQuery<IRescanPendingLettersParams,IRescanPendingLettersResult>(rescanPendingLettersIR);


/** 'WatchPendingLetters' parameters type */
export interface IWatchPendingLettersParams {
  environment: string;
  now: string;
}

/** 'WatchPendingLetters' return type */
export interface IWatchPendingLettersResult {
  is_told: boolean;
  letters: number;
}

/** 'WatchPendingLetters' query type */
export interface IWatchPendingLettersQuery {
  params: IWatchPendingLettersParams;
  result: IWatchPendingLettersResult;
}

const watchPendingLettersIR: any = {"usedParamSet":{"environment":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":79,"b":91}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":98}]}],"statement":"select letters as \"letters!\", is_told as \"is_told!\"\nfrom watch_pending_letters(:environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select letters as "letters!", is_told as "is_told!"
 * from watch_pending_letters(:environment!, :now!)
 * ```
 */
export const watchPendingLetters = new PreparedQuery<IWatchPendingLettersParams,IWatchPendingLettersResult>(watchPendingLettersIR);


