/** Whom this program stops for a moment: remembered first, so that a run that is cut off leaves the start to the next one. */
import type { Replica } from '../diagnose/topology.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { type Stage, stage } from './steps.ts';
import type { StepTimeouts } from './steps-on-mysql.ts';
import { rememberStep } from './steps-on-proxysql.ts';

export function rememberStopped(
  memory: ClusterMemory,
  replicas: readonly Replica[],
  observation: Observation,
  timeouts: StepTimeouts,
): Stage[] {
  const halted = withHalted(memory, replicas);
  if (halted.length === memory.halted.length) return [];
  const says = 'remember which replicas are stopped for a moment';
  return [stage('remember', [rememberStep(says, { ...memory, halted }, observation.at, timeouts.statementTimeoutMs)])];
}

export function withHalted({ halted }: ClusterMemory, replicas: readonly Replica[]): string[] {
  return [...new Set([...halted, ...replicas.map(({ server }) => server.facts.serverUuid)])];
}

export function stoppedApplierOf({ haltedAppliers }: ClusterMemory, { server }: Replica): boolean {
  return haltedAppliers.includes(server.facts.serverUuid);
}
