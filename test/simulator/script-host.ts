/** A host where a ProxySQL starts the program again and again; one run at a time gets past the lock. */
import type { Cluster } from '../../src/config/cluster.ts';
import type { Config } from '../../src/config/schema.ts';
import type { OpenSession } from '../../src/mysql/session.ts';
import { cacheSessions } from '../../src/mysql/session-cache.ts';
import { shareSession } from '../../src/mysql/shared-session.ts';
import type { Journal } from '../../src/record/journal.ts';
import { runCluster } from '../../src/run/cluster-run.ts';
import type { World } from '../../src/run/world.ts';
import { openAdminSession } from './admin-session.ts';
import { openModelSession } from './mysql-session.ts';
import type { ModelProxysql } from './proxysql.ts';
import type { RunWatcher } from './run-watcher.ts';
import { ScriptRun } from './script-run.ts';
import type { Universe } from './universe.ts';

export interface ScriptSettings {
  readonly cluster: Cluster;
  readonly config: Config;
  readonly intervalMs: number;
  /** False only where a fault is planted. */
  readonly takesLock: boolean;
  readonly endsItself: boolean;
  /** For faults that are planted in what the program finds. */
  readonly changeWorld: (world: World) => World;
}

/** Where the wall clocks stand when a simulation begins. */
const BEGIN = Date.parse('2030-01-02T03:04:05.000Z');
const ADMIN = { host: '127.0.0.1', port: 6032 };
/** Node and the file, until the lock is asked for. */
const START_MS = 150;
/** ProxySQL's scheduler looks twice a second. */
const SCHEDULER_MS = 500;

export class ScriptHost {
  readonly proxysql: ModelProxysql;
  /** How far its wall clock is from the others'. */
  clockOffsetMs = 0;
  readonly running = new Set<ScriptRun>();
  runs = 0;
  private readonly universe: Universe;
  private readonly settings: ScriptSettings;
  private readonly watcher: RunWatcher;

  constructor(proxysql: ModelProxysql, universe: Universe, settings: ScriptSettings, watcher: RunWatcher) {
    this.proxysql = proxysql;
    this.universe = universe;
    this.settings = settings;
    this.watcher = watcher;
    this.proxysql.wallClock = () => this.wallClock();
    this.scheduleNext();
  }

  private wallClock(): number {
    return Math.round(BEGIN + this.proxysql.clock.now + this.clockOffsetMs);
  }

  private scheduleNext(): void {
    const { random } = this.universe;
    const { clock } = this.proxysql;
    clock.after(
      this.settings.intervalMs + random.between(0, SCHEDULER_MS),
      () => {
        this.scheduleNext();
        if (this.proxysql.isUp) clock.after(random.between(START_MS, START_MS * 1.5), () => this.start(), 'script');
      },
      'scheduler',
    );
  }

  private start(): void {
    const { universe, watcher, settings, proxysql } = this;
    if (!proxysql.isUp || (settings.takesLock && this.running.size > 0)) return;
    const run = new ScriptRun(++this.runs, proxysql.setup.host, proxysql.clock);
    run.kill = () => {
      if (!run.isAlive) return;
      universe.story.say(() => `${run.name} is killed`);
      this.end(run, 'killed', null);
    };
    this.running.add(run);
    watcher.started(run);
    run.clock.after(settings.config.failoverTimeoutMs, () => {
      if (run.isAlive && settings.endsItself) this.end(run, 'gaveUp', null);
    });
    const journal: Journal = {
      say: (level, message, facts) => {
        const line = `${level} ${message}`;
        if (level !== 'debug') universe.story.say(() => `  ${run.name} says: ${line}`);
        watcher.said(run, `${line} ${facts === undefined ? '' : JSON.stringify(facts)}`);
      },
    };
    universe.woke = true;
    runCluster(settings.cluster, settings.config, settings.changeWorld(this.worldOf(run)), journal).then(
      (outcome) => {
        if (!run.isAlive) return;
        run.outcome = outcome;
        universe.story.say(() => `${run.name}: ${outcome.end}: ${outcome.diagnosis.name}: ${outcome.says}`);
        this.end(run, 'ended', null);
      },
      (error: unknown) => {
        if (!run.isAlive) return;
        universe.story.say(() => `${run.name} ends: ${error instanceof Error ? error.message : String(error)}`);
        this.end(run, 'threw', error);
      },
    );
  }

  private end(run: ScriptRun, how: 'ended' | 'killed' | 'gaveUp' | 'threw', error: unknown): void {
    run.isAlive = false;
    this.running.delete(run);
    for (const close of run.atEnd) close();
    this.watcher.ended(run, how, error);
  }

  private worldOf(run: ScriptRun): World {
    const { universe, watcher, proxysql } = this;
    const { clock } = proxysql;
    const openApart: OpenSession = (endpoint, timeoutMs) =>
      openModelSession(run, universe, watcher, endpoint, timeoutMs);
    const openAdmin = cacheSessions(async () => openAdminSession(run, universe, watcher, proxysql));
    return {
      admin: shareSession(() => openAdmin(ADMIN, 1000)),
      open: cacheSessions(openApart),
      openApart,
      wallClock: () => this.wallClock(),
      // Nobody sets it.
      hostUptime: () => clock.now,
      now: () => clock.now,
      sleep: (ms) =>
        new Promise((resolve) => {
          clock.after(ms, () => {
            if (!run.isAlive) return;
            universe.woke = true;
            resolve();
          });
        }),
    };
  }
}
