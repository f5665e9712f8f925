// Where the laboratory keeps things: a cache that lasts (unpacked MySQL, data directory templates) and a folder per run that does not.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, killByIdentity, ownIdentity, processIdentity, runToEnd } from './processes.ts';

/** The folder that lasts from run to run and from clone to clone. */
export function cacheDirectory(): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const directory = join(base, 'proxysql-failover-lab');
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** A folder of this user that all concurrent runs share; short, because socket paths may have 107 bytes. */
function sharedRunDirectory(): string {
  const directory = join(tmpdir(), `pf-lab-${userInfo().uid}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

function lockOwner(lockPath: string): string | undefined {
  try {
    return readlinkSync(lockPath);
  } catch {
    return undefined;
  }
}

/** Takes a claim away whose owner is dead. Two may find it stale at once: renaming takes it away from one of them only. */
function takeAside(path: string): void {
  const owner = lockOwner(path);
  if (owner === undefined || isAlive(owner)) return;
  const aside = join(sharedRunDirectory(), `stale-${process.pid}-${Math.random().toString(36).slice(2)}`);
  try {
    renameSync(path, aside);
    unlinkSync(aside);
  } catch {
    // the other one took it
  }
}

/** Makes a symlink whose target is this process's identity: atomic, and says who holds it. False when somebody alive holds it. */
export function claim(path: string): boolean {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      symlinkSync(ownIdentity(), path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      takeAside(path);
    }
  }
  return false;
}

/** Gives back what claim() took. */
export function release(path: string): void {
  if (lockOwner(path) === ownIdentity()) unlinkSync(path);
}

/**
 * Makes the directory `target` once, however many processes ask: `build` fills a directory beside it, which then takes its name.
 * The lock only spares double work; correctness comes from the rename.
 */
export async function buildOnce(target: string, build: (directory: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const lock = `${target}.lock`;
  while (!claim(lock)) {
    await sleep(50);
    if (existsSync(target)) return;
  }
  const unfinished = `${target}.unfinished-${process.pid}`;
  try {
    if (existsSync(target)) return;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    await build(unfinished);
    try {
      renameSync(unfinished, target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    release(lock);
  }
}

let ownRunDirectory: string | undefined;
let runCounter = 0;

/** A fresh folder below this process's run folder; the first call sweeps away what dead runs have left behind. */
export function newRunDirectory(label: string): string {
  const runs = join(sharedRunDirectory(), 'runs');
  if (ownRunDirectory === undefined) {
    sweepDeadRuns();
    ownRunDirectory = join(runs, ownIdentity());
    mkdirSync(ownRunDirectory, { recursive: true });
    process.on('exit', () => {
      if (ownRunDirectory !== undefined) rmSync(ownRunDirectory, { recursive: true, force: true });
    });
  }
  const directory = join(ownRunDirectory, `${label}${runCounter++}`);
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Writes down a process that must not outlive this run, in `directory` of that run; the sweep reads it. */
export function recordProcess(directory: string, pid: number): void {
  const identity = processIdentity(pid);
  if (identity !== undefined) writeFileSync(join(directory, 'process'), identity);
}

/** Ends the recorded processes of runs whose owner is dead, and removes their folders and claims. */
function sweepDeadRuns(): void {
  const runs = join(sharedRunDirectory(), 'runs');
  mkdirSync(runs, { recursive: true });
  for (const owner of readdirSync(runs)) {
    if (isAlive(owner)) continue;
    for (const entry of readdirSync(join(runs, owner), { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('/process')) continue;
      try {
        killByIdentity(readFileSync(join(runs, owner, entry), 'utf8'));
      } catch {
        // another run is sweeping the same folder
      }
    }
    rmSync(join(runs, owner), { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  }
  const addresses = addressDirectory();
  for (const block of readdirSync(addresses)) takeAside(join(addresses, block));
}

/** Where the claims on blocks of loopback addresses lie. */
export function addressDirectory(): string {
  const directory = join(sharedRunDirectory(), 'addresses');
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Removes a server's folder, and the run's own when that was the last in it. */
export function removeRunDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  try {
    rmdirSync(dirname(directory));
  } catch {
    // others are still in it
  }
}

/** Copies a directory tree; holes stay holes, which makes a fresh MySQL data directory four times cheaper. */
export async function copyTree(from: string, to: string): Promise<void> {
  try {
    await runToEnd(['cp', '-a', '--sparse=always', '--reflink=auto', from, to]);
  } catch {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true });
  }
}
