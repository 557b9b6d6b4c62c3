/** Types generated for queries found in "queries/users.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type auth_type = 'email_auth' | 'sms_auth' | 'webauthn_auth';

export type user_state = 'active' | 'inactive' | 'pending';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'GetUser' parameters type */
export interface IGetUserParams {
  id: string;
}

/** 'GetUser' return type */
export interface IGetUserResult {
  auth_type: auth_type;
  can_use_webauthn: boolean;
  created_at: string;
  current_session_id: string | null;
  email_access_validated_at: string;
  email_address: string;
  failed_login_count: number;
  id: string;
  logged_in_at: string | null;
  mobile_number: string | null;
  name: string;
  organisation_permissions: Json;
  organisations: stringArray;
  password_changed_at: string;
  permissions: Json;
  platform_admin: boolean;
  receives_new_features_email: boolean;
  services: stringArray;
  state: user_state;
  take_part_in_research: boolean;
}

/** 'GetUser' query type */
export interface IGetUserQuery {
  params: IGetUserParams;
  result: IGetUserResult;
}

const getUserIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":777,"b":780}]}],"statement":"select\n  -- A person as the internal API shows it.\n  id as \"id!\", name as \"name!\", email_address as \"email_address!\", mobile_number,\n  auth_type as \"auth_type!\", state as \"state!\", platform_admin as \"platform_admin!\",\n  current_session_id, failed_login_count as \"failed_login_count!\",\n  take_part_in_research as \"take_part_in_research!\",\n  receives_new_features_email as \"receives_new_features_email!\", created_at as \"created_at!\",\n  logged_in_at, email_access_validated_at as \"email_access_validated_at!\",\n  password_changed_at as \"password_changed_at!\", can_use_webauthn as \"can_use_webauthn!\",\n  services as \"services!\", permissions as \"permissions!\", organisations as \"organisations!\",\n  organisation_permissions as \"organisation_permissions!\"\nfrom user_details\nwhere id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   -- A person as the internal API shows it.
 *   id as "id!", name as "name!", email_address as "email_address!", mobile_number,
 *   auth_type as "auth_type!", state as "state!", platform_admin as "platform_admin!",
 *   current_session_id, failed_login_count as "failed_login_count!",
 *   take_part_in_research as "take_part_in_research!",
 *   receives_new_features_email as "receives_new_features_email!", created_at as "created_at!",
 *   logged_in_at, email_access_validated_at as "email_access_validated_at!",
 *   password_changed_at as "password_changed_at!", can_use_webauthn as "can_use_webauthn!",
 *   services as "services!", permissions as "permissions!", organisations as "organisations!",
 *   organisation_permissions as "organisation_permissions!"
 * from user_details
 * where id = :id!
 * ```
 */
export const getUser = new PreparedQuery<IGetUserParams,IGetUserResult>(getUserIR);


