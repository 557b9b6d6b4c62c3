/** Types generated for queries found in "queries/letters/cancelling.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

/** 'CancelLetter' parameters type */
export interface ICancelLetterParams {
  actor?: string | null | void;
  id: string;
  now: string;
  service_id: string;
}

/** 'CancelLetter' return type */
export interface ICancelLetterResult {
  refusal: string | null;
}

/** 'CancelLetter' query type */
export interface ICancelLetterQuery {
  params: ICancelLetterParams;
  result: ICancelLetterResult;
}

const cancelLetterIR: any = {"usedParamSet":{"service_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":45}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":51}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":54,"b":59}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":66}]}],"statement":"select refusal\nfrom cancel_letter(:service_id!, :id!, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select refusal
 * from cancel_letter(:service_id!, :id!, :actor, :now!)
 * ```
 */
export const cancelLetter = new PreparedQuery<ICancelLetterParams,ICancelLetterResult>(cancelLetterIR);


