/** A run's sessions to model servers, over the network: refused, lost, late and silent as real ones are. */
import {
  type Answer,
  type Endpoint,
  endpointName,
  type NoAnswerReason,
  type Row,
  type ServerSession,
  Unanswered,
} from '../../src/mysql/session.ts';
import type { LockHolder, ModelServer } from './mysql-server.ts';
import { changesSomething, execute } from './mysql-statements.ts';
import { PendingAnswer } from './pending-answer.ts';
import type { RunWatcher } from './run-watcher.ts';
import type { ScriptRun, Sight } from './script-run.ts';
import type { Universe } from './universe.ts';

/** Logging in takes three ways there and back. */
const LOGIN_WAYS = 3;
const QUICK_MS = 2;
const BLOCKED_PAUSE_MS = 50;
/** REPLICATION_SLAVE_ADMIN. */
const NEEDS_PRIVILEGE = /^(STOP|START|CHANGE|RESET) REPLICA/;

export function openModelSession(
  run: ScriptRun,
  universe: Universe,
  watcher: RunWatcher,
  endpoint: Endpoint,
  timeoutMs: number,
): Promise<ServerSession> {
  const { network, random, time, story } = universe;
  const name = endpointName(endpoint);
  const server = universe.serverAt(endpoint);
  let isConnected = false;
  const give = (reason: NoAnswerReason, message: string, errno: number | null = null): Unanswered => {
    if (server !== null) run.look.silences.set(server, reason);
    story.say(() => `  ${run.name}: ${name} does not let it in: ${reason}`);
    return new Unanswered(reason, `${name}: ${message}`, errno);
  };
  const answer = new PendingAnswer<ServerSession>(run, universe, timeoutMs, () =>
    give(isConnected ? 'silent' : 'timedOut', `no connection within ${timeoutMs} ms`),
  );
  if (server === null) {
    run.clock.after(1, () => answer.reject(give('nameNotResolved', 'getaddrinfo ENOTFOUND')));
    return answer.promise;
  }
  const back = (act: () => void, ways = 1): void => {
    network.send(server.host, run.host, () => run.clock.whenGoing(act), random.latency() * ways);
  };
  network.send(run.host, server.host, () => {
    if (server.state === 'vanished') return;
    if (server.state === 'down') return back(() => answer.reject(give('refused', 'connect ECONNREFUSED')));
    const { incarnation } = server;
    if (server.state === 'frozen') {
      back(() => {
        isConnected = true;
      });
    }
    server.receive(
      incarnation,
      () => {
        if (server.tooManyConnections) {
          return back(() => answer.reject(give('tooManyConnections', 'Too many connections', 1040)));
        }
        const login = (): void => {
          isConnected = true;
          answer.resolve(new ModelSession(run, universe, watcher, server, name, incarnation));
        };
        if (server.slowMs === 0) return back(login, LOGIN_WAYS);
        isConnected = true;
        time.after(server.slowMs, () => back(login));
      },
      () => back(() => answer.reject(give('reset', 'read ECONNRESET'))),
    );
  });
  return answer.promise;
}

class ModelSession implements ServerSession, LockHolder {
  waitTimeout = 28_800;
  writableUntilMs: number | null = null;
  private usedAt = 0;
  readonly run: ScriptRun;
  private readonly universe: Universe;
  private readonly watcher: RunWatcher;
  private readonly server: ModelServer;
  private readonly name: string;
  private readonly incarnation: number;

  constructor(
    run: ScriptRun,
    universe: Universe,
    watcher: RunWatcher,
    server: ModelServer,
    name: string,
    incarnation: number,
  ) {
    this.run = run;
    this.universe = universe;
    this.watcher = watcher;
    this.server = server;
    this.name = name;
    this.incarnation = incarnation;
    run.atEnd.push(() => this.close());
  }

  isEndedByServer(): boolean {
    return this.server.clock.now - this.usedAt > this.waitTimeout * 1000;
  }

  /** The server lets go of what the session held when it learns of its end. */
  close(): void {
    const { server, universe, run } = this;
    universe.network.send(run.host, server.host, () =>
      server.receive(this.incarnation, () => {
        for (const [name, holder] of server.locks) if (holder === this) server.locks.delete(name);
      }),
    );
  }

  /** A way there and back for each: more can happen between two of them than on a real server. */
  async queryEach(statements: readonly string[], timeoutMs: number): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (const sql of statements) answers.push(await this.query(sql, timeoutMs));
    return answers;
  }

  query(sql: string, timeoutMs: number): Promise<Answer> {
    const { run, server, watcher, universe, name } = this;
    const { network, random } = universe;
    const isChange = changesSomething(sql);
    const answer = new PendingAnswer<Answer>(run, universe, timeoutMs, () =>
      this.failure(new Unanswered('silent', `${name}: no answer within ${timeoutMs} ms`)),
    );
    if (isChange) watcher.changing(run, 'before', server, sql);
    // Killed before it was sent.
    if (!run.isAlive) return answer.promise;
    if (isChange) universe.story.say(() => `  ${run.name} > ${server.name}: ${sql}`);
    const learn = (tell: () => void): void => {
      if (!answer.isOpen) return;
      if (isChange) watcher.changing(run, 'answered', server, sql);
      if (run.isAlive) tell();
    };
    const back = (tell: () => void, extraMs = 0): void => {
      network.send(server.host, run.host, () => run.clock.whenGoing(() => learn(tell)), random.latency() + extraMs);
    };
    const broken = (): void =>
      back(() => answer.reject(this.failure(new Unanswered('reset', `${name}: read ECONNRESET`))));
    network.send(run.host, server.host, () =>
      server.receive(this.incarnation, () => this.carryOut(sql, isChange, answer, back, broken), broken),
    );
    if (isChange) watcher.changing(run, 'sent', server, sql);
    return answer.promise;
  }

  private carryOut(
    sql: string,
    isChange: boolean,
    answer: PendingAnswer<Answer>,
    back: (tell: () => void, extraMs?: number) => void,
    broken: () => void,
  ): void {
    const { server, universe, run } = this;
    this.usedAt = server.clock.now;
    if (server.lacksPrivilege && NEEDS_PRIVILEGE.test(sql)) {
      const refusal = new Unanswered('serverError', `${this.name}: Access denied`, 1227);
      back(() => answer.reject(refusal));
      return;
    }
    const execution = execute(server, sql, this);
    const ms = execution.ms + server.slowMs;
    execution.begin?.();
    const perform = (): void => {
      if (execution.isBlocked?.()) {
        universe.time.after(BLOCKED_PAUSE_MS, () => server.receive(this.incarnation, perform, broken), 'script');
        return;
      }
      // It may have waited in a frozen server: it is still the program's doing.
      universe.time.cause = 'script';
      this.watcher.performing(run);
      try {
        const rows = execution.effect();
        if (isChange) this.watcher.changed(run, server, sql);
        const sight = sql === 'SHOW REPLICA STATUS' ? sightOf(server) : null;
        const { look } = run;
        back(
          () => {
            if (sight !== null) look.sights.set(server, sight);
            answer.resolve({ rows: rows satisfies readonly Row[], affectedRows: 0 });
          },
          ms <= QUICK_MS ? ms : 0,
        );
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        universe.story.say(() => `  ${server.name}: error ${error.errno}: ${error.message}`);
        back(() => answer.reject(new Unanswered(error.reason, `${this.name}: ${error.message}`, error.errno)));
      }
    };
    if (ms <= QUICK_MS) {
      perform();
      return;
    }
    universe.time.after(ms, () => server.receive(this.incarnation, perform, broken));
  }

  private failure(error: Unanswered): Unanswered {
    this.run.look.silences.set(this.server, error.reason);
    this.universe.story.say(() => `  ${this.run.name}: ${error.message}`);
    return error;
  }
}

function sightOf(server: ModelServer): Sight {
  return {
    incarnation: server.incarnation,
    readOnly: server.readOnly,
    received: server.received,
    channels: [...server.channels.values()].map((channel) => ({
      sourceHost: channel.source.host,
      isHearing: channel.isHearing,
      hasTriedInVain: channel.hasTriedInVain,
    })),
  };
}
