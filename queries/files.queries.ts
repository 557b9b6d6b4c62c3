/** Types generated for queries found in "queries/files.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type file_purpose = 'document' | 'precompiled-letter';

export type numberArray = (number)[];

export type stringArray = (string)[];

/** 'DeleteExpiredFiles' parameters type */
export interface IDeleteExpiredFilesParams {
  batch_size: number;
  now: string;
}

/** 'DeleteExpiredFiles' return type */
export interface IDeleteExpiredFilesResult {
  deleted: number;
}

/** 'DeleteExpiredFiles' query type */
export interface IDeleteExpiredFilesQuery {
  params: IDeleteExpiredFilesParams;
  result: IDeleteExpiredFilesResult;
}

const deleteExpiredFilesIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":32}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":46}]}],"statement":"select delete_expired_files(:now!, :batch_size!) as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_expired_files(:now!, :batch_size!) as "deleted!"
 * ```
 */
export const deleteExpiredFiles = new PreparedQuery<IDeleteExpiredFilesParams,IDeleteExpiredFilesResult>(deleteExpiredFilesIR);


/** 'DeleteNewFiles' parameters type */
export interface IDeleteNewFilesParams {
  ids: stringArray;
}

/** 'DeleteNewFiles' return type */
export type IDeleteNewFilesResult = void;

/** 'DeleteNewFiles' query type */
export interface IDeleteNewFilesQuery {
  params: IDeleteNewFilesParams;
  result: IDeleteNewFilesResult;
}

const deleteNewFilesIR: any = {"usedParamSet":{"ids":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":73,"b":77}]}],"statement":"with locked as materialized (\n  select id\n  from files\n  where id = any (:ids!::uuid[])\n    -- Only while nothing vouches for them: whoever calls knows that their message was refused.\n    and not kept\n  order by id\n  for update\n)\ndelete from files\nusing locked\nwhere files.id = locked.id and not files.kept"};

/**
 * Query generated from SQL:
 * ```
 * with locked as materialized (
 *   select id
 *   from files
 *   where id = any (:ids!::uuid[])
 *     -- Only while nothing vouches for them: whoever calls knows that their message was refused.
 *     and not kept
 *   order by id
 *   for update
 * )
 * delete from files
 * using locked
 * where files.id = locked.id and not files.kept
 * ```
 */
export const deleteNewFiles = new PreparedQuery<IDeleteNewFilesParams,IDeleteNewFilesResult>(deleteNewFilesIR);


/** 'ForgetDeletedFiles' parameters type */
export interface IForgetDeletedFilesParams {
  batch_size: number;
  now: string;
}

/** 'ForgetDeletedFiles' return type */
export interface IForgetDeletedFilesResult {
  forgotten: number;
}

/** 'ForgetDeletedFiles' query type */
export interface IForgetDeletedFilesQuery {
  params: IForgetDeletedFilesParams;
  result: IForgetDeletedFilesResult;
}

const forgetDeletedFilesIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":32}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":46}]}],"statement":"select forget_deleted_files(:now!, :batch_size!) as \"forgotten!\""};

/**
 * Query generated from SQL:
 * ```
 * select forget_deleted_files(:now!, :batch_size!) as "forgotten!"
 * ```
 */
export const forgetDeletedFiles = new PreparedQuery<IForgetDeletedFilesParams,IForgetDeletedFilesResult>(forgetDeletedFilesIR);


/** 'GetFileChunk' parameters type */
export interface IGetFileChunkParams {
  file_id: string;
  position: number;
}

/** 'GetFileChunk' return type */
export interface IGetFileChunkResult {
  /** Encrypted bytes and 16 bytes of tag. The key of a document is in its link, which we keep sealed for as long as its live message; that of other files derives from the platform's secret. */
  contents: Buffer;
}

/** 'GetFileChunk' query type */
export interface IGetFileChunkQuery {
  params: IGetFileChunkParams;
  result: IGetFileChunkResult;
}

const getFileChunkIR: any = {"usedParamSet":{"file_id":true,"position":true},"params":[{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":57}]},{"name":"position","required":true,"transform":{"type":"scalar"},"locs":[{"a":74,"b":83}]}],"statement":"select contents\nfrom file_chunks\nwhere file_id = :file_id! and position = :position!"};

/**
 * Query generated from SQL:
 * ```
 * select contents
 * from file_chunks
 * where file_id = :file_id! and position = :position!
 * ```
 */
export const getFileChunk = new PreparedQuery<IGetFileChunkParams,IGetFileChunkResult>(getFileChunkIR);


/** 'InsertFiles' parameters type */
export interface IInsertFilesParams {
  chunk_file_ids: stringArray;
  chunk_positions: numberArray;
  chunks: stringArray;
  content_types: stringArray;
  ids: stringArray;
  names: stringArray;
  notification_id?: string | null | void;
  now: string;
  purpose: file_purpose;
  service_id: string;
  sha256s: stringArray;
  sizes: numberArray;
  weeks: numberArray;
}

/** 'InsertFiles' return type */
export type IInsertFilesResult = void;

/** 'InsertFiles' query type */
export interface IInsertFilesQuery {
  params: IInsertFilesParams;
  result: IInsertFilesResult;
}

const insertFilesIR: any = {"usedParamSet":{"service_id":true,"purpose":true,"notification_id":true,"now":true,"ids":true,"names":true,"content_types":true,"sizes":true,"sha256s":true,"weeks":true,"chunk_file_ids":true,"chunk_positions":true,"chunks":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":408,"b":419}]},{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":422,"b":430}]},{"name":"notification_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":447,"b":462}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":541,"b":545},{"a":570,"b":574}]},{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":608,"b":612}]},{"name":"names","required":true,"transform":{"type":"scalar"},"locs":[{"a":623,"b":629}]},{"name":"content_types","required":true,"transform":{"type":"scalar"},"locs":[{"a":640,"b":654}]},{"name":"sizes","required":true,"transform":{"type":"scalar"},"locs":[{"a":665,"b":671}]},{"name":"sha256s","required":true,"transform":{"type":"scalar"},"locs":[{"a":685,"b":693}]},{"name":"weeks","required":true,"transform":{"type":"scalar"},"locs":[{"a":708,"b":714}]},{"name":"chunk_file_ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":924,"b":939}]},{"name":"chunk_positions","required":true,"transform":{"type":"scalar"},"locs":[{"a":950,"b":966}]},{"name":"chunks","required":true,"transform":{"type":"scalar"},"locs":[{"a":980,"b":987}]}],"statement":"with stored as (\n  -- Files and their contents in one statement, in parallel arrays; a null end keeps a file for as\n  -- long as its message. Bytes come as base64, because the driver sends no arrays of bytes, and\n  -- would need two letters for each.\n  insert into files (\n    id, service_id, purpose, notification_id, name, content_type, size, sha256, created_at,\n    delete_after\n  )\n  select\n    file.id, :service_id!, :purpose!::file_purpose, :notification_id, file.name, file.content_type,\n    file.size, decode(file.sha256, 'base64'), :now!, document_delete_after(:now!, file.weeks)\n  from unnest(\n    :ids!::uuid[], :names!::text[], :content_types!::text[], :sizes!::integer[], :sha256s!::text[],\n    :weeks!::integer[]\n  ) as file (id, name, content_type, size, sha256, weeks)\n)\ninsert into file_chunks (file_id, position, contents)\nselect chunk.file_id, chunk.position, decode(chunk.contents, 'base64')\nfrom unnest(:chunk_file_ids!::uuid[], :chunk_positions!::integer[], :chunks!::text[])\n  as chunk (file_id, position, contents)"};

/**
 * Query generated from SQL:
 * ```
 * with stored as (
 *   -- Files and their contents in one statement, in parallel arrays; a null end keeps a file for as
 *   -- long as its message. Bytes come as base64, because the driver sends no arrays of bytes, and
 *   -- would need two letters for each.
 *   insert into files (
 *     id, service_id, purpose, notification_id, name, content_type, size, sha256, created_at,
 *     delete_after
 *   )
 *   select
 *     file.id, :service_id!, :purpose!::file_purpose, :notification_id, file.name, file.content_type,
 *     file.size, decode(file.sha256, 'base64'), :now!, document_delete_after(:now!, file.weeks)
 *   from unnest(
 *     :ids!::uuid[], :names!::text[], :content_types!::text[], :sizes!::integer[], :sha256s!::text[],
 *     :weeks!::integer[]
 *   ) as file (id, name, content_type, size, sha256, weeks)
 * )
 * insert into file_chunks (file_id, position, contents)
 * select chunk.file_id, chunk.position, decode(chunk.contents, 'base64')
 * from unnest(:chunk_file_ids!::uuid[], :chunk_positions!::integer[], :chunks!::text[])
 *   as chunk (file_id, position, contents)
 * ```
 */
export const insertFiles = new PreparedQuery<IInsertFilesParams,IInsertFilesResult>(insertFilesIR);


/** 'SettleNewFiles' parameters type */
export interface ISettleNewFilesParams {
  batch_size: number;
  now: string;
}

/** 'SettleNewFiles' return type */
export interface ISettleNewFilesResult {
  settled: number;
}

/** 'SettleNewFiles' query type */
export interface ISettleNewFilesQuery {
  params: ISettleNewFilesParams;
  result: ISettleNewFilesResult;
}

const settleNewFilesIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":28}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":42}]}],"statement":"select settle_new_files(:now!, :batch_size!) as \"settled!\""};

/**
 * Query generated from SQL:
 * ```
 * select settle_new_files(:now!, :batch_size!) as "settled!"
 * ```
 */
export const settleNewFiles = new PreparedQuery<ISettleNewFilesParams,ISettleNewFilesResult>(settleNewFilesIR);


