/** Types generated for queries found in "queries/delivery/real-channels.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type notification_type = 'email' | 'letter' | 'sms';

/** 'ListRealChannels' parameters type */
export type IListRealChannelsParams = void;

/** 'ListRealChannels' return type */
export interface IListRealChannelsResult {
  channel: notification_type;
}

/** 'ListRealChannels' query type */
export interface IListRealChannelsQuery {
  params: IListRealChannelsParams;
  result: IListRealChannelsResult;
}

const listRealChannelsIR: any = {"usedParamSet":{},"params":[],"statement":"select distinct notification_type as \"channel!\"\nfrom provider_details\n-- Letters are printed: nothing in them is followed.\nwhere active and adapter <> 'sandbox' and notification_type <> 'letter'\norder by 1"};

/**
 * Query generated from SQL:
 * ```
 * select distinct notification_type as "channel!"
 * from provider_details
 * -- Letters are printed: nothing in them is followed.
 * where active and adapter <> 'sandbox' and notification_type <> 'letter'
 * order by 1
 * ```
 */
export const listRealChannels = new PreparedQuery<IListRealChannelsParams,IListRealChannelsResult>(listRealChannelsIR);


