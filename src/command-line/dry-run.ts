/** Prints what a run would do now, and does nothing. */
import type { Cluster } from '../config/cluster.ts';
import type { Config } from '../config/schema.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { Action, Diagnosis } from '../diagnose/diagnosis.ts';
import { slowSettings } from '../diagnose/slow-settings.ts';
import { replicasOf } from '../diagnose/topology.ts';
import { endpointName, Unanswered } from '../mysql/session.ts';
import { GET_RUN_LOCK } from '../mysql/statements.ts';
import { type Decision, decide } from '../plan/decide.ts';
import { takenAlong } from '../plan/hostgroups.ts';
import { rulesOfNobody } from '../plan/promotion-rules.ts';
import { assumeDead, sayNotCounted, withoutNewer } from '../plan/rehearse.ts';
import type { Plan, Step } from '../plan/steps.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { type Look, look } from '../run/cluster-run.ts';
import type { World } from '../run/world.ts';
import type { Arguments } from './arguments.ts';
import { chooseClusters } from './choose-clusters.ts';
import { openWorld } from './connect.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';

interface Rehearsal extends Decision {
  readonly cluster: string;
  readonly diagnosis: Omit<Diagnosis, 'primary' | 'action'> & { readonly action: Action['kind'] };
  readonly slowSettings: readonly string[];
  readonly rulesOfNobody: readonly string[];
  readonly takenAlong: string | null;
  /** What was seen and left out, as it differs between servers only because they were asked at different moments; null where nothing was. */
  readonly notCounted: string | null;
}

/** Longer than a transaction takes to a replica that keeps up. */
const RECEIVED_WITHIN_MS = 200;

export async function dryRun(args: Arguments, config: Config): Promise<ExitStatus> {
  try {
    const world = await openWorld(config);
    const clusters = await chooseClusters(config, args.cluster, world.admin);
    const rehearsals = await Promise.all(clusters.map((cluster) => rehearse(cluster, args, config, world)));
    await print(
      args.json ? JSON.stringify(rehearsals, null, 2) : rehearsals.map((one) => describe(one, args)).join('\n\n'),
    );
    return rehearsals.every((one) => isFine(one, args)) ? EXIT.fine : EXIT.wrong;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.wrong;
  }
}

async function rehearse(cluster: Cluster, args: Arguments, config: Config, world: World): Promise<Rehearsal> {
  const first = await look(cluster, config, world);
  const slow =
    first.diagnosis.primary === null ? [] : slowSettings(replicasOf(first.observation, first.diagnosis.primary));
  const { observation, diagnosis, notCounted } = args.assumeDead
    ? await afterDeath(first, cluster, config, world)
    : { ...first, notCounted: null };
  const { primary: _, action, ...said } = diagnosis;
  const decision = decide(observation, diagnosis, config);
  return {
    cluster: cluster.name,
    diagnosis: { ...said, action: action.kind },
    slowSettings: slow,
    rulesOfNobody: rulesOfNobody(observation),
    notCounted,
    takenAlong: decision.plan === null ? null : takenAlong(observation, decision.plan),
    ...decision,
  };
}

/** Where the primary answers, transactions arrive while the servers are asked: a second look tells which. */
async function afterDeath(
  first: Look,
  cluster: Cluster,
  config: Config,
  world: World,
): Promise<Look & Pick<Rehearsal, 'notCounted'>> {
  if (first.diagnosis.primary?.answers) await world.sleep(RECEIVED_WITHIN_MS);
  const seen = first.diagnosis.primary?.answers ? await look(cluster, config, world) : first;
  const { primary } = seen.diagnosis;
  if (primary === null) return { ...seen, notCounted: null };
  const { observation, newer } = withoutNewer(assumeDead(seen.observation, primary), first.observation);
  return { observation, diagnosis: diagnose(observation, config), notCounted: sayNotCounted(newer) };
}

/** A rehearsal is fine where it ends in a plan; a look at what is now, where nothing is wrong. */
function isFine({ diagnosis, plan, refusal }: Rehearsal, { assumeDead: rehearsing }: Arguments): boolean {
  return rehearsing ? plan !== null && refusal === null : diagnosis.name === 'healthy';
}

/** A pipe holds 64 KiB, and the process ends soon after: until everything is in it. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${text}\n`, () => resolve());
  });
}

function describe(rehearsal: Rehearsal, args: Arguments): string {
  const { cluster, diagnosis, plan, refusal, quorum } = rehearsal;
  const lines = [
    `Cluster ${cluster}${args.assumeDead ? ', assuming that the primary has died' : ''}`,
    `Diagnosis: ${diagnosis.name}: ${diagnosis.says}`,
    ...diagnosis.evidence.map((line) => `  - ${line}`),
  ];
  if (diagnosis.advice !== '') lines.push(`What you can do: ${diagnosis.advice}`);
  if (refusal !== null) lines.push(`Refused: ${refusal.refused}`, `What you can do: ${refusal.advice}`);
  if (rehearsal.notCounted !== null) lines.push(`Not counted: ${rehearsal.notCounted}`);
  lines.push(...verdictLines(plan?.verdicts ?? refusal?.verdicts ?? []));
  if (plan === null || refusal !== null) lines.push('Nothing would be done.');
  if (plan !== null) lines.push(...planLines(plan, refusal !== null), ...quorumLines(quorum));
  if (rehearsal.takenAlong !== null) lines.push(rehearsal.takenAlong);
  if (rehearsal.slowSettings.length > 0)
    lines.push('Slow settings:', ...rehearsal.slowSettings.map((line) => `  - ${line}`));
  if (rehearsal.rulesOfNobody.length > 0)
    lines.push('Promotion rules that count for nobody:', ...rehearsal.rulesOfNobody.map((line) => `  - ${line}`));
  return lines.join('\n');
}

function verdictLines(verdicts: Plan['verdicts']): string[] {
  if (verdicts.length === 0) return [];
  return ['Candidates:', ...verdicts.map((one) => `  ${one.chosen ? '=>' : '  '} ${one.server}: ${one.because}`)];
}

function planLines(plan: Plan, isRefused: boolean): string[] {
  const lines = [`${isRefused ? 'Were it not refused: w' : 'W'}ould ${plan.says}:`];
  if (plan.loss !== null) lines.push(`  ${plan.loss}`);
  for (const [index, stage] of plan.stages.entries()) {
    const together = stage.steps.length > 1 ? ', side by side' : '';
    lines.push(`  ${index + 1}. ${stage.title}${together}`);
    for (const step of stage.steps) lines.push(...stepLines(step));
    if (stage.thenLookAgain === 'always') lines.push(`     then ${LOOK_AGAIN}`);
    if (stage.thenLookAgain === 'ifAStepSucceeds') lines.push('     if it connects, look again: the primary is alive');
  }
  if (plan.rowsBefore.length > 0) {
    lines.push(
      'Rows now (of mysql_servers, in the hostgroups that they have at runtime):',
      ...rowLines(plan.rowsBefore),
    );
    lines.push('Rows then:', ...rowLines(plan.rowsAfter));
  }
  return lines;
}

function quorumLines(quorum: Decision['quorum']): string[] {
  if (quorum === null) return [];
  const servers = quorum.servers.map(endpointName).join(', ') || 'none';
  return [
    `All of it under the lock of at least ${quorum.needed} of these servers, so that no other ProxySQL host acts: ${servers}`,
    `  ${GET_RUN_LOCK};`,
  ];
}

function stepLines(step: Step): string[] {
  const where = step.on.kind === 'mysql' ? step.on.server : 'ProxySQL';
  const lines = [`     ${step.says}  [${where}, at most ${step.timeoutMs} ms]`];
  if (step.on.kind === 'memory')
    lines.push('       (one row of disk.proxysql_failover_state; --json shows the statement)');
  else for (const statement of step.statements) lines.push(`       ${statement};`);
  if (step.kills !== undefined) lines.push(`       before and after that, KILL each connection of: ${step.kills};`);
  if (step.verify !== null) lines.push(`       verified by: ${step.verify.query};`);
  const otherwise = [step.orElse?.says, afterFailure(step)].filter((part) => part !== undefined);
  if (otherwise.length > 0) lines.push(`       if it fails: ${otherwise.join('; ')}`);
  return lines;
}

const LOOK_AGAIN = 'look again: what is found by then decides what follows';

function afterFailure({ ifItFails, orElse }: Step): string | undefined {
  switch (ifItFails) {
    case 'stop':
      // That the next run tries again is so for every step, and not said for each.
      return orElse === undefined ? undefined : 'the next run tries again';
    case 'lookAgain':
      // Only who was passed over leaves the place to another one.
      return orElse === undefined ? LOOK_AGAIN : ANOTHER_ONE;
    case 'lookAgainIfRefused':
      return `where the server refused it, ${ANOTHER_ONE}, else the next run goes on`;
    case 'lookAgainIfDown':
      return `where nothing serves its port any more, ${ANOTHER_ONE}, else the rest goes on`;
    case 'goOn':
      return 'it is recorded, the rest goes on';
    case 'goOnIfUndone':
      return 'it is recorded, the rest goes on where it could be undone, else the next run goes on';
    case 'isAnAnswer':
      return undefined;
  }
}

const ANOTHER_ONE = 'another one that has the same is tried';

function rowLines(rows: readonly ServerRow[]): string[] {
  return [...rows].sort((a, b) => a.hostgroup - b.hostgroup || (a.hostname < b.hostname ? -1 : 1)).map(rowLine);
}

function rowLine(row: ServerRow): string {
  return (
    `  hostgroup ${row.hostgroup}  ${row.hostname}:${row.port}  ${row.status}  weight ${row.weight}` +
    `  max_connections ${row.maxConnections}  max_replication_lag ${row.maxReplicationLag}`
  );
}
