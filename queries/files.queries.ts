/** Types generated for queries found in "queries/files.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

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


/** 'AddFileObject' parameters type */
export interface IAddFileObjectParams {
  announced_bytes?: number | null | void;
  bytes: number;
  first_position: number;
  id: string;
  now: string;
  object_key: string;
}

/** 'AddFileObject' return type */
export interface IAddFileObjectResult {
  size: number;
}

/** 'AddFileObject' query type */
export interface IAddFileObjectQuery {
  params: IAddFileObjectParams;
  result: IAddFileObjectResult;
}

const addFileObjectIR: any = {"usedParamSet":{"id":true,"first_position":true,"object_key":true,"bytes":true,"announced_bytes":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":29}]},{"name":"first_position","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":47}]},{"name":"object_key","required":true,"transform":{"type":"scalar"},"locs":[{"a":50,"b":61}]},{"name":"bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":70}]},{"name":"announced_bytes","required":false,"transform":{"type":"scalar"},"locs":[{"a":73,"b":88}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":91,"b":95}]}],"statement":"select add_file_object(\n  :id!, :first_position!, :object_key!, :bytes!, :announced_bytes, :now!\n) as \"size!\""};

/**
 * Query generated from SQL:
 * ```
 * select add_file_object(
 *   :id!, :first_position!, :object_key!, :bytes!, :announced_bytes, :now!
 * ) as "size!"
 * ```
 */
export const addFileObject = new PreparedQuery<IAddFileObjectParams,IAddFileObjectResult>(addFileObjectIR);


/** 'ClaimObjectRemovals' parameters type */
export interface IClaimObjectRemovalsParams {
  batch_size: number;
  now: string;
}

/** 'ClaimObjectRemovals' return type */
export interface IClaimObjectRemovalsResult {
  object_key: string;
}

/** 'ClaimObjectRemovals' query type */
export interface IClaimObjectRemovalsQuery {
  params: IClaimObjectRemovalsParams;
  result: IClaimObjectRemovalsResult;
}

const claimObjectRemovalsIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":66}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":69,"b":80}]}],"statement":"select object_key as \"object_key!\"\nfrom claim_object_removals(:now!, :batch_size!) as claimed (object_key)"};

/**
 * Query generated from SQL:
 * ```
 * select object_key as "object_key!"
 * from claim_object_removals(:now!, :batch_size!) as claimed (object_key)
 * ```
 */
export const claimObjectRemovals = new PreparedQuery<IClaimObjectRemovalsParams,IClaimObjectRemovalsResult>(claimObjectRemovalsIR);


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


/** 'FinishFile' parameters type */
export interface IFinishFileParams {
  id: string;
  now: string;
  whole_sha256: string;
}

/** 'FinishFile' return type */
export interface IFinishFileResult {
  finish_file: undefined | null;
}

/** 'FinishFile' query type */
export interface IFinishFileQuery {
  params: IFinishFileParams;
  result: IFinishFileResult;
}

const finishFileIR: any = {"usedParamSet":{"id":true,"whole_sha256":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":19,"b":22}]},{"name":"whole_sha256","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":45}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":63}]}],"statement":"select finish_file(:id!, decode(:whole_sha256!, 'base64'), :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select finish_file(:id!, decode(:whole_sha256!, 'base64'), :now!)
 * ```
 */
export const finishFile = new PreparedQuery<IFinishFileParams,IFinishFileResult>(finishFileIR);


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


/** 'ForgetRemovedObjects' parameters type */
export interface IForgetRemovedObjectsParams {
  object_keys: stringArray;
}

/** 'ForgetRemovedObjects' return type */
export type IForgetRemovedObjectsResult = void;

/** 'ForgetRemovedObjects' query type */
export interface IForgetRemovedObjectsQuery {
  params: IForgetRemovedObjectsParams;
  result: IForgetRemovedObjectsResult;
}

const forgetRemovedObjectsIR: any = {"usedParamSet":{"object_keys":true},"params":[{"name":"object_keys","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":64}]}],"statement":"delete from object_removals\nwhere object_key = any (:object_keys!::text[])"};

/**
 * Query generated from SQL:
 * ```
 * delete from object_removals
 * where object_key = any (:object_keys!::text[])
 * ```
 */
export const forgetRemovedObjects = new PreparedQuery<IForgetRemovedObjectsParams,IForgetRemovedObjectsResult>(forgetRemovedObjectsIR);


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
  contents: Buffer | null;
  object_key: string | null;
  position: number;
}

/** 'ListFilePieces' query type */
export interface IListFilePiecesQuery {
  params: IListFilePiecesParams;
  result: IListFilePiecesResult;
}

const listFilePiecesIR: any = {"usedParamSet":{"file_id":true,"first_position":true,"last_position":true},"params":[{"name":"file_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":158,"b":166},{"a":318,"b":326}]},{"name":"first_position","required":true,"transform":{"type":"scalar"},"locs":[{"a":189,"b":204},{"a":350,"b":365}]},{"name":"last_position","required":true,"transform":{"type":"scalar"},"locs":[{"a":210,"b":224}]}],"statement":"-- Of a file in a bucket the object that the first piece is in.\nselect position as \"position!\", contents, null as object_key\nfrom file_chunks\nwhere file_id = :file_id! and position between :first_position! and :last_position!\nunion all\n(\n  select first_position, null, object_key\n  from file_objects\n  where file_id = :file_id! and first_position <= :first_position!\n  order by first_position desc\n  limit 1\n)\norder by 1"};

/**
 * Query generated from SQL:
 * ```
 * -- Of a file in a bucket the object that the first piece is in.
 * select position as "position!", contents, null as object_key
 * from file_chunks
 * where file_id = :file_id! and position between :first_position! and :last_position!
 * union all
 * (
 *   select first_position, null, object_key
 *   from file_objects
 *   where file_id = :file_id! and first_position <= :first_position!
 *   order by first_position desc
 *   limit 1
 * )
 * order by 1
 * ```
 */
export const listFilePieces = new PreparedQuery<IListFilePiecesParams,IListFilePiecesResult>(listFilePiecesIR);


/** 'ListOnlyPieces' parameters type */
export interface IListOnlyPiecesParams {
  ids: stringArray;
}

/** 'ListOnlyPieces' return type */
export interface IListOnlyPiecesResult {
  /** Encrypted bytes and 16 bytes of tag. The key of a document is in its link, which we keep sealed for as long as its live message; that of other files derives from the platform's secret. */
  contents: Buffer;
  file_id: string;
}

/** 'ListOnlyPieces' query type */
export interface IListOnlyPiecesQuery {
  params: IListOnlyPiecesParams;
  result: IListOnlyPiecesResult;
}

const listOnlyPiecesIR: any = {"usedParamSet":{"ids":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":124,"b":128}]}],"statement":"-- Of files that have no other.\nselect file_id as \"file_id!\", contents as \"contents!\"\nfrom file_chunks\nwhere file_id = any (:ids!::uuid[]) and position = 0"};

/**
 * Query generated from SQL:
 * ```
 * -- Of files that have no other.
 * select file_id as "file_id!", contents as "contents!"
 * from file_chunks
 * where file_id = any (:ids!::uuid[]) and position = 0
 * ```
 */
export const listOnlyPieces = new PreparedQuery<IListOnlyPiecesParams,IListOnlyPiecesResult>(listOnlyPiecesIR);


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


/** 'StartFileInBucket' parameters type */
export interface IStartFileInBucketParams {
  about_id?: string | null | void;
  announced_bytes?: number | null | void;
  bytes: number;
  content_type: string;
  id: string;
  name?: string | null | void;
  now: string;
  object_key: string;
  purpose: string;
  retention_days?: number | null | void;
  service_id?: string | null | void;
}

/** 'StartFileInBucket' return type */
export interface IStartFileInBucketResult {
  size: number;
}

/** 'StartFileInBucket' query type */
export interface IStartFileInBucketQuery {
  params: IStartFileInBucketParams;
  result: IStartFileInBucketResult;
}

const startFileInBucketIR: any = {"usedParamSet":{"id":true,"purpose":true,"service_id":true,"about_id":true,"name":true,"content_type":true,"retention_days":true,"now":true,"object_key":true,"bytes":true,"announced_bytes":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":45}]},{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":56}]},{"name":"service_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":59,"b":69}]},{"name":"about_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":72,"b":80}]},{"name":"name","required":false,"transform":{"type":"scalar"},"locs":[{"a":83,"b":87}]},{"name":"content_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":90,"b":103}]},{"name":"retention_days","required":false,"transform":{"type":"scalar"},"locs":[{"a":106,"b":120}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":127},{"a":180,"b":184}]},{"name":"object_key","required":true,"transform":{"type":"scalar"},"locs":[{"a":139,"b":150}]},{"name":"bytes","required":true,"transform":{"type":"scalar"},"locs":[{"a":153,"b":159}]},{"name":"announced_bytes","required":false,"transform":{"type":"scalar"},"locs":[{"a":162,"b":177}]}],"statement":"select add_file_object(\n  start_file(\n    :id!, :purpose!, :service_id, :about_id, :name, :content_type!, :retention_days, :now!\n  ),\n  0, :object_key!, :bytes!, :announced_bytes, :now!\n) as \"size!\""};

/**
 * Query generated from SQL:
 * ```
 * select add_file_object(
 *   start_file(
 *     :id!, :purpose!, :service_id, :about_id, :name, :content_type!, :retention_days, :now!
 *   ),
 *   0, :object_key!, :bytes!, :announced_bytes, :now!
 * ) as "size!"
 * ```
 */
export const startFileInBucket = new PreparedQuery<IStartFileInBucketParams,IStartFileInBucketResult>(startFileInBucketIR);


