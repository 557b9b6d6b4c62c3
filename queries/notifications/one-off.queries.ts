/** Types generated for queries found in "queries/notifications/one-off.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

export type template_process_type = 'normal' | 'priority';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'GetOneOffSender' parameters type */
export interface IGetOneOffSenderParams {
  id: string;
  service_id: string;
}

/** 'GetOneOffSender' return type */
export interface IGetOneOffSenderResult {
  is_member: boolean;
  name: string;
}

/** 'GetOneOffSender' query type */
export interface IGetOneOffSenderQuery {
  params: IGetOneOffSenderParams;
  result: IGetOneOffSenderResult;
}

const getOneOffSenderIR: any = {"usedParamSet":{"service_id":true,"id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":134}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":192,"b":195}]}],"statement":"select\n  person.name as \"name!\",\n  exists (\n    select from user_to_service\n    where user_id = person.id and service_id = :service_id!\n  ) as \"is_member!\"\nfrom users person\nwhere person.id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   person.name as "name!",
 *   exists (
 *     select from user_to_service
 *     where user_id = person.id and service_id = :service_id!
 *   ) as "is_member!"
 * from users person
 * where person.id = :id!
 * ```
 */
export const getOneOffSender = new PreparedQuery<IGetOneOffSenderParams,IGetOneOffSenderResult>(getOneOffSenderIR);


/** 'ListTeamRecipients' parameters type */
export interface IListTeamRecipientsParams {
  service_id: string;
}

/** 'ListTeamRecipients' return type */
export interface IListTeamRecipientsResult {
  recipient: string;
}

/** 'ListTeamRecipients' query type */
export interface IListTeamRecipientsQuery {
  params: IListTeamRecipientsParams;
  result: IListTeamRecipientsResult;
}

const listTeamRecipientsIR: any = {"usedParamSet":{"service_id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":73,"b":84}]}],"statement":"select recipient as \"recipient!\"\nfrom team_recipients\nwhere service_id = :service_id!"};

/**
 * Query generated from SQL:
 * ```
 * select recipient as "recipient!"
 * from team_recipients
 * where service_id = :service_id!
 * ```
 */
export const listTeamRecipients = new PreparedQuery<IListTeamRecipientsParams,IListTeamRecipientsResult>(listTeamRecipientsIR);


/** 'SendOneOff' parameters type */
export interface ISendOneOffParams {
  actor: string;
  message: Json;
  now: string;
  process_type: template_process_type;
  stores: boolean;
}

/** 'SendOneOff' return type */
export interface ISendOneOffResult {
  exceeded: string | null;
  exceeded_limit: number | null;
  notification_id: string | null;
}

/** 'SendOneOff' query type */
export interface ISendOneOffQuery {
  params: ISendOneOffParams;
  result: ISendOneOffResult;
}

const sendOneOffIR: any = {"usedParamSet":{"message":true,"process_type":true,"stores":true,"actor":true,"now":true},"params":[{"name":"message","required":true,"transform":{"type":"scalar"},"locs":[{"a":67,"b":75}]},{"name":"process_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":85,"b":98}]},{"name":"stores","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":108}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":111,"b":117}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":120,"b":124}]}],"statement":"select notification_id, exceeded, exceeded_limit\nfrom send_one_off(:message!::jsonb, :process_type!, :stores!, :actor!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select notification_id, exceeded, exceeded_limit
 * from send_one_off(:message!::jsonb, :process_type!, :stores!, :actor!, :now!)
 * ```
 */
export const sendOneOff = new PreparedQuery<ISendOneOffParams,ISendOneOffResult>(sendOneOffIR);


