/**
 * One ordered table of conditions: the first that holds is the diagnosis. Each row is a sentence, the condition behind it, the
 * facts that a person should see, and what is done.
 */
import { isEmpty } from '../mysql/gtid-set.ts';
import { FOLLOWED } from '../observe/finished-recoveries.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import { counted } from './counted.ts';
import type { Action, Diagnosis, DiagnosisName } from './diagnosis.ts';
import {
  comparisonEvidence,
  describeErrant,
  describeReplica,
  describeReturned,
  followingEvidence,
  hostgroupEvidence,
  movedEvidence,
  primaryEvidence,
  quarantineEvidence,
  readOnlyEvidence,
  recoveryEvidence,
  replicaEvidence,
  rivalEvidence,
  semiSyncEvidence,
  silentEvidence,
  unsupportedEvidence,
} from './evidence.ts';
import { needsFence, type ReturnedPrimary } from './former-primary.ts';
import type { Rival } from './moved-primary.ts';
import { restorableSemiSync } from './semi-sync-to-restore.ts';
import { waitsForReplicas, waitsInVain } from './semi-sync-waits.ts';
import {
  drawSituation,
  isAlive,
  type Limits,
  promotionIsDecided,
  restartedReadOnly,
  type Situation,
} from './situation.ts';
import { followsAny, isFailedPrimary, isInWriterHostgroup, nameOf } from './topology.ts';

interface Condition {
  readonly name: DiagnosisName;
  readonly says: (situation: Situation) => string;
  readonly when: (situation: Situation) => boolean;
  readonly evidence: (situation: Situation) => string[];
  readonly action: Action;
  readonly advice: string;
}

const recovery = (s: Situation) => s.observation.memory?.recovery ?? null;
const promotionRuns = (s: Situation): boolean => recovery(s) !== null && !promotionIsDecided(s);
const primaryName = (s: Situation): string => (s.primary === null ? 'the primary' : nameOf(s.primary.server));
/** The server an earlier run here promoted has restarted read-only, and another host has promoted another one since. */
const isSucceeded = (s: Situation): boolean => {
  const failed = recovery(s)?.failedPrimary;
  if (failed === undefined || !s.promoting?.answers || !s.promoting.facts.readOnly) return false;
  return s.writable.some((one) => !isFailedPrimary(one, failed) && !followsAny(s.observation, one));
};
/** They are in the way of a primary that is given its place back, and of a failover where they lead others or have more. */
const rivalsInTheWay = (s: Situation): Rival[] => {
  const isReadOnly = s.primary?.server.answers === true && s.primary.server.facts.readOnly;
  if (!failedPrimaryIsBack(s) && !isReadOnly && s.primaryState !== 'gone') return [];
  return s.rivals.filter(({ isSource, hasMore }) => s.primaryState === 'answers' || isSource || hasMore);
};
const anyLooked = (s: Situation): boolean => s.observation.servers.length > 0;

/** What a person can do about transactions that the primary lacks. */
const SEE_THEM = 'mysqlbinlog --include-gtids shows what is in them';
const LET_THE_PRIMARY_HAVE_THEM =
  'If they changed nothing that matters: commit an empty transaction for each on the primary (SET GTID_NEXT)';

export const CONDITIONS: readonly Condition[] = [
  {
    name: 'noServers',
    says: ({ observation: { cluster } }) =>
      `hostgroups ${cluster.writerHostgroup} and ${cluster.readerHostgroup} have no server in mysql_servers`,
    when: (s) => !anyLooked(s),
    evidence: () => [],
    action: 'none',
    advice:
      'check writerHostgroup and readerHostgroup in the config, or insert the servers and LOAD MYSQL SERVERS TO RUNTIME',
  },
  {
    name: 'givenUpServerWritable',
    says: (s) =>
      `${s.givenUp.map(nameOf).join(', ')} was given up in the middle of its promotion and is writable after all`,
    when: (s) => s.givenUp.length > 0,
    evidence: (s) => [...s.givenUp.map(readOnlyEvidence), ...primaryEvidence(s)],
    action: 'fence',
    advice: '',
  },
  {
    name: 'primaryMovedElsewhere',
    says: (s) =>
      s.moved === null
        ? 'another server is the primary'
        : `another host or a person has made ${nameOf(s.moved.primary)} the primary in place of ${nameOf(s.moved.former)}`,
    when: (s) => s.moved !== null && hostgroupEvidence(s).length === 0,
    evidence: movedEvidence,
    action: 'follow',
    advice: '',
  },
  {
    name: 'unfinishedPromotion',
    says: (s) =>
      `an earlier run promoted ${s.promoting === null ? 'a server' : nameOf(s.promoting)} and did not finish`,
    when: (s) => recovery(s) !== null && promotionIsDecided(s) && !isSucceeded(s),
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'finishPromotion',
    advice: '',
  },
  {
    name: 'promotedServerLost',
    says: (s) =>
      `${s.promoting === null ? 'the promoted server' : nameOf(s.promoting)} was being promoted and no longer answers`,
    when: (s) =>
      promotionRuns(s) &&
      s.promoting !== null &&
      !s.promoting.answers &&
      (isInWriterHostgroup(s.observation, s.promoting) || isAlive(s.promoting.reason) || isFollowing(s)),
    evidence: (s) => [recoveryEvidence(s), ...silentEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice:
      'it may have taken writes: bring it back if you can; if not, delete the cluster’s row from disk.proxysql_failover_state and the next run promotes another replica',
  },
  {
    name: 'primaryMayHaveMoved',
    says: (s) => `${namesOf(rivalsInTheWay(s))} may be the primary by now, in place of ${primaryName(s)}`,
    when: (s) => rivalsInTheWay(s).length > 0 && s.writable.every((one) => one === s.primary?.server),
    evidence: (s) => [...rivalsInTheWay(s).flatMap(rivalEvidence), ...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice:
      'if it is the primary, bring it back or make it writable; if it is not, let it and what follows it replicate from the primary, or take it out of mysql_servers',
  },
  {
    name: 'primaryReturned',
    says: (s) => `${primaryName(s)} answers again, before any server was promoted in its place`,
    when: (s) => failedPrimaryIsBack(s) && (isEmpty(s.comparison.onlyReplicas) || waitsForReplicas(s)),
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'takePrimaryBack',
    advice: '',
  },
  {
    name: 'primaryReturnedWithLess',
    says: (s) => `${primaryName(s)} answers again, and lacks what a replica has received from it`,
    when: (s) => failedPrimaryIsBack(s) && isEmpty(s.comparison.onlyPrimary),
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
    action: 'failOver',
    advice: '',
  },
  {
    name: 'primaryReturnedDiverged',
    says: (s) => `${primaryName(s)} answers again, and it and its replicas each have what the other lacks`,
    when: failedPrimaryIsBack,
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice:
      'decide whose transactions may go (mysqlbinlog --include-gtids shows them), make that server the writer in mysql_servers and let the others follow it, then delete the cluster’s row from disk.proxysql_failover_state',
  },
  {
    name: 'hostgroupsContradict',
    says: ({ observation: { cluster } }) => `the hostgroups of ${cluster.name} contradict mysql_replication_hostgroups`,
    when: (s) => hostgroupEvidence(s).length > 0,
    evidence: hostgroupEvidence,
    action: 'none',
    advice: 'give both the same writer/reader pair, and a quarantineHostgroup that no pair uses',
  },
  {
    name: 'unsupportedServer',
    says: (s) => `${s.unsupported.map(nameOf).join(', ')}: not a server this program can work with`,
    when: (s) =>
      s.unsupported.some((server) => server === s.primary?.server) ||
      (s.primary === null && s.unsupported.length > 0) ||
      (s.primaryState === 'answers' && s.unsupported.length > 0),
    evidence: unsupportedEvidence,
    action: 'none',
    advice: 'take it out of the cluster’s hostgroups',
  },
  {
    name: 'intruderWritable',
    says: (s) => `${intruders(s).map(nameOf).join(', ')} takes writes, and ${primaryName(s)} is the primary`,
    when: (s) => intruders(s).length > 0,
    evidence: (s) => [
      ...s.writable.map(readOnlyEvidence),
      ...primaryEvidence(s),
      ...s.observation.servers.flatMap(followingEvidence),
    ],
    action: 'fence',
    advice: '',
  },
  {
    name: 'writersUndecided',
    says: (s) =>
      `ProxySQL sends writes to ${s.writable.map(nameOf).join(' and ')}, and nothing tells which of them is the primary`,
    when: (s) => s.judged.kind === 'undecided',
    evidence: (s) => [...s.writable.map(readOnlyEvidence), ...s.observation.servers.flatMap(followingEvidence)],
    action: 'withdrawWriters',
    advice: '',
  },
  {
    name: 'moreThanOneWritable',
    says: (s) => `more than one server is writable: ${s.writable.map(nameOf).join(', ')}`,
    when: (s) =>
      s.writable.length > 1 || s.writable.some((server) => s.primary !== null && server !== s.primary.server),
    evidence: (s) => [...s.writable.map(readOnlyEvidence), ...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice:
      'decide which is the primary and SET GLOBAL super_read_only = ON on every other; nothing is promoted meanwhile',
  },
  {
    name: 'noPrimaryKnown',
    says: () => 'no primary: no server is writable, and replication does not lead to one server',
    when: (s) => s.primary === null,
    evidence: (s) => [...silentEvidence(s), ...s.observation.servers.flatMap(followingEvidence)],
    action: 'none',
    advice: 'make the right server writable (SET GLOBAL read_only = OFF) and put it into the writer hostgroup',
  },
  {
    name: 'primaryRestartedReadOnly',
    says: (s) => `the primary ${primaryName(s)} was restarted and came back read-only`,
    when: restartedReadOnly,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'makePrimaryWritable',
    advice: '',
  },
  {
    name: 'strayReplicas',
    says: (s) =>
      `${[...s.strays, ...s.idle].map(({ server }) => nameOf(server)).join(', ')} was left behind by a failover`,
    when: (s) => s.primaryState === 'answers' && s.strays.length + s.idle.length > 0,
    evidence: (s) => [...primaryEvidence(s), ...s.strays.map(describeReplica), ...s.idle.map(describeReplica)],
    action: 'repointStrays',
    advice: '',
  },
  {
    name: 'formerPrimaryReturned',
    says: (s) => `${namesOf(s.returned.filter(wantsAction))} was the primary, or was to be, and answers again`,
    when: (s) => s.returned.some(wantsAction),
    evidence: (s) => [...s.returned.filter(wantsAction).map(describeReturned), ...primaryEvidence(s)],
    action: 'rejoin',
    advice: '',
  },
  {
    name: 'primaryReadOnly',
    says: (s) => `the primary ${primaryName(s)} is read-only`,
    when: (s) => s.primary?.server.answers === true && s.primary.server.facts.readOnly,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice: 'if it is the right server: SET GLOBAL read_only = OFF there',
  },
  {
    name: 'primaryNotInWriterHostgroup',
    says: (s) => `the primary ${primaryName(s)} is not in writer hostgroup ${s.observation.cluster.writerHostgroup}`,
    when: (s) => s.primaryState === 'answers' && !s.primaryInWriterHostgroup,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice: 'put it there in mysql_servers, then LOAD MYSQL SERVERS TO RUNTIME',
  },
  {
    name: 'readerInTrouble',
    says: (s) => `${namesOf(s.toSetAside)} serves reads and should not, while another reader is well`,
    when: (s) => s.toSetAside.length > 0,
    evidence: (s) => s.toSetAside.map(({ server, because }) => `${nameOf(server)}: ${because}`),
    action: 'setReadersAside',
    advice: '',
  },
  {
    name: 'readerRecovered',
    says: (s) => `${s.toReadmit.map(nameOf).join(', ')} was set aside and can serve reads again`,
    when: (s) => s.toReadmit.length > 0,
    evidence: (s) => s.toReadmit.flatMap(followingEvidence),
    action: 'readmitReaders',
    advice: '',
  },
  {
    name: 'semiSyncToRestore',
    says: (s) =>
      `${primaryName(s)} waits for fewer replicas (semi-sync) than the primary before it, and enough that confirm are connected`,
    when: (s) => restorableSemiSync(s) !== null,
    evidence: (s) => [...primaryEvidence(s), ...semiSyncEvidence(s), ...replicaEvidence(s)],
    action: 'restoreSemiSync',
    advice: '',
  },
  {
    name: 'writesWaitForReplicas',
    says: (s) => `writes on the primary ${primaryName(s)} wait for confirmations of replicas that are not there`,
    when: waitsInVain,
    evidence: (s) => [...primaryEvidence(s), ...semiSyncEvidence(s), ...replicaEvidence(s), ...silentEvidence(s)],
    action: 'none',
    advice:
      'bring a replica back, or SET GLOBAL rpl_semi_sync_source_enabled = OFF on the primary; rpl_semi_sync_source_timeout there bounds the wait',
  },
  {
    name: 'formerPrimaryDiverged',
    says: (s) =>
      `${namesOf(s.returned.filter(isDiverged))} was the primary, is back and has transactions that ${primaryName(s)} lacks`,
    when: (s) => s.returned.some(isDiverged),
    evidence: (s) => [...s.returned.filter(isDiverged).map(describeReturned), ...primaryEvidence(s)],
    action: 'none',
    advice:
      `it stays in quarantine. ${SEE_THEM}. If they may go: rebuild it from the primary (CLONE INSTANCE FROM), ` +
      `or take its row out of mysql_servers. ${LET_THE_PRIMARY_HAVE_THEM}, then it follows by itself`,
  },
  {
    name: 'formerPrimaryCannotFollow',
    says: (s) => `${namesOf(s.returned.filter(isStuck))} was the primary, is back and cannot follow ${primaryName(s)}`,
    when: (s) => s.returned.some(isStuck),
    evidence: (s) => [...s.returned.filter(isStuck).map(describeReturned), ...primaryEvidence(s)],
    action: 'none',
    advice:
      'it stays in quarantine: remove what stands in its way and it serves reads again by itself; rebuild it from the primary (CLONE INSTANCE FROM), or take its row out of mysql_servers',
  },
  {
    name: 'primaryWithoutReplicas',
    says: (s) => `the primary ${primaryName(s)} is writable and has no replica`,
    when: (s) => s.primaryState === 'answers' && s.replicas.length === 0 && s.broken.length === 0,
    evidence: (s) => [...primaryEvidence(s), ...quarantineEvidence(s)],
    action: 'none',
    advice: 'if it died now, nothing could take its place: add a replica to the reader hostgroup',
  },
  {
    name: 'replicaBroken',
    says: (s) => `${s.broken.map(({ server }) => nameOf(server)).join(', ')} does not replicate`,
    when: (s) => s.primaryState === 'answers' && s.broken.length > 0,
    evidence: (s) => s.broken.map(({ server, because }) => `${nameOf(server)}: ${because}`),
    action: 'none',
    advice: 'repair its replication, or take it out of mysql_servers',
  },
  {
    name: 'replicaLagging',
    says: (s) => `${s.lagging.map(({ server }) => nameOf(server)).join(', ')} lags`,
    when: (s) => s.primaryState === 'answers' && s.lagging.length > 0,
    evidence: (s) => s.lagging.map(describeReplica),
    action: 'none',
    advice: 'a failover now would first have to apply what it received',
  },
  {
    name: 'serverInQuarantine',
    says: (s) => `${s.quarantined.map(nameOf).join(', ')} is in quarantine and answers`,
    when: (s) => s.primaryState === 'answers' && s.quarantined.length > 0,
    evidence: (s) => [...s.quarantined.map(readOnlyEvidence), ...primaryEvidence(s)],
    action: 'none',
    advice:
      'let it follow the primary (CHANGE REPLICATION SOURCE TO), then move its row from the quarantine to the reader hostgroup; or take it out of mysql_servers',
  },
  {
    name: 'errantTransactions',
    says: (s) => `${namesOf(s.errant)} has transactions that the primary ${primaryName(s)} never had`,
    when: (s) => s.primaryState === 'answers' && s.errant.length > 0,
    evidence: (s) => [...s.errant.map(describeErrant), ...primaryEvidence(s)],
    action: 'none',
    advice:
      `they would come back with a failover, or a failover would be refused for them. ${SEE_THEM}. If they may go: ` +
      `rebuild that replica (CLONE INSTANCE FROM). ${LET_THE_PRIMARY_HAVE_THEM}`,
  },
  {
    name: 'healthy',
    says: (s) => `the primary ${primaryName(s)} is writable, ${counted(s.replicas.length, 'replica')} replicating`,
    when: (s) => s.primaryState === 'answers',
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...quarantineEvidence(s)],
    action: 'none',
    advice: '',
  },
  {
    name: 'primaryRefusesThisHost',
    says: (s) => `the primary ${primaryName(s)} is alive but does not let this program in`,
    when: (s) => s.primaryState === 'alive',
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice: 'check the account in "mysql" of the config, its grants, and max_connections on the server',
  },
  {
    name: 'deadPrimaryAndReplicas',
    says: (s) => `neither the primary ${primaryName(s)} nor any of its replicas answers`,
    when: (s) => s.replicas.length === 0 && s.silent.length > 0,
    evidence: (s) => [...primaryEvidence(s), ...silentEvidence(s)],
    action: 'none',
    advice: 'look at the network between this host and the servers first; nothing can be promoted',
  },
  {
    name: 'deadPrimaryWithoutReplicas',
    says: (s) => `the primary ${primaryName(s)} does not answer and no replica of it is known`,
    when: (s) => s.replicas.length === 0,
    evidence: primaryEvidence,
    action: 'none',
    advice: 'bring the primary back; nothing can be promoted',
  },
  {
    name: 'suspectedDeadPrimary',
    says: (s) =>
      `this host cannot reach the primary ${primaryName(s)}, and ${s.suspects.map(({ server }) => nameOf(server)).join(', ')} may not have noticed yet`,
    when: (s) => s.primaryState === 'gone' && s.suspects.length > 0 && !s.isConfirmedAlive,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'askReplicas',
    advice: '',
  },
  {
    name: 'unreachablePrimary',
    says: (s) =>
      s.connected.length > 0
        ? `this host cannot reach the primary ${primaryName(s)}, its replicas can`
        : `this host cannot tell whether the primary ${primaryName(s)} is alive`,
    when: (s) => s.connected.length > 0 || s.primaryState === 'unclear',
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice:
      'look at the network between this host and the primary; replicas that are connected are proof that it lives',
  },
  {
    name: 'deadPrimaryUnconfirmed',
    says: (s) =>
      `the primary ${primaryName(s)} does not answer, and no replica can say whether it is alive: their receivers are stopped`,
    when: (s) => s.witnesses.length === 0,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: 'none',
    advice: 'START REPLICA on a replica: what it finds decides',
  },
  {
    name: 'deadPrimaryAndSomeReplicas',
    says: (s) => `the primary ${primaryName(s)} is dead, and ${counted(s.silent.length, 'other server')} with it`,
    when: (s) => s.silent.length > 0,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...silentEvidence(s), ...unsupportedEvidence(s)],
    action: 'failOver',
    advice: '',
  },
  {
    name: 'deadPrimary',
    says: (s) => `the primary ${primaryName(s)} is dead`,
    when: () => true,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...unsupportedEvidence(s)],
    action: 'failOver',
    advice: '',
  },
];

/** Names what is the matter. Pure: the same observation gives the same diagnosis. */
export function diagnose(observation: Observation, limits: Limits): Diagnosis {
  const situation = drawSituation(observation, limits);
  for (const condition of CONDITIONS) {
    if (!condition.when(situation)) continue;
    return {
      name: condition.name,
      action: condition.action,
      says: condition.says(situation),
      evidence: condition.evidence(situation),
      advice: condition.advice,
      primary: situation.primary?.server ?? null,
    };
  }
  throw new Error('the diagnosis table has no last row');
}

/** What this host has begun to follow another one has promoted, or a person: it took writes. */
function isFollowing(s: Situation): boolean {
  return recovery(s)?.diagnosis === FOLLOWED;
}

function failedPrimaryIsBack(s: Situation): boolean {
  const failed = recovery(s)?.failedPrimary;
  if (failed === undefined || s.primary === null || !promotionRuns(s)) return false;
  const { server } = s.primary;
  return s.primaryState === 'answers' && isFailedPrimary(server, failed) && s.writable.every((one) => one === server);
}

function intruders({ judged }: Situation): readonly AnsweringServer[] {
  return judged.kind === 'decided' ? judged.intruders : [];
}

function namesOf(them: readonly { readonly server: ObservedServer }[]): string {
  return them.map(({ server }) => nameOf(server)).join(', ');
}

function wantsAction(returned: ReturnedPrimary): boolean {
  return needsFence(returned) || returned.state.kind === 'toRejoin';
}

function isDiverged({ state }: ReturnedPrimary): boolean {
  return state.kind === 'diverged';
}

function isStuck({ state }: ReturnedPrimary): boolean {
  return state.kind === 'cannotFollow';
}
