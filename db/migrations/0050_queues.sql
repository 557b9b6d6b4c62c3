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

-- What is lost in a crash of the database is measured again within a second.
create unlogged table queue_measurements (
  queue text primary key,
  measured_at timestamptz not null,
  waiting integer not null,
  oldest_at timestamptz,
  moved_at timestamptz not null,
  per_second double precision,
  admitted_share double precision not null default 1
);
comment on table queue_measurements is 'How far sending is behind acceptance, queue by queue, once a second for all processes together while anything waits. See measure_queues and delivery_lags.';
comment on column queue_measurements.queue is 'The queue that messages are sent from.';
comment on column queue_measurements.measured_at is 'When.';
comment on column queue_measurements.waiting is 'Messages that could be sent now, of services that have not run ahead of their fair share.';
comment on column queue_measurements.oldest_at is 'Since when the first of them could have been sent.';
comment on column queue_measurements.moved_at is 'When the queue was last seen to be empty or to have gone on.';
comment on column queue_measurements.per_second is 'How many of them are sent in a second, as seen while more waited; null while that is not known.';
comment on column queue_measurements.admitted_share is 'How much of what is asked is accepted, while something is sent.';
grant select on queue_measurements to crier_reader;

-- migrate:down
