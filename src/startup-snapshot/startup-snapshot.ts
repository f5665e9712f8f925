/**
 * A startup snapshot: the state of a process that has loaded and compiled the program, kept in a file beside it, from which Node starts
 * a run (--build-snapshot, --snapshot-blob; Node.js, Command-line API). It saves time and nothing else: where there is none, or one that
 * is not fit, the scheduler row starts the program itself.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, resolve } from 'node:path';
import { startupSnapshot } from 'node:v8';
import type { Arguments } from '../command-line/arguments.ts';
import { EXIT } from '../command-line/exit-status.ts';
import { messageOf } from '../message-of.ts';
import { withoutCodeCache } from './without-code-cache.ts';

/** Node's own exit status where it cannot start from a snapshot, as after an upgrade of Node (Node.js, Process, Exit codes). */
const NOT_FIT = 14;
const HIGHEST_OWN_STATUS = Math.max(...Object.values(EXIT));
const PATIENCE_MS = 60_000;

/** Where Node is looked for when it is gone from where it was at the installation. */
const USUAL_DIRECTORIES = ['/usr/local/bin', '/usr/bin', '/bin'];

/** The program that runs: absolute, and by the link it was called by, as an upgrade may lead that one elsewhere. */
function programFile(): string {
  return resolve(process.argv[1] ?? '');
}

/** The Node that runs, by the link of the same name by which it was called, where there is one. */
function nodeFile(): string {
  const { argv0, env, execPath } = process;
  const directories = env.PATH?.split(delimiter) ?? [];
  const called = argv0.includes('/') ? [resolve(argv0)] : directories.map((directory) => resolve(directory, argv0));
  const isLink = (file: string): boolean => basename(file) === basename(execPath) && existsSync(file);
  return called.find((file) => isLink(file) && realpathSync(file) === execPath) ?? execPath;
}

export function snapshotFile(): string {
  return `${programFile()}.snapshot`;
}

/** What follows the program's name on the command line of a run. */
function wordsOfRun({ config, cluster }: Arguments): string[] {
  return ['run', `--config=${resolve(config)}`, ...(cluster === null ? [] : [`--cluster=${cluster}`])];
}

/**
 * What starts a run, from the snapshot where it can. A shell, as Node that finds a snapshot unfit ends, and whoever upgrades Node must not
 * be left without failover. The scheduler has no PATH: a shebang's env would find node only where libc looks by default.
 */
export function startOfRun(args: Arguments): { readonly filename: string; readonly args: readonly string[] } {
  const path = [...new Set([dirname(nodeFile()), dirname(process.execPath), ...USUAL_DIRECTORIES])].join(delimiter);
  const quoted = [path, basename(nodeFile()), snapshotFile(), programFile(), ...wordsOfRun(args)].map(quoteShell);
  const [directories, node, snapshot, ...words] = quoted;
  const run = words.join(' ');
  // One thread of V8's instead of four: there is next to nothing left to compile.
  // No double quotes: ProxySQL loses the row from runtime_scheduler (ProxySQL_Admin.cpp, save_scheduler_runtime_to_database).
  const script =
    `PATH=${directories}; if [ -r ${snapshot} ]; then ${node} --v8-pool-size=1 --snapshot-blob ${snapshot} ${run}; s=$?; ` +
    `if [ $s -le ${HIGHEST_OWN_STATUS} ]; then exit $s; fi; fi; exec ${node} ${run}`;
  return { filename: '/bin/sh', args: ['-c', script] };
}

function quoteShell(word: string): string {
  return /^[\w/.=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** @returns One line on what became of it; that it cannot be made is nothing to fail for. */
export function saveSnapshot(args: Arguments): string {
  const file = snapshotFile();
  const unfinished = `${file}.${process.pid}`;
  try {
    runNode('--snapshot-blob', unfinished, '--build-snapshot', programFile(), ...wordsOfRun(args));
    writeFileSync(unfinished, withoutCodeCache(readFileSync(unfinished)));
    runNode('--snapshot-blob', unfinished, programFile(), 'version');
    // For those who may read the config, which that process had in its memory: nobody else can do a run.
    const { uid, gid, mode } = statSync(args.config);
    chownSync(unfinished, uid, gid);
    chmodSync(unfinished, mode & 0o644);
    renameSync(unfinished, file);
    return `${file} written: runs start from it`;
  } catch (error) {
    rmSync(unfinished, { force: true });
    return `${file} not written, each run compiles the program: ${messageOf(error)}`;
  }
}

/** Without an environment, as the scheduler starts a run. @throws where it does not end well. */
function runNode(...args: readonly string[]): void {
  const { error, status, signal } = spawnSync(process.execPath, args, {
    env: {},
    stdio: 'ignore',
    timeout: PATIENCE_MS,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${signal ?? status}`);
}

/** @returns One line on what became of it. */
export function removeSnapshot(): string {
  const file = snapshotFile();
  try {
    rmSync(file, { force: true });
    return `${file} removed`;
  } catch (error) {
    return `${file} not removed, nothing uses it any more: ${messageOf(error)}`;
  }
}

/** Of this process Node makes a snapshot when nothing is left to do. @param start What a process does that is started from it. */
export function becomeSnapshot(start: () => void): void {
  const madeOf = identityOf(programFile());
  startupSnapshot.setDeserializeMainFunction(() => {
    if (identityOf(process.argv[1] ?? '') === madeOf) start();
    else process.exit(NOT_FIT);
  });
}

/** Of the program's file: another one has been put in its place since, most likely a newer. */
function identityOf(file: string): string {
  const { ino, size, mtimeMs } = statSync(file);
  return [ino, size, mtimeMs].join(' ');
}
