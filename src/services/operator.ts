/**
 * Who acts at the command line: somebody at the machine whom Crier does not know. History and events name nobody for what is done by hand;
 * the platform's own changes name its user (`notify_user_id()` in db/rules/platform/actors.sql).
 */
export const operator = null
