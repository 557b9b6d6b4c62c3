/** Types generated for queries found in "queries/letters/files.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

/** 'FindLetterLogo' parameters type */
export interface IFindLetterLogoParams {
  name: string;
}

/** 'FindLetterLogo' return type */
export interface IFindLetterLogoResult {
  id: string;
  size: number;
}

/** 'FindLetterLogo' query type */
export interface IFindLetterLogoQuery {
  params: IFindLetterLogoParams;
  result: IFindLetterLogoResult;
}

const findLetterLogoIR: any = {"usedParamSet":{"name":true},"params":[{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":145,"b":150}]}],"statement":"-- What was stored last under a name is what bears it.\nselect id as \"id!\", size as \"size!\"\nfrom readable_files\nwhere purpose = 'logo' and name = :name!\norder by created_at desc, id desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * -- What was stored last under a name is what bears it.
 * select id as "id!", size as "size!"
 * from readable_files
 * where purpose = 'logo' and name = :name!
 * order by created_at desc, id desc
 * limit 1
 * ```
 */
export const findLetterLogo = new PreparedQuery<IFindLetterLogoParams,IFindLetterLogoResult>(findLetterLogoIR);


/** 'FindUploadedPdf' parameters type */
export interface IFindUploadedPdfParams {
  purpose: string;
  service_id: string;
  upload_id: string;
}

/** 'FindUploadedPdf' return type */
export interface IFindUploadedPdfResult {
  id: string;
  size: number;
}

/** 'FindUploadedPdf' query type */
export interface IFindUploadedPdfQuery {
  params: IFindUploadedPdfParams;
  result: IFindUploadedPdfResult;
}

const findUploadedPdfIR: any = {"usedParamSet":{"purpose":true,"service_id":true,"upload_id":true},"params":[{"name":"purpose","required":true,"transform":{"type":"scalar"},"locs":[{"a":72,"b":80}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":112}]},{"name":"upload_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":131,"b":141}]}],"statement":"select id as \"id!\", size as \"size!\"\nfrom readable_files\nwhere purpose = :purpose!\n  and service_id = :service_id!\n  and about_id = :upload_id!\norder by created_at desc, id desc\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", size as "size!"
 * from readable_files
 * where purpose = :purpose!
 *   and service_id = :service_id!
 *   and about_id = :upload_id!
 * order by created_at desc, id desc
 * limit 1
 * ```
 */
export const findUploadedPdf = new PreparedQuery<IFindUploadedPdfParams,IFindUploadedPdfResult>(findUploadedPdfIR);


