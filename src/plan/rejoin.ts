/** The steps by which a former primary becomes a replica of the one that took its place. */
import type { ActionOf } from '../diagnose/diagnosis.ts';
import { isToFence, type ReturnedPrimary } from '../diagnose/former-primary.ts';
import { connectedReplicasOf, nameOf } from '../diagnose/topology.ts';
import { formatGtidSet } from '../mysql/gtid-set.ts';
import type { ReceiverSettings } from '../mysql/statements.ts';
import { type ClusterMemory, type FormerPrimary, memoryOf, type SetAsideReplica } from '../observe/memory.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import { leavingRows } from './hostgroups.ts';
import { settingsOf } from './receiver-settings.ts';
import { semiSyncReplicaSteps } from './semi-sync.ts';
import { type Plan, type Stage, type Step, stage, stages } from './steps.ts';
import { fenceStep, rejoinStep, type StepTimeouts } from './steps-on-mysql.ts';
import { rememberStep } from './steps-on-proxysql.ts';

/** Where no replica was ever seen: MySQL's own defaults try once a minute, and since 8.4 ten times in all. */
const NO_EXAMPLE: ReceiverSettings = { heartbeatSeconds: 5, connectRetrySeconds: 1, retryCount: 86_400, tls: {} };

export interface RejoinSettings extends StepTimeouts {
  /** The account with which a server reads from its source. */
  readonly replicationUser: string;
}

/** First nothing writes there any more, then what it has is looked at again, then it follows. */
export function planRejoin(
  observation: Observation,
  { primary, returned }: ActionOf<'rejoin'>,
  settings: RejoinSettings,
): Plan {
  const memory = memoryOf(observation);
  const toFence = returned.filter((one) => isToFence(observation, one));
  const toRejoin = returned.filter(({ state }) => state.kind === 'toRejoin');
  const follow = `let ${namesOf(toRejoin)} follow ${nameOf(primary)}`;
  const plan = leavingRows(observation);
  if (toFence.length > 0) {
    const rememberTried = (them: readonly ReturnedPrimary[]): Step =>
      rememberStep(
        `remember that ${namesOf(them)} could not be made read-only`,
        { ...memory, setAside: triedNow(memory, them, observation) },
        observation.at,
        settings.statementTimeoutMs,
      );
    const fence: Stage = {
      ...stage(
        'fence',
        toFence.map((one) => ({ ...fenceStep(one.server, settings), orElse: rememberTried([one]) })),
      ),
      orElseTogether: (failed) => rememberTried(toFence.filter((_, index) => failed.includes(index))),
    };
    return {
      ...plan,
      says: toRejoin.length > 0 ? follow : `make ${namesOf(toFence)} read-only`,
      memoryAfter: null,
      stages: [{ ...fence, thenLookAgain: toRejoin.length > 0 ? 'always' : 'never' }],
    };
  }
  return {
    ...plan,
    says: follow,
    memoryAfter: withReplicas(memory, toRejoin, primary),
    stages: rejoinStages(observation, memory, toRejoin, primary, settings),
  };
}

function rejoinStages(
  observation: Observation,
  memory: ClusterMemory,
  toRejoin: readonly ReturnedPrimary[],
  primary: AnsweringServer,
  settings: RejoinSettings,
): Stage[] {
  const uuids = toRejoin.map(({ server }) => server.facts.serverUuid);
  const tried: ClusterMemory = {
    ...memory,
    // A run that is cut off between CHANGE REPLICATION SOURCE and START REPLICA leaves the start to the next one.
    halted: [...new Set([...memory.halted, ...uuids])],
    haltedAppliers: [...new Set([...memory.haltedAppliers, ...uuids])],
    setAside: triedNow(memory, toRejoin, observation),
  };
  const connected = connectedReplicasOf(observation, primary);
  const example = settingsOf(connected, memory.receiverSettings) ?? NO_EXAMPLE;
  return [
    stage('remember', [
      rememberStep('remember who is told to follow', tried, observation.at, settings.statementTimeoutMs),
    ]),
    ...stages([
      stage(
        'semi-sync',
        semiSyncReplicaSteps(
          memory,
          toRejoin.map(({ server }) => server),
          settings,
        ),
      ),
    ]),
    stage(
      'rejoin',
      toRejoin.map(({ server, state }) => {
        const channel = state.kind === 'toRejoin' ? state.channel : null;
        return rejoinStep(server, channel, primary, settings.replicationUser, example, settings);
      }),
    ),
  ];
}

function triedNow(
  { setAside }: ClusterMemory,
  them: readonly ReturnedPrimary[],
  { at }: Observation,
): ClusterMemory['setAside'] {
  const remembered = them.map((one) => one.remembered);
  return setAside.map((one) =>
    one.why === 'formerPrimary' && remembered.includes(one) ? { ...one, triedAt: at } : one,
  );
}

/** They are replicas from now on; their reads come back when they have caught up. */
function withReplicas(
  memory: ClusterMemory,
  rejoined: readonly ReturnedPrimary[],
  primary: AnsweringServer,
): ClusterMemory {
  const remembered = rejoined.map((one) => one.remembered);
  return {
    ...memory,
    setAside: memory.setAside.map((one) =>
      one.why === 'formerPrimary' && remembered.includes(one) ? replicaAgain(one, primary) : one,
    ),
  };
}

export function replicaAgain({ serverUuid, endpoints }: FormerPrimary, primary: AnsweringServer): SetAsideReplica {
  const mustHave = formatGtidSet(primary.facts.gtidExecuted);
  return { serverUuid, endpoints, why: 'catchesUp', mustHave, wellSince: null };
}

function namesOf(returned: readonly ReturnedPrimary[]): string {
  return returned.map(({ server }) => nameOf(server)).join(', ');
}
