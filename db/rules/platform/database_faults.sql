-- What an operator should know of the server below. PostgreSQL's own log is the one place where
-- recipients could stand in clear: an error's detail quotes the row that a constraint refuses, and
-- logged statements are logged with their parameters.
create or replace view database_faults as
with setting as (
  select name, setting as value from pg_settings
)
select fault.subject, fault.fault, fault.remedy
from setting
cross join lateral (
  values
    ('log_error_verbosity', value <> 'terse',
      'The server''s log quotes rows that a constraint refuses, and so recipients.',
      'alter system set log_error_verbosity = ''terse''; select pg_reload_conf()'),
    ('log_parameter_max_length_on_error', value <> '0',
      'The server''s log has the parameters of statements that fail, and so recipients.',
      'alter system set log_parameter_max_length_on_error = 0; select pg_reload_conf()'),
    ('log_parameter_max_length', value <> '0' and exists (
        select from setting other
        where other.name = 'log_statement' and other.value in ('mod', 'all')
          or other.name in ('log_min_duration_statement', 'log_min_duration_sample',
            'auto_explain.log_min_duration') and other.value <> '-1'
          or other.name = 'log_transaction_sample_rate' and other.value <> '0'
      ),
      'The server''s log has the parameters of statements that are slow or sampled, and so recipients.',
      'alter system set log_parameter_max_length = 0; select pg_reload_conf()'),
    ('auto_explain.log_parameter_max_length', value <> '0' and exists (
        select from setting other
        where other.name = 'auto_explain.log_min_duration' and other.value <> '-1'
      ),
      'Explained statements are logged with their parameters, and so with recipients.',
      'alter system set auto_explain.log_parameter_max_length = 0; select pg_reload_conf()'),
    ('fsync', value = 'off', 'A power cut can lose or spoil what was accepted.',
      'alter system set fsync = on; select pg_reload_conf()'),
    ('full_page_writes', value = 'off', 'A power cut can spoil what was accepted.',
      'alter system set full_page_writes = on; select pg_reload_conf()'),
    ('synchronous_commit', value = 'off', 'A crash can lose the last messages that were accepted.',
      'alter system set synchronous_commit = on; select pg_reload_conf()'),
    ('server_version_num', current_setting('server_version_num')::integer < 180000, 'PostgreSQL is older than 18.',
      'upgrade to PostgreSQL 18 or later')
) as fault (subject, is_present, fault, remedy)
where fault.subject = setting.name and fault.is_present
union all
select 'temporary', 'Everybody may make temporary tables, whose triggers can abuse functions.',
  format('revoke temporary on database %I from public', current_database())
from pg_database
cross join lateral aclexplode(coalesce(datacl, acldefault('d', datdba))) as granted
where datname = current_database() and grantee = 0 and privilege_type = 'TEMPORARY'
union all
select routine.oid::regprocedure::text, 'Everybody may call a function with its owner''s rights.',
  format('revoke execute on function %s from public', routine.oid::regprocedure)
from pg_proc routine
cross join lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) as granted
where prosecdef and grantee = 0;
comment on view database_faults is 'What is wrong with the database server''s settings and rights, for a service with personal data that must not lose messages; as the asking session sees them. No row is well. crier doctor prints it.';
comment on column database_faults.subject is 'The setting, right or function.';
comment on column database_faults.fault is 'What can happen.';
comment on column database_faults.remedy is 'The statement that mends it.';
grant select on database_faults to crier_reader;
