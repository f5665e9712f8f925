/**
 * Every statement this program sends to a MySQL server, 8.0.23 or newer. The names that 8.0.26 changed (log_slave_updates,
 * rpl_semi_sync_master_*) are the only differences between the supported versions; they are read under both names.
 */
import type { GtidSet } from './gtid-set.ts';
import { formatGtidSet } from './gtid-set.ts';
import { quoteMysql } from './quote.ts';
import type { Endpoint } from './session.ts';

/** How a receiver connects to its source. */
export interface ReceiverSettings {
  /** SOURCE_HEARTBEAT_PERIOD, in seconds with up to three decimals. */
  readonly heartbeatSeconds: number;
  readonly connectRetrySeconds: number;
  readonly retryCount: number;
  /** SOURCE_SSL and its companions by name, as CHANGE REPLICATION SOURCE TO takes them; empty without TLS. */
  readonly tls: Readonly<Record<string, string>>;
}

const VARIABLES = [
  'version',
  'version_comment',
  'server_uuid',
  'server_id',
  'read_only',
  'super_read_only',
  'offline_mode',
  'gtid_mode',
  'log_bin',
  'log_replica_updates',
  'log_slave_updates',
  'rpl_semi_sync_source_enabled',
  'rpl_semi_sync_master_enabled',
  'rpl_semi_sync_replica_enabled',
  'rpl_semi_sync_slave_enabled',
  'rpl_semi_sync_source_wait_for_replica_count',
  'rpl_semi_sync_master_wait_for_slave_count',
  'rpl_semi_sync_source_timeout',
  'rpl_semi_sync_master_timeout',
  'rpl_semi_sync_source_wait_no_replica',
  'rpl_semi_sync_master_wait_no_slave',
  'group_replication_group_name',
  'wsrep_on',
  'replica_net_timeout',
  'slave_net_timeout',
];

const NAMES = VARIABLES.map(quoteMysql).join(', ');

const STATUS = [
  'Uptime',
  'Rpl_semi_sync_source_status',
  'Rpl_semi_sync_master_status',
  'Rpl_semi_sync_source_wait_sessions',
  'Rpl_semi_sync_master_wait_sessions',
  'Rpl_semi_sync_source_clients',
  'Rpl_semi_sync_master_clients',
];

/** Works on every server of the family, so that the ones which are not supported can be refused by name. */
export const SHOW_VARIABLES = `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${NAMES})`;

/** Of type CHAR: under PAD_CHAR_TO_FULL_LENGTH it comes with blanks, and equals no name. */
const CHANNEL_NAME = 'RTRIM(CHANNEL_NAME)';

/** With microseconds. UNIX_TIMESTAMP(NOW(6)) goes by the local time, of which there is an hour twice when summer time ends. */
const NOW = '(UNIX_TIMESTAMP() + MICROSECOND(NOW(6)) / 1000000)';

/** UNIX_TIMESTAMP of such a column needs no time zone; 0 where there was none yet (Reference Manual 8.4, 29.12.11.13). */
const HEARD_AT =
  'GREATEST(UNIX_TIMESTAMP(LAST_HEARTBEAT_TIMESTAMP), UNIX_TIMESTAMP(LAST_QUEUED_TRANSACTION_END_QUEUE_TIMESTAMP), ' +
  'UNIX_TIMESTAMP(QUEUEING_TRANSACTION_START_QUEUE_TIMESTAMP))';

/** Of the receiver's last error. */
const FAILED_AGO = `${NOW} - NULLIF(UNIX_TIMESTAMP(LAST_ERROR_TIMESTAMP), 0)`;

/**
 * One row: variables and status variables as JSON objects by name; the server's own clock, from which its Uptime is counted too; GTID
 * sets, which as variables are cut at 1024 characters; and as a JSON object by channel name `period`, how often the source sends a
 * heartbeat at least (seconds), `heard`, seconds since the receiver last got a heartbeat or a transaction, null where it never did, and
 * `failed`, seconds since it met its last error, null where it has none, and `thread`, null unless it is connected; `read_only_set`,
 * a JSON object by name of those of read_only and super_read_only that somebody has set since the server started: `ago`, seconds since, and
 * `own`, 1 where this account did and 0 where another one did (Reference Manual 8.4, 29.12.14.2); and `cloning`, 1 while CLONE INSTANCE
 * overwrites the server (clone_status is not there without the plugin, and PROCESSLIST does not show the statement; asked only where it
 * matters, as all threads are gone through). A row for each variable would cost a run more than all the rest.
 */
export const SELECT_OWN_STATE =
  `SELECT CAST((SELECT JSON_OBJECTAGG(VARIABLE_NAME, VARIABLE_VALUE) FROM performance_schema.global_variables WHERE VARIABLE_NAME IN (${NAMES})) AS CHAR) AS variables, ` +
  `CAST((SELECT JSON_OBJECTAGG(VARIABLE_NAME, VARIABLE_VALUE) FROM performance_schema.global_status WHERE VARIABLE_NAME IN (${STATUS.map(quoteMysql).join(', ')})) AS CHAR) AS status, ` +
  'UNIX_TIMESTAMP() AS now, @@GLOBAL.gtid_executed AS gtid_executed, @@GLOBAL.gtid_purged AS gtid_purged, ' +
  `CAST((SELECT JSON_OBJECTAGG(${CHANNEL_NAME}, JSON_OBJECT('period', HEARTBEAT_INTERVAL, 'heard', UNIX_TIMESTAMP() - NULLIF(FLOOR(${HEARD_AT}), 0), 'failed', ${FAILED_AGO}, 'thread', THREAD_ID)) ` +
  'FROM performance_schema.replication_connection_configuration JOIN performance_schema.replication_connection_status USING (CHANNEL_NAME)) AS CHAR) AS heartbeats, ' +
  `CAST((SELECT JSON_OBJECTAGG(VARIABLE_NAME, JSON_OBJECT('ago', ${NOW} - UNIX_TIMESTAMP(SET_TIME), 'own', IF(SET_USER = SUBSTRING_INDEX(USER(), '@', 1), 1, 0))) FROM performance_schema.variables_info ` +
  "WHERE VARIABLE_NAME IN ('read_only', 'super_read_only') AND VARIABLE_SOURCE = 'DYNAMIC') AS CHAR) AS read_only_set, " +
  "@@GLOBAL.read_only AND NOT @@GLOBAL.super_read_only AND EXISTS (SELECT 1 FROM performance_schema.events_statements_current WHERE EVENT_NAME = 'statement/clone/client' AND END_EVENT_ID IS NULL) AS cloning";

export const SHOW_REPLICA_STATUS = 'SHOW REPLICA STATUS';
export const SHOW_REPLICAS = 'SHOW REPLICAS';

export function showReplicaStatus(channel: string): string {
  return `SHOW REPLICA STATUS${forChannel(channel)}`;
}

export function stopReceiver(channel: string): string {
  return `STOP REPLICA IO_THREAD${forChannel(channel)}`;
}

export function startReceiver(channel: string): string {
  return `START REPLICA IO_THREAD${forChannel(channel)}`;
}

export function startApplier(channel: string): string {
  return `START REPLICA SQL_THREAD${forChannel(channel)}`;
}

export function startReplica(channel: string): string {
  return `START REPLICA${forChannel(channel)}`;
}

export function stopReplica(channel: string): string {
  return `STOP REPLICA${forChannel(channel)}`;
}

/** Forgets the channel with its credentials; needs RELOAD. */
export function resetReplica(channel: string): string {
  return `RESET REPLICA ALL${forChannel(channel)}`;
}

/**
 * Only the address changes: user, password, TLS and retry settings of the channel stay (Reference Manual 8.0, 13.4.2.3), and with the
 * applier running so does the relay log. The heartbeat period (seconds) has to be named: it goes back to half of
 * replica_net_timeout where it is not.
 */
export function changeSource(channel: string, source: Endpoint, heartbeatSeconds: number): string {
  const address = `SOURCE_HOST = ${quoteMysql(source.host)}, SOURCE_PORT = ${source.port}`;
  return `CHANGE REPLICATION SOURCE TO ${address}, SOURCE_HEARTBEAT_PERIOD = ${heartbeatSeconds}${forChannel(channel)}`;
}

/** For a person to paste: the receiver has to stand still for it. */
export function changeReceiverSetting(channel: string, option: string, value: number): string {
  const change = `CHANGE REPLICATION SOURCE TO ${option} = ${value}${forChannel(channel)}`;
  return [stopReceiver(channel), change, startReceiver(channel)].join('; ');
}

/**
 * Stands for the replication password wherever a statement is shown. It is filled in when the statement is sent, and its place is
 * first, so that no name in the rest can be taken for it.
 */
const PASSWORD_PLACEHOLDER = '<replication.password>';
const WITH_PASSWORD = 'CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = ';

/** Everything a server needs that has no channel to this source yet. `settings`: how the source's other replicas connect. */
export function followSource(channel: string, source: Endpoint, user: string, settings: ReceiverSettings): string {
  const { heartbeatSeconds, connectRetrySeconds, retryCount, tls } = settings;
  const options = [
    `SOURCE_HOST = ${quoteMysql(source.host)}`,
    `SOURCE_PORT = ${source.port}`,
    `SOURCE_USER = ${quoteMysql(user)}`,
    'SOURCE_AUTO_POSITION = 1',
    'GET_SOURCE_PUBLIC_KEY = 1',
    `SOURCE_CONNECT_RETRY = ${connectRetrySeconds}`,
    `SOURCE_RETRY_COUNT = ${retryCount}`,
    `SOURCE_HEARTBEAT_PERIOD = ${heartbeatSeconds}`,
    ...Object.entries(tls).map(([option, value]) => `${option} = ${/^[01]$/.test(value) ? value : quoteMysql(value)}`),
  ];
  return `${WITH_PASSWORD}${PASSWORD_PLACEHOLDER}, ${options.join(', ')}${forChannel(channel)}`;
}

/** Whether the statement says where the password belongs. */
export function needsPassword(statement: string): boolean {
  return statement.startsWith(`${WITH_PASSWORD}${PASSWORD_PLACEHOLDER},`);
}

/** The statement as it is sent; for nobody's eyes. */
export function withPassword(statement: string, password: string): string {
  return needsPassword(statement) ? statement.replace(PASSWORD_PLACEHOLDER, () => quoteMysql(password)) : statement;
}

/** By the server's own clock. */
const WRITABLE_WITHIN_SECONDS = 5;
const IN_TIME = `${NOW} < @proxysql_failover_until`;
/**
 * A server that froze with the second of them unread carries it out when it thaws, though the connection is gone and another server has been
 * promoted since; and the host that sends it may itself stand still after the first. Later than that it leaves everything as it is.
 * `super_read_only` first: it cannot be on where `read_only` is off.
 */
export const MAKE_WRITABLE = [
  `SET @proxysql_failover_until = ${NOW} + ${WRITABLE_WITHIN_SECONDS}`,
  `SET GLOBAL super_read_only = IF(${IN_TIME}, 0, @@GLOBAL.super_read_only), GLOBAL read_only = IF(${IN_TIME}, 0, @@GLOBAL.read_only)`,
] as const;
export const MAKE_READ_ONLY = ['SET GLOBAL super_read_only = ON'] as const;
/**
 * Connections (column `id`) through which an application could still write: none of this account and none of a replica. Receivers and
 * appliers are foreground threads too; what a client's thread is called tells them apart. `threads` shows those of other accounts without the PROCESS privilege (Reference Manual 8.4, 29.12.22.8).
 */
export const SELECT_APPLICATION_CONNECTIONS =
  "SELECT PROCESSLIST_ID AS id FROM performance_schema.threads WHERE NAME LIKE '%one_connection' AND PROCESSLIST_ID <> CONNECTION_ID() " +
  "AND PROCESSLIST_USER <> SUBSTRING_INDEX(USER(), '@', 1) AND PROCESSLIST_COMMAND NOT LIKE 'Binlog Dump%'";

/**
 * Appliers of the channel (column `id`) in the middle of a transaction. Where everything received is applied that can only be one whose rest
 * the source never sent, and STOP REPLICA would wait a minute for the rest (SLAVE_WAIT_GROUP_DONE in sql/rpl_replica.cc).
 */
export function selectBusyAppliers(channel: string): string {
  return (
    'SELECT PROCESSLIST_ID AS id FROM performance_schema.replication_applier_status_by_worker ' +
    `JOIN performance_schema.threads USING (THREAD_ID) WHERE ${CHANNEL_NAME} = ${quoteMysql(channel)} AND RTRIM(APPLYING_TRANSACTION) <> ''`
  );
}

/** Needs CONNECTION_ADMIN; refused (1095) for an account with SYSTEM_USER. */
export function killConnection(id: string): string {
  return `KILL CONNECTION ${Number(id)}`;
}

export const SELECT_READ_ONLY = 'SELECT @@GLOBAL.read_only AS read_only, @@GLOBAL.super_read_only AS super_read_only';

/** How the server's plugin names its variables: 8.0.26 and newer have `source`, or still `master` where the old plugin is installed. */
export type SemiSyncNaming = 'source' | 'master';

export function setSemiSync(naming: SemiSyncNaming | SemiSyncReplicaNaming, on: boolean): string {
  return `SET ${semiSyncEnabled(naming, on)}`;
}

/** Both in one statement: a run that is killed leaves what was, or what is to be. */
export function setSemiSyncSource(naming: SemiSyncNaming, waitForReplicaCount: number, on: boolean): string {
  const count = naming === 'source' ? 'source_wait_for_replica_count' : 'master_wait_for_slave_count';
  return `SET GLOBAL rpl_semi_sync_${count} = ${waitForReplicaCount}, ${semiSyncEnabled(naming, on)}`;
}

function semiSyncEnabled(naming: SemiSyncNaming | SemiSyncReplicaNaming, on: boolean): string {
  return `GLOBAL rpl_semi_sync_${naming}_enabled = ${on ? 'ON' : 'OFF'}`;
}

/** The same of the replica's side. */
export type SemiSyncReplicaNaming = 'replica' | 'slave';

/** One row; `Value` is how many replicas confirm. */
export function showSemiSyncClients(naming: SemiSyncNaming): string {
  return `SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_${naming}_clients'`;
}

/** One row, one column `missing`: what of `set` the server has not executed, empty where it has all. */
export function selectMissing(set: GtidSet): string {
  return `SELECT GTID_SUBTRACT(${quoteMysql(formatGtidSet(set))}, @@GLOBAL.gtid_executed) AS missing`;
}

function forChannel(channel: string): string {
  return ` FOR CHANNEL ${quoteMysql(channel)}`;
}

/** The same from every host, whatever the cluster is called there: a server belongs to one cluster. Needs no privilege. */
const RUN_LOCK = quoteMysql('proxysql-failover');
/** `locked`: 1 where this session has the lock now, 0 where another has it. */
export const GET_RUN_LOCK = `SELECT GET_LOCK(${RUN_LOCK}, 0) AS locked`;
export const HAS_RUN_LOCK = `SELECT IS_USED_LOCK(${RUN_LOCK}) = CONNECTION_ID() AS locked`;

/** Off with NO_BACKSLASH_ESCAPES; nothing else here asks for a mode. */
export const LET_BACKSLASH_ESCAPE = "SET SESSION sql_mode = ''";

/** After so long without a statement MySQL ends the session, and with it its locks. */
export function setWaitTimeout(seconds: number): string {
  return `SET SESSION wait_timeout = ${seconds}`;
}
