/** Types generated for queries found in "queries/letters/printing.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type postage = 'economy' | 'europe' | 'first' | 'rest-of-world' | 'second';

export type print_outcome = 'refused' | 'taken';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'AcknowledgeBatches' parameters type */
export interface IAcknowledgeBatchesParams {
  acknowledgements: stringArray;
  now: string;
}

/** 'AcknowledgeBatches' return type */
export interface IAcknowledgeBatchesResult {
  acknowledged: number;
  is_told: boolean;
  missing: stringArray;
  unexpected: stringArray;
}

/** 'AcknowledgeBatches' query type */
export interface IAcknowledgeBatchesQuery {
  params: IAcknowledgeBatchesParams;
  result: IAcknowledgeBatchesResult;
}

const acknowledgeBatchesIR: any = {"usedParamSet":{"acknowledgements":true,"now":true},"params":[{"name":"acknowledgements","required":true,"transform":{"type":"scalar"},"locs":[{"a":143,"b":160}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":163,"b":167}]}],"statement":"select\n  acknowledged as \"acknowledged!\", missing as \"missing!\", unexpected as \"unexpected!\",\n  is_told as \"is_told!\"\nfrom acknowledge_batches(:acknowledgements!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   acknowledged as "acknowledged!", missing as "missing!", unexpected as "unexpected!",
 *   is_told as "is_told!"
 * from acknowledge_batches(:acknowledgements!, :now!)
 * ```
 */
export const acknowledgeBatches = new PreparedQuery<IAcknowledgeBatchesParams,IAcknowledgeBatchesResult>(acknowledgeBatchesIR);


/** 'ApplyResponseFile' parameters type */
export interface IApplyResponseFileParams {
  content: string;
  file_name: string;
  now: string;
}

/** 'ApplyResponseFile' return type */
export interface IApplyResponseFileResult {
  alert: string | null;
  applied: number;
  failed_references: stringArray;
  lines: number;
  other_sheets: Json;
  unknown_references: stringArray;
  unknown_words: stringArray;
}

/** 'ApplyResponseFile' query type */
export interface IApplyResponseFileQuery {
  params: IApplyResponseFileParams;
  result: IApplyResponseFileResult;
}

const applyResponseFileIR: any = {"usedParamSet":{"file_name":true,"content":true,"now":true},"params":[{"name":"file_name","required":true,"transform":{"type":"scalar"},"locs":[{"a":242,"b":252}]},{"name":"content","required":true,"transform":{"type":"scalar"},"locs":[{"a":255,"b":263}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":266,"b":270}]}],"statement":"select\n  lines as \"lines!\", applied as \"applied!\", unknown_references as \"unknown_references!\",\n  failed_references as \"failed_references!\", other_sheets as \"other_sheets!\",\n  unknown_words as \"unknown_words!\", alert\nfrom apply_response_file(:file_name!, :content!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   lines as "lines!", applied as "applied!", unknown_references as "unknown_references!",
 *   failed_references as "failed_references!", other_sheets as "other_sheets!",
 *   unknown_words as "unknown_words!", alert
 * from apply_response_file(:file_name!, :content!, :now!)
 * ```
 */
export const applyResponseFile = new PreparedQuery<IApplyResponseFileParams,IApplyResponseFileResult>(applyResponseFileIR);


/** 'BeginPrinterRotation' parameters type */
export interface IBeginPrinterRotationParams {
  now: string;
  provider: string;
  secret: string;
}

/** 'BeginPrinterRotation' return type */
export interface IBeginPrinterRotationResult {
  is_begun: boolean;
}

/** 'BeginPrinterRotation' query type */
export interface IBeginPrinterRotationQuery {
  params: IBeginPrinterRotationParams;
  result: IBeginPrinterRotationResult;
}

const beginPrinterRotationIR: any = {"usedParamSet":{"provider":true,"secret":true,"now":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":39}]},{"name":"secret","required":true,"transform":{"type":"scalar"},"locs":[{"a":42,"b":49}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":56}]}],"statement":"select begin_printer_rotation(:provider!, :secret!, :now!) as \"is_begun!\""};

/**
 * Query generated from SQL:
 * ```
 * select begin_printer_rotation(:provider!, :secret!, :now!) as "is_begun!"
 * ```
 */
export const beginPrinterRotation = new PreparedQuery<IBeginPrinterRotationParams,IBeginPrinterRotationResult>(beginPrinterRotationIR);


/** 'ClaimPrintBatch' parameters type */
export interface IClaimPrintBatchParams {
  batch: string;
  now: string;
  printer: string;
}

/** 'ClaimPrintBatch' return type */
export interface IClaimPrintBatchResult {
  id: string;
  name: string;
  organisation_id: string | null;
  postage: postage;
  print_day: string;
  service_id: string;
}

/** 'ClaimPrintBatch' query type */
export interface IClaimPrintBatchQuery {
  params: IClaimPrintBatchParams;
  result: IClaimPrintBatchResult;
}

const claimPrintBatchIR: any = {"usedParamSet":{"batch":true,"printer":true,"now":true},"params":[{"name":"batch","required":true,"transform":{"type":"scalar"},"locs":[{"a":165,"b":171}]},{"name":"printer","required":true,"transform":{"type":"scalar"},"locs":[{"a":174,"b":182}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":185,"b":189}]}],"statement":"select\n  id as \"id!\", print_day::text as \"print_day!\", postage as \"postage!\", service_id as \"service_id!\",\n  organisation_id, name as \"name!\"\nfrom claim_print_batch(:batch!, :printer!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!", print_day::text as "print_day!", postage as "postage!", service_id as "service_id!",
 *   organisation_id, name as "name!"
 * from claim_print_batch(:batch!, :printer!, :now!)
 * ```
 */
export const claimPrintBatch = new PreparedQuery<IClaimPrintBatchParams,IClaimPrintBatchResult>(claimPrintBatchIR);


/** 'CollateLetters' parameters type */
export interface ICollateLettersParams {
  now: string;
  postage: postage;
  print_day: string;
}

/** 'CollateLetters' return type */
export interface ICollateLettersResult {
  batches: number;
}

/** 'CollateLetters' query type */
export interface ICollateLettersQuery {
  params: ICollateLettersParams;
  result: ICollateLettersResult;
}

const collateLettersIR: any = {"usedParamSet":{"print_day":true,"postage":true,"now":true},"params":[{"name":"print_day","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":33}]},{"name":"postage","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":44}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":51}]}],"statement":"select collate_letters(:print_day!, :postage!, :now!) as \"batches!\""};

/**
 * Query generated from SQL:
 * ```
 * select collate_letters(:print_day!, :postage!, :now!) as "batches!"
 * ```
 */
export const collateLetters = new PreparedQuery<ICollateLettersParams,ICollateLettersResult>(collateLettersIR);


/** 'EnqueuePrinterRotations' parameters type */
export interface IEnqueuePrinterRotationsParams {
  now: string;
}

/** 'EnqueuePrinterRotations' return type */
export interface IEnqueuePrinterRotationsResult {
  enqueued: number;
}

/** 'EnqueuePrinterRotations' query type */
export interface IEnqueuePrinterRotationsQuery {
  params: IEnqueuePrinterRotationsParams;
  result: IEnqueuePrinterRotationsResult;
}

const enqueuePrinterRotationsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":37}]}],"statement":"select enqueue_printer_rotations(:now!) as \"enqueued!\""};

/**
 * Query generated from SQL:
 * ```
 * select enqueue_printer_rotations(:now!) as "enqueued!"
 * ```
 */
export const enqueuePrinterRotations = new PreparedQuery<IEnqueuePrinterRotationsParams,IEnqueuePrinterRotationsResult>(enqueuePrinterRotationsIR);


/** 'EnqueueResponseFile' parameters type */
export interface IEnqueueResponseFileParams {
  file: string;
  provider: string;
}

/** 'EnqueueResponseFile' return type */
export interface IEnqueueResponseFileResult {
  enqueued: number;
}

/** 'EnqueueResponseFile' query type */
export interface IEnqueueResponseFileQuery {
  params: IEnqueueResponseFileParams;
  result: IEnqueueResponseFileResult;
}

const enqueueResponseFileIR: any = {"usedParamSet":{"provider":true,"file":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":131,"b":140},{"a":221,"b":230}]},{"name":"file","required":true,"transform":{"type":"scalar"},"locs":[{"a":152,"b":157},{"a":247,"b":252}]}],"statement":"select enqueue(\n    -- The same file is read once at a time, and again when it is told of again.\n    'letter-responses', array[md5(:provider! || ' ' || :file!)::uuid], null, null,\n    array[jsonb_build_object('provider', :provider!::text, 'file', :file!::text)]\n  ) as \"enqueued!\""};

/**
 * Query generated from SQL:
 * ```
 * select enqueue(
 *     -- The same file is read once at a time, and again when it is told of again.
 *     'letter-responses', array[md5(:provider! || ' ' || :file!)::uuid], null, null,
 *     array[jsonb_build_object('provider', :provider!::text, 'file', :file!::text)]
 *   ) as "enqueued!"
 * ```
 */
export const enqueueResponseFile = new PreparedQuery<IEnqueueResponseFileParams,IEnqueueResponseFileResult>(enqueueResponseFileIR);


/** 'FailPrintBatch' parameters type */
export interface IFailPrintBatchParams {
  batch: string;
  now: string;
  reason: string;
  retry_at?: string | null | void;
}

/** 'FailPrintBatch' return type */
export interface IFailPrintBatchResult {
  failures: number | null;
}

/** 'FailPrintBatch' query type */
export interface IFailPrintBatchQuery {
  params: IFailPrintBatchParams;
  result: IFailPrintBatchResult;
}

const failPrintBatchIR: any = {"usedParamSet":{"batch":true,"reason":true,"retry_at":true,"now":true},"params":[{"name":"batch","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":30}]},{"name":"reason","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":40}]},{"name":"retry_at","required":false,"transform":{"type":"scalar"},"locs":[{"a":43,"b":51}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":58}]}],"statement":"select fail_print_batch(:batch!, :reason!, :retry_at, :now!) as failures"};

/**
 * Query generated from SQL:
 * ```
 * select fail_print_batch(:batch!, :reason!, :retry_at, :now!) as failures
 * ```
 */
export const failPrintBatch = new PreparedQuery<IFailPrintBatchParams,IFailPrintBatchResult>(failPrintBatchIR);


/** 'FinishPrinterRotation' parameters type */
export interface IFinishPrinterRotationParams {
  now: string;
  provider: string;
  sealed: Buffer;
  secret: string;
}

/** 'FinishPrinterRotation' return type */
export interface IFinishPrinterRotationResult {
  finish_printer_rotation: undefined | null;
}

/** 'FinishPrinterRotation' query type */
export interface IFinishPrinterRotationQuery {
  params: IFinishPrinterRotationParams;
  result: IFinishPrinterRotationResult;
}

const finishPrinterRotationIR: any = {"usedParamSet":{"provider":true,"secret":true,"sealed":true,"now":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":40}]},{"name":"secret","required":true,"transform":{"type":"scalar"},"locs":[{"a":43,"b":50}]},{"name":"sealed","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":60}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":81,"b":85}]}],"statement":"select finish_printer_rotation(:provider!, :secret!, :sealed!, notify_user_id(), :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select finish_printer_rotation(:provider!, :secret!, :sealed!, notify_user_id(), :now!)
 * ```
 */
export const finishPrinterRotation = new PreparedQuery<IFinishPrinterRotationParams,IFinishPrinterRotationResult>(finishPrinterRotationIR);


/** 'ForgetPrintBatches' parameters type */
export interface IForgetPrintBatchesParams {
  batch_size: number;
  now: string;
}

/** 'ForgetPrintBatches' return type */
export interface IForgetPrintBatchesResult {
  forgotten: number;
}

/** 'ForgetPrintBatches' query type */
export interface IForgetPrintBatchesQuery {
  params: IForgetPrintBatchesParams;
  result: IForgetPrintBatchesResult;
}

const forgetPrintBatchesIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":43}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":63}]}],"statement":"select forget_print_batches(local_date(:now!) - 90, :batch_size!) as \"forgotten!\""};

/**
 * Query generated from SQL:
 * ```
 * select forget_print_batches(local_date(:now!) - 90, :batch_size!) as "forgotten!"
 * ```
 */
export const forgetPrintBatches = new PreparedQuery<IForgetPrintBatchesParams,IForgetPrintBatchesResult>(forgetPrintBatchesIR);


/** 'GetActivePrinter' parameters type */
export type IGetActivePrinterParams = void;

/** 'GetActivePrinter' return type */
export interface IGetActivePrinterResult {
  /** What notifications record as sent_by. */
  identifier: string;
}

/** 'GetActivePrinter' query type */
export interface IGetActivePrinterQuery {
  params: IGetActivePrinterParams;
  result: IGetActivePrinterResult;
}

const getActivePrinterIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  -- The first by weight; the others wait.\n  identifier as \"identifier!\"\nfrom provider_details\nwhere notification_type = 'letter' and active and priority > 0\norder by priority desc, identifier\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The first by weight; the others wait.
 *   identifier as "identifier!"
 * from provider_details
 * where notification_type = 'letter' and active and priority > 0
 * order by priority desc, identifier
 * limit 1
 * ```
 */
export const getActivePrinter = new PreparedQuery<IGetActivePrinterParams,IGetActivePrinterResult>(getActivePrinterIR);


/** 'GiveUpPrinterRotation' parameters type */
export interface IGiveUpPrinterRotationParams {
  now: string;
  provider: string;
  reason: string;
  secret: string;
}

/** 'GiveUpPrinterRotation' return type */
export interface IGiveUpPrinterRotationResult {
  is_told: boolean;
}

/** 'GiveUpPrinterRotation' query type */
export interface IGiveUpPrinterRotationQuery {
  params: IGiveUpPrinterRotationParams;
  result: IGiveUpPrinterRotationResult;
}

const giveUpPrinterRotationIR: any = {"usedParamSet":{"provider":true,"secret":true,"reason":true,"now":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":41}]},{"name":"secret","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":51}]},{"name":"reason","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":61}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":68}]}],"statement":"select give_up_printer_rotation(:provider!, :secret!, :reason!, :now!) as \"is_told!\""};

/**
 * Query generated from SQL:
 * ```
 * select give_up_printer_rotation(:provider!, :secret!, :reason!, :now!) as "is_told!"
 * ```
 */
export const giveUpPrinterRotation = new PreparedQuery<IGiveUpPrinterRotationParams,IGiveUpPrinterRotationResult>(giveUpPrinterRotationIR);


/** 'KeepNextPassword' parameters type */
export interface IKeepNextPasswordParams {
  now: string;
  provider: string;
  sealed: Buffer;
}

/** 'KeepNextPassword' return type */
export interface IKeepNextPasswordResult {
  set_provider_setting: undefined | null;
}

/** 'KeepNextPassword' query type */
export interface IKeepNextPasswordQuery {
  params: IKeepNextPasswordParams;
  result: IKeepNextPasswordResult;
}

const keepNextPasswordIR: any = {"usedParamSet":{"provider":true,"sealed":true,"now":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":40}]},{"name":"sealed","required":true,"transform":{"type":"scalar"},"locs":[{"a":66,"b":73}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":100,"b":104}]}],"statement":"select set_provider_setting(\n  :provider!, 'next_password', null, :sealed!, null, notify_user_id(), :now!\n)"};

/**
 * Query generated from SQL:
 * ```
 * select set_provider_setting(
 *   :provider!, 'next_password', null, :sealed!, null, notify_user_id(), :now!
 * )
 * ```
 */
export const keepNextPassword = new PreparedQuery<IKeepNextPasswordParams,IKeepNextPasswordResult>(keepNextPasswordIR);


/** 'ListPrintBatchContents' parameters type */
export interface IListPrintBatchContentsParams {
  batch: string;
}

/** 'ListPrintBatchContents' return type */
export interface IListPrintBatchContentsResult {
  /** The recipient as supplied, without white space around it; for letters the address lines. Personal data. */
  address: string;
  bytes: number | null;
  file_id: string | null;
  file_name: string | null;
  id: string;
  /** The provider's name for an email; the printer's for a letter. */
  reference: string;
}

/** 'ListPrintBatchContents' query type */
export interface IListPrintBatchContentsQuery {
  params: IListPrintBatchContentsParams;
  result: IListPrintBatchContentsResult;
}

const listPrintBatchContentsIR: any = {"usedParamSet":{"batch":true},"params":[{"name":"batch","required":true,"transform":{"type":"scalar"},"locs":[{"a":325,"b":331}]}],"statement":"select\n  -- In the order in which they are printed.\n  content.notification_id as \"id!\", content.file_id, content.bytes, content.file_name,\n  letter.reference as \"reference!\", letter.\"to\" as \"address!\"\nfrom print_batch_contents content\njoin notifications letter on letter.id = content.notification_id\nwhere content.batch_id = :batch! and content.outcome is null\norder by content.position"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- In the order in which they are printed.
 *   content.notification_id as "id!", content.file_id, content.bytes, content.file_name,
 *   letter.reference as "reference!", letter."to" as "address!"
 * from print_batch_contents content
 * join notifications letter on letter.id = content.notification_id
 * where content.batch_id = :batch! and content.outcome is null
 * order by content.position
 * ```
 */
export const listPrintBatchContents = new PreparedQuery<IListPrintBatchContentsParams,IListPrintBatchContentsResult>(listPrintBatchContentsIR);


/** 'ReceivePrintCallback' parameters type */
export interface IReceivePrintCallbackParams {
  now: string;
  told: Json;
}

/** 'ReceivePrintCallback' return type */
export interface IReceivePrintCallbackResult {
  outcome: string;
  units: number | null;
}

/** 'ReceivePrintCallback' query type */
export interface IReceivePrintCallbackQuery {
  params: IReceivePrintCallbackParams;
  result: IReceivePrintCallbackResult;
}

const receivePrintCallbackIR: any = {"usedParamSet":{"told":true,"now":true},"params":[{"name":"told","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":69}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":79,"b":83}]}],"statement":"select outcome as \"outcome!\", units\nfrom receive_print_callback(:told!::jsonb, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select outcome as "outcome!", units
 * from receive_print_callback(:told!::jsonb, :now!)
 * ```
 */
export const receivePrintCallback = new PreparedQuery<IReceivePrintCallbackParams,IReceivePrintCallbackResult>(receivePrintCallbackIR);


/** 'ReceiveSandboxLetters' parameters type */
export interface IReceiveSandboxLettersParams {
  now: string;
}

/** 'ReceiveSandboxLetters' return type */
export interface IReceiveSandboxLettersResult {
  received: number;
}

/** 'ReceiveSandboxLetters' query type */
export interface IReceiveSandboxLettersQuery {
  params: IReceiveSandboxLettersParams;
  result: IReceiveSandboxLettersResult;
}

const receiveSandboxLettersIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":35}]}],"statement":"select receive_sandbox_letters(:now!) as \"received!\""};

/**
 * Query generated from SQL:
 * ```
 * select receive_sandbox_letters(:now!) as "received!"
 * ```
 */
export const receiveSandboxLetters = new PreparedQuery<IReceiveSandboxLettersParams,IReceiveSandboxLettersResult>(receiveSandboxLettersIR);


/** 'RecordHandOver' parameters type */
export interface IRecordHandOverParams {
  batch: string;
  now: string;
  told: Json;
}

/** 'RecordHandOver' return type */
export interface IRecordHandOverResult {
  detail: string | null;
  id: string;
  outcome: print_outcome;
}

/** 'RecordHandOver' query type */
export interface IRecordHandOverQuery {
  params: IRecordHandOverParams;
  result: IRecordHandOverResult;
}

const recordHandOverIR: any = {"usedParamSet":{"batch":true,"told":true,"now":true},"params":[{"name":"batch","required":true,"transform":{"type":"scalar"},"locs":[{"a":85,"b":91}]},{"name":"told","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":99}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":109,"b":113}]}],"statement":"select notification_id as \"id!\", outcome as \"outcome!\", detail\nfrom record_hand_over(:batch!, :told!::jsonb, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select notification_id as "id!", outcome as "outcome!", detail
 * from record_hand_over(:batch!, :told!::jsonb, :now!)
 * ```
 */
export const recordHandOver = new PreparedQuery<IRecordHandOverParams,IRecordHandOverResult>(recordHandOverIR);


/** 'RefuseResponseFile' parameters type */
export interface IRefuseResponseFileParams {
  file_name: string;
  now: string;
  reason: string;
}

/** 'RefuseResponseFile' return type */
export interface IRefuseResponseFileResult {
  is_told: boolean;
}

/** 'RefuseResponseFile' query type */
export interface IRefuseResponseFileQuery {
  params: IRefuseResponseFileParams;
  result: IRefuseResponseFileResult;
}

const refuseResponseFileIR: any = {"usedParamSet":{"file_name":true,"reason":true,"now":true},"params":[{"name":"file_name","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":38}]},{"name":"reason","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":48}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":55}]}],"statement":"select refuse_response_file(:file_name!, :reason!, :now!) as \"is_told!\""};

/**
 * Query generated from SQL:
 * ```
 * select refuse_response_file(:file_name!, :reason!, :now!) as "is_told!"
 * ```
 */
export const refuseResponseFile = new PreparedQuery<IRefuseResponseFileParams,IRefuseResponseFileResult>(refuseResponseFileIR);


/** 'ResumePrintBatches' parameters type */
export interface IResumePrintBatchesParams {
  now: string;
}

/** 'ResumePrintBatches' return type */
export interface IResumePrintBatchesResult {
  resumed: number;
}

/** 'ResumePrintBatches' query type */
export interface IResumePrintBatchesQuery {
  params: IResumePrintBatchesParams;
  result: IResumePrintBatchesResult;
}

const resumePrintBatchesIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":32}]}],"statement":"select resume_print_batches(:now!) as \"resumed!\""};

/**
 * Query generated from SQL:
 * ```
 * select resume_print_batches(:now!) as "resumed!"
 * ```
 */
export const resumePrintBatches = new PreparedQuery<IResumePrintBatchesParams,IResumePrintBatchesResult>(resumePrintBatchesIR);


/** 'StartPrintRun' parameters type */
export interface IStartPrintRunParams {
  now: string;
}

/** 'StartPrintRun' return type */
export interface IStartPrintRunResult {
  print_day: string;
}

/** 'StartPrintRun' query type */
export interface IStartPrintRunQuery {
  params: IStartPrintRunParams;
  result: IStartPrintRunResult;
}

const startPrintRunIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":27}]}],"statement":"select start_print_run(:now!)::text as \"print_day!\""};

/**
 * Query generated from SQL:
 * ```
 * select start_print_run(:now!)::text as "print_day!"
 * ```
 */
export const startPrintRun = new PreparedQuery<IStartPrintRunParams,IStartPrintRunResult>(startPrintRunIR);


/** 'TellLetterVolumes' parameters type */
export interface ITellLetterVolumesParams {
  addresses: stringArray;
  now: string;
  print_day: string;
}

/** 'TellLetterVolumes' return type */
export interface ITellLetterVolumesResult {
  told: number;
}

/** 'TellLetterVolumes' query type */
export interface ITellLetterVolumesQuery {
  params: ITellLetterVolumesParams;
  result: ITellLetterVolumesResult;
}

const tellLetterVolumesIR: any = {"usedParamSet":{"print_day":true,"addresses":true,"now":true},"params":[{"name":"print_day","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":37}]},{"name":"addresses","required":true,"transform":{"type":"scalar"},"locs":[{"a":40,"b":50}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":57}]}],"statement":"select tell_letter_volumes(:print_day!, :addresses!, :now!) as \"told!\""};

/**
 * Query generated from SQL:
 * ```
 * select tell_letter_volumes(:print_day!, :addresses!, :now!) as "told!"
 * ```
 */
export const tellLetterVolumes = new PreparedQuery<ITellLetterVolumesParams,ITellLetterVolumesResult>(tellLetterVolumesIR);


/** 'WatchFailedLetters' parameters type */
export interface IWatchFailedLettersParams {
  environment: string;
  now: string;
}

/** 'WatchFailedLetters' return type */
export interface IWatchFailedLettersResult {
  is_told: boolean;
  letters: number;
}

/** 'WatchFailedLetters' query type */
export interface IWatchFailedLettersQuery {
  params: IWatchFailedLettersParams;
  result: IWatchFailedLettersResult;
}

const watchFailedLettersIR: any = {"usedParamSet":{"environment":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":78,"b":90}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":93,"b":97}]}],"statement":"select letters as \"letters!\", is_told as \"is_told!\"\nfrom watch_failed_letters(:environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select letters as "letters!", is_told as "is_told!"
 * from watch_failed_letters(:environment!, :now!)
 * ```
 */
export const watchFailedLetters = new PreparedQuery<IWatchFailedLettersParams,IWatchFailedLettersResult>(watchFailedLettersIR);


/** 'WatchLettersStillCreated' parameters type */
export interface IWatchLettersStillCreatedParams {
  environment: string;
  now: string;
}

/** 'WatchLettersStillCreated' return type */
export interface IWatchLettersStillCreatedResult {
  is_told: boolean;
  letters: number;
}

/** 'WatchLettersStillCreated' query type */
export interface IWatchLettersStillCreatedQuery {
  params: IWatchLettersStillCreatedParams;
  result: IWatchLettersStillCreatedResult;
}

const watchLettersStillCreatedIR: any = {"usedParamSet":{"environment":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":85,"b":97}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":100,"b":104}]}],"statement":"select letters as \"letters!\", is_told as \"is_told!\"\nfrom watch_letters_still_created(:environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select letters as "letters!", is_told as "is_told!"
 * from watch_letters_still_created(:environment!, :now!)
 * ```
 */
export const watchLettersStillCreated = new PreparedQuery<IWatchLettersStillCreatedParams,IWatchLettersStillCreatedResult>(watchLettersStillCreatedIR);


/** 'WatchLettersStillSending' parameters type */
export interface IWatchLettersStillSendingParams {
  environment: string;
  now: string;
}

/** 'WatchLettersStillSending' return type */
export interface IWatchLettersStillSendingResult {
  is_told: boolean;
  letters: number;
}

/** 'WatchLettersStillSending' query type */
export interface IWatchLettersStillSendingQuery {
  params: IWatchLettersStillSendingParams;
  result: IWatchLettersStillSendingResult;
}

const watchLettersStillSendingIR: any = {"usedParamSet":{"environment":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":85,"b":97}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":100,"b":104}]}],"statement":"select letters as \"letters!\", is_told as \"is_told!\"\nfrom watch_letters_still_sending(:environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select letters as "letters!", is_told as "is_told!"
 * from watch_letters_still_sending(:environment!, :now!)
 * ```
 */
export const watchLettersStillSending = new PreparedQuery<IWatchLettersStillSendingParams,IWatchLettersStillSendingResult>(watchLettersStillSendingIR);


/** 'WatchUnsentBatches' parameters type */
export interface IWatchUnsentBatchesParams {
  environment: string;
  now: string;
}

/** 'WatchUnsentBatches' return type */
export interface IWatchUnsentBatchesResult {
  batches: number;
  is_told: boolean;
}

/** 'WatchUnsentBatches' query type */
export interface IWatchUnsentBatchesQuery {
  params: IWatchUnsentBatchesParams;
  result: IWatchUnsentBatchesResult;
}

const watchUnsentBatchesIR: any = {"usedParamSet":{"environment":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":78,"b":90}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":93,"b":97}]}],"statement":"select batches as \"batches!\", is_told as \"is_told!\"\nfrom watch_unsent_batches(:environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select batches as "batches!", is_told as "is_told!"
 * from watch_unsent_batches(:environment!, :now!)
 * ```
 */
export const watchUnsentBatches = new PreparedQuery<IWatchUnsentBatchesParams,IWatchUnsentBatchesResult>(watchUnsentBatchesIR);


/** 'WithdrawLetters' parameters type */
export interface IWithdrawLettersParams {
  batch: string;
  letters: stringArray;
  now: string;
  reason: string;
}

/** 'WithdrawLetters' return type */
export interface IWithdrawLettersResult {
  withdrawn: number;
}

/** 'WithdrawLetters' query type */
export interface IWithdrawLettersQuery {
  params: IWithdrawLettersParams;
  result: IWithdrawLettersResult;
}

const withdrawLettersIR: any = {"usedParamSet":{"batch":true,"letters":true,"reason":true,"now":true},"params":[{"name":"batch","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":30}]},{"name":"letters","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":41}]},{"name":"reason","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":51}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":58}]}],"statement":"select withdraw_letters(:batch!, :letters!, :reason!, :now!) as \"withdrawn!\""};

/**
 * Query generated from SQL:
 * ```
 * select withdraw_letters(:batch!, :letters!, :reason!, :now!) as "withdrawn!"
 * ```
 */
export const withdrawLetters = new PreparedQuery<IWithdrawLettersParams,IWithdrawLettersResult>(withdrawLettersIR);


