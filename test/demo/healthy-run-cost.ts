// What one healthy run costs as a whole process, beside a Node that does nothing: `node -e 0`.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newRunDirectory } from '../lab/lab-files.ts';
import { median } from './median.ts';
import { runWithoutEnvironment } from './run-without-environment.ts';

export const CPU_TARGET = 2.0;
export const MEMORY_TARGET = 1.5;

const HOW_MEASURED =
  "in turn, medians; empty environment; CPU: user + system time of the ended process, by bash's time (getrusage); " +
  'of what `install --execute` puts into the scheduler, with the shell that it starts; ' +
  'memory: VmHWM in /proc/self/status of Node, read by a hook (--require) as it exits, in runs of its own';

export type HealthyRunCost = {
  readonly runs: number;
  readonly cpuMs: Comparison;
  /** The same of the file alone, as it is before `install --execute`. */
  readonly cpuMsOfFileAlone: Comparison;
  readonly peakMemoryMb: Comparison;
  readonly howMeasured: string;
  /** What a healthy run wrote, every second into ProxySQL's log: nothing, as it should be. */
  readonly says: string;
};

export type Comparison = { readonly healthyRun: number; readonly bareNode: number; readonly ratio: number };

export type HealthyRunCostOptions = {
  /** What the scheduler starts; nothing else may start it meanwhile, or the lock would send the measured run home early. */
  readonly scheduled: readonly string[];
  /** The file alone in a directory. */
  readonly fileAlone: string;
  readonly configFile: string;
  /** Of each, for CPU time. */
  readonly runs?: number;
  /** Of each, for memory, which varies less. */
  readonly memoryRuns?: number;
};

/**
 * The subshell becomes the command: no environment, as under ProxySQL's scheduler; output to /dev/null, which is as cheap as a log
 * file. The braces matter: without them bash measures inside the subshell, which exec replaces.
 */
const TIMED = 'TIMEFORMAT="%3U %3S"; time { (exec -c "$@" 2>/dev/null); }';

const HOOK = `const { readFileSync, writeSync } = require('node:fs');
process.on('exit', () => writeSync(3, readFileSync('/proc/self/status')));
`;

/** @throws where a run is not healthy: its cost would be that of something else. */
export async function measureHealthyRunCost(options: HealthyRunCostOptions): Promise<HealthyRunCost> {
  const { runs = 15, memoryRuns = 7 } = options;
  const healthyRun = options.scheduled;
  const fileAlone = [process.execPath, options.fileAlone, 'run', `--config=${options.configFile}`];
  const bareNode = [process.execPath, '-e', '0'];
  // The first run writes down what it finds; every later one finds it written.
  await cpuMsOf(healthyRun);
  await cpuMsOf(bareNode);
  const says = (await runWithoutEnvironment(healthyRun)).output.trim();

  const cpu = { healthyRun: [] as number[], bareNode: [] as number[] };
  const cpuOfFileAlone: number[] = [];
  for (let i = 0; i < runs; i++) {
    cpu.healthyRun.push(await cpuMsOf(healthyRun));
    cpu.bareNode.push(await cpuMsOf(bareNode));
    cpuOfFileAlone.push(await cpuMsOf(fileAlone));
  }
  const hook = join(newRunDirectory('hook'), 'peak-memory.cjs');
  writeFileSync(hook, HOOK);
  const memory = { healthyRun: [] as number[], bareNode: [] as number[] };
  for (let i = 0; i < memoryRuns; i++) {
    memory.healthyRun.push(await peakMemoryMbOf(hook, healthyRun));
    memory.bareNode.push(await peakMemoryMbOf(hook, bareNode));
  }
  return {
    runs,
    cpuMs: compare(cpu),
    cpuMsOfFileAlone: compare({ ...cpu, healthyRun: cpuOfFileAlone }),
    peakMemoryMb: compare(memory),
    howMeasured: HOW_MEASURED,
    says,
  };
}

function compare(values: Record<'healthyRun' | 'bareNode', readonly number[]>): Comparison {
  const [healthyRun, bareNode] = [median(values.healthyRun), median(values.bareNode)];
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  return { healthyRun: round(healthyRun, 1), bareNode: round(bareNode, 1), ratio: round(healthyRun / bareNode, 2) };
}

async function cpuMsOf(command: readonly string[]): Promise<number> {
  const said = await outputOf(['bash', '-c', TIMED, 'bash', ...command], {}, 'stderr');
  const [user, system] = said.trim().split(' ').map(Number);
  if (user === undefined || system === undefined || !(user + system > 0)) throw new Error(`bash's time said: ${said}`);
  return (user + system) * 1000;
}

async function peakMemoryMbOf(hook: string, command: readonly string[]): Promise<number> {
  const status = await outputOf(command, { NODE_OPTIONS: `--require=${hook}` }, 'third');
  const kilobytes = Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]);
  if (!(kilobytes > 0)) throw new Error(`no VmHWM in /proc/self/status: ${status}`);
  return kilobytes / 1024;
}

/** What the command wrote to standard error or to file descriptor 3; standard output goes to /dev/null. */
function outputOf(
  [file = '', ...args]: readonly string[],
  env: Record<string, string>,
  from: 'stderr' | 'third',
): Promise<string> {
  const child = spawn(file, args, {
    env,
    stdio: ['ignore', 'ignore', from === 'stderr' ? 'pipe' : 'ignore', from === 'third' ? 'pipe' : 'ignore'],
  });
  let text = '';
  child.stdio[from === 'stderr' ? 2 : 3]?.on('data', (data: Buffer) => {
    text += data.toString('latin1');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve(text);
      else reject(new Error(`not a healthy run: status ${status} of ${file} ${args.join(' ')}`));
    });
  });
}
