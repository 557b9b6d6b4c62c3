/** Types generated for queries found in "queries/documents.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type stringArray = (string)[];

/** 'ClaimDocumentTry' parameters type */
export interface IClaimDocumentTryParams {
  document_id: string;
  most_tries: number;
  now: string;
}

/** 'ClaimDocumentTry' return type */
export interface IClaimDocumentTryResult {
  /** The address that they must give, as HMAC-SHA256 under a key made of the platform's secret and the link's key: neither the database nor the link alone can guess it. Null when none is asked for, or deleted. */
  address_hash: Buffer | null;
}

/** 'ClaimDocumentTry' query type */
export interface IClaimDocumentTryQuery {
  params: IClaimDocumentTryParams;
  result: IClaimDocumentTryResult;
}

const claimDocumentTryIR: any = {"usedParamSet":{"now":true,"document_id":true,"most_tries":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":287,"b":291},{"a":384,"b":388},{"a":413,"b":417},{"a":520,"b":524}]},{"name":"document_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":434,"b":446}]},{"name":"most_tries","required":true,"transform":{"type":"scalar"},"locs":[{"a":469,"b":480}]}],"statement":"update documents\n-- The try is counted before its address is looked at, so that tries that come at once are all\n-- counted. No row: too many. An hour that is to begin in more than an hour was begun by a clock\n-- that ran ahead.\nset wrong_tries = case when is_within_an_hour(tries_since, :now!) then wrong_tries + 1 else 1 end,\n  tries_since = case when is_within_an_hour(tries_since, :now!) then tries_since else :now! end\nwhere id = :document_id!\n  and (wrong_tries < :most_tries! or not is_within_an_hour(tries_since, :now!))\nreturning address_hash"};

/**
 * Query generated from SQL:
 * ```
 * update documents
 * -- The try is counted before its address is looked at, so that tries that come at once are all
 * -- counted. No row: too many. An hour that is to begin in more than an hour was begun by a clock
 * -- that ran ahead.
 * set wrong_tries = case when is_within_an_hour(tries_since, :now!) then wrong_tries + 1 else 1 end,
 *   tries_since = case when is_within_an_hour(tries_since, :now!) then tries_since else :now! end
 * where id = :document_id!
 *   and (wrong_tries < :most_tries! or not is_within_an_hour(tries_since, :now!))
 * returning address_hash
 * ```
 */
export const claimDocumentTry = new PreparedQuery<IClaimDocumentTryParams,IClaimDocumentTryResult>(claimDocumentTryIR);


/** 'ClaimTemplateFileTry' parameters type */
export interface IClaimTemplateFileTryParams {
  link_hash: string;
  most_tries: number;
  now: string;
}

/** 'ClaimTemplateFileTry' return type */
export interface IClaimTemplateFileTryResult {
  /** Addresses tried since tries_since; a right one ends the row. */
  wrong_tries: number;
}

/** 'ClaimTemplateFileTry' query type */
export interface IClaimTemplateFileTryQuery {
  params: IClaimTemplateFileTryParams;
  result: IClaimTemplateFileTryResult;
}

const claimTemplateFileTryIR: any = {"usedParamSet":{"link_hash":true,"now":true,"most_tries":true},"params":[{"name":"link_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":96,"b":106}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":127},{"a":321,"b":325},{"a":438,"b":442},{"a":479,"b":483},{"a":576,"b":580}]},{"name":"most_tries","required":true,"transform":{"type":"scalar"},"locs":[{"a":517,"b":528}]}],"statement":"insert into template_file_tries as present (link_hash, wrong_tries, tries_since)\nvalues (decode(:link_hash!, 'base64'), 1, :now!)\n-- Counted before its address is looked at, as ClaimDocumentTry does. No row: too many.\non conflict (link_hash) do update\nset\n  wrong_tries = case when is_within_an_hour(present.tries_since, :now!)\n    then present.wrong_tries + 1 else 1 end,\n  tries_since = case when is_within_an_hour(present.tries_since, :now!)\n    then present.tries_since else :now! end\nwhere present.wrong_tries < :most_tries! or not is_within_an_hour(present.tries_since, :now!)\nreturning wrong_tries"};

/**
 * Query generated from SQL:
 * ```
 * insert into template_file_tries as present (link_hash, wrong_tries, tries_since)
 * values (decode(:link_hash!, 'base64'), 1, :now!)
 * -- Counted before its address is looked at, as ClaimDocumentTry does. No row: too many.
 * on conflict (link_hash) do update
 * set
 *   wrong_tries = case when is_within_an_hour(present.tries_since, :now!)
 *     then present.wrong_tries + 1 else 1 end,
 *   tries_since = case when is_within_an_hour(present.tries_since, :now!)
 *     then present.tries_since else :now! end
 * where present.wrong_tries < :most_tries! or not is_within_an_hour(present.tries_since, :now!)
 * returning wrong_tries
 * ```
 */
export const claimTemplateFileTry = new PreparedQuery<IClaimTemplateFileTryParams,IClaimTemplateFileTryResult>(claimTemplateFileTryIR);


/** 'ForgetTemplateFileTries' parameters type */
export interface IForgetTemplateFileTriesParams {
  now: string;
}

/** 'ForgetTemplateFileTries' return type */
export type IForgetTemplateFileTriesResult = void;

/** 'ForgetTemplateFileTries' query type */
export interface IForgetTemplateFileTriesQuery {
  params: IForgetTemplateFileTriesParams;
  result: IForgetTemplateFileTriesResult;
}

const forgetTemplateFileTriesIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":56}]}],"statement":"delete from template_file_tries\nwhere tries_since < :now!::timestamptz - interval '2 hours'"};

/**
 * Query generated from SQL:
 * ```
 * delete from template_file_tries
 * where tries_since < :now!::timestamptz - interval '2 hours'
 * ```
 */
export const forgetTemplateFileTries = new PreparedQuery<IForgetTemplateFileTriesParams,IForgetTemplateFileTriesResult>(forgetTemplateFileTriesIR);


/** 'ForgiveDocumentTries' parameters type */
export interface IForgiveDocumentTriesParams {
  document_id: string;
}

/** 'ForgiveDocumentTries' return type */
export type IForgiveDocumentTriesResult = void;

/** 'ForgiveDocumentTries' query type */
export interface IForgiveDocumentTriesQuery {
  params: IForgiveDocumentTriesParams;
  result: IForgiveDocumentTriesResult;
}

const forgiveDocumentTriesIR: any = {"usedParamSet":{"document_id":true},"params":[{"name":"document_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":68,"b":80}]}],"statement":"update documents\nset wrong_tries = 0, tries_since = null\nwhere id = :document_id!"};

/**
 * Query generated from SQL:
 * ```
 * update documents
 * set wrong_tries = 0, tries_since = null
 * where id = :document_id!
 * ```
 */
export const forgiveDocumentTries = new PreparedQuery<IForgiveDocumentTriesParams,IForgiveDocumentTriesResult>(forgiveDocumentTriesIR);


/** 'ForgiveTemplateFileTries' parameters type */
export interface IForgiveTemplateFileTriesParams {
  link_hash: string;
}

/** 'ForgiveTemplateFileTries' return type */
export type IForgiveTemplateFileTriesResult = void;

/** 'ForgiveTemplateFileTries' query type */
export interface IForgiveTemplateFileTriesQuery {
  params: IForgiveTemplateFileTriesParams;
  result: IForgiveTemplateFileTriesResult;
}

const forgiveTemplateFileTriesIR: any = {"usedParamSet":{"link_hash":true},"params":[{"name":"link_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":67}]}],"statement":"delete from template_file_tries\nwhere link_hash = decode(:link_hash!, 'base64')"};

/**
 * Query generated from SQL:
 * ```
 * delete from template_file_tries
 * where link_hash = decode(:link_hash!, 'base64')
 * ```
 */
export const forgiveTemplateFileTries = new PreparedQuery<IForgiveTemplateFileTriesParams,IForgiveTemplateFileTriesResult>(forgiveTemplateFileTriesIR);


/** 'GetDocument' parameters type */
export interface IGetDocumentParams {
  document_id: string;
  most_tries: number;
  now: string;
  service_id: string;
}

/** 'GetDocument' return type */
export interface IGetDocumentResult {
  /** Whether recipients must confirm their email address first. */
  confirms_address: boolean;
  /** Media type that it is served with. */
  content_type: string;
  is_over: boolean;
  is_over_tried: boolean;
  /** SHA-256 of the key in the link: tells a right link from a wrong one, and opens nothing. */
  key_hash: Buffer;
  last_day: string;
  /** The name that the sender gave it; null is none, or deleted. May identify a person. */
  name: string | null;
  /** Bytes, before encryption; until it is whole, those that have come. */
  size: number;
}

/** 'GetDocument' query type */
export interface IGetDocumentQuery {
  params: IGetDocumentParams;
  result: IGetDocumentResult;
}

const getDocumentIR: any = {"usedParamSet":{"now":true,"most_tries":true,"document_id":true,"service_id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":158,"b":162},{"a":400,"b":404}]},{"name":"most_tries","required":true,"transform":{"type":"scalar"},"locs":[{"a":339,"b":350}]},{"name":"document_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":524,"b":536}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":560,"b":571}]}],"statement":"select\n  file.name,\n  file.content_type,\n  file.size,\n  document.key_hash,\n  document.confirms_address,\n  file.deleted_at is not null or file.delete_after <= :now!::timestamptz as \"is_over!\",\n  -- The last local day on which it can be fetched.\n  (local_date(file.delete_after) - 1)::text as \"last_day!\",\n  coalesce(document.wrong_tries >= :most_tries!\n    and is_within_an_hour(document.tries_since, :now!), false)\n    as \"is_over_tried!\"\nfrom documents document\njoin files file on file.id = document.id\nwhere document.id = :document_id! and file.service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   file.name,
 *   file.content_type,
 *   file.size,
 *   document.key_hash,
 *   document.confirms_address,
 *   file.deleted_at is not null or file.delete_after <= :now!::timestamptz as "is_over!",
 *   -- The last local day on which it can be fetched.
 *   (local_date(file.delete_after) - 1)::text as "last_day!",
 *   coalesce(document.wrong_tries >= :most_tries!
 *     and is_within_an_hour(document.tries_since, :now!), false)
 *     as "is_over_tried!"
 * from documents document
 * join files file on file.id = document.id
 * where document.id = :document_id! and file.service_id = :service_id!
 * ```
 */
export const getDocument = new PreparedQuery<IGetDocumentParams,IGetDocumentResult>(getDocumentIR);


/** 'GetTemplateFile' parameters type */
export interface IGetTemplateFileParams {
  file_id: string;
  link_hash: string;
  made_on: string;
  most_tries: number;
  now: string;
  service_id: string;
  weeks: number;
}

/** 'GetTemplateFile' return type */
export interface IGetTemplateFileResult {
  /** Media type that it is served with. */
  content_type: string;
  /** Given by whoever stores it, because the contents are encrypted for this id. */
  id: string;
  is_over: boolean;
  is_over_tried: boolean;
  last_day: string;
  /** Name and placeholder. */
  name: string;
  /** Bytes, before encryption; until it is whole, those that have come. */
  size: number;
}

/** 'GetTemplateFile' query type */
export interface IGetTemplateFileQuery {
  params: IGetTemplateFileParams;
  result: IGetTemplateFileResult;
}

const getTemplateFileIR: any = {"usedParamSet":{"now":true,"most_tries":true,"made_on":true,"weeks":true,"link_hash":true,"file_id":true,"service_id":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":98},{"a":316,"b":320}]},{"name":"most_tries","required":true,"transform":{"type":"scalar"},"locs":[{"a":262,"b":273}]},{"name":"made_on","required":true,"transform":{"type":"scalar"},"locs":[{"a":550,"b":558}]},{"name":"weeks","required":true,"transform":{"type":"scalar"},"locs":[{"a":580,"b":586}]},{"name":"link_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":679,"b":689}]},{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":722,"b":730}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":754,"b":765}]}],"statement":"select\n  file.id,\n  attached.filename as name,\n  file.content_type,\n  file.size,\n  ends.at <= :now!::timestamptz as \"is_over!\",\n  -- The last local day on which it can be fetched.\n  (local_date(ends.at) - 1)::text as \"last_day!\",\n  coalesce(tries.wrong_tries >= :most_tries! and is_within_an_hour(tries.tries_since, :now!), false)\n    as \"is_over_tried!\"\nfrom template_email_files attached\njoin files file\n  on file.about_id = attached.id and file.purpose = 'email-file' and file.stored_at is not null\ncross join lateral (\n  select file_delete_after(:made_on!::date::timestamptz, :weeks!::integer * 7) as at\n) ends\nleft join template_file_tries tries on tries.link_hash = decode(:link_hash!, 'base64')\nwhere attached.id = :file_id! and file.service_id = :service_id! and file.deleted_at is null\norder by file.stored_at desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   file.id,
 *   attached.filename as name,
 *   file.content_type,
 *   file.size,
 *   ends.at <= :now!::timestamptz as "is_over!",
 *   -- The last local day on which it can be fetched.
 *   (local_date(ends.at) - 1)::text as "last_day!",
 *   coalesce(tries.wrong_tries >= :most_tries! and is_within_an_hour(tries.tries_since, :now!), false)
 *     as "is_over_tried!"
 * from template_email_files attached
 * join files file
 *   on file.about_id = attached.id and file.purpose = 'email-file' and file.stored_at is not null
 * cross join lateral (
 *   select file_delete_after(:made_on!::date::timestamptz, :weeks!::integer * 7) as at
 * ) ends
 * left join template_file_tries tries on tries.link_hash = decode(:link_hash!, 'base64')
 * where attached.id = :file_id! and file.service_id = :service_id! and file.deleted_at is null
 * order by file.stored_at desc
 * limit 1
 * ```
 */
export const getTemplateFile = new PreparedQuery<IGetTemplateFileParams,IGetTemplateFileResult>(getTemplateFileIR);


/** 'InsertDocuments' parameters type */
export interface IInsertDocumentsParams {
  address_hashes: stringArray;
  ids: stringArray;
  key_hashes: stringArray;
}

/** 'InsertDocuments' return type */
export type IInsertDocumentsResult = void;

/** 'InsertDocuments' query type */
export interface IInsertDocumentsQuery {
  params: IInsertDocumentsParams;
  result: IInsertDocumentsResult;
}

const insertDocumentsIR: any = {"usedParamSet":{"ids":true,"key_hashes":true,"address_hashes":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":262,"b":266}]},{"name":"key_hashes","required":true,"transform":{"type":"scalar"},"locs":[{"a":277,"b":288}]},{"name":"address_hashes","required":true,"transform":{"type":"scalar"},"locs":[{"a":299,"b":314}]}],"statement":"insert into documents (id, key_hash, confirms_address, address_hash)\nselect\n  -- Hashes come as base64: see InsertFiles.\n  document.id, decode(document.key_hash, 'base64'), document.address_hash is not null,\n  decode(document.address_hash, 'base64')\nfrom unnest(:ids!::uuid[], :key_hashes!::text[], :address_hashes!::text[]) as document (id,\n  key_hash, address_hash)"};

/**
 * Query generated from SQL:
 * ```
 * insert into documents (id, key_hash, confirms_address, address_hash)
 * select
 *   -- Hashes come as base64: see InsertFiles.
 *   document.id, decode(document.key_hash, 'base64'), document.address_hash is not null,
 *   decode(document.address_hash, 'base64')
 * from unnest(:ids!::uuid[], :key_hashes!::text[], :address_hashes!::text[]) as document (id,
 *   key_hash, address_hash)
 * ```
 */
export const insertDocuments = new PreparedQuery<IInsertDocumentsParams,IInsertDocumentsResult>(insertDocumentsIR);


