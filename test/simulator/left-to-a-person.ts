/**
 * Ends that are not at rest and are right all the same: a server is gone for good, or a person has made a second one writable. Then the
 * program may stop, where every host says so, says what to do, and what it says is true.
 */
import type { Cluster } from '../../src/config/cluster.ts';
import type { DiagnosisName } from '../../src/diagnose/diagnosis.ts';
import { contains } from '../../src/mysql/gtid-set.ts';
import type { ClusterOutcome } from '../../src/run/cluster-run.ts';
import type { ModelServer } from './mysql-server.ts';

interface Left {
  readonly servers: readonly ModelServer[];
  readonly primary: ModelServer;
  readonly cluster: Cluster;
  readonly outcome: ClusterOutcome;
}

/** What has to be so where the last run says it. */
const TRUE_WHERE: Partial<Record<DiagnosisName, (left: Left) => boolean>> = {
  moreThanOneWritable: isAboutWhatAPersonDid,
  deadPrimary: isGoneWithoutSuccessor,
  deadPrimaryAndSomeReplicas: isGoneWithoutSuccessor,
  deadPrimaryAndReplicas: isGoneWithoutSuccessor,
  deadPrimaryWithoutReplicas: isGoneWithoutSuccessor,
  primaryNotInWriterHostgroup: isBesideWhatAPersonDid,
  // It may have taken writes before it was gone.
  promotedServerLost: (left) => namedBy(left).every(({ isGone }) => isGone),
  // Of two servers the one that is gone may answer another host.
  primaryReturned: (left) => namedBy(left).some(({ isGone }) => isGone),
  primaryReadOnly: mayHaveBeenReplaced,
  primaryMayHaveMoved: (left) => namedBy(left).some((one) => one.isGone || one === left.primary),
  replicaBroken: (left) => namedBy(left).every((one) => one.isGone || isBelowOneThatIsGone(one, left.servers)),
};

export function isLeftToAPerson(
  servers: readonly ModelServer[],
  primary: ModelServer,
  cluster: Cluster,
  outcomes: readonly (ClusterOutcome | null)[],
): boolean {
  if (!servers.some((one) => one.isGone || isAPersonsDoing(one))) return false;
  // A host that knows the one that is gone as a replica can do without it: there is another that cannot, or a replica below it.
  const isBelow = servers.some((server) => isBelowOneThatIsGone(server, servers));
  if (!isBelow && outcomes.every((outcome) => outcome?.diagnosis.name === 'replicaBroken')) return false;
  return outcomes.every((outcome) => {
    if (outcome?.end !== 'wrong' || !advises(outcome)) return false;
    return TRUE_WHERE[outcome.diagnosis.name]?.({ servers, primary, cluster, outcome }) ?? false;
  });
}

/** A refusal comes with an advice (`refusalsAdvise`). */
function advises({ says, diagnosis }: ClusterOutcome): boolean {
  return diagnosis.advice !== '' || says.includes('; nothing is done: ');
}

/** Beside them it may name the primary, which takes no writes. */
function isAboutWhatAPersonDid(left: Left): boolean {
  const [writers = ''] = left.outcome.says.split(' is writable, and ');
  const named = namedIn(writers, left.servers);
  return named.every(takesWrites) && named.some(isAPersonsDoing);
}

/** `writersUndecided` has taken both out of the writer hostgroup. */
function isBesideWhatAPersonDid(left: Left): boolean {
  const named = namedBy(left);
  return named.every(takesWrites) && left.servers.some((one) => isAPersonsDoing(one) && !named.includes(one));
}

/** Also where one that a person has detached was restarted since, and starts writable. */
function isAPersonsDoing({ isWritableByHand, isDetached }: ModelServer): boolean {
  return isWritableByHand || isDetached;
}

function isBelowOneThatIsGone(server: ModelServer, servers: readonly ModelServer[]): boolean {
  const gone = servers.filter(({ isGone }) => isGone).map(({ host }) => host);
  return server.isUp && [...server.channels.values()].some(({ source }) => gone.includes(source.host));
}

function namedBy({ servers, outcome }: Left): readonly ModelServer[] {
  return namedIn(outcome.says, servers);
}

function namedIn(says: string, servers: readonly ModelServer[]): readonly ModelServer[] {
  return servers.filter(({ host, port }) => says.includes(`${host}:${port}`));
}

function takesWrites({ isUp, readOnly }: ModelServer): boolean {
  return isUp && !readOnly;
}

function isGoneWithoutSuccessor({ servers, primary, cluster, outcome }: Left): boolean {
  if (!primary.isGone) return false;
  if (outcome.says.includes('; blocked until ')) return true;
  return !servers.some((server) => canTakeOver(server, servers, primary, cluster));
}

/** A replica of it that has all that the others have, and all that semi-sync can have promised. */
function canTakeOver(
  server: ModelServer,
  servers: readonly ModelServer[],
  gone: ModelServer,
  cluster: Cluster,
): boolean {
  const { logBin, logReplicaUpdates, semiSync } = server.setup;
  const isAllowed = cluster.promotionRules[`${server.host}:${server.port}`] !== 'never';
  if (!server.isUp || !server.readOnly || !logBin || !logReplicaUpdates || !isAllowed) return false;
  if (![...server.channels.values()].some(({ source }) => source.host === gone.host)) return false;
  const holders = servers.filter((other) => other.isUp || (semiSync !== null && other === gone));
  return holders.every(({ received }) => contains(server.received, received));
}

/** Nobody can tell whether another host has promoted the server that is gone. */
function mayHaveBeenReplaced(left: Left): boolean {
  return namedBy(left).every(({ isUp, readOnly }) => isUp && readOnly) && left.servers.some(({ isGone }) => isGone);
}
