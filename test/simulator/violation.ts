/** An invariant that does not hold, by name. */

export const INVARIANTS = {
  oneWriter: 'ProxySQL never sends writes to two servers',
  oldPrimaryLeavesFirst: 'the old primary leaves the writer hostgroup before another server becomes writable',
  primaryStays: 'a primary that has served is replaced only by a promotion',
  primaryKeepsWriting: 'the program makes no primary read-only that has taken writes or is a writer',
  twoWitnesses: 'no promotion unless this host and a replica both found the primary gone, and no replica still has it',
  nothingReceivedIsLost: 'the promoted server has executed everything that any server which answered had received',
  nothingIsThrownAway: 'no relay log is thrown away with transactions that the primary does not have',
  semiSyncIsKept: 'what semi-sync acknowledged is on the promoted server',
  nobodyWaitsInVain: 'no failover ends with writes that wait for replicas which are not there',
  lossIsTold: 'where it is said that nothing acknowledged is lost, a server that answered has received all of it',
  rulesAreKept: 'a server that must not be promoted is not',
  foreignRowsStay: 'rows of other hostgroups are not touched',
  rowsStay:
    'no server disappears from ProxySQL; comments and settings stay with the server, weights stay with the roles',
  failoversKeepTheirDistance: 'after a failover no second one begins for recoveryPeriodBlockMs',
  oneRun: 'two runs for one cluster never act at the same time on one host',
  oneHost: 'a server is promoted only by a host that has the lock of a quorum, while no other host has it',
  runsEnd: 'a run does not last longer than failoverTimeoutMs',
  standsStill: 'a run that reports that it did nothing changed nothing',
  quietWhenQuiet: 'nothing is written when nothing changed',
  refusalsAdvise: 'every refusal says what a person can do',
  noSecrets: 'no password in a log line or in a table',
  doesNotThrow: 'the program ends with an outcome, not with an exception',
  knownStatements: 'the program sends only statements that the models know',
  settles: 'once the faults are over the cluster settles: one writable primary, everybody follows it, ProxySQL agrees',
} as const;

export type InvariantName = keyof typeof INVARIANTS;

export class Violation extends Error {
  readonly invariant: InvariantName;

  constructor(invariant: InvariantName, what: string) {
    super(what);
    this.name = 'Violation';
    this.invariant = invariant;
  }
}
