/** Types generated for queries found in "queries/broadcasts.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type broadcast_channel = 'government' | 'operator' | 'severe' | 'test';

export type broadcast_message_type = 'alert' | 'cancel' | 'update';

export type broadcast_provider_message_status = 'returned-ack' | 'returned-error' | 'sending' | 'technical-failure';

export type broadcast_status = 'broadcasting' | 'cancelled' | 'completed' | 'draft' | 'pending-approval' | 'rejected' | 'technical-failure';

export type broadcast_transport = 'http-xml' | 'lambda-compatible' | 'sandbox';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'BeginBroadcastDelivery' parameters type */
export interface IBeginBroadcastDeliveryParams {
  delivery_id: string;
  lease_seconds: number;
  now: string;
  takes_over: boolean;
  turn: number;
}

/** 'BeginBroadcastDelivery' return type */
export interface IBeginBroadcastDeliveryResult {
  claim: number | null;
  decision: string;
  is_new_reason: boolean;
  provider_message_id: string | null;
  reason: string | null;
}

/** 'BeginBroadcastDelivery' query type */
export interface IBeginBroadcastDeliveryQuery {
  params: IBeginBroadcastDeliveryParams;
  result: IBeginBroadcastDeliveryResult;
}

const beginBroadcastDeliveryIR: any = {"usedParamSet":{"delivery_id":true,"turn":true,"lease_seconds":true,"takes_over":true,"now":true},"params":[{"name":"delivery_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":137,"b":149}]},{"name":"turn","required":true,"transform":{"type":"scalar"},"locs":[{"a":152,"b":157}]},{"name":"lease_seconds","required":true,"transform":{"type":"scalar"},"locs":[{"a":160,"b":174}]},{"name":"takes_over","required":true,"transform":{"type":"scalar"},"locs":[{"a":208,"b":219}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":222,"b":226}]}],"statement":"select\n  decision as \"decision!\", reason, is_new_reason as \"is_new_reason!\", provider_message_id, claim\nfrom begin_broadcast_delivery(\n  :delivery_id!, :turn!, :lease_seconds!::integer * interval '1 second', :takes_over!, :now!\n)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   decision as "decision!", reason, is_new_reason as "is_new_reason!", provider_message_id, claim
 * from begin_broadcast_delivery(
 *   :delivery_id!, :turn!, :lease_seconds!::integer * interval '1 second', :takes_over!, :now!
 * )
 * ```
 */
export const beginBroadcastDelivery = new PreparedQuery<IBeginBroadcastDeliveryParams,IBeginBroadcastDeliveryResult>(beginBroadcastDeliveryIR);


/** 'ChangeBroadcastStatus' parameters type */
export interface IChangeBroadcastStatusParams {
  actor: string;
  id: string;
  now: string;
  service_id: string;
  status: broadcast_status;
}

/** 'ChangeBroadcastStatus' return type */
export interface IChangeBroadcastStatusResult {
  http_status: number;
  refusal: string | null;
  warning: string | null;
}

/** 'ChangeBroadcastStatus' query type */
export interface IChangeBroadcastStatusQuery {
  params: IChangeBroadcastStatusParams;
  result: IChangeBroadcastStatusResult;
}

const changeBroadcastStatusIR: any = {"usedParamSet":{"service_id":true,"id":true,"status":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":95}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":98,"b":101}]},{"name":"status","required":true,"transform":{"type":"scalar"},"locs":[{"a":104,"b":111}]},{"name":"actor","required":true,"transform":{"type":"scalar"},"locs":[{"a":114,"b":120}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":127}]}],"statement":"select http_status as \"http_status!\", refusal, warning\nfrom change_broadcast_status(:service_id!, :id!, :status!, :actor!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select http_status as "http_status!", refusal, warning
 * from change_broadcast_status(:service_id!, :id!, :status!, :actor!, :now!)
 * ```
 */
export const changeBroadcastStatus = new PreparedQuery<IChangeBroadcastStatusParams,IChangeBroadcastStatusResult>(changeBroadcastStatusIR);


/** 'CompleteBroadcasts' parameters type */
export interface ICompleteBroadcastsParams {
  now: string;
}

/** 'CompleteBroadcasts' return type */
export interface ICompleteBroadcastsResult {
  completed: number;
}

/** 'CompleteBroadcasts' query type */
export interface ICompleteBroadcastsQuery {
  params: ICompleteBroadcastsParams;
  result: ICompleteBroadcastsResult;
}

const completeBroadcastsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":31}]}],"statement":"select complete_broadcasts(:now!) as \"completed!\""};

/**
 * Query generated from SQL:
 * ```
 * select complete_broadcasts(:now!) as "completed!"
 * ```
 */
export const completeBroadcasts = new PreparedQuery<ICompleteBroadcastsParams,ICompleteBroadcastsResult>(completeBroadcastsIR);


/** 'CreateBroadcast' parameters type */
export interface ICreateBroadcastParams {
  actor?: string | null | void;
  api_key_id?: string | null | void;
  areas: Json;
  cap_event?: string | null | void;
  content: string;
  finishes_at?: string | null | void;
  id: string;
  now: string;
  personalisation?: Json | null | void;
  reference?: string | null | void;
  service_id: string;
  starts_at?: string | null | void;
  template_id?: string | null | void;
  template_version?: number | null | void;
  transmitted_content: string;
}

/** 'CreateBroadcast' return type */
export interface ICreateBroadcastResult {
  id: string | null;
}

/** 'CreateBroadcast' query type */
export interface ICreateBroadcastQuery {
  params: ICreateBroadcastParams;
  result: ICreateBroadcastResult;
}

const createBroadcastIR: any = {"usedParamSet":{"id":true,"service_id":true,"template_id":true,"template_version":true,"personalisation":true,"content":true,"transmitted_content":true,"areas":true,"starts_at":true,"finishes_at":true,"reference":true,"cap_event":true,"api_key_id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":30}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":44}]},{"name":"template_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":47,"b":58}]},{"name":"template_version","required":false,"transform":{"type":"scalar"},"locs":[{"a":61,"b":77}]},{"name":"personalisation","required":false,"transform":{"type":"scalar"},"locs":[{"a":80,"b":95}]},{"name":"content","required":true,"transform":{"type":"scalar"},"locs":[{"a":105,"b":113}]},{"name":"transmitted_content","required":true,"transform":{"type":"scalar"},"locs":[{"a":118,"b":138}]},{"name":"areas","required":true,"transform":{"type":"scalar"},"locs":[{"a":141,"b":147}]},{"name":"starts_at","required":false,"transform":{"type":"scalar"},"locs":[{"a":157,"b":166}]},{"name":"finishes_at","required":false,"transform":{"type":"scalar"},"locs":[{"a":182,"b":193}]},{"name":"reference","required":false,"transform":{"type":"scalar"},"locs":[{"a":211,"b":220}]},{"name":"cap_event","required":false,"transform":{"type":"scalar"},"locs":[{"a":223,"b":232}]},{"name":"api_key_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":235,"b":245}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":248,"b":253}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":256,"b":260}]}],"statement":"select create_broadcast(\n  :id!, :service_id!, :template_id, :template_version, :personalisation::jsonb, :content!,\n  :transmitted_content!, :areas!::jsonb, :starts_at::timestamptz, :finishes_at::timestamptz,\n  :reference, :cap_event, :api_key_id, :actor, :now!\n) as id"};

/**
 * Query generated from SQL:
 * ```
 * select create_broadcast(
 *   :id!, :service_id!, :template_id, :template_version, :personalisation::jsonb, :content!,
 *   :transmitted_content!, :areas!::jsonb, :starts_at::timestamptz, :finishes_at::timestamptz,
 *   :reference, :cap_event, :api_key_id, :actor, :now!
 * ) as id
 * ```
 */
export const createBroadcast = new PreparedQuery<ICreateBroadcastParams,ICreateBroadcastResult>(createBroadcastIR);


/** 'DeleteOldSandboxDocuments' parameters type */
export interface IDeleteOldSandboxDocumentsParams {
  now: string;
}

/** 'DeleteOldSandboxDocuments' return type */
export interface IDeleteOldSandboxDocumentsResult {
  deleted: number;
}

/** 'DeleteOldSandboxDocuments' query type */
export interface IDeleteOldSandboxDocumentsQuery {
  params: IDeleteOldSandboxDocumentsParams;
  result: IDeleteOldSandboxDocumentsResult;
}

const deleteOldSandboxDocumentsIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":40}]}],"statement":"select delete_old_sandbox_documents(:now!) as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_old_sandbox_documents(:now!) as "deleted!"
 * ```
 */
export const deleteOldSandboxDocuments = new PreparedQuery<IDeleteOldSandboxDocumentsParams,IDeleteOldSandboxDocumentsResult>(deleteOldSandboxDocumentsIR);


/** 'EditBroadcast' parameters type */
export interface IEditBroadcastParams {
  actor?: string | null | void;
  changes: Json;
  id: string;
  now: string;
  service_id: string;
}

/** 'EditBroadcast' return type */
export interface IEditBroadcastResult {
  id: string;
  refusal: string | null;
}

/** 'EditBroadcast' query type */
export interface IEditBroadcastQuery {
  params: IEditBroadcastParams;
  result: IEditBroadcastResult;
}

const editBroadcastIR: any = {"usedParamSet":{"service_id":true,"id":true,"changes":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":59}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":65}]},{"name":"changes","required":true,"transform":{"type":"scalar"},"locs":[{"a":68,"b":76}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":86,"b":91}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":94,"b":98}]}],"statement":"select id as \"id!\", refusal\nfrom edit_broadcast(:service_id!, :id!, :changes!::jsonb, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select id as "id!", refusal
 * from edit_broadcast(:service_id!, :id!, :changes!::jsonb, :actor, :now!)
 * ```
 */
export const editBroadcast = new PreparedQuery<IEditBroadcastParams,IEditBroadcastResult>(editBroadcastIR);


/** 'ExamineBroadcastDeliveries' parameters type */
export interface IExamineBroadcastDeliveriesParams {
  now: string;
}

/** 'ExamineBroadcastDeliveries' return type */
export interface IExamineBroadcastDeliveriesResult {
  woken: number;
}

/** 'ExamineBroadcastDeliveries' query type */
export interface IExamineBroadcastDeliveriesQuery {
  params: IExamineBroadcastDeliveriesParams;
  result: IExamineBroadcastDeliveriesResult;
}

const examineBroadcastDeliveriesIR: any = {"usedParamSet":{"now":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":40}]}],"statement":"select examine_broadcast_deliveries(:now!) as \"woken!\""};

/**
 * Query generated from SQL:
 * ```
 * select examine_broadcast_deliveries(:now!) as "woken!"
 * ```
 */
export const examineBroadcastDeliveries = new PreparedQuery<IExamineBroadcastDeliveriesParams,IExamineBroadcastDeliveriesResult>(examineBroadcastDeliveriesIR);


/** 'GetBroadcastDocument' parameters type */
export interface IGetBroadcastDocumentParams {
  provider_message_id: string;
}

/** 'GetBroadcastDocument' return type */
export interface IGetBroadcastDocumentResult {
  earlier: Json;
  /** The identifier in the document: each operator has its own. */
  id: string;
  /** What the operator reads. */
  message_format: string;
  /** The number in IBAG documents, shown as eight hexadecimal digits. */
  message_number: number | null;
  /** The alert, a change of it, or its end. */
  message_type: broadcast_message_type;
  profile: Json;
  /** The operator. */
  provider: string;
  /** When it was told; of one broadcast, the order of its events. */
  sent_at: string;
  /** Whether its documents are signed (XML-DSig); only over http-xml. */
  signs: boolean;
  sites: Json;
  /** The areas of the broadcast. */
  transmitted_areas: Json;
  /** The channel of its service at that time. */
  transmitted_channel: broadcast_channel;
  /** body: the text, as phones can show it. */
  transmitted_content: Json;
  /** Until when it is shown, and may be sent. */
  transmitted_finishes_at: string;
  /** How it is reached. */
  transport: broadcast_transport;
}

/** 'GetBroadcastDocument' query type */
export interface IGetBroadcastDocumentQuery {
  params: IGetBroadcastDocumentParams;
  result: IGetBroadcastDocumentResult;
}

const getBroadcastDocumentIR: any = {"usedParamSet":{"provider_message_id":true},"params":[{"name":"provider_message_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1385,"b":1405}]}],"statement":"-- All that a document is made of, and how it goes out.\nselect\n  event.message_type as \"message_type!\",\n  event.transmitted_content as \"transmitted_content!\",\n  event.transmitted_areas as \"transmitted_areas!\",\n  event.transmitted_channel as \"transmitted_channel!\",\n  event.sent_at as \"sent_at!\",\n  event.transmitted_finishes_at as \"transmitted_finishes_at!\",\n  document.id as \"id!\",\n  document.provider as \"provider!\",\n  document.message_format as \"message_format!\",\n  document.message_number,\n  (\n    select coalesce(\n      jsonb_agg(\n        jsonb_build_object(\n          'id', provider_message_id, 'message_number', message_number,\n          'created_at', wire_timestamp(created_at), 'sent_at', wire_timestamp(sent_at)\n        )\n        order by sent_at\n      ),\n      '[]'\n    )\n    from earlier_broadcast_events(event.id, document.provider)\n  ) as \"earlier!\",\n  broadcast_wire_constants(document.provider, event.transmitted_channel) as \"profile!\",\n  operator.transport as \"transport!\",\n  operator.signs as \"signs!\",\n  (\n    select coalesce(jsonb_object_agg(site, address), '{}')\n    from broadcast_sites\n    where broadcast_sites.provider = document.provider\n  ) as \"sites!\"\nfrom broadcast_provider_message document\njoin broadcast_event event on event.id = document.broadcast_event_id\njoin broadcast_providers operator on operator.provider = document.provider\nwhere document.id = :provider_message_id!"};

/**
 * Query generated from SQL:
 * ```
 * -- All that a document is made of, and how it goes out.
 * select
 *   event.message_type as "message_type!",
 *   event.transmitted_content as "transmitted_content!",
 *   event.transmitted_areas as "transmitted_areas!",
 *   event.transmitted_channel as "transmitted_channel!",
 *   event.sent_at as "sent_at!",
 *   event.transmitted_finishes_at as "transmitted_finishes_at!",
 *   document.id as "id!",
 *   document.provider as "provider!",
 *   document.message_format as "message_format!",
 *   document.message_number,
 *   (
 *     select coalesce(
 *       jsonb_agg(
 *         jsonb_build_object(
 *           'id', provider_message_id, 'message_number', message_number,
 *           'created_at', wire_timestamp(created_at), 'sent_at', wire_timestamp(sent_at)
 *         )
 *         order by sent_at
 *       ),
 *       '[]'
 *     )
 *     from earlier_broadcast_events(event.id, document.provider)
 *   ) as "earlier!",
 *   broadcast_wire_constants(document.provider, event.transmitted_channel) as "profile!",
 *   operator.transport as "transport!",
 *   operator.signs as "signs!",
 *   (
 *     select coalesce(jsonb_object_agg(site, address), '{}')
 *     from broadcast_sites
 *     where broadcast_sites.provider = document.provider
 *   ) as "sites!"
 * from broadcast_provider_message document
 * join broadcast_event event on event.id = document.broadcast_event_id
 * join broadcast_providers operator on operator.provider = document.provider
 * where document.id = :provider_message_id!
 * ```
 */
export const getBroadcastDocument = new PreparedQuery<IGetBroadcastDocumentParams,IGetBroadcastDocumentResult>(getBroadcastDocumentIR);


/** 'KeepSandboxDocument' parameters type */
export interface IKeepSandboxDocumentParams {
  document: string;
  now: string;
  provider: string;
  provider_message_id?: string | null | void;
  site: number;
}

/** 'KeepSandboxDocument' return type */
export type IKeepSandboxDocumentResult = void;

/** 'KeepSandboxDocument' query type */
export interface IKeepSandboxDocumentQuery {
  params: IKeepSandboxDocumentParams;
  result: IKeepSandboxDocumentResult;
}

const keepSandboxDocumentIR: any = {"usedParamSet":{"provider":true,"site":true,"provider_message_id":true,"document":true,"now":true},"params":[{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":132}]},{"name":"site","required":true,"transform":{"type":"scalar"},"locs":[{"a":135,"b":140}]},{"name":"provider_message_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":143,"b":162}]},{"name":"document","required":true,"transform":{"type":"scalar"},"locs":[{"a":165,"b":174}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":177,"b":181}]}],"statement":"insert into broadcast_sandbox_documents (\n  provider, site, broadcast_provider_message_id, document, received_at\n)\nvalues (:provider!, :site!, :provider_message_id, :document!, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * insert into broadcast_sandbox_documents (
 *   provider, site, broadcast_provider_message_id, document, received_at
 * )
 * values (:provider!, :site!, :provider_message_id, :document!, :now!)
 * ```
 */
export const keepSandboxDocument = new PreparedQuery<IKeepSandboxDocumentParams,IKeepSandboxDocumentResult>(keepSandboxDocumentIR);


/** 'ListBroadcastSending' parameters type */
export interface IListBroadcastSendingParams {
  id: string;
}

/** 'ListBroadcastSending' return type */
export interface IListBroadcastSendingResult {
  /** How many calls were made, at both sites together. */
  attempts: number;
  /** What broadcast_decision says now; null once it has ended. */
  decision: string | null;
  document: string | null;
  event_id: string;
  /** Why the last call failed; null if it did not. */
  last_detail: string | null;
  /** The number in an IBAG document. */
  message_number: number | null;
  /** alert, update or cancel. */
  message_type: broadcast_message_type;
  /** The operator. */
  provider: string;
  /** The identifier in the operator's document; null before the first attempt. */
  provider_message_id: string | null;
  /** Why it is not sent now. */
  reason: string | null;
  sent_at: string;
  /** That of the operator's document. */
  status: broadcast_provider_message_status | null;
}

/** 'ListBroadcastSending' query type */
export interface IListBroadcastSendingQuery {
  params: IListBroadcastSendingParams;
  result: IListBroadcastSendingResult;
}

const listBroadcastSendingIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":607,"b":610}]}],"statement":"select\n  sending.broadcast_event_id as \"event_id!\",\n  sending.message_type as \"message_type!\",\n  wire_timestamp(sending.sent_at) as \"sent_at!\",\n  sending.provider as \"provider!\",\n  sending.provider_message_id,\n  sending.message_number,\n  sending.status,\n  sending.attempts as \"attempts!\",\n  sending.last_detail,\n  sending.decision,\n  sending.reason,\n  (\n    select document\n    from broadcast_sandbox_documents\n    where broadcast_provider_message_id = sending.provider_message_id\n    order by received_at desc\n    limit 1\n  ) as document\nfrom broadcast_sending sending\nwhere sending.broadcast_message_id = :id!\norder by sending.sent_at, sending.provider"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   sending.broadcast_event_id as "event_id!",
 *   sending.message_type as "message_type!",
 *   wire_timestamp(sending.sent_at) as "sent_at!",
 *   sending.provider as "provider!",
 *   sending.provider_message_id,
 *   sending.message_number,
 *   sending.status,
 *   sending.attempts as "attempts!",
 *   sending.last_detail,
 *   sending.decision,
 *   sending.reason,
 *   (
 *     select document
 *     from broadcast_sandbox_documents
 *     where broadcast_provider_message_id = sending.provider_message_id
 *     order by received_at desc
 *     limit 1
 *   ) as document
 * from broadcast_sending sending
 * where sending.broadcast_message_id = :id!
 * order by sending.sent_at, sending.provider
 * ```
 */
export const listBroadcastSending = new PreparedQuery<IListBroadcastSendingParams,IListBroadcastSendingResult>(listBroadcastSendingIR);


/** 'ListBroadcasts' parameters type */
export interface IListBroadcastsParams {
  id?: string | null | void;
  service_id: string;
}

/** 'ListBroadcasts' return type */
export interface IListBroadcastsResult {
  /** When it was approved. */
  approved_at: string | null;
  approved_by_id: string | null;
  /** Where. */
  areas: Json;
  /** When it was cancelled. */
  cancelled_at: string | null;
  /** Who cancelled it. */
  cancelled_by_id: string | null;
  /** The event of that document. */
  cap_event: string | null;
  /** The text as it was given. */
  content: string;
  created_at: string;
  created_by_id: string | null;
  /** When they stop. */
  finishes_at: string | null;
  id: string;
  /** The values of the template's placeholders; null without a template. */
  personalisation: Json | null;
  /** Title, or identifier of the CAP document. */
  reference: string | null;
  service_id: string;
  /** When phones begin to show it. */
  starts_at: string | null;
  /** How far it is. */
  status: broadcast_status;
  template_id: string | null;
  /** Its name in that version. */
  template_name: string | null;
  template_version: number | null;
  updated_at: string | null;
}

/** 'ListBroadcasts' query type */
export interface IListBroadcastsQuery {
  params: IListBroadcastsParams;
  result: IListBroadcastsResult;
}

const listBroadcastsIR: any = {"usedParamSet":{"service_id":true,"id":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":387,"b":398}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":405,"b":407},{"a":431,"b":433}]}],"statement":"select\n  id as \"id!\", reference, cap_event, service_id as \"service_id!\", template_id, template_version,\n  template_name, personalisation, content as \"content!\", areas as \"areas!\", status as \"status!\",\n  starts_at, finishes_at, created_at as \"created_at!\", approved_at, cancelled_at, updated_at,\n  created_by_id, approved_by_id, cancelled_by_id\nfrom broadcast_messages\nwhere service_id = :service_id! and (:id::uuid is null or id = :id)\norder by written_at, id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!", reference, cap_event, service_id as "service_id!", template_id, template_version,
 *   template_name, personalisation, content as "content!", areas as "areas!", status as "status!",
 *   starts_at, finishes_at, created_at as "created_at!", approved_at, cancelled_at, updated_at,
 *   created_by_id, approved_by_id, cancelled_by_id
 * from broadcast_messages
 * where service_id = :service_id! and (:id::uuid is null or id = :id)
 * order by written_at, id
 * ```
 */
export const listBroadcasts = new PreparedQuery<IListBroadcastsParams,IListBroadcastsResult>(listBroadcastsIR);


/** 'ListLinkTestProviders' parameters type */
export type IListLinkTestProvidersParams = void;

/** 'ListLinkTestProviders' return type */
export interface IListLinkTestProvidersResult {
  /** What it reads: CAP 1.2, or IBAG, whose documents have numbers. */
  message_format: string;
  profile: Json;
  /** Its name in settings, payloads and proxies. */
  provider: string;
  /** Whether its documents are signed (XML-DSig); only over http-xml. */
  signs: boolean;
  sites: Json;
  /** How it is reached. */
  transport: broadcast_transport;
}

/** 'ListLinkTestProviders' query type */
export interface IListLinkTestProvidersQuery {
  params: IListLinkTestProvidersParams;
  result: IListLinkTestProvidersResult;
}

const listLinkTestProvidersIR: any = {"usedParamSet":{},"params":[],"statement":"-- For both sites of each operator that is enabled a document of its own.\nselect\n  operator.provider as \"provider!\",\n  operator.message_format as \"message_format!\",\n  operator.transport as \"transport!\",\n  operator.signs as \"signs!\",\n  broadcast_wire_constants(operator.provider, null) as \"profile!\",\n  (\n    select coalesce(jsonb_object_agg(site, address), '{}')\n    from broadcast_sites\n    where broadcast_sites.provider = operator.provider\n  ) as \"sites!\"\nfrom broadcast_providers operator\ncross join settings\nwhere operator.is_enabled and settings.broadcasts_enabled\norder by operator.provider"};

/**
 * Query generated from SQL:
 * ```
 * -- For both sites of each operator that is enabled a document of its own.
 * select
 *   operator.provider as "provider!",
 *   operator.message_format as "message_format!",
 *   operator.transport as "transport!",
 *   operator.signs as "signs!",
 *   broadcast_wire_constants(operator.provider, null) as "profile!",
 *   (
 *     select coalesce(jsonb_object_agg(site, address), '{}')
 *     from broadcast_sites
 *     where broadcast_sites.provider = operator.provider
 *   ) as "sites!"
 * from broadcast_providers operator
 * cross join settings
 * where operator.is_enabled and settings.broadcasts_enabled
 * order by operator.provider
 * ```
 */
export const listLinkTestProviders = new PreparedQuery<IListLinkTestProvidersParams,IListLinkTestProvidersResult>(listLinkTestProvidersIR);


/** 'ListMuteOperators' parameters type */
export type IListMuteOperatorsParams = void;

/** 'ListMuteOperators' return type */
export interface IListMuteOperatorsResult {
  /** Its name in settings, payloads and proxies. */
  provider: string;
}

/** 'ListMuteOperators' query type */
export interface IListMuteOperatorsQuery {
  params: IListMuteOperatorsParams;
  result: IListMuteOperatorsResult;
}

const listMuteOperatorsIR: any = {"usedParamSet":{},"params":[],"statement":"-- Those that tell no phone, while a live service broadcasts through them.\nselect operator.provider as \"provider!\"\nfrom broadcast_providers operator\nwhere operator.is_enabled and operator.transport = 'sandbox'\n  and exists (\n    select\n    from service_broadcast_settings setting\n    join services service on service.id = setting.service_id\n    where service.active and not service.restricted\n      and coalesce(setting.provider, operator.provider) = operator.provider\n  )\norder by operator.provider"};

/**
 * Query generated from SQL:
 * ```
 * -- Those that tell no phone, while a live service broadcasts through them.
 * select operator.provider as "provider!"
 * from broadcast_providers operator
 * where operator.is_enabled and operator.transport = 'sandbox'
 *   and exists (
 *     select
 *     from service_broadcast_settings setting
 *     join services service on service.id = setting.service_id
 *     where service.active and not service.restricted
 *       and coalesce(setting.provider, operator.provider) = operator.provider
 *   )
 * order by operator.provider
 * ```
 */
export const listMuteOperators = new PreparedQuery<IListMuteOperatorsParams,IListMuteOperatorsResult>(listMuteOperatorsIR);


/** 'ListPublishedAlerts' parameters type */
export interface IListPublishedAlertsParams {
  id?: string | null | void;
  limit?: number | null | void;
  now: string;
}

/** 'ListPublishedAlerts' return type */
export interface IListPublishedAlertsResult {
  approved_at: string;
  /** Where. */
  areas: Json;
  cancelled_at: string | null;
  /** The present channel of its service. */
  channel: broadcast_channel;
  /** The text. */
  content: string;
  ended_at: string;
  finishes_at: string;
  id: string;
  is_current: boolean;
  /** Its title. */
  reference: string | null;
  starts_at: string;
  /** Whether it is shown now, has ended, or was cancelled. */
  status: broadcast_status;
}

/** 'ListPublishedAlerts' query type */
export interface IListPublishedAlertsQuery {
  params: IListPublishedAlertsParams;
  result: IListPublishedAlertsResult;
}

const listPublishedAlertsIR: any = {"usedParamSet":{"now":true,"id":true,"limit":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":390,"b":394},{"a":630,"b":634}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":442,"b":444},{"a":468,"b":470}]},{"name":"limit","required":false,"transform":{"type":"scalar"},"locs":[{"a":560,"b":565},{"a":686,"b":691}]}],"statement":"select\n  id as \"id!\", reference, channel as \"channel!\", content as \"content!\", areas as \"areas!\",\n  status as \"status!\", wire_timestamp(starts_at) as \"starts_at!\",\n  wire_timestamp(finishes_at) as \"finishes_at!\", wire_timestamp(approved_at) as \"approved_at!\",\n  wire_timestamp(cancelled_at) as cancelled_at, wire_timestamp(ended_at) as \"ended_at!\",\n  status = 'broadcasting' and ended_at > :now! as \"is_current!\"\nfrom published_alerts\nwhere (:id::uuid is null or id = :id)\norder by\n  -- Where only so many are asked for, those that are shown now come first.\n  :limit::bigint is not null and status = 'broadcasting' and ended_at > :now! desc,\n  published_alerts.starts_at desc, id\nlimit :limit"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id as "id!", reference, channel as "channel!", content as "content!", areas as "areas!",
 *   status as "status!", wire_timestamp(starts_at) as "starts_at!",
 *   wire_timestamp(finishes_at) as "finishes_at!", wire_timestamp(approved_at) as "approved_at!",
 *   wire_timestamp(cancelled_at) as cancelled_at, wire_timestamp(ended_at) as "ended_at!",
 *   status = 'broadcasting' and ended_at > :now! as "is_current!"
 * from published_alerts
 * where (:id::uuid is null or id = :id)
 * order by
 *   -- Where only so many are asked for, those that are shown now come first.
 *   :limit::bigint is not null and status = 'broadcasting' and ended_at > :now! desc,
 *   published_alerts.starts_at desc, id
 * limit :limit
 * ```
 */
export const listPublishedAlerts = new PreparedQuery<IListPublishedAlertsParams,IListPublishedAlertsResult>(listPublishedAlertsIR);


/** 'MakeBroadcastDemoPeople' parameters type */
export interface IMakeBroadcastDemoPeopleParams {
  actor?: string | null | void;
  now: string;
  service_id: string;
}

/** 'MakeBroadcastDemoPeople' return type */
export interface IMakeBroadcastDemoPeopleResult {
  approver: string;
  author: string;
}

/** 'MakeBroadcastDemoPeople' query type */
export interface IMakeBroadcastDemoPeopleQuery {
  params: IMakeBroadcastDemoPeopleParams;
  result: IMakeBroadcastDemoPeopleResult;
}

const makeBroadcastDemoPeopleIR: any = {"usedParamSet":{"service_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":95}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":98,"b":103}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":106,"b":110}]}],"statement":"select author as \"author!\", approver as \"approver!\"\nfrom make_broadcast_demo_people(:service_id!, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select author as "author!", approver as "approver!"
 * from make_broadcast_demo_people(:service_id!, :actor, :now!)
 * ```
 */
export const makeBroadcastDemoPeople = new PreparedQuery<IMakeBroadcastDemoPeopleParams,IMakeBroadcastDemoPeopleResult>(makeBroadcastDemoPeopleIR);


/** 'NextBroadcastMessageNumber' parameters type */
export type INextBroadcastMessageNumberParams = void;

/** 'NextBroadcastMessageNumber' return type */
export interface INextBroadcastMessageNumberResult {
  number: number;
}

/** 'NextBroadcastMessageNumber' query type */
export interface INextBroadcastMessageNumberQuery {
  params: INextBroadcastMessageNumberParams;
  result: INextBroadcastMessageNumberResult;
}

const nextBroadcastMessageNumberIR: any = {"usedParamSet":{},"params":[],"statement":"select next_broadcast_message_number() as \"number!\""};

/**
 * Query generated from SQL:
 * ```
 * select next_broadcast_message_number() as "number!"
 * ```
 */
export const nextBroadcastMessageNumber = new PreparedQuery<INextBroadcastMessageNumberParams,INextBroadcastMessageNumberResult>(nextBroadcastMessageNumberIR);


/** 'OpenBroadcastTicket' parameters type */
export interface IOpenBroadcastTicketParams {
  admin_base_url: string;
  id: string;
  now: string;
}

/** 'OpenBroadcastTicket' return type */
export interface IOpenBroadcastTicketResult {
  is_open: boolean | null;
}

/** 'OpenBroadcastTicket' query type */
export interface IOpenBroadcastTicketQuery {
  params: IOpenBroadcastTicketParams;
  result: IOpenBroadcastTicketResult;
}

const openBroadcastTicketIR: any = {"usedParamSet":{"id":true,"admin_base_url":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":32}]},{"name":"admin_base_url","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":50}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":57}]}],"statement":"select open_broadcast_ticket(:id!, :admin_base_url!, :now!) as is_open"};

/**
 * Query generated from SQL:
 * ```
 * select open_broadcast_ticket(:id!, :admin_base_url!, :now!) as is_open
 * ```
 */
export const openBroadcastTicket = new PreparedQuery<IOpenBroadcastTicketParams,IOpenBroadcastTicketResult>(openBroadcastTicketIR);


/** 'PublishAlerts' parameters type */
export type IPublishAlertsParams = void;

/** 'PublishAlerts' return type */
export interface IPublishAlertsResult {
  enqueued: number;
}

/** 'PublishAlerts' query type */
export interface IPublishAlertsQuery {
  params: IPublishAlertsParams;
  result: IPublishAlertsResult;
}

const publishAlertsIR: any = {"usedParamSet":{},"params":[],"statement":"select publish_alerts() as \"enqueued!\""};

/**
 * Query generated from SQL:
 * ```
 * select publish_alerts() as "enqueued!"
 * ```
 */
export const publishAlerts = new PreparedQuery<IPublishAlertsParams,IPublishAlertsResult>(publishAlertsIR);


/** 'RecordBroadcastDelivery' parameters type */
export interface IRecordBroadcastDeliveryParams {
  attempts: Json;
  claim: number;
  delivery_id: string;
  now: string;
}

/** 'RecordBroadcastDelivery' return type */
export interface IRecordBroadcastDeliveryResult {
  outcome: string;
}

/** 'RecordBroadcastDelivery' query type */
export interface IRecordBroadcastDeliveryQuery {
  params: IRecordBroadcastDeliveryParams;
  result: IRecordBroadcastDeliveryResult;
}

const recordBroadcastDeliveryIR: any = {"usedParamSet":{"delivery_id":true,"claim":true,"attempts":true,"now":true},"params":[{"name":"delivery_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":45}]},{"name":"claim","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":54}]},{"name":"attempts","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":66}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":76,"b":80}]}],"statement":"select record_broadcast_delivery(:delivery_id!, :claim!, :attempts!::jsonb, :now!) as \"outcome!\""};

/**
 * Query generated from SQL:
 * ```
 * select record_broadcast_delivery(:delivery_id!, :claim!, :attempts!::jsonb, :now!) as "outcome!"
 * ```
 */
export const recordBroadcastDelivery = new PreparedQuery<IRecordBroadcastDeliveryParams,IRecordBroadcastDeliveryResult>(recordBroadcastDeliveryIR);


/** 'ReplayBroadcastDelivery' parameters type */
export interface IReplayBroadcastDeliveryParams {
  actor?: string | null | void;
  event_id: string;
  now: string;
  provider: string;
}

/** 'ReplayBroadcastDelivery' return type */
export interface IReplayBroadcastDeliveryResult {
  is_replayed: boolean;
}

/** 'ReplayBroadcastDelivery' query type */
export interface IReplayBroadcastDeliveryQuery {
  params: IReplayBroadcastDeliveryParams;
  result: IReplayBroadcastDeliveryResult;
}

const replayBroadcastDeliveryIR: any = {"usedParamSet":{"event_id":true,"provider":true,"actor":true,"now":true},"params":[{"name":"event_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":33,"b":42}]},{"name":"provider","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":54}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":57,"b":62}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":65,"b":69}]}],"statement":"select replay_broadcast_delivery(:event_id!, :provider!, :actor, :now!) as \"is_replayed!\""};

/**
 * Query generated from SQL:
 * ```
 * select replay_broadcast_delivery(:event_id!, :provider!, :actor, :now!) as "is_replayed!"
 * ```
 */
export const replayBroadcastDelivery = new PreparedQuery<IReplayBroadcastDeliveryParams,IReplayBroadcastDeliveryResult>(replayBroadcastDeliveryIR);


/** 'SetBroadcastService' parameters type */
export interface ISetBroadcastServiceParams {
  actor?: string | null | void;
  channel: broadcast_channel;
  is_live: boolean;
  now: string;
  provider?: string | null | void;
  service_id: string;
}

/** 'SetBroadcastService' return type */
export interface ISetBroadcastServiceResult {
  is_known: boolean;
}

/** 'SetBroadcastService' query type */
export interface ISetBroadcastServiceQuery {
  params: ISetBroadcastServiceParams;
  result: ISetBroadcastServiceResult;
}

const setBroadcastServiceIR: any = {"usedParamSet":{"service_id":true,"channel":true,"is_live":true,"provider":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":32,"b":43}]},{"name":"channel","required":true,"transform":{"type":"scalar"},"locs":[{"a":46,"b":54}]},{"name":"is_live","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":65}]},{"name":"provider","required":false,"transform":{"type":"scalar"},"locs":[{"a":68,"b":76}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":79,"b":84}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":87,"b":91}]}],"statement":"select set_broadcast_service(\n  :service_id!, :channel!, :is_live!, :provider, :actor, :now!\n) as \"is_known!\""};

/**
 * Query generated from SQL:
 * ```
 * select set_broadcast_service(
 *   :service_id!, :channel!, :is_live!, :provider, :actor, :now!
 * ) as "is_known!"
 * ```
 */
export const setBroadcastService = new PreparedQuery<ISetBroadcastServiceParams,ISetBroadcastServiceResult>(setBroadcastServiceIR);


/** 'TriggerLinkTests' parameters type */
export type ITriggerLinkTestsParams = void;

/** 'TriggerLinkTests' return type */
export interface ITriggerLinkTestsResult {
  enqueued: number;
}

/** 'TriggerLinkTests' query type */
export interface ITriggerLinkTestsQuery {
  params: ITriggerLinkTestsParams;
  result: ITriggerLinkTestsResult;
}

const triggerLinkTestsIR: any = {"usedParamSet":{},"params":[],"statement":"select trigger_link_tests() as \"enqueued!\""};

/**
 * Query generated from SQL:
 * ```
 * select trigger_link_tests() as "enqueued!"
 * ```
 */
export const triggerLinkTests = new PreparedQuery<ITriggerLinkTestsParams,ITriggerLinkTestsResult>(triggerLinkTestsIR);


/** 'WithdrawBroadcast' parameters type */
export interface IWithdrawBroadcastParams {
  actor?: string | null | void;
  api_key_id: string;
  now: string;
  references: stringArray;
  service_id: string;
}

/** 'WithdrawBroadcast' return type */
export interface IWithdrawBroadcastResult {
  id: string | null;
  matches: number;
}

/** 'WithdrawBroadcast' query type */
export interface IWithdrawBroadcastQuery {
  params: IWithdrawBroadcastParams;
  result: IWithdrawBroadcastResult;
}

const withdrawBroadcastIR: any = {"usedParamSet":{"service_id":true,"references":true,"api_key_id":true,"actor":true,"now":true},"params":[{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":57,"b":68}]},{"name":"references","required":true,"transform":{"type":"scalar"},"locs":[{"a":71,"b":82}]},{"name":"api_key_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":85,"b":96}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":99,"b":104}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":107,"b":111}]}],"statement":"select id, matches as \"matches!\"\nfrom withdraw_broadcast(:service_id!, :references!, :api_key_id!, :actor, :now!)"};

/**
 * Query generated from SQL:
 * ```
 * select id, matches as "matches!"
 * from withdraw_broadcast(:service_id!, :references!, :api_key_id!, :actor, :now!)
 * ```
 */
export const withdrawBroadcast = new PreparedQuery<IWithdrawBroadcastParams,IWithdrawBroadcastResult>(withdrawBroadcastIR);


