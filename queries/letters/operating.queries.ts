/** Types generated for queries found in "queries/letters/operating.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type key_type = 'normal' | 'team' | 'test';

export type notification_status = 'cancelled' | 'created' | 'delivered' | 'failed' | 'pending' | 'pending-virus-check' | 'permanent-failure' | 'returned-letter' | 'sending' | 'sent' | 'technical-failure' | 'temporary-failure' | 'validation-failed' | 'virus-scan-failed';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type notification_statusArray = (notification_status)[];

export type stringArray = (string)[];

/** 'FindLetter' parameters type */
export interface IFindLetterParams {
  id?: string | null | void;
  reference?: string | null | void;
}

/** 'FindLetter' return type */
export interface IFindLetterResult {
  created_at: string;
  id: string;
  job_id: string | null;
  key_type: key_type;
  postage: postage;
  print_day: string;
  reference: string;
  sent_at: string | null;
  sent_by: string | null;
  service_id: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  sheets: number;
  status: notification_status;
  template_id: string;
  template_version: number;
  waits_detail: string | null;
  waits_for: string | null;
}

/** 'FindLetter' query type */
export interface IFindLetterQuery {
  params: IFindLetterParams;
  result: IFindLetterResult;
}

const findLetterIR: any = {"usedParamSet":{"id":true,"reference":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":885,"b":887}]},{"name":"reference","required":false,"transform":{"type":"scalar"},"locs":[{"a":911,"b":920}]}],"statement":"select\n  -- By its id or the printer's name for it, live or archived.\n  letter.id as \"id!\",\n  service.name as \"service_name!\",\n  letter.service_id as \"service_id!\",\n  letter.template_id as \"template_id!\",\n  letter.template_version as \"template_version!\",\n  letter.job_id,\n  letter.key_type as \"key_type!\",\n  letter.notification_status as \"status!\",\n  letter.reference as \"reference!\",\n  letter.postage as \"postage!\",\n  letter.billable_units as \"sheets!\",\n  wire_timestamp(letter.created_at) as \"created_at!\",\n  wire_timestamp(letter.sent_at) as sent_at,\n  letter.sent_by,\n  letter_print_day(letter.created_at)::text as \"print_day!\",\n  hand.waits_for,\n  hand.detail as waits_detail\nfrom notifications_all_time letter\njoin services service on service.id = letter.service_id\nleft join letters_in_hand hand on hand.id = letter.id\nwhere letter.notification_type = 'letter' and (letter.id = :id or letter.reference = :reference)\norder by letter.created_at\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- By its id or the printer's name for it, live or archived.
 *   letter.id as "id!",
 *   service.name as "service_name!",
 *   letter.service_id as "service_id!",
 *   letter.template_id as "template_id!",
 *   letter.template_version as "template_version!",
 *   letter.job_id,
 *   letter.key_type as "key_type!",
 *   letter.notification_status as "status!",
 *   letter.reference as "reference!",
 *   letter.postage as "postage!",
 *   letter.billable_units as "sheets!",
 *   wire_timestamp(letter.created_at) as "created_at!",
 *   wire_timestamp(letter.sent_at) as sent_at,
 *   letter.sent_by,
 *   letter_print_day(letter.created_at)::text as "print_day!",
 *   hand.waits_for,
 *   hand.detail as waits_detail
 * from notifications_all_time letter
 * join services service on service.id = letter.service_id
 * left join letters_in_hand hand on hand.id = letter.id
 * where letter.notification_type = 'letter' and (letter.id = :id or letter.reference = :reference)
 * order by letter.created_at
 * limit 1
 * ```
 */
export const findLetter = new PreparedQuery<IFindLetterParams,IFindLetterResult>(findLetterIR);


/** 'GetLetterOriginal' parameters type */
export interface IGetLetterOriginalParams {
  id: string;
}

/** 'GetLetterOriginal' return type */
export interface IGetLetterOriginalResult {
  file_id: string;
  /** Time-ordered id; for texts also the reference that the provider gets. */
  id: string;
  is_international: boolean;
  service_id: string;
  size: number;
}

/** 'GetLetterOriginal' query type */
export interface IGetLetterOriginalQuery {
  params: IGetLetterOriginalParams;
  result: IGetLetterOriginalResult;
}

const getLetterOriginalIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":490,"b":493}]}],"statement":"select\n  -- What came as a letter's PDF.\n  letter.id as \"id!\",\n  letter.service_id as \"service_id!\",\n  original.id as \"file_id!\",\n  original.size as \"size!\",\n  exists (\n    select from service_permissions granted\n    where granted.service_id = letter.service_id and granted.permission = 'international_letters'\n  ) as \"is_international!\"\nfrom notifications letter\njoin readable_files original\n  on original.about_id = letter.id and original.purpose = 'precompiled-letter'\nwhere letter.id = :id! and letter.notification_type = 'letter'\norder by original.created_at desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- What came as a letter's PDF.
 *   letter.id as "id!",
 *   letter.service_id as "service_id!",
 *   original.id as "file_id!",
 *   original.size as "size!",
 *   exists (
 *     select from service_permissions granted
 *     where granted.service_id = letter.service_id and granted.permission = 'international_letters'
 *   ) as "is_international!"
 * from notifications letter
 * join readable_files original
 *   on original.about_id = letter.id and original.purpose = 'precompiled-letter'
 * where letter.id = :id! and letter.notification_type = 'letter'
 * order by original.created_at desc
 * limit 1
 * ```
 */
export const getLetterOriginal = new PreparedQuery<IGetLetterOriginalParams,IGetLetterOriginalResult>(getLetterOriginalIR);


/** 'ListLetterLife' parameters type */
export interface IListLetterLifeParams {
  id: string;
}

/** 'ListLetterLife' return type */
export interface IListLetterLifeResult {
  at: string;
  detail: string | null;
  happened: string;
}

/** 'ListLetterLife' query type */
export interface IListLetterLifeQuery {
  params: IListLetterLifeParams;
  result: IListLetterLifeResult;
}

const listLetterLifeIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":85,"b":88}]}],"statement":"select wire_timestamp(at) as \"at!\", happened as \"happened!\", detail\nfrom letter_life(:id!) as life\norder by life.at, life.happened"};

/**
 * Query generated from SQL:
 * ```
 * select wire_timestamp(at) as "at!", happened as "happened!", detail
 * from letter_life(:id!) as life
 * order by life.at, life.happened
 * ```
 */
export const listLetterLife = new PreparedQuery<IListLetterLifeParams,IListLetterLifeResult>(listLetterLifeIR);


/** 'ListLettersInHand' parameters type */
export interface IListLettersInHandParams {
  limit: number;
  service_id?: string | null | void;
  statuses: notification_statusArray;
}

/** 'ListLettersInHand' return type */
export interface IListLettersInHandResult {
  created_at: string;
  detail: string | null;
  id: string;
  key_type: key_type;
  reference: string;
  /** As people see it; also the text message prefix and the name beside the sender address. */
  service_name: string;
  status: notification_status;
  waits_for: string;
}

/** 'ListLettersInHand' query type */
export interface IListLettersInHandQuery {
  params: IListLettersInHandParams;
  result: IListLettersInHandResult;
}

const listLettersInHandIR: any = {"usedParamSet":{"service_id":true,"statuses":true,"limit":true},"params":[{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":379,"b":389},{"a":426,"b":436}]},{"name":"statuses","required":true,"transform":{"type":"scalar"},"locs":[{"a":477,"b":486}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":543,"b":549}]}],"statement":"select\n  -- The oldest first.\n  hand.id as \"id!\",\n  service.name as \"service_name!\",\n  hand.reference as \"reference!\",\n  hand.key_type as \"key_type!\",\n  hand.notification_status as \"status!\",\n  wire_timestamp(hand.created_at) as \"created_at!\",\n  hand.waits_for as \"waits_for!\",\n  hand.detail\nfrom letters_in_hand hand\njoin services service on service.id = hand.service_id\nwhere (:service_id::uuid is null or hand.service_id = :service_id)\n  and hand.notification_status = any (:statuses!::notification_status[])\norder by hand.created_at\nlimit :limit!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The oldest first.
 *   hand.id as "id!",
 *   service.name as "service_name!",
 *   hand.reference as "reference!",
 *   hand.key_type as "key_type!",
 *   hand.notification_status as "status!",
 *   wire_timestamp(hand.created_at) as "created_at!",
 *   hand.waits_for as "waits_for!",
 *   hand.detail
 * from letters_in_hand hand
 * join services service on service.id = hand.service_id
 * where (:service_id::uuid is null or hand.service_id = :service_id)
 *   and hand.notification_status = any (:statuses!::notification_status[])
 * order by hand.created_at
 * limit :limit!
 * ```
 */
export const listLettersInHand = new PreparedQuery<IListLettersInHandParams,IListLettersInHandResult>(listLettersInHandIR);


/** 'ListLettersNamed' parameters type */
export interface IListLettersNamedParams {
  batches: stringArray;
  references: stringArray;
}

/** 'ListLettersNamed' return type */
export interface IListLettersNamedResult {
  created_at: string;
  id: string;
  job_id: string | null;
  reference: string;
  service_id: string;
  template_id: string;
}

/** 'ListLettersNamed' query type */
export interface IListLettersNamedQuery {
  params: IListLettersNamedParams;
  result: IListLettersNamedResult;
}

const listLettersNamedIR: any = {"usedParamSet":{"references":true,"batches":true},"params":[{"name":"references","required":true,"transform":{"type":"scalar"},"locs":[{"a":395,"b":406}]},{"name":"batches","required":true,"transform":{"type":"scalar"},"locs":[{"a":604,"b":612}]}],"statement":"select\n  -- By the names of batches, or by the printer's names for letters.\n  letter.id as \"id!\",\n  letter.service_id as \"service_id!\",\n  letter.template_id as \"template_id!\",\n  letter.reference as \"reference!\",\n  letter.job_id,\n  wire_timestamp(letter.created_at) as \"created_at!\"\nfrom notifications_all_time letter\nwhere letter.notification_type = 'letter'\n  and (\n    letter.reference = any (:references!::text[])\n    or letter.id in (\n      select member.notification_id\n      from print_batches batch\n      join print_batch_letters member on member.batch_id = batch.id\n      where batch.name = any (:batches!::text[])\n    )\n  )\norder by letter.created_at, letter.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- By the names of batches, or by the printer's names for letters.
 *   letter.id as "id!",
 *   letter.service_id as "service_id!",
 *   letter.template_id as "template_id!",
 *   letter.reference as "reference!",
 *   letter.job_id,
 *   wire_timestamp(letter.created_at) as "created_at!"
 * from notifications_all_time letter
 * where letter.notification_type = 'letter'
 *   and (
 *     letter.reference = any (:references!::text[])
 *     or letter.id in (
 *       select member.notification_id
 *       from print_batches batch
 *       join print_batch_letters member on member.batch_id = batch.id
 *       where batch.name = any (:batches!::text[])
 *     )
 *   )
 * order by letter.created_at, letter.id
 * ```
 */
export const listLettersNamed = new PreparedQuery<IListLettersNamedParams,IListLettersNamedResult>(listLettersNamedIR);


/** 'RemakeLetters' parameters type */
export interface IRemakeLettersParams {
  actor?: string | null | void;
  letters: stringArray;
  now: string;
}

/** 'RemakeLetters' return type */
export interface IRemakeLettersResult {
  remade: stringArray;
}

/** 'RemakeLetters' query type */
export interface IRemakeLettersQuery {
  params: IRemakeLettersParams;
  result: IRemakeLettersResult;
}

const remakeLettersIR: any = {"usedParamSet":{"letters":true,"actor":true,"now":true},"params":[{"name":"letters","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":30}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":33,"b":38}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":45}]}],"statement":"select remake_letters(:letters!, :actor, :now!)::text[] as \"remade!\""};

/**
 * Query generated from SQL:
 * ```
 * select remake_letters(:letters!, :actor, :now!)::text[] as "remade!"
 * ```
 */
export const remakeLetters = new PreparedQuery<IRemakeLettersParams,IRemakeLettersResult>(remakeLettersIR);


/** 'ReprintLetters' parameters type */
export interface IReprintLettersParams {
  actor?: string | null | void;
  letters: stringArray;
  now: string;
}

/** 'ReprintLetters' return type */
export interface IReprintLettersResult {
  reprinted: number;
}

/** 'ReprintLetters' query type */
export interface IReprintLettersQuery {
  params: IReprintLettersParams;
  result: IReprintLettersResult;
}

const reprintLettersIR: any = {"usedParamSet":{"letters":true,"actor":true,"now":true},"params":[{"name":"letters","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":31}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":34,"b":39}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":46}]}],"statement":"select reprint_letters(:letters!, :actor, :now!) as \"reprinted!\""};

/**
 * Query generated from SQL:
 * ```
 * select reprint_letters(:letters!, :actor, :now!) as "reprinted!"
 * ```
 */
export const reprintLetters = new PreparedQuery<IReprintLettersParams,IReprintLettersResult>(reprintLettersIR);


/** 'RescanFailedLetters' parameters type */
export interface IRescanFailedLettersParams {
  actor?: string | null | void;
  letters?: stringArray | null | void;
  now: string;
}

/** 'RescanFailedLetters' return type */
export interface IRescanFailedLettersResult {
  rescanned: stringArray;
}

/** 'RescanFailedLetters' query type */
export interface IRescanFailedLettersQuery {
  params: IRescanFailedLettersParams;
  result: IRescanFailedLettersResult;
}

const rescanFailedLettersIR: any = {"usedParamSet":{"letters":true,"actor":true,"now":true},"params":[{"name":"letters","required":false,"transform":{"type":"scalar"},"locs":[{"a":29,"b":36}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":39,"b":44}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":51}]}],"statement":"select rescan_failed_letters(:letters, :actor, :now!)::text[] as \"rescanned!\""};

/**
 * Query generated from SQL:
 * ```
 * select rescan_failed_letters(:letters, :actor, :now!)::text[] as "rescanned!"
 * ```
 */
export const rescanFailedLetters = new PreparedQuery<IRescanFailedLettersParams,IRescanFailedLettersResult>(rescanFailedLettersIR);


/** 'ResanitiseLetter' parameters type */
export interface IResanitiseLetterParams {
  actor?: string | null | void;
  file_id: string;
  id: string;
  now: string;
  page_count: number;
}

/** 'ResanitiseLetter' return type */
export interface IResanitiseLetterResult {
  is_replaced: boolean;
}

/** 'ResanitiseLetter' query type */
export interface IResanitiseLetterQuery {
  params: IResanitiseLetterParams;
  result: IResanitiseLetterResult;
}

const resanitiseLetterIR: any = {"usedParamSet":{"id":true,"file_id":true,"page_count":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":28}]},{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":39}]},{"name":"page_count","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":53}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":56,"b":61}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":68}]}],"statement":"select resanitise_letter(:id!, :file_id!, :page_count!, :actor, :now!) as \"is_replaced!\""};

/**
 * Query generated from SQL:
 * ```
 * select resanitise_letter(:id!, :file_id!, :page_count!, :actor, :now!) as "is_replaced!"
 * ```
 */
export const resanitiseLetter = new PreparedQuery<IResanitiseLetterParams,IResanitiseLetterResult>(resanitiseLetterIR);


