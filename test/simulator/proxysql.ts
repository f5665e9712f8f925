/** One ProxySQL: memory, runtime and disk, what its admin interface answers, where it sends writes. */
import { type Answer, Unanswered } from '../../src/mysql/session.ts';
import { LOAD_SERVERS_TO_RUNTIME, SAVE_SERVERS_TO_DISK, type ServerRow } from '../../src/proxysql/server-rows.ts';
import { AdminDatabase } from './admin-database.ts';
import { MachineClock } from './machine-clock.ts';
import { UnknownStatement } from './mysql-statements.ts';
import type { Universe } from './universe.ts';

export interface ProxysqlSetup {
  /** The host it runs on; the program runs there too. */
  readonly host: string;
  readonly rows: readonly ServerRow[];
  /** `mysql_replication_hostgroups`: where it has a row the read_only monitor is at work. */
  readonly pairs: readonly { readonly writer: number; readonly reader: number }[];
  readonly writerIsAlsoReader: boolean;
}

export class ModelProxysql {
  readonly setup: ProxysqlSetup;
  /** Of its host. */
  readonly clock: MachineClock;
  readonly database = new AdminDatabase();
  isUp = true;
  /** Goes up with every start: sessions of an earlier life are broken. */
  incarnation = 1;
  /** `runtime_mysql_servers`; what clients' writes follow. */
  private rows: readonly ServerRow[] = [];
  private isTableStale = true;
  private readonly universe: Universe;
  private waiting: (() => void)[] = [];

  /** For ProxySQL Cluster: LOADs since the start, and the wall-clock second of the last one. */
  version = 0;
  epoch = 0;
  /** This host's wall clock, ms. */
  wallClock: () => number;
  /** `mysql_servers` as the last LOAD took it: what peers pull. */
  private loaded: readonly ServerRow[] = [];

  constructor(setup: ProxysqlSetup, universe: Universe) {
    this.clock = new MachineClock(universe.time);
    this.wallClock = () => this.clock.now;
    this.setup = setup;
    this.universe = universe;
    for (const schema of ['main', 'disk'] as const) {
      this.database.replaceRows(`${schema}.mysql_servers`, setup.rows);
      for (const { writer, reader } of setup.pairs) {
        this.database.execute(
          `INSERT INTO ${schema}.mysql_replication_hostgroups (writer_hostgroup, reader_hostgroup, comment) VALUES (${writer}, ${reader}, '')`,
        );
      }
    }
    this.load();
  }

  get runtime(): readonly ServerRow[] {
    return this.rows;
  }

  /** Called by the monitor, which changes nothing else. */
  setRuntime(rows: readonly ServerRow[]): void {
    this.rows = rows;
    this.isTableStale = true;
    const { waiting } = this;
    this.waiting = [];
    for (const wake of waiting) wake();
  }

  /** @throws Unanswered where ProxySQL would answer with an error. */
  query(sql: string): Answer {
    if (sql === LOAD_SERVERS_TO_RUNTIME) return this.load();
    if (sql === SAVE_SERVERS_TO_DISK) return this.save();
    if (/^(LOAD|SAVE|PROXYSQL|PULL|SET|SAVEPOINT|BEGIN)\b/i.test(sql)) {
      throw new UnknownStatement(`the model of ProxySQL does not know: ${sql}`);
    }
    try {
      if (!sql.startsWith('SELECT')) return this.database.execute(sql);
      if (sql.includes('runtime_mysql_servers')) this.refresh();
      return this.database.select(sql);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Unanswered('accessDenied', `127.0.0.1:6032: ProxySQL Admin Error: ${text}`, 1045);
    }
  }

  /** Where a write goes now: an ONLINE server, else a shunned one, as ProxySQL's desperate mode has it; null where clients wait. */
  writerFor(hostgroup: number, turn: number): ServerRow | null {
    const writers = this.writers(hostgroup);
    return writers[turn % writers.length] ?? null;
  }

  /** The servers to which writes go, if they answer. */
  writers(hostgroup: number): ServerRow[] {
    const ours = this.rows.filter((row) => row.hostgroup === hostgroup);
    const online = ours.filter((row) => row.status === 'ONLINE');
    return online.length > 0 ? online : ours.filter((row) => row.status === 'SHUNNED');
  }

  /** Once, when runtime changes or ProxySQL comes back. */
  whenChanged(wake: () => void): void {
    this.waiting.push(wake);
  }

  kill(): void {
    this.isUp = false;
    this.universe.story.say(() => `ProxySQL on ${this.setup.host} is killed`);
  }

  start(): void {
    this.isUp = true;
    this.incarnation += 1;
    this.version = 0;
    this.universe.story.say(() => `ProxySQL on ${this.setup.host} starts with what is on disk`);
    this.reloadMemory();
    this.load();
  }

  /** LOAD MYSQL SERVERS FROM DISK, by somebody else. */
  reloadMemory(): void {
    this.database.replaceRows('main.mysql_servers', this.database.rows('disk.mysql_servers'));
  }

  get offered(): readonly ServerRow[] {
    return this.loaded;
  }

  /** What a peer offers becomes memory, runtime and disk (cluster_mysql_servers_save_to_disk). */
  pull(rows: readonly ServerRow[], epoch: number): void {
    this.database.replaceRows('main.mysql_servers', rows);
    this.load();
    this.epoch = epoch;
    this.save();
  }

  private load(): Answer {
    const rows = this.database.rows('main.mysql_servers');
    // Peers are told of SHUNNED as ONLINE and of OFFLINE_HARD not at all.
    this.loaded = rows
      .filter((row) => row.status !== 'OFFLINE_HARD')
      .map((row) => (row.status === 'SHUNNED' ? { ...row, status: 'ONLINE' } : row));
    this.version += 1;
    this.epoch = Math.floor(this.wallClock() / 1000);
    this.setRuntime(rows.filter((row) => row.status !== 'OFFLINE_HARD'));
    return { rows: [], affectedRows: 0 };
  }

  private save(): Answer {
    this.database.replaceRows('disk.mysql_servers', this.database.rows('main.mysql_servers'));
    return { rows: [], affectedRows: 0 };
  }

  private refresh(): void {
    if (!this.isTableStale) return;
    this.isTableStale = false;
    this.database.replaceRows('main.runtime_mysql_servers', this.rows);
  }
}
