/** One run for one cluster: observe, diagnose, plan, execute, record. */
import type { Cluster } from '../config/cluster.ts';
import { clustersOf } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { Action, Diagnosis, DiagnosisName } from '../diagnose/diagnosis.ts';
import { walk } from '../execute/walk.ts';
import { isDown, Unanswered } from '../mysql/session.ts';
import { lookAtCluster } from '../observe/cluster.ts';
import { FOLLOWED, withFinished } from '../observe/finished-recoveries.ts';
import type { UnfinishedRecovery } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { lookAtProxysql } from '../observe/proxysql.ts';
import { decide } from '../plan/decide.ts';
import { takenAlong } from '../plan/hostgroups.ts';
import type { Plan, Refusal } from '../plan/steps.ts';
import { type Journal, journalWith } from '../record/journal.ts';
import {
  recordCondition,
  recordHistory,
  recordLastSeen,
  recordSeen,
  rememberHealthy,
  takeOverMemory,
  writeMemory,
  writeNewMemory,
} from '../record/record.ts';
import { tellStory } from '../record/story.ts';
import { locksOfRun } from './run-locks.ts';
import type { World } from './world.ts';

/**
 * - `healthy`: nothing to do. `repaired`: something was done and verified.
 * - `failed`: something was tried and failed. `wrong`: something is wrong and nothing is done about it.
 */
export interface ClusterOutcome {
  readonly cluster: string;
  readonly end: 'healthy' | 'repaired' | 'failed' | 'wrong';
  readonly diagnosis: Diagnosis;
  /** One sentence for a person. */
  readonly says: string;
}

/** Looks that may follow one another in a run: each one follows a lock that was taken, or a stage that changed something. */
const MAX_LOOKS = 11;
/** ProxySQL's admin answers from memory, but every session waits for one mutex. */
export const ADMIN_TIMEOUT_MS = 5000;

export interface Look {
  readonly observation: Observation;
  readonly diagnosis: Diagnosis;
}

/** One look at one cluster: what is there and what is the matter. */
export async function look(
  cluster: Cluster,
  config: Config,
  world: World,
  leftOut: readonly DiagnosisName[] = [],
): Promise<Look> {
  const when = { at: world.wallClock(), hostUptime: world.hostUptime() };
  const proxysql = await lookAtProxysql(world.admin, ADMIN_TIMEOUT_MS);
  const timeouts = { connectTimeoutMs: config.backendConnectTimeoutMs, readTimeoutMs: config.backendReadTimeoutMs };
  const observation = await lookAtCluster(cluster, proxysql, world.open, timeouts, when, clustersOf(config));
  return { observation, diagnosis: diagnose(observation, config, leftOut) };
}

/** The caller holds the cluster's lock. */
export async function runCluster(
  cluster: Cluster,
  config: Config,
  world: World,
  journal: Journal,
): Promise<ClusterOutcome> {
  const said = journalWith(journal, { cluster: cluster.name });
  const first = await lookTwiceWhereOneMayDeceive(cluster, config, world);
  await takeOverMemory(first.observation, world, said);
  return act(cluster, config, world, said, first);
}

/** How long the receivers may take to notice that the connection is gone, when this run starts in the moment of death. */
const SETTLE_MS = 200;

async function lookTwiceWhereOneMayDeceive(cluster: Cluster, config: Config, world: World): Promise<Look> {
  const first = await look(cluster, config, world);
  if (!isFreshDeath(first) && !isFollowedUnasked(first)) return first;
  await world.sleep(SETTLE_MS);
  return look(cluster, config, world);
}

function isFreshDeath({ observation, diagnosis: { name, primary } }: Look): boolean {
  const isNews = observation.memory?.condition == null;
  return name === 'suspectedDeadPrimary' && primary?.answers === false && isDown(primary.reason) && isNews;
}

/** The former primary could say that it is the primary again, and may only have been slow. */
function isFollowedUnasked({ diagnosis: { action } }: Look): boolean {
  if (action.kind !== 'follow') return false;
  const { former } = action.moved;
  return !former.answers && !isDown(former.reason);
}

/** Nothing is done: say so if it is news, and remember what the next run needs. */
async function stand(
  observation: Observation,
  diagnosis: Diagnosis,
  refusal: Refusal | null,
  config: Config,
  world: World,
  journal: Journal,
): Promise<ClusterOutcome> {
  const healthy = diagnosis.name === 'healthy';
  const says = refusal === null ? diagnosis.says : `${diagnosis.says}; nothing is done: ${refusal.refused}`;
  const advice = refusal?.advice ?? diagnosis.advice;
  const condition = healthy ? null : { says, advice, evidence: diagnosis.evidence, verdicts: refusal?.verdicts ?? [] };
  const remembered = rememberHealthy(observation, diagnosis, config);
  await recordCondition(observation, remembered, condition, world, journal);
  await recordLastSeen(observation, diagnosis, world, journal);
  return { cluster: observation.cluster.name, end: healthy ? 'healthy' : 'wrong', diagnosis, says };
}

/** What is no hurry: where it fails, what else is the matter comes next, and must not wait for a person. */
const HOUSEKEEPING: readonly DiagnosisName[] = [
  'strayReplicas',
  'receiverGaveUp',
  'formerPrimaryReturned',
  'formerPrimaryWritable',
  'readerInTrouble',
  'readerRecovered',
  'primaryReadsInVain',
  'semiSyncToRestore',
];

/** What ends with the stages of one plan; the look after it is for what else is the matter. */
const OVER_AT_ONCE: readonly Action['kind'][] = ['fence', 'withdrawWriters'];

/** Looks again under the lock before it acts, and after every stage that uncovers something new; the plan is made anew each time. */
async function act(
  cluster: Cluster,
  config: Config,
  world: World,
  journal: Journal,
  first: Look,
): Promise<ClusterOutcome> {
  const begin = world.now();
  const story = tellStory(journal, world.wallClock);
  const timeouts = { connectTimeoutMs: config.backendConnectTimeoutMs, readTimeoutMs: config.backendReadTimeoutMs };
  const locks = locksOfRun({
    ...timeouts,
    open: world.open,
    openApart: world.openApart,
    runTimeoutMs: config.failoverTimeoutMs,
  });
  const hands = {
    ...world,
    ...timeouts,
    replicationPassword: config.replication.password,
    journal: story.journal,
    whyNotLocked: locks.whyLost,
    whoIsBack: locks.whoIsBack,
  };
  const troubles: string[] = [];
  let recovery: UnfinishedRecovery | null = null;
  let announced: string | null = null;
  let isOver = false;
  const failed: Diagnosis[] = [];
  let seen = first;

  const conclude = async (end: 'repaired' | 'failed', diagnosis: Diagnosis, says: string): Promise<ClusterOutcome> => {
    const ms = Math.round(world.now() - begin);
    story.journal.say(end === 'failed' ? 'error' : 'info', `${end} after ${ms} ms: ${says}`, { ms });
    const outcome = recovery === null ? null : end === 'failed' ? 'failed' : outcomeOf(recovery, diagnosis);
    if (recovery !== null && outcome !== null) {
      await recordHistory(recovery, outcome, cluster, story.lines(), world, journal);
    }
    return { cluster: cluster.name, end, diagnosis, says };
  };

  /** `planned`: what is not done, where it comes to that. */
  const giveUp = async (
    { observation, diagnosis }: Look,
    refusal: Refusal | null,
    planned: string | null,
  ): Promise<ClusterOutcome> => {
    if (announced === null) return stand(observation, diagnosis, refusal, config, world, journal);
    if (failed[0] !== undefined) {
      await writeNewMemory(observation, rememberHealthy(observation, diagnosis, config), world, journal);
      await recordLastSeen(observation, diagnosis, world, journal);
      return conclude('failed', failed[0], troubles.join('; '));
    }
    if (recovery === null && refusal === null) return conclude('repaired', diagnosis, announced);
    const isDone = recovery === null && troubles.length === 0 && isOver && planned !== announced;
    if (!isDone) return conclude('failed', diagnosis, `cannot go on: ${refusal?.refused ?? diagnosis.says}`);
    // What is refused is another matter.
    await conclude('repaired', diagnosis, announced);
    return stand(observation, diagnosis, refusal, config, world, journal);
  };

  try {
    for (let looks = 0; ; looks += 1) {
      const leftOut = failed.map(({ name }) => name);
      if (looks > 0) seen = await look(cluster, config, world, leftOut);
      const { observation, diagnosis } = seen;
      recovery = observation.memory?.recovery ?? recovery;
      const { plan, refusal, quorum } = decide(observation, diagnosis, config);
      if (plan === null || refusal !== null) return await giveUp(seen, refusal, plan?.says ?? null);
      const locked = quorum === null ? 'held' : await locks.hold(quorum);
      if (typeof locked !== 'string') return await giveUp(seen, locked, plan.says);
      // What is asked of replicas can do no harm: the first look is enough for it.
      if (locked === 'justTaken' && diagnosis.action.kind !== 'askReplicas') continue;
      if (looks === MAX_LOOKS) return await conclude('failed', diagnosis, `still not over after ${MAX_LOOKS} looks`);
      if (announced !== plan.says) announce(story.journal, observation, diagnosis, plan);
      // Where the replicas find the primary, nothing has been done.
      if (diagnosis.action.kind !== 'askReplicas') {
        announced = plan.says;
        isOver = OVER_AT_ONCE.includes(diagnosis.action.kind);
      }
      const walked = await walk(plan.stages, hands);
      recovery = walked.recovery ?? recovery;
      // What the promotion would have lost is not lost.
      if (recovery !== null && diagnosis.action.kind === 'takePrimaryBack') recovery = { ...recovery, loss: plan.loss };
      troubles.push(...walked.troubles);
      // Whoever could not be told to follow is left behind still.
      const isLeft = diagnosis.action.kind === 'repointStrays' && walked.troubles.length > 0;
      if (HOUSEKEEPING.includes(diagnosis.name) && (walked.end === 'failed' || isLeft)) {
        failed.push(diagnosis);
        continue;
      }
      if (walked.end === 'failed') return await conclude('failed', diagnosis, troubles.join('; '));
      if (walked.end === 'lookAgain') continue;
      const end = failed.length > 0 ? 'failed' : 'repaired';
      const outcome = await conclude(end, diagnosis, [plan.says, ...troubles].join('; '));
      // Last: until then the next run takes the recovery for unfinished, and writes the history that this one could not.
      if (plan.memoryAfter !== null) {
        // Where a replica could not be started again, a later run has to know that it was this program that stopped it.
        const { halted = [], haltedAppliers = [] } = walked.memory ?? observation.memory ?? {};
        // And nobody has seen that one follow.
        const unfollowed = { halted, haltedAppliers, followers: [] };
        const memory = troubles.length === 0 ? plan.memoryAfter : { ...plan.memoryAfter, ...unfollowed };
        const ended =
          recovery === null || diagnosis.action.kind === 'takePrimaryBack'
            ? memory
            : withFinished(memory, recovery, world.wallClock());
        await writeMemory(ended, world, journal);
      }
      // Whoever is promoted after this is the newer one.
      if (diagnosis.action.kind === 'follow')
        await recordSeen(observation, diagnosis.action.moved.primary, world, journal);
      return outcome;
    }
  } catch (error) {
    // Before anything is announced nothing has been done: the caller says why.
    if (!(error instanceof Unanswered) || announced === null) throw error;
    return await conclude('failed', seen.diagnosis, [...troubles, `cannot look again: ${error.message}`].join('; '));
  } finally {
    locks.release();
  }
}

/** Null where what was done did not end the recovery. */
function outcomeOf(
  recovery: UnfinishedRecovery,
  { action }: Diagnosis,
): 'called off' | 'followed' | 'recovered' | null {
  switch (action.kind) {
    case 'takePrimaryBack':
      return 'called off';
    case 'follow':
      return 'followed';
    case 'failOver':
    case 'finishPromotion':
      return recovery.diagnosis === FOLLOWED ? 'followed' : 'recovered';
    default:
      return null;
  }
}

function announce(journal: Journal, observation: Observation, diagnosis: Diagnosis, plan: Plan): void {
  const level = diagnosis.action.kind === 'askReplicas' ? 'info' : 'warn';
  journal.say(level, `${diagnosis.says}: ${plan.says}`, { diagnosis: diagnosis.name, evidence: diagnosis.evidence });
  if (plan.loss !== null) journal.say(plan.loss.startsWith('known lost') ? 'warn' : 'info', plan.loss);
  const along = takenAlong(observation, plan);
  if (along !== null) journal.say('warn', along);
  for (const { server, chosen, because } of plan.verdicts) {
    journal.say('info', `candidate ${server}: ${chosen ? 'chosen' : 'not chosen'}, ${because}`);
  }
}
