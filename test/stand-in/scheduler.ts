import { spawn } from 'node:child_process';
import type { ScheduledJob } from './admin/store.ts';
import type { Log } from './log.ts';

/**
 * ProxySQL's scheduler (ProxySQL_Admin.cpp, run_once and the loop around it): jobs are looked at 500 ms after the last
 * look and whenever an admin client connects; a due job is started whether or not its last run has ended, without shell,
 * PATH or environment; its next run is due one interval after its start. Nothing ever kills a job.
 */
export type Scheduler = {
  /** LOAD SCHEDULER TO RUNTIME: at the next look every job becomes due one interval later. */
  load: (jobs: ScheduledJob[]) => void;
  /** Looks now, starts what is due, and waits anew. */
  look: () => void;
  stop: () => void;
};

const POLL_MS = 500;

/** The arguments and options of a job's process. Its output goes where this process's own goes. */
export function startJob(job: ScheduledJob, directory: string, log: Log): void {
  const failed = (error: NodeJS.ErrnoException): void => {
    log('ERROR', `Scheduler: Failed to run ${job.filename}`);
    log('ERROR', `execve(): ${error.code === 'EACCES' ? 'Permission denied' : 'No such file or directory'}`);
  };
  log('INFO', `Scheduler starting id: ${job.id} , filename: ${job.filename}`);
  try {
    const child = spawn(job.filename.includes('/') ? job.filename : `./${job.filename}`, job.args, {
      cwd: directory,
      env: {},
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', failed);
    child.unref();
  } catch (error) {
    failed(error as NodeJS.ErrnoException);
  }
}

/** Starts polling. `now` is a monotonic clock in ms. */
export function startScheduler(
  start: (job: ScheduledJob) => void,
  now: () => number = () => performance.now(),
): Scheduler {
  let entries: { job: ScheduledJob; dueAt: number }[] = [];
  let loaded: ScheduledJob[] | null = null;
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(look, POLL_MS);
    // Timers of Node may come a little early; poll(2) never does.
    const at = Math.ceil(now()) + 1;
    if (loaded !== null) {
      entries = loaded.map((job) => ({ job, dueAt: at + job.intervalMs }));
      loaded = null;
    }
    for (const entry of entries) {
      if (at < entry.dueAt) continue;
      entry.dueAt = at + entry.job.intervalMs;
      start(entry.job);
    }
  };
  look();
  return {
    load: (jobs) => {
      loaded = jobs;
    },
    look,
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
