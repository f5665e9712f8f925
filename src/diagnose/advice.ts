/** What a person is told to do, where several diagnoses and refusals say the same. */

/** Then it neither counts nor stands in the way (`isKeptOut` in topology.ts). */
export const KEEP_OUT =
  'let its row in mysql_servers be in the quarantine hostgroup with the status OFFLINE_SOFT, and LOAD MYSQL SERVERS TO RUNTIME';

/** MySQL refuses CLONE INSTANCE under super_read_only. */
export const REBUILD_IT =
  'rebuild it from the primary (there SET GLOBAL super_read_only = OFF, read_only stays ON, then CLONE INSTANCE FROM)';
