/** Types generated for queries found in "queries/users.sql" */
import { PreparedQuery } from '../src/prepared-query.ts';

export type user_state = 'active' | 'inactive' | 'pending';

export type verify_code_type = 'email' | 'sms';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'GetUser' parameters type */
export interface IGetUserParams {
  email_address?: string | null | void;
  id?: string | null | void;
}

/** 'GetUser' return type */
export interface IGetUserResult {
  user: string;
}

/** 'GetUser' query type */
export interface IGetUserQuery {
  params: IGetUserParams;
  result: IGetUserResult;
}

const getUserIR: any = {"usedParamSet":{"id":true,"email_address":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":168,"b":170}]},{"name":"email_address","required":false,"transform":{"type":"scalar"},"locs":[{"a":195,"b":208}]}],"statement":"select\n  -- A person as the internal API shows it, in JSON, by id or by address.\n  to_json(person)::text as \"user!\"\nfrom user_details person\nwhere person.id = coalesce(:id::uuid, user_of_address(:email_address))"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- A person as the internal API shows it, in JSON, by id or by address.
 *   to_json(person)::text as "user!"
 * from user_details person
 * where person.id = coalesce(:id::uuid, user_of_address(:email_address))
 * ```
 */
export const getUser = new PreparedQuery<IGetUserParams,IGetUserResult>(getUserIR);


/** 'ActivateUser' parameters type */
export interface IActivateUserParams {
  actor?: string | null | void;
  id: string;
  now: string;
}

/** 'ActivateUser' return type */
export interface IActivateUserResult {
  is_done: boolean;
}

/** 'ActivateUser' query type */
export interface IActivateUserQuery {
  params: IActivateUserParams;
  result: IActivateUserResult;
}

const activateUserIR: any = {"usedParamSet":{"id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":21,"b":24}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":27,"b":32}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":39}]}],"statement":"select activate_user(:id!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select activate_user(:id!, :actor, :now!) as "is_done!"
 * ```
 */
export const activateUser = new PreparedQuery<IActivateUserParams,IActivateUserResult>(activateUserIR);


/** 'AddWebauthnCredential' parameters type */
export interface IAddWebauthnCredentialParams {
  actor?: string | null | void;
  credential_data: string;
  name: string;
  now: string;
  registration_response: string;
  user_id: string;
}

/** 'AddWebauthnCredential' return type */
export interface IAddWebauthnCredentialResult {
  id: string | null;
}

/** 'AddWebauthnCredential' query type */
export interface IAddWebauthnCredentialQuery {
  params: IAddWebauthnCredentialParams;
  result: IAddWebauthnCredentialResult;
}

const addWebauthnCredentialIR: any = {"usedParamSet":{"user_id":true,"name":true,"credential_data":true,"registration_response":true,"actor":true,"now":true},"params":[{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":42}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":50}]},{"name":"credential_data","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":69}]},{"name":"registration_response","required":true,"transform":{"type":"scalar"},"locs":[{"a":72,"b":94}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":97,"b":102}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":105,"b":109}]}],"statement":"select add_webauthn_credential(\n  :user_id!, :name!, :credential_data!, :registration_response!, :actor, :now!\n) as id"};

/**
 * Query generated from SQL:
 * ```
 * select add_webauthn_credential(
 *   :user_id!, :name!, :credential_data!, :registration_response!, :actor, :now!
 * ) as id
 * ```
 */
export const addWebauthnCredential = new PreparedQuery<IAddWebauthnCredentialParams,IAddWebauthnCredentialResult>(addWebauthnCredentialIR);


/** 'ArchiveUser' parameters type */
export interface IArchiveUserParams {
  actor?: string | null | void;
  id: string;
  now: string;
}

/** 'ArchiveUser' return type */
export interface IArchiveUserResult {
  is_done: boolean;
}

/** 'ArchiveUser' query type */
export interface IArchiveUserQuery {
  params: IArchiveUserParams;
  result: IArchiveUserResult;
}

const archiveUserIR: any = {"usedParamSet":{"id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":20,"b":23}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":26,"b":31}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":38}]}],"statement":"select archive_user(:id!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select archive_user(:id!, :actor, :now!) as "is_done!"
 * ```
 */
export const archiveUser = new PreparedQuery<IArchiveUserParams,IArchiveUserResult>(archiveUserIR);


/** 'ChangePassword' parameters type */
export interface IChangePasswordParams {
  actor?: string | null | void;
  id: string;
  now: string;
  password_hash: string;
}

/** 'ChangePassword' return type */
export interface IChangePasswordResult {
  is_done: boolean;
}

/** 'ChangePassword' query type */
export interface IChangePasswordQuery {
  params: IChangePasswordParams;
  result: IChangePasswordResult;
}

const changePasswordIR: any = {"usedParamSet":{"id":true,"password_hash":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":26}]},{"name":"password_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":29,"b":43}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":46,"b":51}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":58}]}],"statement":"select change_password(:id!, :password_hash!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_password(:id!, :password_hash!, :actor, :now!) as "is_done!"
 * ```
 */
export const changePassword = new PreparedQuery<IChangePasswordParams,IChangePasswordResult>(changePasswordIR);


/** 'ChangeUser' parameters type */
export interface IChangeUserParams {
  actor?: string | null | void;
  changes: Json;
  id: string;
  now: string;
  text_columns: Json;
}

/** 'ChangeUser' return type */
export interface IChangeUserResult {
  is_done: boolean;
}

/** 'ChangeUser' query type */
export interface IChangeUserQuery {
  params: IChangeUserParams;
  result: IChangeUserResult;
}

const changeUserIR: any = {"usedParamSet":{"id":true,"changes":true,"text_columns":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":19,"b":22}]},{"name":"changes","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":33}]},{"name":"text_columns","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":49}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":52,"b":57}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":60,"b":64}]}],"statement":"select change_user(:id!, :changes!, :text_columns!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select change_user(:id!, :changes!, :text_columns!, :actor, :now!) as "is_done!"
 * ```
 */
export const changeUser = new PreparedQuery<IChangeUserParams,IChangeUserResult>(changeUserIR);


/** 'CompleteWebauthnLogin' parameters type */
export interface ICompleteWebauthnLoginParams {
  id: string;
  is_successful: boolean;
  now: string;
  webauthn_credential_id?: string | null | void;
}

/** 'CompleteWebauthnLogin' return type */
export interface ICompleteWebauthnLoginResult {
  outcome: string;
}

/** 'CompleteWebauthnLogin' query type */
export interface ICompleteWebauthnLoginQuery {
  params: ICompleteWebauthnLoginParams;
  result: ICompleteWebauthnLoginResult;
}

const completeWebauthnLoginIR: any = {"usedParamSet":{"id":true,"is_successful":true,"webauthn_credential_id":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":37}]},{"name":"is_successful","required":true,"transform":{"type":"scalar"},"locs":[{"a":40,"b":54}]},{"name":"webauthn_credential_id","required":false,"transform":{"type":"scalar"},"locs":[{"a":57,"b":79}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":86}]}],"statement":"select complete_webauthn_login(\n  :id!, :is_successful!, :webauthn_credential_id, :now!\n) as \"outcome!\""};

/**
 * Query generated from SQL:
 * ```
 * select complete_webauthn_login(
 *   :id!, :is_successful!, :webauthn_credential_id, :now!
 * ) as "outcome!"
 * ```
 */
export const completeWebauthnLogin = new PreparedQuery<ICompleteWebauthnLoginParams,ICompleteWebauthnLoginResult>(completeWebauthnLoginIR);


/** 'CreateUser' parameters type */
export interface ICreateUserParams {
  actor?: string | null | void;
  now: string;
  password_hash?: string | null | void;
  wanted: Json;
}

/** 'CreateUser' return type */
export interface ICreateUserResult {
  id: string;
}

/** 'CreateUser' query type */
export interface ICreateUserQuery {
  params: ICreateUserParams;
  result: ICreateUserResult;
}

const createUserIR: any = {"usedParamSet":{"wanted":true,"password_hash":true,"actor":true,"now":true},"params":[{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":19,"b":26}]},{"name":"password_hash","required":false,"transform":{"type":"scalar"},"locs":[{"a":29,"b":42}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":45,"b":50}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":57}]}],"statement":"select create_user(:wanted!, :password_hash, :actor, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select create_user(:wanted!, :password_hash, :actor, :now!) as "id!"
 * ```
 */
export const createUser = new PreparedQuery<ICreateUserParams,ICreateUserResult>(createUserIR);


/** 'DeleteOldCodes' parameters type */
export interface IDeleteOldCodesParams {
  batch_size: number;
  now: string;
}

/** 'DeleteOldCodes' return type */
export interface IDeleteOldCodesResult {
  deleted: number;
}

/** 'DeleteOldCodes' query type */
export interface IDeleteOldCodesQuery {
  params: IDeleteOldCodesParams;
  result: IDeleteOldCodesResult;
}

const deleteOldCodesIR: any = {"usedParamSet":{"now":true,"batch_size":true},"params":[{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":28}]},{"name":"batch_size","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":42}]}],"statement":"select delete_old_codes(:now!, :batch_size!) as \"deleted!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_old_codes(:now!, :batch_size!) as "deleted!"
 * ```
 */
export const deleteOldCodes = new PreparedQuery<IDeleteOldCodesParams,IDeleteOldCodesResult>(deleteOldCodesIR);


/** 'DeleteWebauthnCredential' parameters type */
export interface IDeleteWebauthnCredentialParams {
  actor?: string | null | void;
  id: string;
  now: string;
  user_id: string;
}

/** 'DeleteWebauthnCredential' return type */
export interface IDeleteWebauthnCredentialResult {
  is_done: boolean;
}

/** 'DeleteWebauthnCredential' query type */
export interface IDeleteWebauthnCredentialQuery {
  params: IDeleteWebauthnCredentialParams;
  result: IDeleteWebauthnCredentialResult;
}

const deleteWebauthnCredentialIR: any = {"usedParamSet":{"user_id":true,"id":true,"actor":true,"now":true},"params":[{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":42}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":48}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":51,"b":56}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":63}]}],"statement":"select delete_webauthn_credential(:user_id!, :id!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select delete_webauthn_credential(:user_id!, :id!, :actor, :now!) as "is_done!"
 * ```
 */
export const deleteWebauthnCredential = new PreparedQuery<IDeleteWebauthnCredentialParams,IDeleteWebauthnCredentialResult>(deleteWebauthnCredentialIR);


/** 'FindUsersByEmail' parameters type */
export interface IFindUsersByEmailParams {
  pattern: string;
}

/** 'FindUsersByEmail' return type */
export interface IFindUsersByEmailResult {
  /** As given; unique without regard to case among people who are not archived. */
  email_address: string;
  id: string;
  /** For sign-in codes and for the recipient rules of trial services; null only with another way to sign in. */
  mobile_number: string | null;
  name: string;
}

/** 'FindUsersByEmail' query type */
export interface IFindUsersByEmailQuery {
  params: IFindUsersByEmailParams;
  result: IFindUsersByEmailResult;
}

const findUsersByEmailIR: any = {"usedParamSet":{"pattern":true},"params":[{"name":"pattern","required":true,"transform":{"type":"scalar"},"locs":[{"a":83,"b":91}]}],"statement":"select id, name, email_address, mobile_number\nfrom users\nwhere email_address ilike :pattern! and archived_at is null\norder by lower(email_address), id\nlimit 1000"};

/**
 * Query generated from SQL:
 * ```
 * select id, name, email_address, mobile_number
 * from users
 * where email_address ilike :pattern! and archived_at is null
 * order by lower(email_address), id
 * limit 1000
 * ```
 */
export const findUsersByEmail = new PreparedQuery<IFindUsersByEmailParams,IFindUsersByEmailResult>(findUsersByEmailIR);


/** 'GetAccount' parameters type */
export interface IGetAccountParams {
  email_address?: string | null | void;
  id?: string | null | void;
}

/** 'GetAccount' return type */
export interface IGetAccountResult {
  /** As given; unique without regard to case among people who are not archived. */
  email_address: string;
  id: string;
  /** For sign-in codes and for the recipient rules of trial services; null only with another way to sign in. */
  mobile_number: string | null;
  name: string;
  /** Argon2id, as its PHC string says with its parameters; null for people who have no password yet. */
  password_hash: string | null;
}

/** 'GetAccount' query type */
export interface IGetAccountQuery {
  params: IGetAccountParams;
  result: IGetAccountResult;
}

const getAccountIR: any = {"usedParamSet":{"id":true,"email_address":true},"params":[{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":146,"b":148}]},{"name":"email_address","required":false,"transform":{"type":"scalar"},"locs":[{"a":173,"b":186}]}],"statement":"select\n  -- What signing in and writing to a person takes.\n  id, name, email_address, mobile_number, password_hash\nfrom users\nwhere id = coalesce(:id::uuid, user_of_address(:email_address)) and archived_at is null"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- What signing in and writing to a person takes.
 *   id, name, email_address, mobile_number, password_hash
 * from users
 * where id = coalesce(:id::uuid, user_of_address(:email_address)) and archived_at is null
 * ```
 */
export const getAccount = new PreparedQuery<IGetAccountParams,IGetAccountResult>(getAccountIR);


/** 'GetOrganisationsAndServices' parameters type */
export interface IGetOrganisationsAndServicesParams {
  id: string;
}

/** 'GetOrganisationsAndServices' return type */
export interface IGetOrganisationsAndServicesResult {
  organisations: Json;
  services: Json;
}

/** 'GetOrganisationsAndServices' query type */
export interface IGetOrganisationsAndServicesQuery {
  params: IGetOrganisationsAndServicesParams;
  result: IGetOrganisationsAndServicesResult;
}

const getOrganisationsAndServicesIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":98,"b":101},{"a":153,"b":156}]}],"statement":"select organisations as \"organisations!\", services as \"services!\"\nfrom organisations_and_services(:id!)\nwhere exists (select from users where users.id = :id!)"};

/**
 * Query generated from SQL:
 * ```
 * select organisations as "organisations!", services as "services!"
 * from organisations_and_services(:id!)
 * where exists (select from users where users.id = :id!)
 * ```
 */
export const getOrganisationsAndServices = new PreparedQuery<IGetOrganisationsAndServicesParams,IGetOrganisationsAndServicesResult>(getOrganisationsAndServicesIR);


/** 'IssueCode' parameters type */
export interface IIssueCodeParams {
  code_hash: Buffer;
  code_type: verify_code_type;
  id: string;
  message?: Json | null | void;
  now: string;
}

/** 'IssueCode' return type */
export interface IIssueCodeResult {
  outcome: string;
}

/** 'IssueCode' query type */
export interface IIssueCodeQuery {
  params: IIssueCodeParams;
  result: IIssueCodeResult;
}

const issueCodeIR: any = {"usedParamSet":{"id":true,"code_type":true,"code_hash":true,"message":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":18,"b":21}]},{"name":"code_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":34}]},{"name":"code_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":47}]},{"name":"message","required":false,"transform":{"type":"scalar"},"locs":[{"a":50,"b":57}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":60,"b":64}]}],"statement":"select issue_code(:id!, :code_type!, :code_hash!, :message, :now!) as \"outcome!\""};

/**
 * Query generated from SQL:
 * ```
 * select issue_code(:id!, :code_type!, :code_hash!, :message, :now!) as "outcome!"
 * ```
 */
export const issueCode = new PreparedQuery<IIssueCodeParams,IIssueCodeResult>(issueCodeIR);


/** 'ListPeople' parameters type */
export type IListPeopleParams = void;

/** 'ListPeople' return type */
export interface IListPeopleResult {
  /** As given; unique without regard to case among people who are not archived. */
  email_address: string;
  logged_in_at: string | null;
  name: string;
  /** Whether the person runs the platform. */
  platform_admin: boolean;
  /** pending until the address is confirmed; inactive when archived or blocked. */
  state: user_state;
}

/** 'ListPeople' query type */
export interface IListPeopleQuery {
  params: IListPeopleParams;
  result: IListPeopleResult;
}

const listPeopleIR: any = {"usedParamSet":{},"params":[],"statement":"select\n  -- For operators; without those who are archived.\n  name, email_address, state, platform_admin, wire_timestamp(logged_in_at) as logged_in_at\nfrom users\nwhere archived_at is null and id <> notify_user_id()\norder by lower(email_address)"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- For operators; without those who are archived.
 *   name, email_address, state, platform_admin, wire_timestamp(logged_in_at) as logged_in_at
 * from users
 * where archived_at is null and id <> notify_user_id()
 * order by lower(email_address)
 * ```
 */
export const listPeople = new PreparedQuery<IListPeopleParams,IListPeopleResult>(listPeopleIR);


/** 'ListWebauthnCredentials' parameters type */
export interface IListWebauthnCredentialsParams {
  id?: string | null | void;
  user_id: string;
}

/** 'ListWebauthnCredentials' return type */
export interface IListWebauthnCredentialsResult {
  created_at: string;
  /** Its public part as the admin application wrote it: CBOR in base64. */
  credential_data: string;
  id: string;
  logged_in_at: string | null;
  /** What the person calls it. */
  name: string;
  updated_at: string | null;
  /** Whose key it is. */
  user_id: string;
}

/** 'ListWebauthnCredentials' query type */
export interface IListWebauthnCredentialsQuery {
  params: IListWebauthnCredentialsParams;
  result: IListWebauthnCredentialsResult;
}

const listWebauthnCredentialsIR: any = {"usedParamSet":{"user_id":true,"id":true},"params":[{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":221,"b":229}]},{"name":"id","required":false,"transform":{"type":"scalar"},"locs":[{"a":236,"b":238},{"a":262,"b":264}]}],"statement":"select\n  id, user_id, name, credential_data, wire_timestamp(created_at) as \"created_at!\",\n  wire_timestamp(updated_at) as updated_at, wire_timestamp(logged_in_at) as logged_in_at\nfrom webauthn_credentials\nwhere user_id = :user_id! and (:id::uuid is null or id = :id)\norder by created_at, id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   id, user_id, name, credential_data, wire_timestamp(created_at) as "created_at!",
 *   wire_timestamp(updated_at) as updated_at, wire_timestamp(logged_in_at) as logged_in_at
 * from webauthn_credentials
 * where user_id = :user_id! and (:id::uuid is null or id = :id)
 * order by created_at, id
 * ```
 */
export const listWebauthnCredentials = new PreparedQuery<IListWebauthnCredentialsParams,IListWebauthnCredentialsResult>(listWebauthnCredentialsIR);


/** 'NotePasswordTry' parameters type */
export interface INotePasswordTryParams {
  compared_hash?: string | null | void;
  id: string;
  is_right: boolean;
}

/** 'NotePasswordTry' return type */
export interface INotePasswordTryResult {
  outcome: string;
}

/** 'NotePasswordTry' query type */
export interface INotePasswordTryQuery {
  params: INotePasswordTryParams;
  result: INotePasswordTryResult;
}

const notePasswordTryIR: any = {"usedParamSet":{"id":true,"compared_hash":true,"is_right":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":28}]},{"name":"compared_hash","required":false,"transform":{"type":"scalar"},"locs":[{"a":31,"b":44}]},{"name":"is_right","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":56}]}],"statement":"select note_password_try(:id!, :compared_hash, :is_right!) as \"outcome!\""};

/**
 * Query generated from SQL:
 * ```
 * select note_password_try(:id!, :compared_hash, :is_right!) as "outcome!"
 * ```
 */
export const notePasswordTry = new PreparedQuery<INotePasswordTryParams,INotePasswordTryResult>(notePasswordTryIR);


/** 'RenameWebauthnCredential' parameters type */
export interface IRenameWebauthnCredentialParams {
  actor?: string | null | void;
  id: string;
  name: string;
  now: string;
  user_id: string;
}

/** 'RenameWebauthnCredential' return type */
export interface IRenameWebauthnCredentialResult {
  is_done: boolean;
}

/** 'RenameWebauthnCredential' query type */
export interface IRenameWebauthnCredentialQuery {
  params: IRenameWebauthnCredentialParams;
  result: IRenameWebauthnCredentialResult;
}

const renameWebauthnCredentialIR: any = {"usedParamSet":{"user_id":true,"id":true,"name":true,"actor":true,"now":true},"params":[{"name":"user_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":42}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":45,"b":48}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":56}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":59,"b":64}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":67,"b":71}]}],"statement":"select rename_webauthn_credential(:user_id!, :id!, :name!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select rename_webauthn_credential(:user_id!, :id!, :name!, :actor, :now!) as "is_done!"
 * ```
 */
export const renameWebauthnCredential = new PreparedQuery<IRenameWebauthnCredentialParams,IRenameWebauthnCredentialResult>(renameWebauthnCredentialIR);


/** 'ResetFailedLogins' parameters type */
export interface IResetFailedLoginsParams {
  actor?: string | null | void;
  id: string;
  now: string;
}

/** 'ResetFailedLogins' return type */
export interface IResetFailedLoginsResult {
  is_done: boolean;
}

/** 'ResetFailedLogins' query type */
export interface IResetFailedLoginsQuery {
  params: IResetFailedLoginsParams;
  result: IResetFailedLoginsResult;
}

const resetFailedLoginsIR: any = {"usedParamSet":{"id":true,"actor":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":27,"b":30}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":33,"b":38}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":45}]}],"statement":"select reset_failed_logins(:id!, :actor, :now!) as \"is_done!\""};

/**
 * Query generated from SQL:
 * ```
 * select reset_failed_logins(:id!, :actor, :now!) as "is_done!"
 * ```
 */
export const resetFailedLogins = new PreparedQuery<IResetFailedLoginsParams,IResetFailedLoginsResult>(resetFailedLoginsIR);


/** 'SendOwnMessages' parameters type */
export interface ISendOwnMessagesParams {
  messages: Json;
  now: string;
}

/** 'SendOwnMessages' return type */
export interface ISendOwnMessagesResult {
  id: string;
}

/** 'SendOwnMessages' query type */
export interface ISendOwnMessagesQuery {
  params: ISendOwnMessagesParams;
  result: ISendOwnMessagesResult;
}

const sendOwnMessagesIR: any = {"usedParamSet":{"messages":true,"now":true},"params":[{"name":"messages","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":34}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":41}]}],"statement":"select send_own_messages(:messages!, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select send_own_messages(:messages!, :now!) as "id!"
 * ```
 */
export const sendOwnMessages = new PreparedQuery<ISendOwnMessagesParams,ISendOwnMessagesResult>(sendOwnMessagesIR);


/** 'VerifyCode' parameters type */
export interface IVerifyCodeParams {
  code_hash: Buffer;
  code_type: verify_code_type;
  id: string;
  now: string;
}

/** 'VerifyCode' return type */
export interface IVerifyCodeResult {
  outcome: string;
}

/** 'VerifyCode' query type */
export interface IVerifyCodeQuery {
  params: IVerifyCodeParams;
  result: IVerifyCodeResult;
}

const verifyCodeIR: any = {"usedParamSet":{"id":true,"code_type":true,"code_hash":true,"now":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":19,"b":22}]},{"name":"code_type","required":true,"transform":{"type":"scalar"},"locs":[{"a":25,"b":35}]},{"name":"code_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":38,"b":48}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":55}]}],"statement":"select verify_code(:id!, :code_type!, :code_hash!, :now!) as \"outcome!\""};

/**
 * Query generated from SQL:
 * ```
 * select verify_code(:id!, :code_type!, :code_hash!, :now!) as "outcome!"
 * ```
 */
export const verifyCode = new PreparedQuery<IVerifyCodeParams,IVerifyCodeResult>(verifyCodeIR);


/** 'ListUsers' parameters type */
export interface IListUsersParams {
  created_end?: string | null | void;
  created_start?: string | null | void;
  logged_in_end?: string | null | void;
  logged_in_start?: string | null | void;
  only_active: boolean;
  take_part_in_research?: boolean | null | void;
}

/** 'ListUsers' return type */
export interface IListUsersResult {
  person: Json;
  services: Json;
}

/** 'ListUsers' query type */
export interface IListUsersQuery {
  params: IListUsersParams;
  result: IListUsersResult;
}

const listUsersIR: any = {"usedParamSet":{"only_active":true,"take_part_in_research":true,"created_start":true,"created_end":true,"logged_in_start":true,"logged_in_end":true},"params":[{"name":"only_active","required":true,"transform":{"type":"scalar"},"locs":[{"a":401,"b":413}]},{"name":"take_part_in_research","required":false,"transform":{"type":"scalar"},"locs":[{"a":452,"b":473},{"a":532,"b":553}]},{"name":"created_start","required":false,"transform":{"type":"scalar"},"locs":[{"a":596,"b":609}]},{"name":"created_end","required":false,"transform":{"type":"scalar"},"locs":[{"a":612,"b":623}]},{"name":"logged_in_start","required":false,"transform":{"type":"scalar"},"locs":[{"a":648,"b":663},{"a":741,"b":756}]},{"name":"logged_in_end","required":false,"transform":{"type":"scalar"},"locs":[{"a":672,"b":685},{"a":759,"b":772}]}],"statement":"select\n  -- People, all or active ones alone, as GetUser shows them, with the names of their services; in\n  -- the order of their making. The API has no pages here: a bound that no installation comes near.\n  to_jsonb(person) as \"person!\", (organisations_and_services(person.id)).services as \"services!\"\nfrom user_details person\nwhere person.id in (\n  select chosen.id\n  from users chosen\n  where (not :only_active! or chosen.state = 'active')\n    and (:take_part_in_research::boolean is null\n      or chosen.take_part_in_research = :take_part_in_research)\n    and chosen.created_at <@ whole_days(:created_start, :created_end)\n    and (num_nonnulls(:logged_in_start::date, :logged_in_end::date) = 0\n      or chosen.logged_in_at <@ whole_days(:logged_in_start, :logged_in_end))\n  order by chosen.created_at, chosen.id\n  limit 100000\n)\norder by person.created_at, person.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- People, all or active ones alone, as GetUser shows them, with the names of their services; in
 *   -- the order of their making. The API has no pages here: a bound that no installation comes near.
 *   to_jsonb(person) as "person!", (organisations_and_services(person.id)).services as "services!"
 * from user_details person
 * where person.id in (
 *   select chosen.id
 *   from users chosen
 *   where (not :only_active! or chosen.state = 'active')
 *     and (:take_part_in_research::boolean is null
 *       or chosen.take_part_in_research = :take_part_in_research)
 *     and chosen.created_at <@ whole_days(:created_start, :created_end)
 *     and (num_nonnulls(:logged_in_start::date, :logged_in_end::date) = 0
 *       or chosen.logged_in_at <@ whole_days(:logged_in_start, :logged_in_end))
 *   order by chosen.created_at, chosen.id
 *   limit 100000
 * )
 * order by person.created_at, person.id
 * ```
 */
export const listUsers = new PreparedQuery<IListUsersParams,IListUsersResult>(listUsersIR);


/** 'PutTestPeople' parameters type */
export interface IPutTestPeopleParams {
  actor?: string | null | void;
  now: string;
  wanted: Json;
}

/** 'PutTestPeople' return type */
export interface IPutTestPeopleResult {
  done: undefined | null;
}

/** 'PutTestPeople' query type */
export interface IPutTestPeopleQuery {
  params: IPutTestPeopleParams;
  result: IPutTestPeopleResult;
}

const putTestPeopleIR: any = {"usedParamSet":{"wanted":true,"actor":true,"now":true},"params":[{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":23,"b":30}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":33,"b":38}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":45}]}],"statement":"select put_test_people(:wanted!, :actor, :now!) as done"};

/**
 * Query generated from SQL:
 * ```
 * select put_test_people(:wanted!, :actor, :now!) as done
 * ```
 */
export const putTestPeople = new PreparedQuery<IPutTestPeopleParams,IPutTestPeopleResult>(putTestPeopleIR);


/** 'MakeDemoPerson' parameters type */
export interface IMakeDemoPersonParams {
  actor?: string | null | void;
  now: string;
  password_hash: string;
  service_id: string;
  wanted: Json;
}

/** 'MakeDemoPerson' return type */
export interface IMakeDemoPersonResult {
  id: string;
}

/** 'MakeDemoPerson' query type */
export interface IMakeDemoPersonQuery {
  params: IMakeDemoPersonParams;
  result: IMakeDemoPersonResult;
}

const makeDemoPersonIR: any = {"usedParamSet":{"wanted":true,"password_hash":true,"service_id":true,"actor":true,"now":true},"params":[{"name":"wanted","required":true,"transform":{"type":"scalar"},"locs":[{"a":24,"b":31}]},{"name":"password_hash","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":48}]},{"name":"service_id","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":62}]},{"name":"actor","required":false,"transform":{"type":"scalar"},"locs":[{"a":65,"b":70}]},{"name":"now","required":true,"transform":{"type":"scalar"},"locs":[{"a":73,"b":77}]}],"statement":"select make_demo_person(:wanted!, :password_hash!, :service_id!, :actor, :now!) as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select make_demo_person(:wanted!, :password_hash!, :service_id!, :actor, :now!) as "id!"
 * ```
 */
export const makeDemoPerson = new PreparedQuery<IMakeDemoPersonParams,IMakeDemoPersonResult>(makeDemoPersonIR);


