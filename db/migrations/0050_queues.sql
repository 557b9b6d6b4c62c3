-- migrate:up

-- The workers' role needs pg-boss''s tables, and nothing of its structure: queues are created by
-- whoever migrates.
grant usage on schema pgboss to crier_app;
grant select, insert, update, delete on all tables in schema pgboss to crier_app;
revoke execute on all functions in schema pgboss from public;
grant execute on all functions in schema pgboss to crier_app;
alter default privileges in schema pgboss grant select, insert, update, delete
  on tables to crier_app;
alter default privileges in schema pgboss grant execute on functions to crier_app;

-- migrate:down
