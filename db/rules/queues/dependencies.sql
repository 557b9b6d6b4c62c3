-- No job of Crier's waits for another. pg-boss would look for such in the table of every queue,
-- 22 ms at each start of a worker and every five seconds: what it does next at 'infinity' it never
-- does.
update pgboss.version set flow_on = 'infinity' where flow_on is distinct from 'infinity';
