/** Types generated for queries found in "queries/letters.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

/** 'DeleteArchivedLetterFiles' parameters type */
export interface IDeleteArchivedLetterFilesParams {
  batch_size: number;
}

/** 'DeleteArchivedLetterFiles' return type */
export interface IDeleteArchivedLetterFilesResult {
  deleted: number;
}

/** 'DeleteArchivedLetterFiles' query type */
export interface IDeleteArchivedLetterFilesQuery {
  params: IDeleteArchivedLetterFilesParams;
  result: IDeleteArchivedLetterFilesResult;
}

const deleteArchivedLetterFilesIR: any = {"usedParamSet":{"batch_size":true},"params":[{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":47}]}],"statement":"select delete_archived_letter_files(:batch_size!) as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_archived_letter_files(:batch_size!) as "deleted!"
 * ```
 */
export const deleteArchivedLetterFiles = new PreparedQuery<IDeleteArchivedLetterFilesParams,IDeleteArchivedLetterFilesResult>(deleteArchivedLetterFilesIR);


/** 'GetPrecompiledLetterTemplate' parameters type */
export interface IGetPrecompiledLetterTemplateParams {
  service_id: string;
}

/** 'GetPrecompiledLetterTemplate' return type */
export interface IGetPrecompiledLetterTemplateResult {
  id: string;
  postage: postage;
  version: number;
}

/** 'GetPrecompiledLetterTemplate' query type */
export interface IGetPrecompiledLetterTemplateQuery {
  params: IGetPrecompiledLetterTemplateParams;
  result: IGetPrecompiledLetterTemplateResult;
}

const getPrecompiledLetterTemplateIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":125,"b":136}]}],"statement":"select template_id as \"id!\", template_version as \"version!\", template_postage as \"postage!\"\nfrom precompiled_letter_template(:service_id!)"};

/**
 * Query generated from SQL:
 * ```
 * select template_id as "id!", template_version as "version!", template_postage as "postage!"
 * from precompiled_letter_template(:service_id!)
 * ```
 */
export const getPrecompiledLetterTemplate = new PreparedQuery<IGetPrecompiledLetterTemplateParams,IGetPrecompiledLetterTemplateResult>(getPrecompiledLetterTemplateIR);


