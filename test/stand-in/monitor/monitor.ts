import type { Store } from '../admin/store.ts';
import { serversMoved } from '../admin/transfer.ts';
import { closeBackend, queryPayload } from '../client/backend.ts';
import { dropFreeConnections, type Pool } from '../client/pool.ts';
import { shunForMissedPings } from '../hostgroups/choice.ts';
import { address, isOffline, type RuntimeServer } from '../hostgroups/hostgroups.ts';
import { applyReadOnly, applyReplicationLag, readOnlyTargets } from '../hostgroups/moves.ts';
import type { Settings } from '../settings.ts';
import { Command } from '../wire/constants.ts';
import { type CheckResult, createChecker, nowUs, type Target } from './checker.ts';
import { missedPings, missedReadOnlyChecks, readOnlyQuery } from './verdicts.ts';

/**
 * ProxySQL's monitor (MySQL_Monitor.cpp): pings, connections, read_only and replication lag, each in its own loop,
 * logged into the monitor tables, with the decisions of hostgroups.ts. It changes runtime only, never main.
 */
export type Monitor = {
  /** LOAD MYSQL VARIABLES TO RUNTIME: every loop runs at once and goes on with the new intervals. */
  restart: () => void;
  stop: () => void;
};

/** How many of the newest results, all of them, say that a server is not there. */
type History = { pings: Map<string, (string | null)[]>; readOnly: Map<string, (string | null)[]> };

const HISTORY_LENGTH = 100;

function remember(history: Map<string, (string | null)[]>, target: Target, error: string | null): (string | null)[] {
  const list = history.get(address(target)) ?? [];
  list.push(error);
  if (list.length > HISTORY_LENGTH) list.shift();
  history.set(address(target), list);
  return list;
}

/** Starts the loops. They do nothing while mysql-monitor_enabled is false. */
export function startMonitor(store: Store, pool: Pool): Monitor {
  const { check, connect, close } = createChecker(store);
  const history: History = { pings: new Map(), readOnly: new Map() };
  const restarts: (() => void)[] = [];
  let stopped = false;

  const targets = (of: (server: RuntimeServer) => boolean): Target[] => [
    ...new Map(
      store.hostgroups.servers.filter(of).map(({ hostname, port }) => [`${hostname}:${port}`, { hostname, port }]),
    ).values(),
  ];
  const respondsToPing = (target: Target): boolean =>
    !missedPings(history.pings.get(address(target)) ?? [], store.settings.monitorPingMaxFailures);

  const log = (table: string, columns: string, values: (string | number | null)[]): void => {
    const marks = values.map(() => '?').join(',');
    store.database.run(`INSERT OR REPLACE INTO monitor.${table}(${columns}) VALUES (${marks})`, values);
  };
  const forgetOld = (table: string): void => {
    const before = (Date.now() - store.settings.monitorHistoryMs) * 1000;
    store.database.run(`DELETE FROM monitor.${table} WHERE time_start_us < ?`, [before]);
  };

  const loop = (interval: (settings: Settings) => number, round: () => Promise<void>): void => {
    let nextAt = 0;
    restarts.push(() => {
      nextAt = 0;
    });
    const tick = async (): Promise<void> => {
      if (stopped) return;
      if (store.settings.monitorEnabled && performance.now() >= nextAt) {
        nextAt = performance.now() + interval(store.settings);
        await round();
      }
      const left = nextAt - performance.now();
      setTimeout(tick, store.settings.monitorEnabled ? Math.max(1, Math.min(500, left)) : 500);
    };
    void tick();
  };

  const moved = (): void => {
    serversMoved(store);
    dropFreeConnections(pool, isOffline);
  };

  const onPing = (target: Target, { startedAtUs, tookUs, error }: CheckResult): void => {
    log('mysql_server_ping_log', 'hostname,port,time_start_us,ping_success_time_us,ping_error', [
      target.hostname,
      target.port,
      startedAtUs,
      tookUs,
      error,
    ]);
    remember(history.pings, target, error);
    if (error !== null) return;
    for (const server of store.hostgroups.servers) {
      if (address(server) === address(target)) server.latencyMs = tookUs / 1000;
    }
  };

  loop(
    (settings) => settings.monitorPingIntervalMs,
    async () => {
      const { monitorPingTimeoutMs, monitorPingMaxFailures } = store.settings;
      const pinged = targets((server) => server.status !== 'OFFLINE_HARD');
      const texts = { connect: (error: string) => error, timeout: 'timeout during ping' };
      await Promise.all(
        pinged.map((target) =>
          check(target, Buffer.from([Command.ping]), monitorPingTimeoutMs, texts, (result) => onPing(target, result)),
        ),
      );
      forgetOld('mysql_server_ping_log');
      for (const { hostname, port } of pinged.filter((target) => !respondsToPing(target))) {
        const nowS = Math.floor(Date.now() / 1000);
        if (shunForMissedPings(store.hostgroups, hostname, port, nowS, store.settings)) {
          store.log(
            'ERROR',
            `Server ${hostname}:${port} missed ${monitorPingMaxFailures} heartbeats, shunning it and killing all the connections. Disabling other checks until the node comes back online.`,
          );
        }
        dropFreeConnections(pool, isOffline);
      }
    },
  );

  loop(
    (settings) => settings.monitorConnectIntervalMs,
    async () => {
      for (const target of targets((server) => server.status !== 'OFFLINE_HARD').filter(respondsToPing)) {
        const startedAtUs = nowUs();
        const before = performance.now();
        const connection = await connect(target);
        const error = 'message' in connection ? connection.message : null;
        if (!('message' in connection)) closeBackend(connection);
        if (stopped) return;
        log('mysql_server_connect_log', 'hostname,port,time_start_us,connect_success_time_us,connect_error', [
          target.hostname,
          target.port,
          startedAtUs,
          error === null ? Math.round((performance.now() - before) * 1000) : 0,
          error,
        ]);
      }
      forgetOld('mysql_server_connect_log');
    },
  );

  const onReadOnly = (target: Target, { startedAtUs, tookUs, error, rows }: CheckResult): void => {
    const answer = rows[0]?.read_only;
    // As a safety mechanism ProxySQL takes anything but 0 and OFF for read_only=1.
    const readOnly = !(answer === '0' || answer?.toUpperCase() === 'OFF');
    log('mysql_server_read_only_log', 'hostname,port,time_start_us,success_time_us,read_only,error', [
      target.hostname,
      target.port,
      startedAtUs,
      tookUs,
      error === null ? Number(readOnly) : null,
      error,
    ]);
    const errors = remember(history.readOnly, target, error);
    const { monitorReadOnlyMaxTimeoutCount } = store.settings;
    if (error !== null) {
      store.log('ERROR', `Got error on read_only check of ${target.hostname}:${target.port}: ${error}`);
      if (!missedReadOnlyChecks(errors, monitorReadOnlyMaxTimeoutCount)) return;
      store.log(
        'ERROR',
        `Server ${target.hostname}:${target.port} missed ${monitorReadOnlyMaxTimeoutCount} read_only checks. Assuming read_only=1`,
      );
    }
    if (applyReadOnly(store.hostgroups, target.hostname, target.port, error !== null || readOnly, store.settings)) {
      store.log(
        'INFO',
        `Regenerating table 'mysql_servers' due to actions on server '${target.hostname}:${target.port}' (read_only=${Number(error !== null || readOnly)})`,
      );
      moved();
    }
  };

  loop(
    (settings) => settings.monitorReadOnlyIntervalMs,
    async () => {
      const texts = {
        connect: (error: string) => `timeout on creating new connection: ${error}`,
        timeout: 'timeout check',
      };
      await Promise.all(
        readOnlyTargets(store.hostgroups)
          .filter(respondsToPing)
          .map((target) =>
            check(
              target,
              queryPayload(readOnlyQuery(target.checkType)),
              store.settings.monitorReadOnlyTimeoutMs,
              texts,
              (result) => onReadOnly(target, result),
            ),
          ),
      );
      forgetOld('mysql_server_read_only_log');
    },
  );

  const onLag = (target: Target, { startedAtUs, tookUs, error, rows }: CheckResult): void => {
    const row = rows[0];
    const seconds = row?.Seconds_Behind_Master;
    // No row at all: not a replica, which ProxySQL writes as -2 and never shuns.
    const lagS = row === undefined ? null : seconds == null ? store.settings.monitorSlaveLagWhenNullS : Number(seconds);
    log('mysql_server_replication_lag_log', 'hostname,port,time_start_us,success_time_us,repl_lag,error', [
      target.hostname,
      target.port,
      startedAtUs,
      tookUs,
      error === null ? (lagS ?? -2) : null,
      error,
    ]);
    if (error !== null) return;
    applyReplicationLag(store.hostgroups, target.hostname, target.port, lagS);
    dropFreeConnections(pool, isOffline);
  };

  loop(
    (settings) => settings.monitorReplicationLagIntervalMs,
    async () => {
      const texts = {
        connect: (error: string) => `timeout or error in creating new connection: ${error}`,
        timeout: 'timeout check',
      };
      const lagging = targets(
        (server) => server.maxReplicationLagS > 0 && !['OFFLINE_SOFT', 'OFFLINE_HARD'].includes(server.status),
      );
      await Promise.all(
        lagging
          .filter(respondsToPing)
          .map((target) =>
            check(
              target,
              queryPayload('SHOW SLAVE STATUS'),
              store.settings.monitorReplicationLagTimeoutMs,
              texts,
              (result) => onLag(target, result),
            ),
          ),
      );
      forgetOld('mysql_server_replication_lag_log');
    },
  );

  return {
    restart: () => {
      for (const again of restarts) again();
    },
    stop: () => {
      stopped = true;
      close();
    },
  };
}
