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


