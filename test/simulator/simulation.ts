/** Plays a scenario from its beginning to a cluster at rest, or to the first invariant that does not hold. */
import type { Cluster } from '../../src/config/cluster.ts';
import type { World } from '../../src/run/world.ts';
import { addServers, clusterOf, configOf, newUniverse, READER, rowsOf, SECRETS, WRITER } from './build.ts';
import { Client, LocalWriter } from './clients.ts';
import { Faults } from './faults.ts';
import { isLeftToAPerson } from './left-to-a-person.ts';
import type { ModelServer } from './mysql-server.ts';
import { UnknownStatement } from './mysql-statements.ts';
import { ModelProxysql } from './proxysql.ts';
import { ProxysqlCluster } from './proxysql-cluster.ts';
import { ReadOnlyMonitor } from './read-only-monitor.ts';
import { SCRIPT_HOSTS, type Scenario } from './scenario.ts';
import { ScriptHost, type ScriptSettings } from './script-host.ts';
import { whyNotSettled } from './settled.ts';
import { has } from './transactions.ts';
import type { Universe } from './universe.ts';
import { Violation } from './violation.ts';
import type { VirtualTime } from './virtual-time.ts';
import { Watch } from './watch.ts';

export interface SimulationOptions {
  readonly tellsStory?: boolean;
  /** For faults that are planted in the program. */
  readonly takesLock?: boolean;
  readonly endsItself?: boolean;
  readonly changeWorld?: (world: World) => World;
}

export interface Report {
  readonly violation: Violation | null;
  readonly story: readonly string[];
  readonly events: number;
  readonly virtualMs: number;
  readonly runs: number;
  readonly faults: number;
  readonly promotions: number;
  /** Of them, those whose old primary was up and in reach of a replica when the other became writable. */
  readonly needless: number;
  readonly acknowledged: number;
  /** Acknowledged and not on the last primary: what asynchronous replication lost. */
  readonly lost: number;
  /** Of those, the ones that enough replicas had confirmed: they were lost with the replicas' relay logs, or out of reach. */
  readonly lostUnderSemiSync: number;
  /** How runs ended. */
  readonly endings: ReadonlyMap<string, number>;
  /** How the simulation ended: `settled`, with the diagnosis that is left to a person; or the invariant that broke. */
  readonly end: string;
}

/** When the faults end. */
const CALM_AT_MS = 30_000;
/** After that, besides what MySQL's own timeouts take. */
const SETTLE_MS = 60_000;
const QUIET_RUNS = 4;

export async function simulate(scenario: Scenario, options: SimulationOptions = {}): Promise<Report> {
  const simulation = new Simulation(scenario, options);
  try {
    return await simulation.play();
  } finally {
    simulation.close();
  }
}

class Simulation {
  private readonly time: VirtualTime;
  private readonly universe: Universe;
  private readonly cluster: Cluster;
  private readonly proxysqls: readonly ModelProxysql[];
  private readonly hosts = new Map<string, ScriptHost>();
  private readonly watch: Watch;
  private readonly faults: Faults;
  private isCalm = false;
  private end: string | null = null;

  constructor(scenario: Scenario, options: SimulationOptions) {
    const servers = new Map<string, ModelServer>();
    this.universe = newUniverse(scenario.seed, servers, options.tellsStory ?? false);
    this.time = this.universe.time;
    this.cluster = clusterOf(scenario);
    const setup = {
      rows: rowsOf(scenario),
      pairs: scenario.layout.startsWith('monitored') ? [{ writer: WRITER, reader: READER }] : [],
      writerIsAlsoReader: scenario.layout !== 'monitoredMoves',
    };
    this.proxysqls = SCRIPT_HOSTS.slice(0, scenario.hosts).map(
      (host) => new ModelProxysql({ host, ...setup }, this.universe),
    );
    if (scenario.proxysqlCluster) new ProxysqlCluster(this.proxysqls, this.universe);
    const config = configOf(scenario);
    this.watch = new Watch({
      universe: this.universe,
      cluster: this.cluster,
      proxysqls: this.proxysqls,
      failoverTimeoutMs: config.failoverTimeoutMs,
      recoveryPeriodBlockMs: config.recoveryPeriodBlockMs,
      quorum: config.quorum,
      secrets: SECRETS,
      strike: (run, moment) => this.faults.strike(run, moment),
    });
    addServers(scenario, servers, this.universe, this.watch);
    for (const server of servers.values()) if (!server.readOnly) this.watch.begin(server);
    const settings: ScriptSettings = {
      cluster: this.cluster,
      config,
      intervalMs: scenario.intervalMs,
      takesLock: options.takesLock ?? true,
      endsItself: options.endsItself ?? true,
      changeWorld: options.changeWorld ?? ((world) => world),
    };
    for (const proxysql of this.proxysqls) {
      new ReadOnlyMonitor(proxysql, this.universe);
      this.hosts.set(proxysql.setup.host, new ScriptHost(proxysql, this.universe, settings, this.watch));
      if (!scenario.idleHosts.includes(proxysql.setup.host)) this.addClient(proxysql, scenario);
    }
    this.faults = new Faults(scenario.faults, this.universe, this.hosts, this.watch);
    if (scenario.writesPastProxysql) new LocalWriter(scenario.servers[0]?.name ?? '', this.universe);
    this.arrangeTheEnd(SETTLE_MS + scenario.netTimeoutMs + 3 * scenario.connectRetryMs);
  }

  private addClient(proxysql: ModelProxysql, { thinkMs, stopsWritingAt }: Scenario): void {
    new Client(proxysql, this.universe, { writerHostgroup: WRITER, thinkMs, stopsWritingAt }, (...write) =>
      this.watch.acknowledge(...write),
    );
  }

  close(): void {
    for (const { database } of this.proxysqls) database.giveBack();
  }

  async play(): Promise<Report> {
    try {
      while (this.end === null && this.time.step()) {
        if (this.universe.woke) {
          this.universe.woke = false;
          // What the program does now, it does in promises: all of them are done when the event loop turns.
          await new Promise(setImmediate);
        }
        this.watch.afterEvent();
      }
      return this.report(null);
    } catch (error) {
      if (error instanceof UnknownStatement) return this.report(new Violation('knownStatements', error.message));
      if (error instanceof Violation) return this.report(error);
      throw error;
    }
  }

  private arrangeTheEnd(settleMs: number): void {
    this.time.after(
      CALM_AT_MS,
      () => {
        this.isCalm = true;
        this.universe.story.say(() => 'CALM: all faults are over');
        this.faults.calm();
        this.watch.calm();
      },
      'fault',
    );
    this.watch.onEnd = () => {
      if (!this.isCalm || !this.isQuiet() || this.whyNotSettled() !== null) return;
      const troubles = [...this.watch.lastRuns.values()].flatMap(({ outcome }) =>
        outcome === null || outcome.end === 'healthy' ? [] : [outcome.diagnosis.name],
      );
      this.end = troubles.length === 0 ? 'settled' : `settled: ${[...new Set(troubles)].join(', ')}`;
    };
    this.time.after(CALM_AT_MS + settleMs, () => {
      const why = this.whyNotSettled() ?? 'the program does not come to rest';
      const said = [...this.watch.lastRuns.values()].map(({ outcome }) => outcome?.says ?? 'nothing');
      throw new Violation('settles', `${why}; the last run said: ${said.join('; ')}`);
    });
  }

  private isQuiet(): boolean {
    const { quietRuns, lastRuns } = this.watch;
    return this.proxysqls.every(
      ({ setup: { host } }) => (quietRuns.get(host) ?? 0) >= QUIET_RUNS && lastRuns.get(host)?.writesOfMemory === 0,
    );
  }

  private whyNotSettled(): string | null {
    for (const proxysql of this.proxysqls) {
      const why = whyNotSettled(this.universe, proxysql, this.cluster, this.watch.primary);
      if (why !== null) return this.isLeftToAPerson() ? null : why;
    }
    if (this.watch.primary.readOnly) return null;
    const writers = new Set(this.proxysqls.flatMap((one) => one.writers(WRITER).map(({ hostname }) => hostname)));
    return writers.size > 1 && !this.isLeftToAPerson()
      ? `the ProxySQLs have different writers: ${[...writers].join(', ')}`
      : null;
  }

  private isLeftToAPerson(): boolean {
    const outcomes = [...this.watch.lastRuns.values()].map(({ outcome }) => outcome);
    return isLeftToAPerson([...this.universe.servers.values()], this.watch.primary, this.cluster, outcomes);
  }

  private report(violation: Violation | null): Report {
    const { watch, time } = this;
    const { acknowledged, promotions, primary } = watch;
    const lost = acknowledged.filter(({ transaction }) => !has(primary.received, transaction));
    return {
      violation,
      story: this.universe.story.lines,
      events: time.count,
      virtualMs: time.now,
      runs: [...this.hosts.values()].reduce((sum, { runs }) => sum + runs, 0),
      faults: this.faults.begun,
      promotions: promotions.length,
      needless: promotions.filter(({ wasAlive }) => wasAlive).length,
      acknowledged: acknowledged.length,
      lost: lost.length,
      lostUnderSemiSync: lost.filter(({ semiSync }) => semiSync).length,
      endings: watch.endings,
      end: violation === null ? (this.end ?? 'nothing more happens') : violation.invariant,
    };
  }
}
