/** Types generated for queries found in "queries/services/choices.sql" */
import { PreparedQuery } from '../../src/prepared-query.ts';

/** 'ArchiveChoice' parameters type */
export interface IArchiveChoiceParams {
  actor?: string | null | void;
  id: string;
  kind: string;
  now: string;
  service_id: string;
}

/** 'ArchiveChoice' return type */
export interface IArchiveChoiceResult {
  id: string | null;
}

/** 'ArchiveChoice' query type */
export interface IArchiveChoiceQuery {
  params: IArchiveChoiceParams;
  result: IArchiveChoiceResult;
}

const archiveChoiceIR: any = {"usedParamSet":{"kind":true,"service_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"kind","required":true,"transform":{"type":"scalar"},"locs":[{"a":22,"b":27}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":41}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":44,"b":47}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":50,"b":55}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":62}]}],"statement":"select archive_choice(:kind!, :service_id!, :id!, :actor, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select archive_choice(:kind!, :service_id!, :id!, :actor, :now!) as id
 * ```
 */
export const archiveChoice = new PreparedQuery<IArchiveChoiceParams,IArchiveChoiceResult>(archiveChoiceIR);


/** 'IsProtectedSender' parameters type */
export interface IIsProtectedSenderParams {
  sender_id: string;
}

/** 'IsProtectedSender' return type */
export interface IIsProtectedSenderResult {
  is_protected: boolean;
}

/** 'IsProtectedSender' query type */
export interface IIsProtectedSenderQuery {
  params: IIsProtectedSenderParams;
  result: IIsProtectedSenderResult;
}

const isProtectedSenderIR: any = {"usedParamSet":{"sender_id":true},"params":[{"name":"sender_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":104,"b":114}]}],"statement":"select exists (\n  select from protected_sender_ids\n  where plain_sender_id(sender_id) = plain_sender_id(:sender_id!)\n) as \"is_protected!\""};

/**
 * Query generated from SQL:
 * ```
 * select exists (
 *   select from protected_sender_ids
 *   where plain_sender_id(sender_id) = plain_sender_id(:sender_id!)
 * ) as "is_protected!"
 * ```
 */
export const isProtectedSender = new PreparedQuery<IIsProtectedSenderParams,IIsProtectedSenderResult>(isProtectedSenderIR);


/** 'ListLetterContacts' parameters type */
export interface IListLetterContactsParams {
  id?: string | null | void;
  service_id: string;
  with_archived: boolean;
}

/** 'ListLetterContacts' return type */
export interface IListLetterContactsResult {
  archived: boolean;
  /** Lines of text; may hold placeholders. */
  contact_block: string;
  created_at: string;
  id: string;
  /** Used by templates that name none; at most one. */
  is_default: boolean;
  service_id: string;
  updated_at: string | null;
}

/** 'ListLetterContacts' query type */
export interface IListLetterContactsQuery {
  params: IListLetterContactsParams;
  result: IListLetterContactsResult;
}

const listLetterContactsIR: any = {"usedParamSet":{"service_id":true,"id":true,"with_archived":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":324,"b":335}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":344,"b":346},{"a":370,"b":372}]},{"name":"with_archived","required":true,"transform":{"type":"scalar"},"locs":[{"a":405,"b":419}]}],"statement":"select\n  -- The default first, then the newest. An archived one only when the service is asked for it.\n  id, service_id, contact_block, is_default, archived_at is not null as \"archived!\",\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at\nfrom service_letter_contacts\nwhere service_id = :service_id!\n  and (:id::uuid is null or id = :id)\n  and (archived_at is null or :with_archived!)\norder by is_default desc, created_at desc, id desc"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- The default first, then the newest. An archived one only when the service is asked for it.
 *   id, service_id, contact_block, is_default, archived_at is not null as "archived!",
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
 * from service_letter_contacts
 * where service_id = :service_id!
 *   and (:id::uuid is null or id = :id)
 *   and (archived_at is null or :with_archived!)
 * order by is_default desc, created_at desc, id desc
 * ```
 */
export const listLetterContacts = new PreparedQuery<IListLetterContactsParams,IListLetterContactsResult>(listLetterContactsIR);


/** 'ListReplyTos' parameters type */
export interface IListReplyTosParams {
  id?: string | null | void;
  service_id: string;
  with_archived: boolean;
}

/** 'ListReplyTos' return type */
export interface IListReplyTosResult {
  archived: boolean;
  created_at: string;
  email_address: string;
  /** What requests name as email_reply_to_id. */
  id: string;
  /** Used when a request names none; at most one. */
  is_default: boolean;
  service_id: string;
  updated_at: string | null;
}

/** 'ListReplyTos' query type */
export interface IListReplyTosQuery {
  params: IListReplyTosParams;
  result: IListReplyTosResult;
}

const listReplyTosIR: any = {"usedParamSet":{"service_id":true,"id":true,"with_archived":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":252,"b":263}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":272,"b":274},{"a":298,"b":300}]},{"name":"with_archived","required":true,"transform":{"type":"scalar"},"locs":[{"a":333,"b":347}]}],"statement":"select\n  -- As letter contacts.\n  id, service_id, email_address, is_default, archived_at is not null as \"archived!\",\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at\nfrom service_email_reply_to\nwhere service_id = :service_id!\n  and (:id::uuid is null or id = :id)\n  and (archived_at is null or :with_archived!)\norder by is_default desc, created_at desc, id desc"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- As letter contacts.
 *   id, service_id, email_address, is_default, archived_at is not null as "archived!",
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
 * from service_email_reply_to
 * where service_id = :service_id!
 *   and (:id::uuid is null or id = :id)
 *   and (archived_at is null or :with_archived!)
 * order by is_default desc, created_at desc, id desc
 * ```
 */
export const listReplyTos = new PreparedQuery<IListReplyTosParams,IListReplyTosResult>(listReplyTosIR);


/** 'ListSmsSenders' parameters type */
export interface IListSmsSendersParams {
  id?: string | null | void;
  service_id: string;
  with_archived: boolean;
}

/** 'ListSmsSenders' return type */
export interface IListSmsSendersResult {
  archived: boolean;
  created_at: string;
  /** What requests name as sms_sender_id. */
  id: string;
  /** Set when the sender is a number that can be answered. */
  inbound_number_id: string | null;
  /** Used when a request names none; at most one. */
  is_default: boolean;
  service_id: string;
  /** Letters and digits, or a phone number. */
  sms_sender: string;
  updated_at: string | null;
}

/** 'ListSmsSenders' query type */
export interface IListSmsSendersQuery {
  params: IListSmsSendersParams;
  result: IListSmsSendersResult;
}

const listSmsSendersIR: any = {"usedParamSet":{"service_id":true,"id":true,"with_archived":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":265,"b":276}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":285,"b":287},{"a":311,"b":313}]},{"name":"with_archived","required":true,"transform":{"type":"scalar"},"locs":[{"a":346,"b":360}]}],"statement":"select\n  -- As letter contacts.\n  id, service_id, sms_sender, is_default, inbound_number_id, archived_at is not null as \"archived!\",\n  wire_timestamp(created_at) as \"created_at!\", wire_timestamp(updated_at) as updated_at\nfrom service_sms_senders\nwhere service_id = :service_id!\n  and (:id::uuid is null or id = :id)\n  and (archived_at is null or :with_archived!)\norder by is_default desc, created_at desc, id desc"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- As letter contacts.
 *   id, service_id, sms_sender, is_default, inbound_number_id, archived_at is not null as "archived!",
 *   wire_timestamp(created_at) as "created_at!", wire_timestamp(updated_at) as updated_at
 * from service_sms_senders
 * where service_id = :service_id!
 *   and (:id::uuid is null or id = :id)
 *   and (archived_at is null or :with_archived!)
 * order by is_default desc, created_at desc, id desc
 * ```
 */
export const listSmsSenders = new PreparedQuery<IListSmsSendersParams,IListSmsSendersResult>(listSmsSendersIR);


/** 'SetChoice' parameters type */
export interface ISetChoiceParams {
  actor?: string | null | void;
  id?: string | null | void;
  is_default: boolean;
  kind: string;
  now: string;
  service_id: string;
  value: string;
}

/** 'SetChoice' return type */
export interface ISetChoiceResult {
  id: string | null;
}

/** 'SetChoice' query type */
export interface ISetChoiceQuery {
  params: ISetChoiceParams;
  result: ISetChoiceResult;
}

const setChoiceIR: any = {"usedParamSet":{"kind":true,"service_id":true,"id":true,"value":true,"is_default":true,"actor":true,"now":true},"params":[{"name":"kind","required":true,"transform":{"type":"scalar"},"locs":[{"a":18,"b":23}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":26,"b":37}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":40,"b":42}]},{"name":"value","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":51}]},{"name":"is_default","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":65}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":68,"b":73}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":76,"b":80}]}],"statement":"select set_choice(:kind!, :service_id!, :id, :value!, :is_default!, :actor, :now!) as id"};

/**
 * Query generated from SQL:
 * ```
 * select set_choice(:kind!, :service_id!, :id, :value!, :is_default!, :actor, :now!) as id
 * ```
 */
export const setChoice = new PreparedQuery<ISetChoiceParams,ISetChoiceResult>(setChoiceIR);


/** 'TestReplyTo' parameters type */
export interface ITestReplyToParams {
  actor?: string | null | void;
  email_address: string;
  now: string;
  service_id: string;
}

/** 'TestReplyTo' return type */
export interface ITestReplyToResult {
  id: string;
}

/** 'TestReplyTo' query type */
export interface ITestReplyToQuery {
  params: ITestReplyToParams;
  result: ITestReplyToResult;
}

const testReplyToIR: any = {"usedParamSet":{"service_id":true,"email_address":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":21,"b":32}]},{"name":"email_address","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":49}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":52,"b":57}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":60,"b":64}]}],"statement":"select test_reply_to(:service_id!, :email_address!, :actor, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select test_reply_to(:service_id!, :email_address!, :actor, :now!) as "id!"
 * ```
 */
export const testReplyTo = new PreparedQuery<ITestReplyToParams,ITestReplyToResult>(testReplyToIR);


