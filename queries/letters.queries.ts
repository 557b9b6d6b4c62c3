/** Types generated for queries found in "queries/letters.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

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


/** 'ListUploadedLettersOfDay' parameters type */
export interface IListUploadedLettersOfDayParams {
  limit: number;
  print_day: string;
  service_id: string;
  skipped: number;
}

/** 'ListUploadedLettersOfDay' return type */
export interface IListUploadedLettersOfDayResult {
  id: string;
  total: number;
}

/** 'ListUploadedLettersOfDay' query type */
export interface IListUploadedLettersOfDayQuery {
  params: IListUploadedLettersOfDayParams;
  result: IListUploadedLettersOfDayResult;
}

const listUploadedLettersOfDayIR: any = {"usedParamSet":{"service_id":true,"print_day":true,"limit":true,"skipped":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":192,"b":203}]},{"name":"print_day","required":true,"transform":{"type":"scalar"},"locs":[{"a":223,"b":233},{"a":270,"b":280},{"a":327,"b":337}]},{"name":"limit","required":true,"transform":{"type":"scalar"},"locs":[{"a":390,"b":396}]},{"name":"skipped","required":true,"transform":{"type":"scalar"},"locs":[{"a":405,"b":413}]}],"statement":"-- A day of printing lies within two of the calendar, which bound what is read of the index.\nselect id as \"id!\", count(*) over ()::integer as \"total!\"\nfrom uploaded_letters\nwhere service_id = :service_id!\n  and print_day = :print_day!\n  and created_at >= local_midnight(:print_day!::date - 1)\n  and created_at < local_midnight(:print_day!::date + 1)\norder by created_at desc, id desc\nlimit :limit! offset :skipped!"};

/**
 * Query generated from SQL:
 * ```
 * -- A day of printing lies within two of the calendar, which bound what is read of the index.
 * select id as "id!", count(*) over ()::integer as "total!"
 * from uploaded_letters
 * where service_id = :service_id!
 *   and print_day = :print_day!
 *   and created_at >= local_midnight(:print_day!::date - 1)
 *   and created_at < local_midnight(:print_day!::date + 1)
 * order by created_at desc, id desc
 * limit :limit! offset :skipped!
 * ```
 */
export const listUploadedLettersOfDay = new PreparedQuery<IListUploadedLettersOfDayParams,IListUploadedLettersOfDayResult>(listUploadedLettersOfDayIR);


