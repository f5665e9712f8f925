/**
 * A cluster that exists only in memory and does what statements tell it: enough of MySQL's replication to walk plans on, and
 * ProxySQL's tables in SQLite. Time stands still: after every statement receivers receive and appliers apply all there is.
 */
import { Database } from 'node-sqlite3-wasm';
import type { Cluster } from '../../src/config/cluster.ts';
import { formatGtidSet, type GtidSet, parseGtidSet, subtract, unionOf } from '../../src/mysql/gtid-set.ts';
import {
  type Answer,
  type Endpoint,
  type Row,
  type ServerSession,
  type Session,
  Unanswered,
} from '../../src/mysql/session.ts';
import { MAKE_WRITABLE, SELECT_APPLICATION_CONNECTIONS, selectBusyAppliers } from '../../src/mysql/statements.ts';
import { parseMemory, SELECT_MEMORIES } from '../../src/observe/memory.ts';
import type { Channel, Observation, ObservedServer } from '../../src/observe/observation.ts';
import { parseServerRow, ROW_COLUMNS, rowValues, type ServerRow } from '../../src/proxysql/server-rows.ts';
import { anObservation, channelTo, dead, gtids, lonely, uuid } from './observation.ts';

export interface ModelServer {
  readonly name: string;
  alive: boolean;
  readOnly: boolean;
  executed: GtidSet;
  readonly logBin: boolean;
  channel: { source: string; receiver: boolean; applier: boolean; retrieved: GtidSet } | null;
}

export type ServerSeed = Omit<ModelServer, 'alive' | 'readOnly' | 'logBin'> & Partial<ModelServer>;

/** The run was killed; nothing in the program may catch this. */
export class Killed extends Error {}

const COLUMNS = ROW_COLUMNS.join(', ');
const COPY = (to: string, from: string) => [`DELETE FROM ${to}`, `INSERT INTO ${to} SELECT * FROM ${from}`];

export class ModelCluster {
  readonly servers: Map<string, ModelServer>;
  /** A person may change its promotion rules between two runs. */
  cluster: Cluster;
  /** Every transaction that clients wrote through ProxySQL. */
  written: GtidSet = gtids('');
  /** What was wrong at some moment, in words. */
  readonly violations: string[] = [];
  readonly statements: string[] = [];
  /** With which servers were told to follow. */
  readonly passwords: string[] = [];
  private readonly admin = new Database();
  /** From this statement on nothing new gets onto ProxySQL's disk. */
  diskIsFullFrom: string | null = null;
  private killAfter = Number.POSITIVE_INFINITY;
  private next = 1000;

  constructor(
    cluster: Cluster,
    seeds: readonly ServerSeed[],
    memory: readonly ServerRow[],
    runtime: readonly ServerRow[],
  ) {
    this.cluster = cluster;
    this.servers = new Map(
      seeds.map((seed) => [seed.name, { alive: true, readOnly: true, logBin: true, ...structuredClone(seed) }]),
    );
    this.admin.exec("ATTACH DATABASE ':memory:' AS disk");
    for (const table of ['main.mysql_servers', 'main.runtime_mysql_servers', 'disk.mysql_servers']) {
      this.admin.exec(`CREATE TABLE ${table} (${COLUMNS}, PRIMARY KEY (hostgroup_id, hostname, port))`);
    }
    for (const [table, rows] of [
      ['mysql_servers', memory],
      ['disk.mysql_servers', memory],
      ['runtime_mysql_servers', runtime],
    ] as const) {
      for (const row of rows) this.admin.exec(`INSERT INTO ${table} VALUES (${rowValues(row).join(', ')})`);
    }
  }

  close(): void {
    this.admin.close();
  }

  /** The next run dies after this many more statements that change something. */
  killRunAfter(statements: number): void {
    this.killAfter = statements;
  }

  rows(table: 'mysql_servers' | 'runtime_mysql_servers' | 'disk.mysql_servers'): ServerRow[] {
    return this.select(`SELECT ${COLUMNS} FROM ${table} ORDER BY hostgroup_id, hostname, port`).map(parseServerRow);
  }

  /** Names of the servers to which ProxySQL sends writes, or would after a restart. */
  writers(table: 'runtime_mysql_servers' | 'disk.mysql_servers' = 'runtime_mysql_servers'): string[] {
    return this.rows(table)
      .filter((row) => row.hostgroup === this.cluster.writerHostgroup)
      .map((row) => row.hostname);
  }

  /** It starts with what is on disk. */
  restartProxysql(): void {
    this.execute(COPY('main.mysql_servers', 'disk.mysql_servers'));
    this.execute(COPY('runtime_mysql_servers', 'main.mysql_servers'));
    this.settle();
  }

  observe(): Observation {
    const memories = this.hasStateTable() ? this.select(SELECT_MEMORIES).map(parseMemory) : [];
    return {
      ...anObservation({
        servers: [...this.servers.values()].map((server) => this.observed(server)),
        rows: this.rows('mysql_servers').filter((row) => this.isOurs(row)),
        runtime: this.rows('runtime_mysql_servers').filter((row) => this.isOurs(row)),
        cluster: this.cluster,
      }),
      diskRows: this.rows('disk.mysql_servers').filter((row) => this.isOurs(row)),
      memory: memories[0] ?? null,
    };
  }

  readonly adminSession: Session = {
    query: async (sql) => this.answer(sql, () => this.onProxysql(sql)),
    close: () => undefined,
  };

  readonly open = async (endpoint: Endpoint): Promise<ServerSession> => {
    const server = this.servers.get(endpoint.host);
    const refuseIfDead = () => {
      if (!server?.alive) throw new Unanswered('refused', `connect ECONNREFUSED ${endpoint.host}`);
      return server;
    };
    refuseIfDead();
    const query = (sql: string): Answer => this.answer(sql, () => this.onMysql(refuseIfDead(), sql));
    return {
      query: async (sql) => query(sql),
      queryEach: async (statements) => statements.map(query),
      close: () => undefined,
    };
  };

  /** Whether ProxySQL's own monitor moves servers between the writer and the reader hostgroup, at runtime only. */
  monitors = false;

  /** Receivers receive, appliers apply, and clients write where ProxySQL sends them. */
  settle(): void {
    if (this.monitors) this.monitor();
    for (const name of this.writers()) {
      const server = this.servers.get(name);
      if (!server?.alive || server.readOnly) continue;
      const transaction = gtids(`${name}:${this.next++}`);
      server.executed = unionOf(server.executed, transaction);
      this.written = unionOf(this.written, transaction);
    }
    for (let round = 0; round < this.servers.size + 1; round += 1) {
      for (const server of this.servers.values()) {
        if (!server.alive || server.channel === null) continue;
        const source = this.servers.get(server.channel.source);
        if (server.channel.receiver && source?.alive && source.logBin) {
          server.channel.retrieved = unionOf(server.channel.retrieved, subtract(source.executed, server.executed));
        }
        if (server.channel.applier) server.executed = unionOf(server.executed, server.channel.retrieved);
      }
    }
    this.inspect();
  }

  /** As with mysql-monitor_writer_is_also_reader, its default: a writable server gets a row in both, a read-only one leaves. */
  private monitor(): void {
    const { writerHostgroup, readerHostgroup } = this.cluster;
    const runtime = this.rows('runtime_mysql_servers');
    for (const row of runtime) {
      const server = this.servers.get(row.hostname);
      if (!server?.alive || ![writerHostgroup, readerHostgroup].includes(row.hostgroup)) continue;
      const writer = rowValues({ ...row, hostgroup: writerHostgroup }).join(', ');
      const reader = rowValues({ ...row, hostgroup: readerHostgroup }).join(', ');
      this.admin.exec(`INSERT OR IGNORE INTO runtime_mysql_servers VALUES (${server.readOnly ? reader : writer})`);
      if (server.readOnly) {
        this.admin.exec(
          `DELETE FROM runtime_mysql_servers WHERE hostgroup_id = ${writerHostgroup} AND hostname = '${row.hostname}'`,
        );
      }
    }
  }

  private answer(sql: string, act: () => Row[]): Answer {
    const changes = !/^(SELECT|SHOW|SET @)/.test(sql);
    if (changes && this.killAfter <= 0) throw new Killed(sql);
    const rows = act();
    if (changes) {
      this.statements.push(sql);
      this.killAfter -= 1;
      this.settle();
      if (this.killAfter <= 0) throw new Killed(sql);
    }
    return { rows, affectedRows: 0 };
  }

  /** What must hold at every moment. */
  private inspect(): void {
    const writers = this.writers();
    const writable = [...this.servers.values()].filter((server) => server.alive && !server.readOnly);
    const serving = writable.filter((server) => writers.includes(server.name));
    const note = (text: string) => this.violations.push(`${text} after ${this.statements.at(-1)}`);
    if (serving.length > 1) note(`ProxySQL sends writes to ${serving.map(({ name }) => name).join(' and ')}`);
    const promoted = writable.filter(({ name }) => name !== 'a');
    if (promoted.length > 0 && writers.includes('a')) note('another server is writable, and a is still a writer');
    if (promoted.length > 0 && this.writers('disk.mysql_servers').includes('a')) {
      note('another server is writable, and ProxySQL would come back with a as a writer');
    }
    for (const { name, channel } of promoted) {
      if (channel !== null) note(`${name} takes writes, and looks like a replica to another host if it crashes now`);
    }
    if (promoted.length > 1) note('two servers were promoted');
  }

  private onProxysql(sql: string): Row[] {
    const isFull = this.diskIsFullFrom !== null && this.statements.includes(this.diskIsFullFrom);
    if (isFull && /^(CREATE|INSERT OR REPLACE INTO disk\.)/.test(sql)) {
      throw new Unanswered('accessDenied', 'ProxySQL Admin Error: database or disk is full', 1045);
    }
    // It empties the table, cannot fill it, and answers OK (seen on 2.7.1).
    if (isFull && sql === 'SAVE MYSQL SERVERS TO DISK') this.execute(['DELETE FROM disk.mysql_servers']);
    else if (sql === 'LOAD MYSQL SERVERS TO RUNTIME') this.execute(COPY('runtime_mysql_servers', 'mysql_servers'));
    else if (sql === 'SAVE MYSQL SERVERS TO DISK') this.execute(COPY('disk.mysql_servers', 'main.mysql_servers'));
    else if (sql.startsWith('SELECT')) return this.select(sql);
    else this.execute([sql]);
    return [];
  }

  private execute(statements: readonly string[]): void {
    for (const statement of statements) this.admin.exec(statement);
  }

  private select(sql: string): Row[] {
    return this.admin
      .all(sql)
      .map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? null : String(value)])),
      );
  }

  private hasStateTable(): boolean {
    return this.select("SELECT name FROM disk.sqlite_master WHERE name = 'proxysql_failover_state'").length > 0;
  }

  private isOurs({ hostgroup }: ServerRow): boolean {
    const { writerHostgroup, readerHostgroup, quarantineHostgroup } = this.cluster;
    return [writerHostgroup, readerHostgroup, quarantineHostgroup].includes(hostgroup);
  }

  private onMysql(server: ModelServer, sql: string): Row[] {
    const statement = sql.replace(/ FOR CHANNEL ''$/, '');
    const missing = /^SELECT GTID_SUBTRACT\('(.*)', @@GLOBAL.gtid_executed\) AS missing$/.exec(statement);
    if (missing !== null) {
      return [{ missing: formatGtidSet(subtract(parseGtidSet(missing[1] ?? ''), server.executed)) }];
    }
    if (statement.startsWith('SELECT @@GLOBAL.read_only')) {
      const value = server.readOnly ? '1' : '0';
      return [{ read_only: value, super_read_only: value }];
    }
    if (statement === MAKE_WRITABLE[0]) return [];
    if (statement === MAKE_WRITABLE[1]) return this.makeReadOnly(server, false);
    if (statement === 'SET GLOBAL super_read_only = ON') return this.makeReadOnly(server, true);
    const { channel } = server;
    if (statement === SELECT_APPLICATION_CONNECTIONS || statement === selectBusyAppliers('')) return [];
    if (statement.startsWith('CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD')) return this.followAnew(server, statement);
    if (channel === null) throw new Unanswered('serverError', `${server.name} has no channel: ${sql}`, 3074);
    if (statement === 'SHOW REPLICA STATUS') return [this.replicaStatus(channel)];
    if (statement === 'STOP REPLICA IO_THREAD') channel.receiver = false;
    else if (statement === 'START REPLICA IO_THREAD') channel.receiver = true;
    else if (statement === 'START REPLICA SQL_THREAD') channel.applier = true;
    else if (statement === 'START REPLICA') Object.assign(channel, { receiver: true, applier: true });
    else if (statement === 'STOP REPLICA') Object.assign(channel, { receiver: false, applier: false });
    else if (statement === 'RESET REPLICA ALL') this.reset(server, channel);
    else this.changeSource(server, channel, statement);
    return [];
  }

  private makeReadOnly(server: ModelServer, readOnly: boolean): Row[] {
    server.readOnly = readOnly;
    return [];
  }

  private reset(server: ModelServer, channel: NonNullable<ModelServer['channel']>): void {
    if (channel.receiver || channel.applier) throw new Unanswered('serverError', 'a thread runs', 3081);
    const lost = subtract(channel.retrieved, server.executed);
    if (lost.size > 0) this.violations.push(`${server.name} threw away ${formatGtidSet(lost)}`);
    server.channel = null;
  }

  private changeSource(server: ModelServer, channel: NonNullable<ModelServer['channel']>, statement: string): void {
    const host =
      /^CHANGE REPLICATION SOURCE TO SOURCE_HOST = '(.*)', SOURCE_PORT = 3306(, SOURCE_HEARTBEAT_PERIOD = [\d.]+)?$/.exec(
        statement,
      )?.[1];
    if (host === undefined) throw new Error(`the model does not know: ${statement}`);
    if (channel.receiver) throw new Unanswered('serverError', 'the receiver runs', 3021);
    // With the applier stopped MySQL throws the relay log away.
    server.channel = { ...channel, source: host, retrieved: channel.applier ? channel.retrieved : gtids('') };
  }

  private followAnew(server: ModelServer, statement: string): Row[] {
    const [, password, source] =
      /^CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = '(.*?)', SOURCE_HOST = '(.*?)', SOURCE_PORT = 3306, /.exec(
        statement,
      ) ?? [];
    if (password === undefined || source === undefined) throw new Error(`the model does not know: ${statement}`);
    this.passwords.push(password);
    server.channel = { source, receiver: false, applier: false, retrieved: gtids('') };
    return [];
  }

  private replicaStatus(channel: NonNullable<ModelServer['channel']>): Row {
    const alive = this.servers.get(channel.source)?.alive === true;
    return {
      Replica_IO_Running: channel.receiver ? (alive ? 'Yes' : 'Connecting') : 'No',
      Replica_SQL_Running: channel.applier ? 'Yes' : 'No',
      Source_UUID: alive ? uuid(channel.source) : '',
    };
  }

  private observed(server: ModelServer): ObservedServer {
    if (!server.alive) return dead(server.name);
    const { channel } = server;
    return lonely(server.name, {
      readOnly: server.readOnly,
      superReadOnly: server.readOnly,
      gtidExecuted: server.executed,
      logBin: server.logBin,
      channels: channel === null ? [] : [this.observedChannel(channel)],
    });
  }

  private observedChannel({ source, receiver, applier, retrieved }: NonNullable<ModelServer['channel']>): Channel {
    const alive = this.servers.get(source)?.alive === true;
    const state = !receiver ? 'stopped' : alive ? 'connected' : 'connecting';
    return channelTo(source, {
      receiver: state,
      ...(state === 'connecting' ? { receiverErrno: 2003, receiverErrorSecondsAgo: 0 } : {}),
      applier: applier ? 'running' : 'stopped',
      retrieved,
    });
  }
}
