/** Types generated for queries found in "queries/delivery/operation.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

/** 'ChangeProvider' parameters type */
export interface IChangeProviderParams {
  active?: boolean | null | void;
  actor?: string | null | void;
  id: string;
  now: string;
  priority?: number | null | void;
  reason?: string | null | void;
}

/** 'ChangeProvider' return type */
export interface IChangeProviderResult {
  is_changed: boolean;
}

/** 'ChangeProvider' query type */
export interface IChangeProviderQuery {
  params: IChangeProviderParams;
  result: IChangeProviderResult;
}

const changeProviderIR: any = {"usedParamSet":{"id":true,"priority":true,"active":true,"reason":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":26}]},{"name":"priority","required":false,"transform":{"type":"scalar"},"locs":[{"a":29,"b":37}]},{"name":"active","required":false,"transform":{"type":"scalar"},"locs":[{"a":40,"b":46}]},{"name":"reason","required":false,"transform":{"type":"scalar"},"locs":[{"a":49,"b":55}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":58,"b":63}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":66,"b":70}]}],"statement":"select change_provider(:id!, :priority, :active, :reason, :actor, :now!) as \"is_changed!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_provider(:id!, :priority, :active, :reason, :actor, :now!) as "is_changed!"
 * ```
 */
export const changeProvider = new PreparedQuery<IChangeProviderParams,IChangeProviderResult>(changeProviderIR);


/** 'ForgetDeliveryFailures' parameters type */
export interface IForgetDeliveryFailuresParams {
  batch_size: number;
  now: string;
}

/** 'ForgetDeliveryFailures' return type */
export interface IForgetDeliveryFailuresResult {
  forgotten: number;
}

/** 'ForgetDeliveryFailures' query type */
export interface IForgetDeliveryFailuresQuery {
  params: IForgetDeliveryFailuresParams;
  result: IForgetDeliveryFailuresResult;
}

const forgetDeliveryFailuresIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":36}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":50}]}],"statement":"select forget_delivery_failures(:now!, :batch_size!) as \"forgotten!\""};

/**
 * Query generated from SQL:
 * ```
 * select forget_delivery_failures(:now!, :batch_size!) as "forgotten!"
 * ```
 */
export const forgetDeliveryFailures = new PreparedQuery<IForgetDeliveryFailuresParams,IForgetDeliveryFailuresResult>(forgetDeliveryFailuresIR);


/** 'WatchSlowDeliveries' parameters type */
export interface IWatchSlowDeliveriesParams {
  environment: string;
  now: string;
}

/** 'WatchSlowDeliveries' return type */
export interface IWatchSlowDeliveriesResult {
  is_told: boolean;
  share: number;
  texts: number;
}

/** 'WatchSlowDeliveries' query type */
export interface IWatchSlowDeliveriesQuery {
  params: IWatchSlowDeliveriesParams;
  result: IWatchSlowDeliveriesResult;
}

const watchSlowDeliveriesIR: any = {"usedParamSet":{"environment":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":102,"b":114}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":117,"b":121}]}],"statement":"select texts as \"texts!\", share::float8 as \"share!\", is_told as \"is_told!\"\nfrom watch_slow_deliveries(:environment!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select texts as "texts!", share::float8 as "share!", is_told as "is_told!"
 * from watch_slow_deliveries(:environment!, :now!)
 * ```
 */
export const watchSlowDeliveries = new PreparedQuery<IWatchSlowDeliveriesParams,IWatchSlowDeliveriesResult>(watchSlowDeliveriesIR);


/** 'WatchTextSenders' parameters type */
export interface IWatchTextSendersParams {
  admin_url: string;
  environment: string;
  now: string;
}

/** 'WatchTextSenders' return type */
export interface IWatchTextSendersResult {
  failing: number;
  is_told: boolean;
  texting_tv_numbers: number;
}

/** 'WatchTextSenders' query type */
export interface IWatchTextSendersQuery {
  params: IWatchTextSendersParams;
  result: IWatchTextSendersResult;
}

const watchTextSendersIR: any = {"usedParamSet":{"environment":true,"admin_url":true,"now":true},"params":[{"name":"environment","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":135}]},{"name":"admin_url","required":true,"transform":{"type":"scalar"},"locs":[{"a":138,"b":148}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":151,"b":155}]}],"statement":"select\n  failing as \"failing!\", texting_tv_numbers as \"texting_tv_numbers!\", is_told as \"is_told!\"\nfrom watch_text_senders(:environment!, :admin_url!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   failing as "failing!", texting_tv_numbers as "texting_tv_numbers!", is_told as "is_told!"
 * from watch_text_senders(:environment!, :admin_url!, :now!)
 * ```
 */
export const watchTextSenders = new PreparedQuery<IWatchTextSendersParams,IWatchTextSendersResult>(watchTextSendersIR);


