/** Watches over the invariants: told of everything that happens, it throws the first Violation. */
import type { Cluster } from '../../src/config/cluster.ts';
import type { QuorumMode } from '../../src/diagnose/voters.ts';
import { contains } from '../../src/mysql/gtid-set.ts';
import { isDown, Unanswered } from '../../src/mysql/session.ts';
import { LOAD_SERVERS_TO_RUNTIME, type ServerRow } from '../../src/proxysql/server-rows.ts';
import type { ClusterOutcome } from '../../src/run/cluster-run.ts';
import type { Onlooker } from './by-hand.ts';
import type { Hooks } from './hooks.ts';
import type { ModelServer } from './mysql-server.ts';
import { REPLICATION_PASSWORD } from './mysql-statements.ts';
import { type Acknowledged, checkLossTold, checkPromotion } from './promotion.ts';
import { Proof } from './proof.ts';
import type { ModelProxysql } from './proxysql.ts';
import { RowsKept } from './rows-kept.ts';
import type { Moment, RunWatcher } from './run-watcher.ts';
import type { ScriptRun } from './script-run.ts';
import { hasRecovery, isQuarantined } from './settled.ts';
import { setOf, type Transaction } from './transactions.ts';
import type { Universe } from './universe.ts';
import { Violation } from './violation.ts';

export interface Watched {
  readonly universe: Universe;
  readonly cluster: Cluster;
  readonly proxysqls: readonly ModelProxysql[];
  readonly failoverTimeoutMs: number;
  readonly recoveryPeriodBlockMs: number;
  readonly quorum: QuorumMode;
  /** Texts that may be said nowhere. */
  readonly secrets: readonly string[];
  readonly strike: (run: ScriptRun, moment: Moment) => void;
}

interface Promotion {
  readonly from: ModelServer;
  readonly to: ModelServer;
  readonly wasAlive: boolean;
  /** The one before took writes meanwhile, with most servers connected to it. */
  readonly byMinority: boolean;
}

export class Watch implements Hooks, Onlooker, RunWatcher {
  /** The server that is rightly the primary: the first one, then whoever was promoted last. */
  private rightPrimary: ModelServer | null = null;
  readonly acknowledged: Acknowledged[] = [];
  readonly promotions: Promotion[] = [];
  /** The first Violation, or whatever else went wrong. */
  problem: unknown = null;
  /** How runs ended: by what they reported, or how they died. */
  readonly endings = new Map<string, number>();
  readonly lastRuns = new Map<string, ScriptRun>();
  /** Called when a run is over. */
  onEnd: () => void = () => {};
  /** Runs one after another that found the same and changed nothing in ProxySQL or on a server. */
  readonly quietRuns = new Map<string, number>();
  /** Of them, those that wrote down something all the same. */
  private readonly quietWrites = new Map<string, number>();
  private readonly watched: Watched;
  private readonly rows: RowsKept;
  private readonly proof = new Proof();
  /** The primary has been in a writer hostgroup since it was made writable. */
  private hasServed = false;
  /** The program has loaded it as the writer since then, on whichever host. */
  private isWriter = false;
  /** It has forgotten its source for the promotion: from there is no way back, whoever returns. */
  private decided: ModelServer | null = null;
  /** By host: when, by its own clock, a failover came to its end there. */
  private readonly failedOverAt = new Map<string, number>();
  private performer: ScriptRun | null = null;
  /** ProxySQLs that send writes to two servers, and to which; since when. */
  private writers: ReadonlyMap<string, number> = new Map();
  private readonly active = new Set<ScriptRun>();
  private isCalm = false;
  private calmAt = 0;

  constructor(watched: Watched) {
    this.watched = watched;
    this.rows = new RowsKept(watched.cluster, watched.proxysqls[0]?.setup.rows ?? []);
  }

  get primary(): ModelServer {
    if (this.rightPrimary === null) throw new Error('nobody has said who the primary is');
    return this.rightPrimary;
  }

  begin(primary: ModelServer): void {
    this.rightPrimary = primary;
  }

  acknowledge(by: ModelServer, transaction: Transaction, semiSync: boolean): void {
    this.acknowledged.push({ by, transaction, semiSync });
    if (by === this.primary) this.hasServed = true;
  }

  calm(): void {
    this.isCalm = true;
    this.calmAt = this.universe.time.now;
    this.quietRuns.clear();
    this.quietWrites.clear();
  }

  /** Called in the middle of the program's own work, where an exception would be lost. */
  private guard(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.problem ??= error;
    }
  }

  /** Looks at what no hook tells of. @throws what any hook found, too. */
  afterEvent(): void {
    if (this.problem !== null) throw this.problem;
    const { universe, cluster, proxysqls } = this.watched;
    const two: string[] = [];
    for (const proxysql of proxysqls) {
      // Each by itself: one that can still reach an old primary which nobody else reaches learns of the new one later.
      const serving = new Set<string>();
      for (const row of proxysql.isUp ? proxysql.writers(cluster.writerHostgroup) : []) {
        const server = universe.serverAt({ host: row.hostname, port: row.port });
        if (server === null || !server.isUp || server.readOnly) continue;
        if (universe.network.isOpenBothWays(proxysql.setup.host, server.host)) serving.add(server.name);
      }
      if (serving.size > 1) two.push(`${[...serving].sort().join(' and ')} (${proxysql.setup.host})`);
    }
    const fresh = two.filter((names) => !this.writers.has(names));
    this.writers = new Map(two.map((names) => [names, this.writers.get(names) ?? universe.time.now]));
    if (fresh.length > 0 && universe.time.cause === 'script') {
      throw new Violation('oneWriter', `ProxySQL sends writes to ${fresh.join('; ')}`);
    }
    // A my.cnf, ProxySQL's monitor or somebody's LOAD made it so: then it is the program that ends it.
    for (const [names, since] of this.isCalm ? this.writers : []) {
      if (universe.time.now - Math.max(since, this.calmAt) < FENCED_WITHIN_MS) continue;
      throw new Violation('oneWriter', `ProxySQL has sent writes to ${names} for ${FENCED_WITHIN_MS} ms`);
    }
  }

  becameWritable(server: ModelServer): void {
    this.guard(() => this.checkWritable(server));
  }

  /** A server that was made writable and never became ProxySQL's writer may be given up for another. */
  private forgetWhoNeverServed(run: ScriptRun): void {
    const last = this.promotions.at(-1);
    if (last === undefined || last.to !== this.primary || this.hasServed) return;
    this.universe.story.say(() => `${last.to.name} is given up, it has never been the writer`);
    this.promotions.pop();
    this.rightPrimary = last.from;
    this.proof.renew(run);
  }

  private checkWritable(server: ModelServer): void {
    if (this.universe.time.cause !== 'script' || server === this.primary) return;
    const { cluster, proxysqls } = this.watched;
    const run = this.performer;
    if (run === null) throw new Error(`${server.name} became writable and no run did it`);
    this.forgetWhoNeverServed(run);
    if (server === this.primary) return;
    for (const proxysql of proxysqls) {
      if (proxysql.setup.host !== run.host) continue;
      const other = proxysql.isUp
        ? proxysql.writers(cluster.writerHostgroup).find((row) => row.hostname !== server.host)
        : undefined;
      if (other === undefined) continue;
      throw new Violation(
        'oldPrimaryLeavesFirst',
        `${server.name} became writable while ${other.hostname} was in the writer hostgroup`,
      );
    }
    this.checkSuccession(server, run);
  }

  /** Of the primary by another server, whether the program makes it writable or makes one ProxySQL's writer that already is. */
  private checkSuccession(server: ModelServer, run: ScriptRun): void {
    const { promotionRules } = this.watched.cluster;
    const hasBeenPrimary = this.promotions.some(({ from }) => from === server);
    if (promotionRules[`${server.host}:${server.port}`] === 'never' && !hasBeenPrimary) {
      throw new Violation('rulesAreKept', `${server.name} was promoted, its rule is 'never'`);
    }
    if (!this.proof.isEnough(run, this.primary) && this.decided !== server) {
      throw new Violation(
        'twoWitnesses',
        `${server.name} was promoted, and ${this.primary.name} was not found gone by two`,
      );
    }
    // A former primary in quarantine, one that a person has detached, and who follows it, may hold what nobody else ever got; a replica there
    // is one like any other.
    const isFormer = (other: ModelServer): boolean =>
      this.isQuarantined(other, run) && (other.isDetached || this.promotions.some(({ from }) => from === other));
    const followsFormer = ({ channels }: ModelServer): boolean =>
      [...channels.values()]
        .map(({ source }) => this.universe.serverAt(source))
        .some((one) => one !== null && isFormer(one));
    const holders = [...this.universe.servers.values()].filter(
      (other) => other !== this.primary && !isFormer(other) && (other === server || !followsFormer(other)),
    );
    checkPromotion(server, run.look, holders, this.acknowledged);
    this.checkDistance(server, run);
    this.checkOneHost(server, run);
    this.universe.story.say(() => `${server.name} is the primary now, in place of ${this.primary.name}`);
    this.succeed(server, this.isAliveForSomebody(this.primary));
  }

  private succeed(server: ModelServer, wasAlive: boolean): void {
    this.promotions.push({ from: this.primary, to: server, wasAlive, byMinority: this.hasMajority(this.primary) });
    this.rightPrimary = server;
    this.hasServed = false;
    this.isWriter = false;
    this.proof.clear();
    this.decided = null;
  }

  private checkOneHost(server: ModelServer, run: ScriptRun): void {
    const { quorum } = this.watched;
    // One that is down gives its lock to nobody; a replica of a replica has no say.
    const voters = [...this.universe.servers.values()].filter(
      (one) =>
        one !== this.primary &&
        !this.isQuarantined(one, run) &&
        !isDown(run.look.silences.get(one) ?? 'silent') &&
        (one === server || !this.isFarther(one)),
    );
    // An old primary that answers again votes too.
    const count = voters.length + (run.lockedServers.has(this.primary) ? 1 : 0);
    const needed = quorum === 'any' ? 1 : Math.floor(count / 2) + 1;
    if (run.lockedServers.size < needed) {
      const text = `${run.name} promoted ${server.name} with the lock of ${run.lockedServers.size} of ${count} servers`;
      throw new Violation('oneHost', text);
    }
    const holders = voters.map(({ locks }) => [...locks.values()].find((one) => !one.isEndedByServer())?.run ?? null);
    const rival = holders.find((one) => one !== null && one.host !== run.host) ?? null;
    if (rival === null || holders.filter((one) => one === rival).length < needed) return;
    throw new Violation('oneHost', `${run.name} promoted ${server.name} while ${rival.name} had the locks`);
  }

  private isFarther({ channels }: ModelServer): boolean {
    const sources = [...channels.values()].map(({ source }) => this.universe.serverAt(source));
    return sources.some((source) => source !== null) && !sources.includes(this.primary);
  }

  private checkDistance(server: ModelServer, run: ScriptRun): void {
    const last = this.failedOverAt.get(run.host);
    if (last === undefined || this.watched.recoveryPeriodBlockMs === 0) return;
    const ms = this.wallClockOf(run) - last;
    if (ms >= this.watched.recoveryPeriodBlockMs) return;
    throw new Violation('failoversKeepTheirDistance', `${server.name} was promoted ${ms} ms after the last failover`);
  }

  private wallClockOf({ host }: ScriptRun): number {
    return this.watched.proxysqls.find(({ setup }) => setup.host === host)?.wallClock() ?? 0;
  }

  /** Up, and a server that follows it can reach it, whatever the program could know. */
  private isAliveForSomebody(primary: ModelServer): boolean {
    const { servers, network } = this.universe;
    const reaches = (other: ModelServer): boolean =>
      other !== primary && other.isUp && network.isOpenBothWays(other.host, primary.host);
    return primary.isUp && [...servers.values()].some(reaches);
  }

  /** It takes writes, and most servers are it or connected to it. */
  private hasMajority(primary: ModelServer): boolean {
    return primary.isUp && !primary.readOnly && 1 + primary.connectedReplicas > this.universe.servers.size / 2;
  }

  get isFailoverUnderWay(): boolean {
    const { proxysqls, cluster } = this.watched;
    const isAtIt = ({ changesOnMysql }: ScriptRun): boolean => changesOnMysql > 0;
    return [...this.active].some(isAtIt) || proxysqls.some((proxysql) => hasRecovery(proxysql, cluster));
  }

  promotedByHand(server: ModelServer): void {
    this.succeed(server, false);
    this.hasServed = true;
  }

  becameReadOnly(server: ModelServer): void {
    if (this.universe.time.cause !== 'script' || server !== this.primary) return;
    if (!this.hasServed && !this.isWriter) return;
    // Both sides of a split have written: it goes back to the larger one.
    const last = this.promotions.at(-1);
    if (last?.to === server && last.byMinority && this.hasMajority(last.from)) return;
    this.problem ??= new Violation('primaryKeepsWriting', `${this.performer?.name} made ${server.name} read-only`);
  }

  forgotSource(server: ModelServer): void {
    if (this.universe.time.cause !== 'script' || this.performer === null) return;
    if (this.proof.isEnough(this.performer, this.primary)) this.decided = server;
  }

  lostReplica(server: ModelServer): void {
    for (const run of this.active) run.haveLostReplica.add(server);
  }

  thrownAway(server: ModelServer, transactions: readonly Transaction[]): void {
    // What the primary itself has received from an old one since it was promoted is not the cluster's any more.
    if (this.universe.time.cause !== 'script' || server === this.primary) return;
    const set = setOf(transactions);
    if (contains(this.primary.received, set) || contains(server.executed, set)) return;
    const keys = transactions.map(({ key }) => key).join(', ');
    this.problem ??= new Violation('nothingIsThrownAway', `${server.name} threw away ${keys}`);
  }

  started(run: ScriptRun): void {
    this.active.add(run);
  }

  said(run: ScriptRun, line: string): void {
    if (!line.startsWith('debug')) run.said.push(line);
    this.guard(() => this.checkSecrets(line));
    // Of one that another host has replaced meanwhile it was true when it was said first.
    if (line.includes(`nothing acknowledged is lost: ${this.primary.host}:`))
      this.guard(() => checkLossTold(run, this.primary, this.acknowledged));
  }

  changing(run: ScriptRun, moment: Moment, server: ModelServer | null, sql: string): void {
    if (moment === 'before') {
      if (sql === LOAD_SERVERS_TO_RUNTIME) run.writersBefore = this.writersOf(run).map(({ hostname }) => hostname);
      // Where the password belongs, and nowhere else.
      const shown = server === null ? sql : sql.replace(`SOURCE_PASSWORD = '${REPLICATION_PASSWORD}'`, '');
      this.guard(() => this.checkSecrets(shown));
      this.countChange(run, server, sql);
      const rival = [...this.active].find((other) => other !== run && other.host === run.host && !isIdle(other));
      if (rival !== undefined && !isIdle(run)) {
        const text = `${run.name} changes something while ${rival.name} is at it`;
        this.problem ??= new Violation('oneRun', text);
      }
      this.proof.weigh(run, this.primary);
    }
    this.watched.strike(run, moment);
  }

  performing(run: ScriptRun): void {
    this.performer = run;
  }

  changed(run: ScriptRun, server: ModelServer | null, sql: string): void {
    if (server !== null || isMemory(sql)) return;
    this.guard(() => {
      if (sql === LOAD_SERVERS_TO_RUNTIME) this.checkLoaded(run);
      for (const proxysql of this.watched.proxysqls) {
        if (!proxysql.isUp) continue;
        this.rows.check('mysql_servers', proxysql.database.rows('main.mysql_servers'));
        this.rows.check('mysql_servers on disk', proxysql.database.rows('disk.mysql_servers'));
      }
    });
  }

  ended(run: ScriptRun, how: 'ended' | 'killed' | 'gaveUp' | 'threw', error: unknown): void {
    this.active.delete(run);
    const { outcome } = run;
    const ending = outcome === null ? how : `${outcome.end}: ${outcome.diagnosis.name}`;
    this.endings.set(ending, (this.endings.get(ending) ?? 0) + 1);
    this.guard(() => {
      const { ms } = run;
      if (ms > this.watched.failoverTimeoutMs) throw new Violation('runsEnd', `${run.name} took ${Math.round(ms)} ms`);
      if (how === 'threw' && !(error instanceof Unanswered)) {
        throw new Violation('doesNotThrow', error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
      if (outcome !== null) this.checkOutcome(run, outcome);
      const action = outcome?.diagnosis.action.kind;
      const isFailover = action === 'failOver' || action === 'finishPromotion';
      const proxysql = this.watched.proxysqls.find(({ setup }) => setup.host === run.host);
      if (
        outcome?.end === 'repaired' &&
        isFailover &&
        proxysql !== undefined &&
        !hasRecovery(proxysql, this.watched.cluster)
      ) {
        this.failedOverAt.set(run.host, this.wallClockOf(run));
        this.checkNobodyWaits(run);
      }
      if (outcome?.end === 'healthy' || outcome?.diagnosis.name === 'primaryReturned') this.proof.expire(run);
      this.checkQuiet(run);
      this.lastRuns.set(run.host, run);
      this.onEnd();
    });
  }

  private checkNobodyWaits({ name, haveLostReplica }: ScriptRun): void {
    const { primary } = this;
    const { semiSync, confirmingReplicas } = primary;
    if (semiSync === null || !primary.isUp || !semiSync.isEnabled || !semiSync.isActive) return;
    if (confirmingReplicas >= semiSync.waitForReplicaCount || haveLostReplica.has(primary)) return;
    const needed = `${confirmingReplicas} of ${semiSync.waitForReplicaCount} replicas`;
    throw new Violation('nobodyWaitsInVain', `${name} leaves writes on ${primary.name} to wait, it has ${needed}`);
  }

  private checkOutcome(run: ScriptRun, { end, says }: ClusterOutcome): void {
    if (end !== 'healthy' && end !== 'wrong') return;
    // One that has repaired something else first has said so.
    const repaired = end === 'wrong' ? run.said.findLastIndex((line) => line.startsWith('info repaired after ')) : -1;
    if (run.changesOnMysql + run.changesOfRows > 0 && repaired < 0) {
      throw new Violation('standsStill', `${run.name} changed something and reported '${says}'`);
    }
    const warning = run.said.slice(repaired + 1).find((line) => line.startsWith('warn '));
    if (end === 'wrong' && warning !== undefined && !warning.includes('what to do:')) {
      throw new Violation('refusalsAdvise', warning);
    }
  }

  /** What is written is said, too: a condition that lasts, once a minute. */
  private checkQuiet(run: ScriptRun): void {
    const isSame = run.outcome !== null && run.outcome.says === this.lastRuns.get(run.host)?.outcome?.says;
    const isQuiet = isSame && run.changesOnMysql + run.changesOfRows === 0;
    const quiet = isQuiet ? (this.quietRuns.get(run.host) ?? 0) + 1 : 0;
    this.quietRuns.set(run.host, quiet);
    const writes = (isQuiet ? (this.quietWrites.get(run.host) ?? 0) : 0) + (run.writesOfMemory > 0 ? 1 : 0);
    this.quietWrites.set(run.host, writes);
    if (this.isCalm && writes > WRITES_A_SERVER * this.universe.servers.size && run.said.length === 0) {
      throw new Violation('quietWhenQuiet', `${run.name} wrote, as ${writes - 1} before it, and nothing had changed`);
    }
  }

  private writersOf({ host }: ScriptRun): readonly ServerRow[] {
    const proxysql = this.watched.proxysqls.find(({ setup }) => setup.host === host);
    return proxysql?.writers(this.watched.cluster.writerHostgroup) ?? [];
  }

  /** Who the program itself has just made the writer. */
  private checkLoaded(run: ScriptRun): void {
    const writers = this.writersOf(run);
    this.isWriter ||= writers.some(({ hostname }) => hostname === this.primary.host);
    // One that was the writer before this LOAD, because somebody else's came between, was not made so by it.
    const other = writers.find(
      (row) => row.hostname !== this.primary.host && !run.writersBefore.includes(row.hostname),
    );
    if (other === undefined || this.isLateNews(other, run)) return;
    this.forgetWhoNeverServed(run);
    if (other.hostname === this.primary.host) return;
    const server = this.universe.serverAt({ host: other.hostname, port: other.port });
    if (server === null || server.readOnly) {
      const text = `${run.name} made ${other.hostname} a writer, ${this.primary.name} is the primary`;
      throw new Violation('primaryStays', text);
    }
    this.checkSuccession(server, run);
  }

  /** Who has no locks only follows: the one before, where it could not see who came after, or looked before that one was promoted. */
  private isLateNews({ hostname }: ServerRow, run: ScriptRun): boolean {
    const wasPrimary = this.promotions.some(({ from }) => from.host === hostname);
    const sight = run.look.sights.get(this.primary);
    const isUnpromoted = sight === undefined || (sight.readOnly && sight.incarnation === this.primary.incarnation);
    return run.lockedServers.size === 0 && wasPrimary && isUnpromoted;
  }

  private get universe(): Universe {
    return this.watched.universe;
  }

  /** By the ProxySQL of the host that acts. */
  private isQuarantined(server: ModelServer, { host }: ScriptRun): boolean {
    const own = this.watched.proxysqls.filter(({ setup }) => setup.host === host);
    return own.some((proxysql) => isQuarantined(proxysql, this.watched.cluster, server));
  }

  private countChange(run: ScriptRun, server: ModelServer | null, sql: string): void {
    if (server !== null && ASKS.test(sql)) return;
    if (server !== null) run.changesOnMysql += 1;
    else if (isMemory(sql)) run.writesOfMemory += 1;
    else run.changesOfRows += 1;
  }

  private checkSecrets(text: string): void {
    const secret = this.watched.secrets.find((one) => text.includes(one));
    if (secret !== undefined) throw new Violation('noSecrets', `a password was said: ${text}`);
  }
}

/** A few runs: each may find the locks with another host. */
const FENCED_WITHIN_MS = 10_000;

/** What is remembered of a server that was set aside changes so often while nothing is said: it follows, it has caught up, it
 * serves again, and its trouble is forgotten. */
const WRITES_A_SERVER = 4;

/** Also what a replica is asked with whether the primary is there; where nothing follows from it, nothing was done. */
const ASKS = /^(STOP|START) REPLICA IO_THREAD/;

function isMemory(sql: string): boolean {
  return sql.includes('disk.proxysql_failover_');
}

function isIdle(run: ScriptRun): boolean {
  return run.changesOnMysql + run.changesOfRows === 0;
}
