/** Everything one MySQL server says about itself. */
import { parseGtidSet } from '../mysql/gtid-set.ts';
import { type Endpoint, type OpenSession, type Row, type ServerSession, Unanswered } from '../mysql/session.ts';
import { SELECT_OWN_STATE, SHOW_REPLICA_STATUS, SHOW_REPLICAS, SHOW_VARIABLES } from '../mysql/statements.ts';
import { isOlderThanSupported, parseVersion } from '../mysql/version.ts';
import type { AnsweringServer, AttachedReplica, Channel, SemiSync, ServerFacts, SilentServer } from './observation.ts';

export interface LookTimeouts {
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
}

/** Asks one server; that it does not answer is a fact with a reason, never an exception. */
export async function lookAtServer(
  endpoint: Endpoint,
  open: OpenSession,
  timeouts: LookTimeouts,
): Promise<AnsweringServer | SilentServer> {
  try {
    const session = await open(endpoint, timeouts.connectTimeoutMs);
    return { answers: true, endpoints: [endpoint], facts: await readFacts(session, timeouts.readTimeoutMs) };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { answers: false, endpoints: [endpoint], serverUuid: null, reason: error.reason, message: error.message };
  }
}

async function readFacts(session: ServerSession, timeoutMs: number): Promise<ServerFacts> {
  try {
    return await readEverything(session, timeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered) || error.errno === null) throw error;
    // A server that does not know the statements may be one that is refused by name.
    const variables = byName((await session.query(SHOW_VARIABLES, timeoutMs)).rows);
    const unsupported = whyUnsupported(variables);
    if (unsupported === null) throw error;
    return factsOf(variables, unsupported, {}, [], []);
  }
}

async function readEverything(session: ServerSession, timeoutMs: number): Promise<ServerFacts> {
  const answers = await session.queryEach([SELECT_OWN_STATE, SHOW_REPLICA_STATUS, SHOW_REPLICAS], timeoutMs);
  const [ownState, replicaStatus, attachedReplicas] = answers.map(({ rows }) => rows);
  const own = ownState?.[0] ?? {};
  const variables: Variables = new Map(Object.entries(JSON.parse(own.variables ?? '{}')));
  const unsupported = whyUnsupported(variables);
  if (unsupported !== null) return factsOf(variables, unsupported, {}, [], []);
  const heartbeats = parseHeartbeats(own.heartbeats ?? null);
  const channels = (replicaStatus ?? []).map((row) => parseChannel(row, heartbeats));
  const replicas = (attachedReplicas ?? []).map(parseAttachedReplica);
  return factsOf(variables, null, own, channels, replicas);
}

type Variables = ReadonlyMap<string, string>;

function byName(rows: readonly Row[]): Variables {
  return new Map(rows.map((row) => [(row.Variable_name ?? '').toLowerCase(), row.Value ?? '']));
}

function either(variables: Variables, current: string, before: string): string {
  return variables.get(current) ?? variables.get(before) ?? '';
}

function isOn(value: string | undefined): boolean {
  return value === 'ON' || value === '1';
}

function whyUnsupported(variables: Variables): string | null {
  const text = variables.get('version') ?? '';
  if (/mariadb/i.test(`${text} ${variables.get('version_comment') ?? ''}`)) return `MariaDB ${text} is not supported`;
  const version = parseVersion(text);
  if (version === null) return `the server names no MySQL version (@@version is '${text}')`;
  if (isOlderThanSupported(version)) return `MySQL ${text} is not supported: 8.0.23 is the oldest that is`;
  if (isOn(variables.get('wsrep_on'))) return 'Galera (wsrep_on) is not supported: it fails over by itself';
  if ((variables.get('group_replication_group_name') ?? '') !== '') {
    return 'Group Replication is not supported: it fails over by itself';
  }
  return null;
}

function factsOf(
  variables: Variables,
  unsupported: string | null,
  own: Row,
  channels: readonly Channel[],
  attachedReplicas: readonly AttachedReplica[],
): ServerFacts {
  const status: Variables = new Map(Object.entries(JSON.parse(own.status ?? '{}')));
  const uptimeSeconds = Number(status.get('Uptime') ?? 0);
  const readOnly = isOn(variables.get('read_only'));
  const setting = lastSetting(own.read_only_set ?? null, readOnly);
  return {
    serverUuid: variables.get('server_uuid') ?? '',
    serverId: Number(variables.get('server_id')),
    version: parseVersion(variables.get('version') ?? '') ?? { major: 0, minor: 0, patch: 0 },
    versionText: variables.get('version') ?? '',
    unsupported,
    uptimeSeconds,
    processStartedAt: (Number(own.now ?? 0) - uptimeSeconds) * 1000,
    netTimeoutSeconds: Number(either(variables, 'replica_net_timeout', 'slave_net_timeout') || 0),
    readOnly,
    superReadOnly: isOn(variables.get('super_read_only')),
    isReadOnlyByHand: readOnly && isByHand(setting, uptimeSeconds),
    isCloning: own.cloning === '1',
    offlineMode: isOn(variables.get('offline_mode')),
    promotedSecondsAgo: !readOnly && setting?.own === 1 ? setting.ago : null,
    madeWritableByHandSecondsAgo: !readOnly && setting?.own === 0 ? setting.ago : null,
    gtidMode: variables.get('gtid_mode') ?? '',
    gtidExecuted: parseGtidSet(own.gtid_executed ?? ''),
    gtidPurged: parseGtidSet(own.gtid_purged ?? ''),
    logBin: isOn(variables.get('log_bin')),
    logReplicaUpdates: isOn(either(variables, 'log_replica_updates', 'log_slave_updates')),
    channels,
    semiSync: parseSemiSync(variables, status),
    attachedReplicas,
  };
}

/** What is set so soon after the start a script does in place of my.cnf: no person has had the time to decide it. */
const STARTING_S = 10;

function isByHand(setting: Setting | null, uptimeSeconds: number): boolean {
  return setting?.own === 0 && uptimeSeconds - setting.ago > STARTING_S;
}

interface Setting {
  /** In seconds. */
  readonly ago: number;
  readonly own: 0 | 1;
}

/** Who has made it what it is: either variable makes a server read-only, and who set one last counts; read_only alone makes it writable. */
function lastSetting(json: string | null, readOnly: boolean): Setting | null {
  const settings: Readonly<Record<string, Setting>> = json === null ? {} : JSON.parse(json);
  const own = settings.read_only ?? null;
  const stricter = readOnly ? (settings.super_read_only ?? null) : null;
  if (own === null || stricter === null) return own ?? stricter;
  return stricter.ago < own.ago ? stricter : own;
}

function parseSemiSync(variables: Variables, status: Variables): SemiSync {
  const naming = variables.has('rpl_semi_sync_source_enabled')
    ? 'source'
    : variables.has('rpl_semi_sync_master_enabled')
      ? 'master'
      : null;
  const replicaNaming = variables.has('rpl_semi_sync_replica_enabled')
    ? 'replica'
    : variables.has('rpl_semi_sync_slave_enabled')
      ? 'slave'
      : null;
  return {
    naming,
    replicaNaming,
    sourceEnabled: isOn(either(variables, 'rpl_semi_sync_source_enabled', 'rpl_semi_sync_master_enabled')),
    sourceActive: isOn(either(status, 'Rpl_semi_sync_source_status', 'Rpl_semi_sync_master_status')),
    replicaEnabled: isOn(either(variables, 'rpl_semi_sync_replica_enabled', 'rpl_semi_sync_slave_enabled')),
    waitForReplicaCount: Number(
      either(variables, 'rpl_semi_sync_source_wait_for_replica_count', 'rpl_semi_sync_master_wait_for_slave_count') ||
        0,
    ),
    timeoutMs: Number(either(variables, 'rpl_semi_sync_source_timeout', 'rpl_semi_sync_master_timeout') || 0),
    waitsWithoutReplicas: isOn(
      either(variables, 'rpl_semi_sync_source_wait_no_replica', 'rpl_semi_sync_master_wait_no_slave'),
    ),
    clients: Number(either(status, 'Rpl_semi_sync_source_clients', 'Rpl_semi_sync_master_clients') || 0),
    waitingSessions: Number(
      either(status, 'Rpl_semi_sync_source_wait_sessions', 'Rpl_semi_sync_master_wait_sessions') || 0,
    ),
  };
}

type Heartbeats = Readonly<Record<string, Heartbeat>>;

interface Heartbeat {
  readonly period: number;
  readonly heard: number | null;
  readonly failed: number | null;
  readonly thread: number | null;
}

function parseHeartbeats(json: string | null): Heartbeats {
  return json === null ? {} : JSON.parse(json);
}

function parseChannel(row: Row, heartbeats: Heartbeats): Channel {
  const heartbeat = heartbeats[row.Channel_Name ?? ''];
  return {
    name: row.Channel_Name ?? '',
    source: { host: row.Source_Host ?? '', port: Number(row.Source_Port) },
    sourceUuid: row.Source_UUID ?? '',
    receiver: parseReceiver(row.Replica_IO_Running ?? ''),
    receiverThread: heartbeat?.thread ?? null,
    receiverWaits: waitsToReconnect(row),
    receiverGaveUp: hasGivenUp(row),
    receiverErrno: Number(row.Last_IO_Errno),
    receiverError: row.Last_IO_Error ?? '',
    receiverErrorSecondsAgo: heartbeat?.failed ?? null,
    applier: row.Replica_SQL_Running === 'Yes' ? 'running' : 'stopped',
    applierError: row.Last_SQL_Error ?? '',
    lagSeconds: row.Seconds_Behind_Source == null ? null : Number(row.Seconds_Behind_Source),
    delaySeconds: Number(row.SQL_Delay),
    heartbeatSeconds: heartbeat?.period ?? 0,
    heardSecondsAgo: heartbeat?.heard ?? null,
    connectRetrySeconds: Number(row.Connect_Retry),
    retryCount: Number(row.Source_Retry_Count),
    tls: parseTls(row),
    autoPosition: row.Auto_Position === '1',
    filters: FILTERS.filter((column) => (row[column] ?? '') !== '').map((column) => `${column} = ${row[column]}`),
    retrieved: parseGtidSet(row.Retrieved_Gtid_Set ?? ''),
  };
}

/** Columns of SHOW REPLICA STATUS with what the applier leaves out, or writes elsewhere. */
const FILTERS = [
  'Replicate_Do_DB',
  'Replicate_Ignore_DB',
  'Replicate_Do_Table',
  'Replicate_Ignore_Table',
  'Replicate_Wild_Do_Table',
  'Replicate_Wild_Ignore_Table',
  'Replicate_Rewrite_DB',
];

/** Columns of SHOW REPLICA STATUS and the options that set them. */
const TLS_OPTIONS = {
  SOURCE_SSL_CA: 'Source_SSL_CA_File',
  SOURCE_SSL_CAPATH: 'Source_SSL_CA_Path',
  SOURCE_SSL_CERT: 'Source_SSL_Cert',
  SOURCE_SSL_CIPHER: 'Source_SSL_Cipher',
  SOURCE_SSL_KEY: 'Source_SSL_Key',
  SOURCE_SSL_CRL: 'Source_SSL_Crl',
  SOURCE_SSL_CRLPATH: 'Source_SSL_Crlpath',
  SOURCE_TLS_VERSION: 'Source_TLS_Version',
} as const;

function parseTls(row: Row): Channel['tls'] {
  if (row.Source_SSL_Allowed !== 'Yes') return {};
  const texts = Object.entries(TLS_OPTIONS).map(([option, column]) => [option, row[column] ?? ''] as const);
  return {
    SOURCE_SSL: '1',
    SOURCE_SSL_VERIFY_SERVER_CERT: row.Source_SSL_Verify_Server_Cert === 'Yes' ? '1' : '0',
    ...Object.fromEntries(texts.filter(([, text]) => text !== '')),
  };
}

function parseReceiver(text: string): Channel['receiver'] {
  return text === 'Yes' ? 'connected' : text === 'Connecting' ? 'connecting' : 'stopped';
}

/** Where the connection broke it may wait without an error: Replica_IO_State tells (Reference Manual 8.4, 10.14.5). */
function waitsToReconnect(row: Row): boolean {
  if (parseReceiver(row.Replica_IO_Running ?? '') !== 'connecting') return false;
  return Number(row.Last_IO_Errno) !== 0 || (row.Replica_IO_State ?? '').startsWith('Waiting to reconnect');
}

/** Which attempt it was: "This was attempt 10/10", in older releases "retries: 10". */
const ATTEMPT = /attempt (\d+)\/|retries: (\d+)/;

/** After a STOP REPLICA the error stands there too, of an attempt before the last one (Reference Manual 8.4, 15.4.2.2). */
function hasGivenUp(row: Row): boolean {
  const attempt = ATTEMPT.exec(row.Last_IO_Error ?? '');
  const number = attempt?.[1] ?? attempt?.[2];
  const isStopped = parseReceiver(row.Replica_IO_Running ?? '') === 'stopped';
  const most = Number(row.Source_Retry_Count);
  // 0 is no limit.
  return isStopped && number !== undefined && most > 0 && Number(number) >= most;
}

function parseAttachedReplica(row: Row): AttachedReplica {
  return { serverUuid: row.Replica_UUID ?? '', host: row.Host ?? '', port: Number(row.Port) };
}
