/* @name GetUser */
select
  -- A person as the internal API shows it, in JSON, by id or by address.
  to_json(person)::text as "user!"
from user_details person
where person.id = coalesce(:id::uuid, user_of_address(:email_address));

/* @name ActivateUser */
select activate_user(:id!, :actor, :now!) as "is_done!";

/* @name AddWebauthnCredential */
select add_webauthn_credential(
  :user_id!, :name!, :credential_data!, :registration_response!, :actor, :now!
) as id;

/* @name ArchiveUser */
select archive_user(:id!, :actor, :now!) as "is_done!";

/* @name ChangePassword */
select change_password(:id!, :password_hash!, :actor, :now!) as "is_done!";

/* @name ChangeUser */
select change_user(:id!, :changes!, :text_columns!, :actor, :now!) as "is_done!";

/* @name CompleteWebauthnLogin */
select complete_webauthn_login(
  :id!, :is_successful!, :webauthn_credential_id, :now!
) as "outcome!";

/* @name CreateUser */
select create_user(:wanted!, :password_hash, :actor, :now!) as "id!";

/* @name DeleteOldCodes */
select delete_old_codes(:now!, :batch_size!) as "deleted!";

/* @name DeleteWebauthnCredential */
select delete_webauthn_credential(:user_id!, :id!, :actor, :now!) as "is_done!";

/* @name FindUsersByEmail */
select id, name, email_address, mobile_number
from users
where email_address ilike :pattern! and archived_at is null
order by lower(email_address), id
limit 1000;

/* @name GetAccount */
select
  -- What signing in and writing to a person takes.
  id, name, email_address, mobile_number, password_hash
from users
where id = coalesce(:id::uuid, user_of_address(:email_address)) and archived_at is null;

/* @name GetOrganisationsAndServices */
select organisations as "organisations!", services as "services!"
from organisations_and_services(:id!)
where exists (select from users where users.id = :id!);

/* @name IssueCode */
select issue_code(:id!, :code_type!, :code_hash!, :message, :now!) as "outcome!";

/* @name ListPeople */
select
  -- For operators; without those who are archived.
  name, email_address, state, platform_admin, wire_timestamp(logged_in_at) as logged_in_at
from users
where archived_at is null and id <> notify_user_id()
order by lower(email_address);

/* @name ListWebauthnCredentials */
select
  id, user_id, name, credential_data, wire_timestamp(created_at) as "created_at!",
  wire_timestamp(updated_at) as updated_at, wire_timestamp(logged_in_at) as logged_in_at
from webauthn_credentials
where user_id = :user_id! and (:id::uuid is null or id = :id)
order by created_at, id;

/* @name NotePasswordTry */
select note_password_try(:id!, :compared_hash, :is_right!) as "outcome!";

/* @name RenameWebauthnCredential */
select rename_webauthn_credential(:user_id!, :id!, :name!, :actor, :now!) as "is_done!";

/* @name ResetFailedLogins */
select reset_failed_logins(:id!, :actor, :now!) as "is_done!";

/* @name SendOwnMessages */
select send_own_messages(:messages!, :now!) as "id!";

/* @name VerifyCode */
select verify_code(:id!, :code_type!, :code_hash!, :now!) as "outcome!";

/* @name ListUsers */
select
  -- People, all or active ones alone, as GetUser shows them, with the names of their services; in
  -- the order of their making. The API has no pages here: a bound that no installation comes near.
  to_jsonb(person) as "person!", (organisations_and_services(person.id)).services as "services!"
from user_details person
where person.id in (
  select chosen.id
  from users chosen
  where (not :only_active! or chosen.state = 'active')
    and (:take_part_in_research::boolean is null
      or chosen.take_part_in_research = :take_part_in_research)
    and chosen.created_at <@ whole_days(:created_start, :created_end)
    and (num_nonnulls(:logged_in_start::date, :logged_in_end::date) = 0
      or chosen.logged_in_at <@ whole_days(:logged_in_start, :logged_in_end))
  order by chosen.created_at, chosen.id
  limit 100000
)
order by person.created_at, person.id;

/* @name PutTestPeople */
select put_test_people(:wanted!, :actor, :now!) as done;

/* @name MakeDemoPerson */
select make_demo_person(:wanted!, :password_hash!, :service_id!, :actor, :now!) as "id!";
