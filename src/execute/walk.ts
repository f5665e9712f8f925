/** Walks the stages of a plan: sends the statements, then reads back what they were meant to bring about. */
import { counted } from '../diagnose/counted.ts';
import { isRefusedBySource, suffix } from '../diagnose/replicating.ts';
import { countTransactions, parseGtidSet } from '../mysql/gtid-set.ts';
import {
  type Endpoint,
  endpointName,
  isDown,
  type OpenSession,
  type Row,
  type Session,
  Unanswered,
} from '../mysql/session.ts';
import { needsPassword, SELECT_READ_ONLY, withPassword } from '../mysql/statements.ts';
import type { ClusterMemory, UnfinishedRecovery } from '../observe/memory.ts';
import type { Expectation, Stage, Step } from '../plan/steps.ts';
import type { Journal } from '../record/journal.ts';
import { killConnections, unblocking } from './kill.ts';
import { timeLeft } from './time-left.ts';

/** What a walk acts with; a simulator brings its own. */
export interface Hands {
  readonly admin: Session;
  readonly open: OpenSession;
  /** A new session, shared with nothing else. */
  readonly openApart: OpenSession;
  readonly connectTimeoutMs: number;
  /** For the statement that has a place for it; it is said nowhere. */
  readonly replicationPassword: string;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly journal: Journal;
  /** Null while this run holds the locks of a quorum; else what was lost. */
  readonly whyNotLocked: () => Promise<string | null>;
  /** A server that was not counted for the quorum, as it was down, and that is back; null where there is none. */
  readonly whoIsBack: () => Promise<string | null>;
}

export interface Walk {
  /** `lookAgain`: a stage is over after which the rest has to be planned anew. */
  readonly end: 'done' | 'lookAgain' | 'failed';
  /** What a step remembered last; null where none did. */
  readonly memory: ClusterMemory | null;
  /** The failover that was remembered last, also where it was forgotten in the end. */
  readonly recovery: UnfinishedRecovery | null;
  /** Steps that failed, with the reason; only a step that may fail leaves a walk `done` with trouble. */
  readonly troubles: readonly string[];
}

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;
const PROGRESS_EVERY_MS = 1000;
/** A look that begins right before the deadline: that there was no time for it tells nobody what is missing. */
const SHORTEST_LOOK_MS = 250;

export async function walk(stages: readonly Stage[], hands: Hands): Promise<Walk> {
  const troubles: string[] = [];
  let memory: ClusterMemory | null = null;
  let recovery: UnfinishedRecovery | null = null;
  const remembered = ({ on }: Step): void => {
    if (on.kind !== 'memory') return;
    memory = on.memory;
    recovery = on.memory.recovery ?? recovery;
  };
  const ended = (end: Walk['end'], because: readonly string[] = []): Walk => ({
    end,
    memory,
    recovery,
    troubles: [...troubles, ...because],
  });
  for (const stage of stages) {
    const lost = stage.underLock ? await hands.whyNotLocked() : null;
    if (lost !== null) return ended('failed', [lost]);
    // Another host may count it, and have a majority of its own with it.
    if (stage.underLock && (await hands.whoIsBack()) !== null) return ended('lookAgain');
    const results = await Promise.all(stage.steps.map((step) => takeStep(step, hands)));
    const failed = [...stage.steps.keys()].filter((index) => results[index] !== null);
    const together = failed.length > 1 ? stage.orElseTogether?.(failed) : undefined;
    for (const [index, step] of stage.steps.entries()) {
      const failure = results[index] ?? null;
      if (failure !== null && step.ifItFails === 'isAnAnswer') continue;
      if (failure !== null) troubles.push(`${step.says}: ${failure.error.message}`);
      else remembered(step);
      if (failure !== null && step.ifItFails === 'lookAgainIfDown' && !isDown(failure.error.reason)) continue;
      const isTaken = together !== undefined && index !== failed[0];
      const orElse = together ?? step.orElse;
      if (failure !== null && orElse !== undefined && !isTaken) {
        const also = await takeStep(orElse, hands);
        if (also !== null) return ended('failed', [`${orElse.says}: ${also.error.message}`]);
        remembered(orElse);
      }
      const end = failure === null ? null : endAfter(failure, step);
      if (end !== null) return ended(end);
    }
    const learnt = stage.thenLookAgain === 'ifAStepSucceeds' && results.includes(null);
    if (learnt || stage.thenLookAgain === 'always') return ended('lookAgain');
  }
  return ended('done');
}

interface Failure {
  readonly error: Unanswered;
  /** Also where nothing had to be. */
  readonly isUndone: boolean;
}

/** Null where the walk goes on. */
function endAfter({ error, isUndone }: Failure, { ifItFails }: Step): 'failed' | 'lookAgain' | null {
  switch (ifItFails) {
    case 'stop':
      return 'failed';
    case 'lookAgain':
    case 'lookAgainIfDown':
      return 'lookAgain';
    case 'lookAgainIfRefused':
      return error.errno === null ? 'failed' : 'lookAgain';
    case 'goOnIfUndone':
      return isUndone ? null : 'failed';
    case 'goOn':
    case 'isAnAnswer':
      return null;
  }
}

/** Null where the step did what it should; else why not. */
async function takeStep(step: Step, hands: Hands): Promise<Failure | null> {
  const begin = hands.now();
  const server = step.on.kind === 'mysql' ? step.on.server : 'ProxySQL';
  try {
    const session = await sessionFor(step, hands);
    await send(step, session, begin + step.timeoutMs, hands);
    const ms = Math.round(hands.now() - begin);
    hands.journal.say(step.on.kind === 'memory' ? 'debug' : 'info', `${step.says}: done in ${ms} ms`, { server, ms });
    return null;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const ms = Math.round(hands.now() - begin);
    if (step.ifItFails === 'isAnAnswer')
      hands.journal.say('info', `${step.says}: no, ${error.message}`, { server, ms });
    else hands.journal.say('error', `${step.says}: failed after ${ms} ms: ${error.message}`, { server, ms });
    return { error, isUndone: await undo(step, hands) };
  }
}

async function sessionFor(step: Step, hands: Hands): Promise<Session> {
  return step.on.kind === 'mysql' ? hands.open(step.on.endpoint, hands.connectTimeoutMs) : hands.admin;
}

async function send(step: Step, session: Session, deadline: number, hands: Hands): Promise<void> {
  await killConnections(step.kills, step, session, deadline, hands);
  for (const statement of step.statements) {
    hands.journal.say('debug', statement);
    await unblocking(step, sendOne(statement, session, timeLeft(deadline, hands), hands), hands);
  }
  await killConnections(step.kills, step, session, deadline, hands);
  if (step.verify === null) return;
  const { withinMs = step.timeoutMs } = step.verify;
  const until = Math.min(deadline, hands.now() + withinMs);
  let pause = FIRST_PAUSE_MS;
  let progressAt = hands.now() + PROGRESS_EVERY_MS;
  let askSourceAt = hands.now();
  const look = async (query: string): Promise<readonly Row[]> => {
    const { rows } = await session.query(query, Math.max(SHORTEST_LOOK_MS, timeLeft(deadline, hands)));
    return rows;
  };
  for (;;) {
    const rows = await look(step.verify.query);
    const missing = whatIsMissing(step.verify.expect, rows);
    if (missing === null) return;
    if (isFinal(step.verify.expect, rows)) throw new Unanswered('silent', missing);
    const { source } = step.verify;
    if (source !== undefined && hasReceiverError(rows) && hands.now() >= askSourceAt) {
      if (await doesNotAnswer(source, hands))
        throw new Unanswered('silent', `${missing}; ${endpointName(source)} does not answer`);
      askSourceAt = hands.now() + PROGRESS_EVERY_MS;
    }
    const { threads } = step.verify;
    const [status] = threads === undefined ? [] : await look(threads.query);
    const stopped = status === undefined ? null : whyStopped(status, threads?.receives === true);
    if (stopped !== null) throw new Unanswered('silent', `${missing}: ${stopped}`);
    if (hands.now() + pause >= until) {
      throw new Unanswered('silent', `not so after ${withinMs} ms: ${missing}`);
    }
    if (hands.now() >= progressAt) {
      const state = status?.Replica_SQL_Running_State ?? '';
      hands.journal.say('info', `${step.says}: ${missing}${state === '' ? '' : ` (applier: ${state})`}`);
      progressAt = hands.now() + PROGRESS_EVERY_MS;
    }
    await hands.sleep(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** Errors of the server whose text holds nothing of the statement: 1227 names the privilege that is missing, 3021 and 3081 a running thread. */
const TELLS_NOTHING = [1227, 3021, 3081];

/** Some of MySQL's errors repeat a part of the statement: from one with a password only the number is told. */
async function sendOne(statement: string, session: Session, timeoutMs: number, hands: Hands): Promise<void> {
  if (!needsPassword(statement)) {
    await session.query(statement, timeoutMs);
    return;
  }
  try {
    await session.query(withPassword(statement, hands.replicationPassword), timeoutMs);
  } catch (error) {
    if (!(error instanceof Unanswered) || error.errno === null || TELLS_NOTHING.includes(error.errno)) throw error;
    throw new Unanswered(
      error.reason,
      `CHANGE REPLICATION SOURCE TO ended with error ${error.errno}; its text is not shown, it may hold the password`,
      error.errno,
    );
  }
}

/** Null where the expectation holds; else what a person should know of the difference. */
function whatIsMissing(expect: Expectation, rows: readonly Row[]): string | null {
  switch (expect.kind) {
    case 'receiverConnects':
      return whatIsMissing({ kind: 'values', values: { Replica_IO_Running: 'Yes' } }, rows);
    case 'values': {
      const row = rows[0] ?? {};
      const wrong = Object.entries(expect.values).filter(([column, value]) => row[column] !== value);
      if (wrong.length === 0) return null;
      const said = wrong.map(([column, value]) => `${column} is ${row[column] ?? 'not there'} instead of ${value}`);
      const errors = [row.Last_IO_Error, row.Last_SQL_Error].filter((text) => text);
      return [...said, ...errors].join(', ');
    }
    case 'nothingMissing': {
      const left = parseGtidSet(rows[0]?.[expect.column] ?? '');
      return left.size === 0 ? null : `${counted(countTransactions(left), 'transaction')} still to be applied`;
    }
    case 'atLeast': {
      const found = Number(rows[0]?.[expect.column] ?? 0);
      return found >= expect.least ? null : `${found} instead of ${expect.least}`;
    }
    case 'servers': {
      const wanted = expect.servers.map(endpointName).sort().join(', ');
      const found = rows.map((row) => endpointName({ host: row.hostname ?? '', port: Number(row.port) }));
      const present = found.sort().join(', ');
      return present === wanted ? null : `found ${present || 'no server'} instead of ${wanted || 'none'}`;
    }
  }
}

/** Nothing is gained by waiting any longer. */
function isFinal(expect: Expectation, rows: readonly Row[]): boolean {
  return expect.kind === 'receiverConnects' && hasReceiverError(rows);
}

/** Null where the channel's threads still bring what they can. */
function whyStopped(status: Row, receives: boolean): string | null {
  if (status.Replica_SQL_Running === 'No') return `its applier has stopped${suffix(status.Last_SQL_Error ?? '')}`;
  const receiver = status.Replica_IO_Running === 'No' ? 'stopped' : 'connected';
  const isRefused = isRefusedBySource({ receiver, receiverErrno: Number(status.Last_IO_Errno ?? 0) });
  return receives && isRefused ? `its receiver has stopped${suffix(status.Last_IO_Error ?? '')}` : null;
}

function hasReceiverError([row]: readonly Row[]): boolean {
  return (row?.Last_IO_Errno ?? '0') !== '0';
}

async function doesNotAnswer(endpoint: Endpoint, { open, connectTimeoutMs }: Hands): Promise<boolean> {
  try {
    const session = await open(endpoint, connectTimeoutMs);
    await session.query(SELECT_READ_ONLY, connectTimeoutMs);
    return false;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    // An error is an answer.
    return error.errno === null;
  }
}

/** Whether it could be. */
async function undo(step: Step, hands: Hands): Promise<boolean> {
  if (step.undo.length === 0) return true;
  // By now the server may be another host's to change: the primary that it has made of it, for one.
  const lost = await hands.whyNotLocked();
  if (lost !== null) {
    hands.journal.say('error', `${step.says}: not undone: ${lost}`);
    return false;
  }
  try {
    const session = await sessionFor(step, hands);
    for (const statement of step.undo) {
      hands.journal.say('debug', statement);
      await session.query(statement, step.timeoutMs);
    }
    hands.journal.say('warn', `${step.says}: undone`);
    return true;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    hands.journal.say('error', `${step.says}: could not be undone: ${error.message}`);
    return false;
  }
}
