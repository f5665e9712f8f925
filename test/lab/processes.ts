// Processes of the laboratory: started here, named by pid and start time, and gone when the run is gone.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT';

/** A process as the laboratory holds it, whether it runs on this machine directly or in a container. */
export type LabProcess = {
  readonly pid: number;
  /** Resolves when the process is gone; says how it ended. */
  readonly exited: Promise<string>;
  readonly isRunning: () => boolean;
  readonly signal: (signal: Signal) => Promise<void>;
};

/** Names a process beyond reuse of its pid: "pid-starttime" (proc_pid_stat(5), field 22), undefined when there is none. */
export function processIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid}-${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** True when every thread of the process is stopped: after SIGSTOP they stop one by one, and the last may still answer a query. */
export function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((task) => {
    const stat = readFileSync(`/proc/${pid}/task/${task}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  });
}

/** The identity of this process. */
export function ownIdentity(): string {
  return processIdentity(process.pid) ?? `${process.pid}-0`;
}

/** True while the very process that `identity` names is there. */
export function isAlive(identity: string): boolean {
  const pid = Number(identity.split('-')[0]);
  return Number.isSafeInteger(pid) && pid > 0 && processIdentity(pid) === identity;
}

/** SIGKILL to the very process that `identity` names, and to no other. */
export function killByIdentity(identity: string): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(Number(identity.split('-')[0]), 'SIGKILL');
  } catch {
    // it ended by itself, or belongs to somebody else
  }
}

/** The path of an executable on PATH, undefined when there is none. */
export function findOnPath(name: string): string | undefined {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(directory, name);
    if (directory !== '' && existsSync(candidate)) return candidate;
  }
  return undefined;
}

const running = new Set<ChildProcess>();
let exitHandlerInstalled = false;

function killAllAtExit(): void {
  if (exitHandlerInstalled) return;
  exitHandlerInstalled = true;
  process.on('exit', () => {
    for (const child of running) child.kill('SIGKILL');
  });
}

/**
 * Starts `command` with its output appended to the file `outputPath` and a nearly empty environment.
 * The kernel kills it when this process dies (setpriv, util-linux); without setpriv the exit handler does it, or the next run's sweep.
 */
export function startProcess(
  command: readonly string[],
  outputPath: string,
  environment: Readonly<Record<string, string>> = {},
): LabProcess {
  killAllAtExit();
  const setpriv = findOnPath('setpriv');
  const [file, ...args] = setpriv === undefined ? command : [setpriv, '--pdeathsig', 'KILL', '--', ...command];
  const output = openSync(outputPath, 'a');
  const child = spawn(file ?? '', args, {
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...environment },
  });
  closeSync(output);
  running.add(child);
  let gone = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      gone = true;
      running.delete(child);
      resolve(`could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      gone = true;
      running.delete(child);
      resolve(signal === null ? `exit status ${code}` : signal);
    });
  });
  return {
    pid: child.pid ?? -1,
    exited,
    isRunning: () => !gone,
    signal: async (signal) => {
      if (!gone) child.kill(signal);
    },
  };
}

/** Runs `command` to its end and returns its output; throws with the output's tail when it fails. */
export async function runToEnd(
  command: readonly [string, ...string[]],
  environment?: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(command[0], command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', ...environment },
  });
  let stdout = '';
  let all = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command[0]} ended with ${signal ?? `status ${code}`}:\n${all.trim().slice(-2000)}`));
    });
  });
}
