import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { serveAdmin } from './admin/session.ts';
import { openStore, type Store } from './admin/store.ts';
import { createPool, dropFreeConnections } from './client/pool.ts';
import { readRules } from './client/routing.ts';
import { serveClient } from './client/session.ts';
import type { ClientPort } from './client/session-state.ts';
import { connectionPoolRows, createErrorCounts, processlistRows } from './client/statistics.ts';
import { parseInterfaces, readConfig, type StandInConfig } from './config.ts';
import { isOffline } from './hostgroups/hostgroups.ts';
import { stderrLog as log } from './log.ts';
import { startMonitor } from './monitor/monitor.ts';
import { startJob, startScheduler } from './scheduler.ts';
import { createSignal } from './signal.ts';

/**
 * The stand-in for ProxySQL 2.7.1: node test/run-ts.mjs test/stand-in/main.ts --data-directory DIR [--config FILE.json].
 * Like `proxysql -f`: logs to standard error, keeps its database in DIR, takes the configuration on the first start only.
 */
type Running = { close: () => Promise<void> };

function listen(interfaces: string, onConnection: (socket: Socket) => void): Server[] {
  return parseInterfaces(interfaces).map(({ host, port }) => {
    const server = createServer({ noDelay: true }, onConnection);
    server.on('error', (error) => {
      log('ERROR', `bind(): ${error.message}`);
      process.exit(1);
    });
    return server.listen(port, host);
  });
}

function run(dataDirectory: string, config: StandInConfig, onRestart: () => void): Running {
  const store: Store = openStore(dataDirectory, config, log);
  const pool = createPool();
  const loaded = createSignal();
  const errors = createErrorCounts();
  const sockets = new Set<Socket>();
  const startedAt = performance.now();
  let connectionId = 0;
  let closing = false;

  const clientPort: ClientPort = {
    store,
    pool,
    loaded,
    sessions: new Set(),
    recordError: errors.record,
    rules: () => {
      const rules = store.loaded.get('mysql_query_rules');
      if (rules === undefined || rules.rows.length === 0) return [];
      return readRules(
        rules.rows.map((row) => Object.fromEntries(rules.columns.map((name, i) => [name, row[i] ?? null]))),
      );
    },
  };
  const poolRows = (): (string | number)[][] => connectionPoolRows(store.hostgroups);
  store.statistics
    .set('stats_mysql_connection_pool', poolRows)
    .set('stats_mysql_connection_pool_reset', poolRows)
    .set('stats_mysql_errors', errors.rows)
    .set('stats_mysql_processlist', () => processlistRows(clientPort.sessions))
    .set('stats_mysql_global', () => [
      ['ProxySQL_Uptime', String(Math.floor((performance.now() - startedAt) / 1000))],
      ['Client_Connections_connected', String(clientPort.sessions.size)],
    ]);

  const monitor = startMonitor(store, pool);
  const scheduler = startScheduler((job) => startJob(job, dataDirectory, log));
  scheduler.load(store.jobs);
  store.onLoad = (module) => {
    if (module === 'scheduler') scheduler.load(store.jobs);
    if (module === 'mysql variables') monitor.restart();
    if (module === 'mysql servers') {
      dropFreeConnections(pool, isOffline);
      loaded.emit();
    }
  };

  const accept = (serve: (socket: Socket, id: number) => Promise<void>) => (socket: Socket) => {
    connectionId += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, connectionId).catch((error: unknown) => {
      log('ERROR', `session failed: ${error instanceof Error ? error.stack : String(error)}`);
      socket.destroy();
    });
  };
  const openClientPort = (): Server[] =>
    listen(
      store.variables.get('mysql-interfaces') ?? '',
      accept((socket, id) => serveClient(clientPort, socket, id)),
    );
  let clientServers = openClientPort();
  const adminServers = listen(
    store.variables.get('admin-mysql_ifaces') ?? '',
    accept((socket, id) => {
      scheduler.look();
      return serveAdmin(store, socket, id, {
        onCommand: (command) => {
          if (command === 'shutdown') process.exit(0);
          if (command === 'restart') onRestart();
          if (command === 'pause') for (const server of clientServers.splice(0)) server.close();
          if (command === 'resume' && clientServers.length === 0) clientServers = openClientPort();
          if (command === 'readonly') store.variables.set('admin-read_only', 'true');
          if (command === 'readwrite') store.variables.set('admin-read_only', 'false');
          return command !== 'restart';
        },
      });
    }),
  );
  return {
    close: async () => {
      if (closing) return;
      closing = true;
      monitor.stop();
      scheduler.stop();
      const servers = [...adminServers, ...clientServers];
      const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      for (const socket of sockets) socket.destroy();
      dropFreeConnections(pool, () => true);
      await closed;
      store.database.close();
    },
  };
}

const { values } = parseArgs({ options: { 'data-directory': { type: 'string' }, config: { type: 'string' } } });
const dataDirectory = values['data-directory'];
if (dataDirectory === undefined) {
  process.stderr.write('usage: main.ts --data-directory DIR [--config FILE.json]\n');
  process.exit(2);
}
if (!existsSync(dataDirectory)) mkdirSync(dataDirectory, { recursive: true });
const config: StandInConfig =
  values.config === undefined ? { adminVariables: {}, mysqlVariables: {}, users: [] } : readConfig(values.config);
log('INFO', `Stand-in for ProxySQL 2.7.1 (not ProxySQL), process ${process.pid}`);
const start = (): Running => {
  const running = run(dataDirectory, config, () => {
    // In-process, like ProxySQL's: connections are cut, what is on disk comes back.
    void running.close().then(start);
  });
  return running;
};
start();
