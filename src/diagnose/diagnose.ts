/**
 * One ordered table of conditions: the first that holds is the diagnosis. Each row is a sentence, the condition behind it, the
 * facts that a person should see, and what is done.
 */
import { contains, isEmpty } from '../mysql/gtid-set.ts';
import { isDown } from '../mysql/session.ts';
import { FOLLOWED } from '../observe/finished-recoveries.ts';
import type { UnfinishedRecovery } from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import { KEEP_OUT, REBUILD_IT } from './advice.ts';
import { type Condition, condition, some } from './condition.ts';
import { counted } from './counted.ts';
import type { Diagnosis, DiagnosisName } from './diagnosis.ts';
import {
  askedInVainEvidence,
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
import { isToFence, type ReturnedPrimary, writableFormerPrimaries } from './former-primary.ts';
import { hasServed, hasStayedDown } from './has-served.ts';
import { leftInQuarantine } from './left-in-quarantine.ts';
import { failoverWithLostRows } from './lost-rows.ts';
import type { Rival } from './moved-primary.ts';
import { restorableSemiSync } from './semi-sync-to-restore.ts';
import { waitsForReplicas, waitsInVain } from './semi-sync-waits.ts';
import {
  decidedPromotion,
  drawSituation,
  isAlive,
  type Limits,
  restartedReadOnly,
  type Situation,
} from './situation.ts';
import {
  executedWhenSeen,
  followsAny,
  hasRestarted,
  isAt,
  isFailedPrimary,
  isInWriterHostgroup,
  isKnownAs,
  isToldToStayOut,
  knownPrimary,
  nameOf,
  type Replica,
} from './topology.ts';

/**
 * True of a former primary, of a detached replica that was fenced, of one that was given up in its promotion, and of a replica that was out
 * of reach and followed nobody after.
 */
const WAS_REPLACED = 'was the primary, took writes beside it, or was left behind by a failover';

/** What a person can do about transactions that the primary lacks. */
const SEE_THEM = 'mysqlbinlog --include-gtids shows what is in them';
const LET_THE_PRIMARY_HAVE_THEM =
  'If they changed nothing that matters: commit an empty transaction for each on the primary (SET GTID_NEXT)';

const LOOK_AT_THE_MONITOR =
  'look at ProxySQL’s monitor, which moves servers between the hostgroups (mysql_server_read_only_log, mysql-monitor_username)';

export const CONDITIONS: readonly Condition[] = [
  condition({
    name: 'rowsLost',
    when: ({ observation }) => failoverWithLostRows(observation),
    says: ({ observation: { cluster } }) =>
      `ProxySQL has come back without a server of ${cluster.name}: it was stopped in the middle of a failover while it saved them`,
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s)],
    action: (recovery) => ({ kind: 'restoreRows', recovery }),
  }),
  condition({
    name: 'noServers',
    when: (s) => s.observation.servers.length === 0,
    says: ({ observation: { cluster } }) =>
      `hostgroups ${cluster.writerHostgroup} and ${cluster.readerHostgroup} have no server in mysql_servers`,
    evidence: () => [],
    advice:
      'check writerHostgroup and readerHostgroup in the config, or insert the servers and LOAD MYSQL SERVERS TO RUNTIME',
  }),
  condition({
    name: 'givenUpServerWritable',
    when: (s) => some(s.givenUp),
    says: (_, givenUp) =>
      `${givenUp.map(nameOf).join(', ')} was given up in the middle of its promotion and is writable after all`,
    evidence: (s, givenUp) => [...givenUp.map(readOnlyEvidence), ...primaryEvidence(s)],
    action: (givenUp, s) => ({ kind: 'fence', servers: [...new Set([...givenUp, ...(intruders(s) ?? [])])] }),
  }),
  condition({
    name: 'primaryMovedElsewhere',
    when: (s) => hostgroupEvidence(s).length === 0 && s.moved,
    says: (_, { primary, former }) =>
      `another host or a person has made ${nameOf(primary)} the primary in place of ${nameOf(former)}`,
    evidence: movedEvidence,
    action: (moved) => ({ kind: 'follow', moved }),
  }),
  condition({
    name: 'unfinishedPromotion',
    when: unfinishedPromotion,
    says: (_, { promoted }) => `an earlier run promoted ${nameOf(promoted)} and did not finish`,
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
    action: (promotion) => ({ kind: 'finishPromotion', ...promotion }),
  }),
  condition({
    name: 'promotedServerLost',
    when: (s) => promotionRuns(s) && mayHaveTakenWrites(s),
    says: (_, promoting) => `${nameOf(promoting)} was being promoted and no longer answers`,
    evidence: (s) => [recoveryEvidence(s), ...silentEvidence(s), ...replicaEvidence(s)],
    advice:
      'it may have taken writes: bring it back if you can. If not: make the replica that is to take over writable (STOP REPLICA, RESET REPLICA ALL, SET GLOBAL read_only = OFF), put it into the writer hostgroup, and delete the cluster’s row from disk.proxysql_failover_state',
  }),
  condition({
    name: 'primaryMayHaveMoved',
    when: (s) => s.writable.every((one) => one === s.primary?.server) && some(rivalsInTheWay(s)),
    says: (s, rivals) => `${namesOf(rivals)} may be the primary by now, in place of ${primaryName(s)}`,
    evidence: (s, rivals) => [...rivals.flatMap(rivalEvidence), ...primaryEvidence(s), ...replicaEvidence(s)],
    advice: `if it is the primary, bring it back or make it writable; if it is not, let it and what follows it replicate from the primary, or ${KEEP_OUT}`,
  }),
  condition({
    name: 'primaryReturned',
    when: (s) => (isEmpty(s.comparison.onlyReplicas) || waitsForReplicas(s)) && failedPrimaryThatIsBack(s),
    says: (_, { primary }) => `${nameOf(primary)} answers again, before any server was promoted in its place`,
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...replicaEvidence(s)],
    action: (back, { idle }) => ({ kind: 'takePrimaryBack', ...back, idle }),
  }),
  condition({
    name: 'primaryReturnedWithLess',
    when: (s) => isEmpty(s.comparison.onlyPrimary) && (failedPrimaryThatIsBack(s) ?? primaryThatLost(s)),
    says: (_, { primary }) => `${nameOf(primary)} answers again, and lacks what a replica has received from it`,
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
    action: ({ primary }) => ({ kind: 'failOver', primary }),
  }),
  condition({
    name: 'primaryReturnedDiverged',
    when: (s) => failedPrimaryThatIsBack(s) ?? primaryThatLost(s),
    says: (_, { primary }) =>
      `${nameOf(primary)} answers again, and it and its replicas each have what the other lacks`,
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
    advice:
      'decide whose transactions may go (mysqlbinlog --include-gtids shows them), make that server the writer in mysql_servers and let the others follow it, then delete the cluster’s row from disk.proxysql_failover_state',
  }),
  condition({
    name: 'primaryReturnedKeptOut',
    when: failedPrimaryThatStaysOut,
    says: (_, { primary }) => `${nameOf(primary)} answers again, and a person keeps it in quarantine`,
    evidence: (s) => [recoveryEvidence(s), ...primaryEvidence(s), ...comparisonEvidence(s), ...replicaEvidence(s)],
    action: ({ primary }) => ({ kind: 'failOver', primary }),
  }),
  condition({
    name: 'hostgroupsContradict',
    when: (s) => some(hostgroupEvidence(s)),
    says: ({ observation: { cluster } }) => `the hostgroups of ${cluster.name} contradict mysql_replication_hostgroups`,
    evidence: hostgroupEvidence,
    advice: 'give both the same writer/reader pair, and a quarantineHostgroup that no pair uses',
  }),
  condition({
    name: 'unsupportedPrimary',
    when: ({ unsupported, primary }) => unsupported.find((server) => server === primary?.server) ?? null,
    says: (_, primary) => `the primary ${nameOf(primary)} is not a server this program can work with`,
    evidence: (s) => [...unsupportedEvidence(s), ...replicaEvidence(s)],
    advice: 'take it out of the cluster’s hostgroups',
  }),
  condition({
    name: 'anotherServerAtPrimary',
    when: strangerInItsPlace,
    says: (_, stranger) =>
      `another server than the primary answers at ${nameOf(stranger)}, and it lacks what the replicas of that one have`,
    evidence: (s, stranger) => [
      `${nameOf(stranger)} has the server_uuid ${stranger.facts.serverUuid}, the primary had ${s.observation.memory?.primary?.serverUuid ?? 'none'}`,
      ...primaryEvidence(s),
      ...comparisonEvidence(s),
      ...replicaEvidence(s),
    ],
    advice:
      'if it is to be the primary, let it first have what they have (SET GLOBAL super_read_only = OFF, then CLONE INSTANCE FROM one of them); if not, stop it, and the next run fails over',
  }),
  condition({
    name: 'intruderWritable',
    when: intruders,
    says: (s, servers) => {
      const known = knownPrimary(s.observation);
      const isNamed = known !== null && servers.some((server) => server === s.primary?.server);
      const because = isNamed
        ? `${nameOf(known)} was the primary when all was well`
        : `${primaryName(s)} is the primary`;
      return `${servers.map(nameOf).join(', ')} takes writes, and ${because}`;
    },
    evidence: (s) => [
      ...s.writable.map(readOnlyEvidence),
      ...primaryEvidence(s),
      ...s.observation.servers.flatMap(followingEvidence),
    ],
    action: (servers) => ({ kind: 'fence', servers }),
  }),
  condition({
    name: 'writersUndecided',
    when: ({ judged }) => judged.kind === 'undecided' && judged.writers,
    says: (s) =>
      `ProxySQL sends writes to ${s.writable.map(nameOf).join(' and ')}, and nothing tells which of them is the primary`,
    evidence: (s) => [...s.writable.map(readOnlyEvidence), ...s.observation.servers.flatMap(followingEvidence)],
    action: (writers) => ({ kind: 'withdrawWriters', writers }),
  }),
  condition({
    name: 'moreThanOneWritable',
    when: (s) =>
      takingWrites(s).length > 1 || takingWrites(s).some((server) => s.primary !== null && server !== s.primary.server),
    says: (s) =>
      takingWrites(s).length > 1
        ? `more than one server is writable: ${takingWrites(s).map(nameOf).join(', ')}`
        : `${takingWrites(s).map(nameOf).join()} is writable, and ${primaryName(s)}, the primary by all else, ${howItDoes(answering(s))}`,
    evidence: (s) => [...takingWrites(s).map(readOnlyEvidence), ...primaryEvidence(s), ...replicaEvidence(s)],
    advice:
      'decide which is the primary, SET GLOBAL super_read_only = ON on every other, and see that the primary is in the writer hostgroup; nothing is promoted meanwhile',
  }),
  condition({
    name: 'primaryRestartedReadOnly',
    when: (s) => restartedReadOnly(s) && answering(s),
    says: (_, primary) => `the primary ${nameOf(primary)} was restarted and came back read-only`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: (primary) => ({ kind: 'makePrimaryWritable', primary }),
  }),
  condition({
    name: 'noPrimaryKnown',
    when: (s) => s.primary === null,
    says: () => 'no primary: no server is writable, and replication does not lead to one server',
    evidence: (s) => [
      ...silentEvidence(s),
      ...unsupportedEvidence(s),
      ...s.observation.servers.flatMap(followingEvidence),
    ],
    advice: 'make the right server writable (SET GLOBAL read_only = OFF) and put it into the writer hostgroup',
  }),
  condition({
    name: 'formerPrimaryReturned',
    when: (s) => withPrimary(s, wanting(s)),
    says: (_, { them }) => `${namesOf(them)} ${WAS_REPLACED}, and answers again`,
    evidence: (s, { them }) => [...them.map(describeReturned), ...primaryEvidence(s)],
    action: ({ primary, them }) => ({ kind: 'rejoin', primary, returned: them }),
  }),
  condition({
    name: 'strayReplicas',
    when: (s) => unfinished(s) === null && s.strays.length + s.idle.length > 0 && answering(s),
    says: ({ strays, idle }) => `${namesOf([...strays, ...idle])} was left behind by a failover`,
    evidence: (s) => [...primaryEvidence(s), ...s.strays.map(describeReplica), ...s.idle.map(describeReplica)],
    action: (primary, { strays, idle }) => ({ kind: 'repointStrays', primary, strays, idle }),
  }),
  condition({
    name: 'receiverGaveUp',
    when: (s) => unfinished(s) === null && s.gaveUp.length > 0 && answering(s),
    says: (s, primary) => `${namesOf(s.gaveUp)} has given up looking for the primary ${nameOf(primary)}, which answers`,
    evidence: (s) => [...primaryEvidence(s), ...s.gaveUp.map(describeReplica)],
    action: (primary, { gaveUp }) => ({ kind: 'repointStrays', primary, strays: [], idle: gaveUp }),
  }),
  condition({
    name: 'primaryReadOnly',
    when: (s) => answering(s)?.facts.readOnly === true,
    says: (s) => `the primary ${primaryName(s)} is read-only`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    advice: 'if it is the right server: SET GLOBAL read_only = OFF there',
  }),
  condition({
    name: 'primaryNotInWriterHostgroup',
    when: (s) => (s.primaryInWriterHostgroup ? null : answering(s)),
    says: (s) => `the primary ${primaryName(s)} is not in writer hostgroup ${s.observation.cluster.writerHostgroup}`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: (primary, s) =>
      leftInQuarantine(s) === null
        ? { kind: 'none' }
        : { kind: 'takePrimaryBack', primary, recovery: null, idle: s.idle },
    advice: 'put it there in mysql_servers, then LOAD MYSQL SERVERS TO RUNTIME',
  }),
  condition({
    name: 'readerInTrouble',
    when: (s) => withPrimary(s, s.toSetAside),
    says: (_, { them }) => `${namesOf(them)} serves reads and should not, while another reader is well`,
    evidence: (_, { them }) => them.map(({ server, because }) => `${nameOf(server)}: ${because}`),
    action: ({ primary, them }) => ({ kind: 'setReadersAside', primary, readers: them }),
  }),
  condition({
    name: 'readerRecovered',
    when: (s) => withPrimary(s, s.toReadmit),
    says: (_, { them }) => `${them.map(nameOf).join(', ')} was set aside and can serve reads again`,
    evidence: (_, { them }) => them.flatMap(followingEvidence),
    action: ({ primary, them }) => ({ kind: 'readmitReaders', primary, readers: them }),
  }),
  condition({
    name: 'primaryReadsInVain',
    when: (s) => s.primaryReadsInVain && answering(s),
    says: (_, primary) =>
      `${nameOf(primary)} serves reads as no other reader was left when it was promoted, and another one serves them again`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: (primary) => ({ kind: 'endReadsOnPrimary', primary }),
  }),
  condition({
    name: 'semiSyncToRestore',
    when: restorableSemiSync,
    says: (_, { primary }) =>
      `${nameOf(primary)} waits for fewer replicas (semi-sync) than the primary before it, and enough that confirm are connected`,
    evidence: (s) => [...primaryEvidence(s), ...semiSyncEvidence(s), ...replicaEvidence(s)],
    action: (restorable) => ({ kind: 'restoreSemiSync', ...restorable }),
  }),
  condition({
    name: 'primaryNotWriterAtRuntime',
    when: (s) => s.amissWriters?.notAtRuntime ?? null,
    says: (_, primary) =>
      `the primary ${nameOf(primary)} is a writer in memory and not at runtime: ProxySQL sends it no writes`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    advice: `LOAD MYSQL SERVERS TO RUNTIME; where it does not stay there, ${LOOK_AT_THE_MONITOR}`,
  }),
  condition({
    name: 'readOnlyWriter',
    when: (s) => some(s.amissWriters?.readOnly ?? []),
    says: (s, servers) =>
      `${servers.map(nameOf).join(', ')} takes no writes and is in writer hostgroup ${s.observation.cluster.writerHostgroup}: ProxySQL sends it some`,
    evidence: (s, servers) => [...servers.map(readOnlyEvidence), ...primaryEvidence(s)],
    advice: `take its row out of there in mysql_servers, then LOAD MYSQL SERVERS TO RUNTIME; where it comes back, ${LOOK_AT_THE_MONITOR}`,
  }),
  condition({
    name: 'writesWaitForReplicas',
    when: waitsInVain,
    says: (s) => `writes on the primary ${primaryName(s)} wait for confirmations of replicas that are not there`,
    evidence: (s) => [...primaryEvidence(s), ...semiSyncEvidence(s), ...replicaEvidence(s), ...silentEvidence(s)],
    advice:
      'bring a replica back, or SET GLOBAL rpl_semi_sync_source_enabled = OFF on the primary; rpl_semi_sync_source_timeout there bounds the wait',
  }),
  condition({
    name: 'formerPrimaryDiverged',
    when: (s) => some(s.returned.filter(({ state }) => state.kind === 'diverged')),
    says: (s, them) => `${namesOf(them)} ${WAS_REPLACED}, and has transactions that ${primaryName(s)} lacks`,
    evidence: (s, them) => [...them.map(describeReturned), ...primaryEvidence(s)],
    advice:
      `it stays in quarantine. ${SEE_THEM}. If they may go: ${REBUILD_IT}, ` +
      `or take its row out of mysql_servers. ${LET_THE_PRIMARY_HAVE_THEM}, then it follows by itself (unless autoRejoin is false)`,
  }),
  condition({
    name: 'formerPrimaryCannotFollow',
    when: (s) => some(s.returned.filter(({ state }) => state.kind === 'cannotFollow')),
    says: (s, them) => `${namesOf(them)} ${WAS_REPLACED}, and cannot follow ${primaryName(s)}`,
    evidence: (s, them) => [...them.map(describeReturned), ...primaryEvidence(s)],
    advice: `it stays in quarantine: remove what stands in its way and it serves reads again by itself (unless autoRejoin is false); ${REBUILD_IT}, or take its row out of mysql_servers`,
  }),
  condition({
    name: 'unsupportedServer',
    when: ({ unsupported, primaryState }) => primaryState === 'answers' && some(unsupported),
    says: (_, unsupported) => `${unsupported.map(nameOf).join(', ')}: not a server this program can work with`,
    evidence: unsupportedEvidence,
    advice: 'take it out of the cluster’s hostgroups',
  }),
  condition({
    name: 'primaryWithoutReplicas',
    when: (s) => s.primaryState === 'answers' && s.replicas.length === 0 && s.broken.length === 0,
    says: (s) => `the primary ${primaryName(s)} is writable and has no replica`,
    evidence: (s) => [...primaryEvidence(s), ...quarantineEvidence(s)],
    advice: 'if it died now, nothing could take its place: add a replica to the reader hostgroup',
  }),
  condition({
    name: 'replicaBroken',
    when: (s) => s.primaryState === 'answers' && some(s.broken),
    says: (_, broken) => whatIsBroken(broken),
    evidence: (_, broken) => broken.map(({ server, because }) => `${nameOf(server)}: ${because}`),
    advice: 'let it replicate, and answer this host; or take it out of mysql_servers',
  }),
  condition({
    name: 'replicaLagging',
    when: (s) => s.primaryState === 'answers' && some(s.lagging),
    says: (_, lagging) => `${namesOf(lagging)} lags`,
    evidence: (_, lagging) => lagging.map(describeReplica),
    advice: 'a failover now would first have to apply what it received',
  }),
  condition({
    name: 'serverInQuarantine',
    when: (s) => s.primaryState === 'answers' && some(s.quarantined),
    says: (_, quarantined) => `${quarantined.map(nameOf).join(', ')} is in quarantine and answers`,
    evidence: (s, quarantined) => [...quarantined.map(readOnlyEvidence), ...primaryEvidence(s)],
    advice:
      'let it follow the primary (CHANGE REPLICATION SOURCE TO), then move its row from the quarantine to the reader hostgroup; or take it out of mysql_servers',
  }),
  condition({
    name: 'errantTransactions',
    when: (s) => s.primaryState === 'answers' && some(s.errant),
    says: (s, errant) => `${namesOf(errant)} has transactions that the primary ${primaryName(s)} never had`,
    evidence: (s, errant) => [...errant.map(describeErrant), ...primaryEvidence(s)],
    advice:
      `they would come back with a failover, or a failover would be refused for them. ${SEE_THEM}. If they may go: ` +
      `rebuild that replica (there SET GLOBAL super_read_only = OFF, then CLONE INSTANCE FROM, and let it follow again). ${LET_THE_PRIMARY_HAVE_THEM}`,
  }),
  condition({
    name: 'healthy',
    when: (s) => s.primaryState === 'answers',
    says: (s) => `the primary ${primaryName(s)} is writable, ${counted(s.replicas.length, 'replica')} replicating`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...quarantineEvidence(s)],
  }),
  condition({
    name: 'formerPrimaryWritable',
    when: ({ primary, observation }) => primary !== null && some(writableFormerPrimaries(observation, primary.server)),
    says: (s, servers) =>
      `${servers.map(nameOf).join(', ')} was the primary before ${primaryName(s)}, which does not answer, and takes writes`,
    evidence: (s, servers) => [...servers.map(readOnlyEvidence), ...primaryEvidence(s)],
    action: (servers) => ({ kind: 'fence', servers }),
  }),
  condition({
    name: 'primaryRefusesThisHost',
    when: (s) => s.primaryState === 'alive',
    says: (s) => `the primary ${primaryName(s)} is alive but does not let this program in`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    advice: 'check the account in "mysql" of the config, its grants, and max_connections on the server',
  }),
  condition({
    name: 'deadPrimaryAndReplicas',
    when: (s) => s.replicas.length === 0 && s.silent.length > 0,
    says: (s) => `neither the primary ${primaryName(s)} nor any server that replicates directly from it answers`,
    evidence: (s) => [...primaryEvidence(s), ...silentEvidence(s), ...s.observation.servers.flatMap(followingEvidence)],
    advice:
      'look at the network between this host and the servers first; nothing can be promoted. If they are gone and a server further down has everything: make that one writable, put it into the writer hostgroup and let the others follow it',
  }),
  condition({
    name: 'deadPrimaryWithoutReplicas',
    when: (s) => s.replicas.length === 0,
    says: (s) => `the primary ${primaryName(s)} does not answer and no replica of it is known`,
    evidence: primaryEvidence,
    advice: 'bring the primary back; nothing can be promoted',
  }),
  condition({
    name: 'suspectedDeadPrimary',
    when: (s) => s.primaryState === 'gone' && s.suspects.length > 0 && !s.isConfirmedAlive && s.primary,
    says: (s) =>
      `this host cannot reach the primary ${primaryName(s)}, and ${namesOf(s.suspects)} may not have noticed yet`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s)],
    action: ({ server }, { suspects }) => ({ kind: 'askReplicas', primary: server, suspects }),
  }),
  condition({
    name: 'unreachablePrimary',
    when: (s) => s.connected.length + s.turnedAway.length > 0 || s.primaryState === 'unclear',
    says: (s) =>
      s.connected.length > 0
        ? `this host cannot reach the primary ${primaryName(s)}, ${whatTheConnectedTell(s)}`
        : s.turnedAway.length > 0
          ? `this host cannot reach the primary ${primaryName(s)}, and it has just answered ${namesOf(s.turnedAway)} with an error`
          : `this host cannot tell whether the primary ${primaryName(s)} is alive`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...askedInVainEvidence(s)],
    advice:
      'look at the network between this host and the primary; a replica that hears from it, or that it refuses, is proof that it lives',
  }),
  condition({
    name: 'deadPrimaryUnconfirmed',
    when: (s) => s.witnesses.length === 0,
    says: (s) =>
      `the primary ${primaryName(s)} does not answer, and no replica can say whether it is alive: ${s.replicas.every(isStopped) ? 'their receivers are stopped' : 'none of their receivers has looked for it just now'}`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...askedInVainEvidence(s)],
    advice: 'START REPLICA on a replica whose receiver is stopped: what it finds decides',
  }),
  condition({
    name: 'deadPrimaryAndSomeReplicas',
    when: (s) => s.silent.length > 0 && s.primary,
    says: (s, { server }) =>
      `the primary ${nameOf(server)} is dead, and ${counted(s.silent.length, 'other server')} with it`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...silentEvidence(s), ...unsupportedEvidence(s)],
    action: ({ server }) => ({ kind: 'failOver', primary: server }),
  }),
  condition({
    name: 'deadPrimary',
    when: ({ primary }) => primary,
    says: (_, { server }) => `the primary ${nameOf(server)} is dead`,
    evidence: (s) => [...primaryEvidence(s), ...replicaEvidence(s), ...unsupportedEvidence(s)],
    action: ({ server }) => ({ kind: 'failOver', primary: server }),
  }),
];

/** Names what is the matter. Pure: the same observation gives the same diagnosis. `leftOut`: what was tried and failed, to see what else is. */
export function diagnose(observation: Observation, limits: Limits, leftOut: readonly DiagnosisName[] = []): Diagnosis {
  const situation = drawSituation(observation, limits);
  for (const row of CONDITIONS) {
    if (leftOut.includes(row.name)) continue;
    const diagnosis = row.diagnose(situation);
    if (diagnosis !== null) return diagnosis;
  }
  throw new Error('the diagnosis table has no last row');
}

function unfinished({ observation: { memory } }: Situation): UnfinishedRecovery | null {
  return memory?.recovery ?? null;
}

interface UnfinishedPromotion {
  readonly promoted: AnsweringServer;
  readonly recovery: UnfinishedRecovery;
}

function unfinishedPromotion(s: Situation): UnfinishedPromotion | null {
  const recovery = unfinished(s);
  const promoted = decidedPromotion(s);
  return recovery === null || promoted === null || isSucceeded(s) ? null : { promoted, recovery };
}

function promotionRuns(s: Situation): boolean {
  return unfinished(s) !== null && decidedPromotion(s) === null;
}

/** The server an earlier run here promoted has restarted read-only, and another host has promoted another one since. */
function isSucceeded(s: Situation): boolean {
  const failed = unfinished(s)?.failedPrimary;
  if (failed === undefined || !s.promoting?.answers || !s.promoting.facts.readOnly) return false;
  return s.writable.some((one) => !isFailedPrimary(one, failed) && !followsAny(s.observation, one));
}

/** The server that was to be promoted, where it is silent and was a writer by then, lives on, or was promoted by others. */
function mayHaveTakenWrites(s: Situation): ObservedServer | null {
  const { promoting, observation } = s;
  if (promoting === null || promoting.answers) return null;
  // What this host has begun to follow another one has promoted, or a person.
  const isByOthers = unfinished(s)?.diagnosis === FOLLOWED;
  const isKnown = isByOthers || unfinished(s)?.takesWrites === true;
  // Another host may be able to reach it, and send writes there.
  const isOrdered = unfinished(s)?.isOrdered === true;
  // Who still follows the old primary was told nothing by that one.
  const neverServed = isDown(promoting.reason) && (s.replicas.length > 0 || hasStayedDown(observation, promoting));
  const mayServe = isOrdered && s.limits.quorum === 'majority' && !neverServed;
  return hasServed(observation, promoting) || mayServe || isWriter(s, promoting) || isAlive(promoting.reason) || isKnown
    ? promoting
    : null;
}

/** One that did not answer right before its rows were to be loaded stands in memory alone. */
function isWriter({ observation }: Situation, promoting: ObservedServer): boolean {
  const { isOrdered = false, downAtUptime = null } = observation.memory?.recovery ?? {};
  // That it was down then is written only where a step has found it so.
  const isUnloaded = isOrdered && downAtUptime !== null;
  return isInWriterHostgroup(isUnloaded ? { ...observation, memoryRows: [] } : observation, promoting);
}

/** They are in the way of a primary that is given its place back, and of a failover where they lead others or have more. */
function rivalsInTheWay(s: Situation): Rival[] {
  const isReadOnly = answering(s)?.facts.readOnly === true;
  const isReplaced = s.primaryState === 'gone' || failedPrimaryThatStaysOut(s) !== null;
  if (failedPrimaryThatIsBack(s) === null && !isReadOnly && !isReplaced) return [];
  return s.rivals.filter(({ isSource, hasMore }) => !isReplaced || isSource || hasMore);
}

interface PrimaryBack {
  readonly primary: AnsweringServer;
  readonly recovery: UnfinishedRecovery;
}

function failedPrimaryThatIsBack(s: Situation): PrimaryBack | null {
  const back = failedPrimaryThatAnswers(s);
  return back === null || isToldToStayOut(s.observation, back.primary) ? null : back;
}

function failedPrimaryThatStaysOut(s: Situation): PrimaryBack | null {
  const back = failedPrimaryThatAnswers(s);
  return back !== null && isToldToStayOut(s.observation, back.primary) ? back : null;
}

function failedPrimaryThatAnswers(s: Situation): PrimaryBack | null {
  const recovery = unfinished(s);
  const primary = answering(s);
  if (recovery === null || primary === null || !promotionRuns(s)) return null;
  const isAlone =
    isFailedPrimary(primary, recovery.failedPrimary) &&
    !followsAny(s.observation, primary) &&
    s.writable.every((one) => one === primary);
  return isAlone ? { primary, recovery } : null;
}

/**
 * The primary of the last look, restarted without what it was seen to have: a snapshot was restored, or a crash took what was not on disk
 * yet. MySQL lets no replica that has it connect any more.
 */
function primaryThatLost(s: Situation): { readonly primary: AnsweringServer } | null {
  const { memory } = s.observation;
  const primary = answering(s);
  if (primary === null || memory?.primary == null || memory.recovery !== null) return null;
  if (!isKnownAs(primary, memory.primary) || !hasRestarted(s.observation, primary)) return null;
  const had = executedWhenSeen(s.observation, primary.facts.serverUuid);
  if (had === null || contains(primary.facts.gtidExecuted, had)) return null;
  const isAlone = s.writable.every((one) => one === primary);
  return isAlone && !isEmpty(s.comparison.onlyReplicas) ? { primary } : null;
}

/** A new server, empty or of another cluster, where the primary of the last look was. */
function strangerInItsPlace(s: Situation): AnsweringServer | null {
  const known = s.observation.memory?.primary ?? null;
  const stranger = answering(s);
  if (known === null || stranger === null || !isAt(stranger, known)) return null;
  if (s.observation.servers.some((server) => isKnownAs(server, known))) return null;
  return isEmpty(s.comparison.onlyReplicas) ? null : stranger;
}

function intruders({ judged }: Situation): readonly AnsweringServer[] | null {
  return judged.kind === 'decided' ? judged.intruders : null;
}

function answering({ primary }: Situation): AnsweringServer | null {
  return primary?.server.answers ? primary.server : null;
}

function withPrimary<T>(s: Situation, them: readonly T[]): { primary: AnsweringServer; them: readonly T[] } | null {
  const primary = answering(s);
  return primary === null || them.length === 0 ? null : { primary, them };
}

function howItDoes(primary: AnsweringServer | null): string {
  if (primary === null) return 'does not answer';
  return primary.facts.readOnly ? 'is read-only' : 'is too, in quarantine';
}

function primaryName({ primary }: Situation): string {
  return primary === null ? 'the primary' : nameOf(primary.server);
}

function namesOf(them: readonly { readonly server: ObservedServer }[]): string {
  return them.map(({ server }) => nameOf(server)).join(', ');
}

/** Whether a server replicates that does not let this program in nobody knows; one that is down does not. */
function whatIsBroken(broken: Situation['broken']): string {
  const hidden = broken.filter(({ server }) => !server.answers && !isDown(server.reason));
  const known = broken.filter((one) => !hidden.includes(one));
  return [
    ...(known.length === 0 ? [] : [`${namesOf(known)} does not replicate`]),
    ...(hidden.length === 0 ? [] : [`${namesOf(hidden)} cannot be looked at`]),
  ].join('; ');
}

function whatTheConnectedTell({ connected, askedInVain }: Situation): string {
  const canTell = connected.some(({ server }) => askedInVain.every((one) => one.server !== server));
  return canTell ? 'its replicas can' : `and ${namesOf(connected)}, which had a connection to it, could not be asked`;
}

function isStopped({ channel }: Replica): boolean {
  return channel.receiver === 'stopped';
}

function takingWrites({ writable, withdrawn }: Situation): AnsweringServer[] {
  return [...writable, ...withdrawn];
}

function wanting({ observation, returned }: Situation): ReturnedPrimary[] {
  return returned.filter((one) => isToFence(observation, one) || one.state.kind === 'toRejoin');
}
