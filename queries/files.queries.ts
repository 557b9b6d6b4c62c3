/** Types generated for queries found in "queries/files.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type stringArray = (string)[];

/** 'AddFilePieces' parameters type */
export interface IAddFilePiecesParams {
  announced_bytes?: number | null | void;
  first_position: number;
  id: string;
  now: string;
  pieces: string;
  whole_sha256?: string | null | void;
}

/** 'AddFilePieces' return type */
export interface IAddFilePiecesResult {
  size: number;
}

/** 'AddFilePieces' query type */
export interface IAddFilePiecesQuery {
  params: IAddFilePiecesParams;
  result: IAddFilePiecesResult;
}

const addFilePiecesIR: any = {"usedParamSet":{"id":true,"first_position":true,"pieces":true,"announced_bytes":true,"whole_sha256":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":103,"b":106}]},{"name":"first_position","required":true,"transform":{"type":"scalar"},"locs":[{"a":109,"b":124}]},{"name":"pieces","required":true,"transform":{"type":"scalar"},"locs":[{"a":134,"b":141}]},{"name":"announced_bytes","required":false,"transform":{"type":"scalar"},"locs":[{"a":155,"b":170}]},{"name":"whole_sha256","required":false,"transform":{"type":"scalar"},"locs":[{"a":182,"b":194}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":208,"b":212}]}],"statement":"-- Bytes come as base64, because the driver would need two letters for each.\nselect add_file_pieces(\n  :id!, :first_position!, decode(:pieces!, 'base64'), :announced_bytes,\n  decode(:whole_sha256, 'base64'), :now!\n) as \"size!\""};

/**
 * Query generated from SQL:
 * ```
 * -- Bytes come as base64, because the driver would need two letters for each.
 * select add_file_pieces(
 *   :id!, :first_position!, decode(:pieces!, 'base64'), :announced_bytes,
 *   decode(:whole_sha256, 'base64'), :now!
 * ) as "size!"
 * ```
 */
export const addFilePieces = new PreparedQuery<IAddFilePiecesParams,IAddFilePiecesResult>(addFilePiecesIR);


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


/** 'DeleteTornFile' parameters type */
export interface IDeleteTornFileParams {
  id: string;
}

/** 'DeleteTornFile' return type */
export type IDeleteTornFileResult = void;

/** 'DeleteTornFile' query type */
export interface IDeleteTornFileQuery {
  params: IDeleteTornFileParams;
  result: IDeleteTornFileResult;
}

const deleteTornFileIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":110,"b":113}]}],"statement":"-- Of whoever was writing it and failed, and so is the only one who knows of it.\ndelete from files\nwhere id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * -- Of whoever was writing it and failed, and so is the only one who knows of it.
 * delete from files
 * where id = :id!
 * ```
 */
export const deleteTornFile = new PreparedQuery<IDeleteTornFileParams,IDeleteTornFileResult>(deleteTornFileIR);


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


/** 'GetFilePurpose' parameters type */
export interface IGetFilePurposeParams {
  purpose: string;
}

/** 'GetFilePurpose' return type */
export interface IGetFilePurposeResult {
  /** What such a file may have, before encryption. */
  most_bytes: number;
}

/** 'GetFilePurpose' query type */
export interface IGetFilePurposeQuery {
  params: IGetFilePurposeParams;
  result: IGetFilePurposeResult;
}

const getFilePurposeIR: any = {"usedParamSet":{"purpose":true},"params":[{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":61}]}],"statement":"select most_bytes\nfrom file_purposes\nwhere purpose = :purpose!"};

/**
 * Query generated from SQL:
 * ```
 * select most_bytes
 * from file_purposes
 * where purpose = :purpose!
 * ```
 */
export const getFilePurpose = new PreparedQuery<IGetFilePurposeParams,IGetFilePurposeResult>(getFilePurposeIR);


/** 'ListFilePieces' parameters type */
export interface IListFilePiecesParams {
  file_id: string;
  first_position: number;
  last_position: number;
}

/** 'ListFilePieces' return type */
export interface IListFilePiecesResult {
  /** Encrypted bytes and 16 bytes of tag. The key of a document is in its link, which we keep sealed for as long as its live message; that of other files derives from the platform's secret. */
  contents: Buffer;
}

/** 'ListFilePieces' query type */
export interface IListFilePiecesQuery {
  params: IListFilePiecesParams;
  result: IListFilePiecesResult;
}

const listFilePiecesIR: any = {"usedParamSet":{"file_id":true,"first_position":true,"last_position":true},"params":[{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":57}]},{"name":"first_position","required":true,"transform":{"type":"scalar"},"locs":[{"a":80,"b":95}]},{"name":"last_position","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":115}]}],"statement":"select contents\nfrom file_chunks\nwhere file_id = :file_id! and position between :first_position! and :last_position!\norder by position"};

/**
 * Query generated from SQL:
 * ```
 * select contents
 * from file_chunks
 * where file_id = :file_id! and position between :first_position! and :last_position!
 * order by position
 * ```
 */
export const listFilePieces = new PreparedQuery<IListFilePiecesParams,IListFilePiecesResult>(listFilePiecesIR);


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


/** 'StartFile' parameters type */
export interface IStartFileParams {
  about_id?: string | null | void;
  announced_bytes?: number | null | void;
  content_type: string;
  id: string;
  name?: string | null | void;
  now: string;
  pieces: string;
  purpose: string;
  retention_days?: number | null | void;
  service_id?: string | null | void;
  whole_sha256?: string | null | void;
}

/** 'StartFile' return type */
export interface IStartFileResult {
  size: number;
}

/** 'StartFile' query type */
export interface IStartFileQuery {
  params: IStartFileParams;
  result: IStartFileResult;
}

const startFileIR: any = {"usedParamSet":{"id":true,"purpose":true,"service_id":true,"about_id":true,"name":true,"content_type":true,"retention_days":true,"now":true,"pieces":true,"announced_bytes":true,"whole_sha256":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":129,"b":132}]},{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":135,"b":143}]},{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":146,"b":156}]},{"name":"about_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":159,"b":167}]},{"name":"name","required":false,"transform":{"type":"scalar"},"locs":[{"a":170,"b":174}]},{"name":"content_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":177,"b":190}]},{"name":"retention_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":193,"b":207}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":210,"b":214},{"a":305,"b":309}]},{"name":"pieces","required":true,"transform":{"type":"scalar"},"locs":[{"a":233,"b":240}]},{"name":"announced_bytes","required":false,"transform":{"type":"scalar"},"locs":[{"a":254,"b":269}]},{"name":"whole_sha256","required":false,"transform":{"type":"scalar"},"locs":[{"a":279,"b":291}]}],"statement":"-- A file that fits into its first pieces takes this one statement: see AddFilePieces.\nselect add_file_pieces(\n  start_file(\n    :id!, :purpose!, :service_id, :about_id, :name, :content_type!, :retention_days, :now!\n  ),\n  0, decode(:pieces!, 'base64'), :announced_bytes, decode(:whole_sha256, 'base64'), :now!\n) as \"size!\""};

/**
 * Query generated from SQL:
 * ```
 * -- A file that fits into its first pieces takes this one statement: see AddFilePieces.
 * select add_file_pieces(
 *   start_file(
 *     :id!, :purpose!, :service_id, :about_id, :name, :content_type!, :retention_days, :now!
 *   ),
 *   0, decode(:pieces!, 'base64'), :announced_bytes, decode(:whole_sha256, 'base64'), :now!
 * ) as "size!"
 * ```
 */
export const startFile = new PreparedQuery<IStartFileParams,IStartFileResult>(startFileIR);


