/** What a model server answers: exactly the statements of src/mysql/statements.ts, and an error that ends the simulation for any other. */
import { parseGtidSet, subtract } from '../../src/mysql/gtid-set.ts';
import { type Row, Unanswered } from '../../src/mysql/session.ts';
import {
  GET_RUN_LOCK,
  HAS_RUN_LOCK,
  MAKE_WRITABLE,
  SELECT_APPLICATION_CONNECTIONS,
  SELECT_OWN_STATE,
  SELECT_READ_ONLY,
  SHOW_REPLICAS,
  selectBusyAppliers,
  setSemiSync,
  showSemiSyncClients,
} from '../../src/mysql/statements.ts';
import type { ChannelSettings } from './channel.ts';
import { ModelChannel } from './channel.ts';
import type { LockHolder, ModelServer } from './mysql-server.ts';
import { textOf } from './transactions.ts';

/** Of the account repl. */
export const REPLICATION_PASSWORD = 'replication-secret-3';

function turnSemiSync(server: ModelServer, on: boolean): Row[] {
  server.semiSync?.enable(on);
  return [];
}

export class UnknownStatement extends Error {}

export interface Execution {
  /** What it takes before it has its effect. */
  readonly ms: number;
  readonly effect: () => Row[];
  /** What happens at once. */
  readonly begin?: () => void;
  /** It waits for something else to end first. */
  readonly isBlocked?: () => boolean;
}

const PLAIN_MS = 0.5;
const CHANNEL = " FOR CHANNEL '([^']*)'";
const CHANGE_SOURCE = new RegExp(
  String.raw`^CHANGE REPLICATION SOURCE TO SOURCE_HOST = '([^']*)', SOURCE_PORT = (\d+), SOURCE_HEARTBEAT_PERIOD = ([\d.]+)${CHANNEL}$`,
);
const FOLLOW_SOURCE = new RegExp(
  String.raw`^CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = '([^']*)', SOURCE_HOST = '([^']*)', SOURCE_PORT = (\d+), SOURCE_USER = '([^']*)', ` +
    String.raw`SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = (\d+), SOURCE_RETRY_COUNT = (\d+), ` +
    String.raw`SOURCE_HEARTBEAT_PERIOD = ([\d.]+)${CHANNEL}$`,
);
const ON_CHANNEL = new RegExp(`^(.*?)${CHANNEL}$`);
const SEMI_SYNC_SOURCE =
  /^SET GLOBAL rpl_semi_sync_source_wait_for_replica_count = (\d+), GLOBAL rpl_semi_sync_source_enabled = (ON|OFF)$/;
const MISSING = /^SELECT GTID_SUBTRACT\('([^']*)', @@GLOBAL\.gtid_executed\) AS missing$/;

export function changesSomething(sql: string): boolean {
  return !/^(SELECT\b|SHOW\b|SET SESSION\b|SET @)/.test(sql);
}

/** @throws Unanswered where MySQL would answer with an error, UnknownStatement where the model has no answer. */
export function execute(server: ModelServer, sql: string, session: LockHolder): Execution {
  const plain = onServer(server, sql) ?? onSession(server, sql, session);
  if (plain !== null) {
    // read_only waits for commits that are under way, also for one that waits for semi-sync.
    const isBlocked = (): boolean =>
      / read_only = ON$|super_read_only = ON$/.test(sql) && (server.semiSync?.waiting ?? 0) > 0;
    return { ms: PLAIN_MS, effect: plain, isBlocked };
  }
  const change = CHANGE_SOURCE.exec(sql);
  if (change !== null) {
    const [, host = '', port = '', heartbeat = '', name = ''] = change;
    return {
      ms: 4,
      isBlocked: () => server.channels.get(name)?.isBeingStopped ?? false,
      effect: () => changeSource(server, name, { host, port: Number(port) }, Number(heartbeat)),
    };
  }
  const follow = FOLLOW_SOURCE.exec(sql);
  if (follow !== null) return { ms: 4, effect: () => followSource(server, follow) };
  const onChannel = ON_CHANNEL.exec(sql);
  if (onChannel !== null) {
    const execution = forChannel(server, onChannel[1] ?? '', onChannel[2] ?? '');
    if (execution !== null) return execution;
  }
  throw new UnknownStatement(`the model of MySQL does not know: ${sql}`);
}

function onServer(server: ModelServer, sql: string): (() => Row[]) | null {
  switch (sql) {
    case SELECT_OWN_STATE:
      return () => [
        {
          variables: JSON.stringify(variablesOf(server)),
          status: JSON.stringify(statusOf(server)),
          now: String(Math.floor(server.clock.now / 1000)),
          gtid_executed: textOf(server.executed),
          gtid_purged: textOf(server.purged),
          heartbeats:
            server.channels.size === 0
              ? null
              : JSON.stringify(
                  Object.fromEntries(
                    [...server.channels].map(([name, channel]) => [
                      name,
                      {
                        period: channel.heartbeatSeconds,
                        heard: channel.heardSecondsAgo,
                        failed: channel.erredSecondsAgo,
                        thread: channel.receiverThread,
                      },
                    ]),
                  ),
                ),
          read_only_set: server.readOnlySettings,
          cloning: '0',
        },
      ];
    case setSemiSync('source', true):
      return () => turnSemiSync(server, true);
    case setSemiSync('source', false):
      return () => turnSemiSync(server, false);
    case setSemiSync('replica', true):
      return () => [];
    case showSemiSyncClients('source'):
      return () => [{ Variable_name: 'Rpl_semi_sync_source_clients', Value: String(server.confirmingReplicas) }];
    // Clients are not told apart here: read_only stops them all.
    case SELECT_APPLICATION_CONNECTIONS:
      return () => [];
    // Transactions come whole here.
    case selectBusyAppliers(''):
      return () => [];
    case 'SHOW REPLICA STATUS':
      return () => [...server.channels.values()].map(replicaStatus);
    case SHOW_REPLICAS:
      return () =>
        [...server.dumps].map(({ channel }) => ({
          Replica_UUID: channel.server.uuid,
          Host: channel.server.host,
          Port: String(channel.server.port),
        }));
    case SELECT_READ_ONLY:
      return () => [{ read_only: server.readOnly ? '1' : '0', super_read_only: server.superReadOnly ? '1' : '0' }];
    case 'SET GLOBAL super_read_only = ON':
      return () => setReadOnly(server, true, true);
    case 'SET GLOBAL read_only = ON':
      return () => setReadOnly(server, true, server.superReadOnly);
  }
  const [, count, onOrOff] = SEMI_SYNC_SOURCE.exec(sql) ?? [];
  if (count !== undefined) {
    return () => {
      if (server.semiSync !== null) server.semiSync.waitForReplicaCount = Number(count);
      return turnSemiSync(server, onOrOff === 'ON');
    };
  }
  const missing = MISSING.exec(sql);
  if (missing === null) return null;
  return () => [{ missing: textOf(subtract(parseGtidSet(missing[1] ?? ''), server.executed)) }];
}

const [SET_UNTIL, SET_WRITABLE] = MAKE_WRITABLE;
const UNTIL_SECONDS = Number(/\+ (\d+)$/.exec(SET_UNTIL)?.[1]);
const WAIT_TIMEOUT = /^SET SESSION wait_timeout = (\d+)$/;

/** Nobody waits for a lock here: GET_LOCK with a timeout of 0. */
function onSession(server: ModelServer, sql: string, session: LockHolder): (() => Row[]) | null {
  const seconds = WAIT_TIMEOUT.exec(sql)?.[1];
  if (seconds !== undefined) {
    return () => {
      session.waitTimeout = Number(seconds);
      return [];
    };
  }
  const { now } = server.clock;
  if (sql === SET_UNTIL) {
    return () => {
      session.writableUntilMs = now + UNTIL_SECONDS * 1000;
      return [];
    };
  }
  if (sql === SET_WRITABLE) {
    const isInTime = session.writableUntilMs !== null && now < session.writableUntilMs;
    return () => {
      if (isInTime) {
        setReadOnly(server, false, false);
      }
      return [];
    };
  }
  if (sql !== GET_RUN_LOCK && sql !== HAS_RUN_LOCK) return null;
  const { locks } = server;
  return () => {
    const known = locks.get(RUN_LOCK);
    const holder = known?.isEndedByServer() ? undefined : known;
    if (sql === HAS_RUN_LOCK) return [{ locked: holder === undefined ? null : holder === session ? '1' : '0' }];
    if (holder === undefined) {
      locks.set(RUN_LOCK, session);
      session.run?.lockedServers.add(server);
    }
    return [{ locked: holder === undefined || holder === session ? '1' : '0' }];
  };
}

const RUN_LOCK = 'the one that every run asks for';

function setReadOnly(server: ModelServer, readOnly: boolean, superReadOnly: boolean): Row[] {
  server.setReadOnly(readOnly, superReadOnly, 'program');
  return [];
}

function onOff(value: boolean): string {
  return value ? 'ON' : 'OFF';
}

function statusOf({ uptimeSeconds, semiSync, confirmingReplicas }: ModelServer): Record<string, string> {
  const source =
    semiSync === null
      ? {}
      : {
          Rpl_semi_sync_source_status: onOff(semiSync.isActive),
          Rpl_semi_sync_source_wait_sessions: String(semiSync.waiting),
          Rpl_semi_sync_source_clients: String(confirmingReplicas),
        };
  return { Uptime: String(uptimeSeconds), ...source };
}

function variablesOf({
  setup,
  uuid,
  name,
  readOnly,
  superReadOnly,
  semiSync: source,
}: ModelServer): Record<string, string> {
  const { semiSync } = setup;
  return {
    version: setup.version,
    version_comment: 'MySQL Community Server - GPL',
    server_uuid: uuid,
    server_id: String(name.charCodeAt(0)),
    read_only: onOff(readOnly),
    super_read_only: onOff(superReadOnly),
    gtid_mode: 'ON',
    log_bin: onOff(setup.logBin),
    log_replica_updates: onOff(setup.logReplicaUpdates),
    ...(semiSync === null
      ? {}
      : {
          rpl_semi_sync_source_enabled: onOff(source?.isEnabled ?? false),
          rpl_semi_sync_replica_enabled: onOff(semiSync.replicaEnabled),
          rpl_semi_sync_source_wait_for_replica_count: String(source?.waitForReplicaCount ?? 1),
          rpl_semi_sync_source_timeout: String(semiSync.timeoutMs),
          rpl_semi_sync_source_wait_no_replica: 'ON',
        }),
  };
}

function forChannel(server: ModelServer, statement: string, name: string): Execution | null {
  const channel = server.channels.get(name);
  const on = (act: (known: ModelChannel) => Row[], ifNone: () => Row[] = () => noChannel(name)): (() => Row[]) => {
    return () => {
      const known = server.channels.get(name);
      return known === undefined ? ifNone() : act(known);
    };
  };
  const done =
    (act: (known: ModelChannel) => void) =>
    (known: ModelChannel): Row[] => {
      act(known);
      return [];
    };
  const nothing = (): Row[] => (name === '' ? [] : noChannel(name));
  const stopMs = channel?.stopMs ?? PLAIN_MS;
  const isBlocked = (): boolean => channel?.isBeingStopped ?? false;
  const hangs = (): boolean => channel !== undefined && channel.thread !== 'stopped' && server.hangingReceivers > 0;
  switch (statement) {
    case 'SHOW REPLICA STATUS':
      return { ms: PLAIN_MS, effect: on((known) => [replicaStatus(known)], nothing) };
    case 'STOP REPLICA IO_THREAD':
      return {
        ms: stopMs,
        isBlocked: hangs,
        begin: () => channel?.beginStop(),
        effect: on(
          done((known) => {
            known.endStop();
            known.stopReceiver();
          }),
          nothing,
        ),
      };
    case 'START REPLICA IO_THREAD':
      return { ms: 4, isBlocked, effect: on(done((known) => known.startReceiver())) };
    case 'START REPLICA':
      return {
        ms: 4,
        isBlocked,
        effect: on(
          done((known) => {
            known.startReceiver();
            known.startApplier();
          }),
        ),
      };
    case 'START REPLICA SQL_THREAD':
      return { ms: 4, isBlocked, effect: on(done((known) => known.startApplier())) };
    case 'STOP REPLICA':
      return {
        ms: stopMs,
        isBlocked: hangs,
        begin: () => channel?.beginStop(),
        effect: on(
          done((known) => {
            known.endStop();
            known.stopReceiver();
            known.stopApplier();
          }),
          nothing,
        ),
      };
    case 'RESET REPLICA ALL':
      return { ms: 10, isBlocked, effect: on((known) => resetReplica(server, known), nothing) };
    default:
      return null;
  }
}

function noChannel(name: string): never {
  throw new Unanswered('serverError', `Replica channel '${name}' does not exist.`, 3074);
}

function resetReplica(server: ModelServer, channel: ModelChannel): Row[] {
  if (channel.thread !== 'stopped' || channel.isApplying) {
    throw new Unanswered('serverError', 'This operation cannot be performed with running replication threads', 3081);
  }
  channel.throwRelayAway();
  server.channels.delete(channel.name);
  server.hooks.forgotSource(server);
  return [];
}

const NEW_CHANNEL: ChannelSettings = { connectRetryMs: 60_000, retryCount: 10, netTimeoutMs: 60_000, delayMs: 0 };

function changeSource(
  server: ModelServer,
  name: string,
  source: { host: string; port: number },
  heartbeat: number,
): Row[] {
  const known = server.channels.get(name);
  if (known !== undefined && known.thread !== 'stopped') {
    throw new Unanswered('serverError', 'This operation cannot be performed with a running replica io thread', 3021);
  }
  const channel = known ?? new ModelChannel(name, server, source, NEW_CHANNEL);
  server.channels.set(name, channel);
  channel.changeSource(source, heartbeat);
  return [];
}

/** With everything a new channel needs; its settings go with it. */
function followSource(server: ModelServer, [, password, host = '', port, user, ...rest]: RegExpExecArray): Row[] {
  const [connectRetry, retryCount, heartbeat, name = ''] = rest;
  const known = server.channels.get(name);
  if (known !== undefined && (known.thread !== 'stopped' || known.isApplying)) {
    throw new Unanswered('serverError', 'This operation cannot be performed with running replication threads', 3081);
  }
  if (user !== 'repl' || password !== REPLICATION_PASSWORD) throw new UnknownStatement('another account than repl');
  known?.throwRelayAway();
  const settings = { ...NEW_CHANNEL, connectRetryMs: Number(connectRetry) * 1000, retryCount: Number(retryCount) };
  const netTimeoutMs = server.setup.netTimeoutMs;
  const channel = new ModelChannel(name, server, { host, port: Number(port) }, { ...settings, netTimeoutMs });
  channel.heartbeatSeconds = Number(heartbeat);
  server.channels.set(name, channel);
  return [];
}

function replicaStatus(channel: ModelChannel): Row {
  const { server, thread, relay, isApplying } = channel;
  const behind = relay[0] === undefined ? 0 : (server.universe.time.now - relay[0].at) / 1000;
  const isBlind = !isApplying || (thread !== 'connected' && relay.length === 0);
  return {
    Channel_Name: channel.name,
    Source_Host: channel.source.host,
    Source_Port: String(channel.source.port),
    Source_UUID: channel.sourceUuid,
    Replica_IO_Running: thread === 'connected' ? 'Yes' : thread === 'connecting' ? 'Connecting' : 'No',
    Replica_SQL_Running: isApplying ? 'Yes' : 'No',
    Last_IO_Errno: String(channel.errno),
    Last_IO_Error: channel.error,
    Last_SQL_Error: '',
    Seconds_Behind_Source: isBlind ? null : String(Math.floor(behind)),
    SQL_Delay: String(channel.settings.delayMs / 1000),
    Connect_Retry: String(channel.settings.connectRetryMs / 1000),
    Source_Retry_Count: String(channel.settings.retryCount),
    Auto_Position: '1',
    Retrieved_Gtid_Set: textOf(channel.retrieved),
  };
}
