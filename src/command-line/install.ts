/** `install` and `uninstall`: the scheduler row for this host, printed for a person or put in place with --execute. */
import type { Config } from '../config/schema.ts';
import { type Session, Unanswered } from '../mysql/session.ts';
import {
  installStatements,
  type SchedulerRow,
  schedulerComment,
  selectRuntimeScheduler,
  uninstallStatements,
} from '../proxysql/scheduler.ts';
import { ADMIN_TIMEOUT_MS } from '../run/cluster-run.ts';
import { removeSnapshot, saveSnapshot, snapshotFile, startOfRun } from '../startup-snapshot/startup-snapshot.ts';
import type { Arguments } from './arguments.ts';
import { chooseClusters } from './choose-clusters.ts';
import { openAdmin } from './connect.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';

const DEFAULT_INTERVAL_MS = 1000;

export async function install(args: Arguments, config: Config): Promise<ExitStatus> {
  const row = schedulerRow(args);
  const status = await carryOut(args, config, installStatements(row), async (admin) => {
    if (args.cluster !== null) await chooseClusters(config, args.cluster, admin);
    return { comment: row.comment, rows: 1 };
  });
  if (!args.execute) say(`It also writes ${snapshotFile()}, from which runs start faster.`);
  else if (status === EXIT.fine) say(saveSnapshot(args));
  return status;
}

export async function uninstall(args: Arguments, config: Config): Promise<ExitStatus> {
  const comment = args.cluster === null ? null : schedulerComment(args.cluster);
  const status = await carryOut(args, config, uninstallStatements(comment), async () => ({ comment, rows: 0 }));
  // Other clusters' rows go on using it.
  if (args.cluster !== null) return status;
  if (!args.execute) say(`It also removes ${snapshotFile()}, if there is one.`);
  else if (status === EXIT.fine) say(removeSnapshot());
  return status;
}

/** A line that is no statement, among those that are. */
function say(line: string): void {
  process.stdout.write(`-- ${line}\n`);
}

function schedulerRow(args: Arguments): SchedulerRow {
  return {
    interval: args.intervalMs ?? { unlessThereIsOne: DEFAULT_INTERVAL_MS },
    ...startOfRun(args),
    comment: schedulerComment(args.cluster),
  };
}

async function carryOut(
  args: Arguments,
  config: Config,
  statements: readonly string[],
  expected: (admin: Session) => Promise<{ readonly comment: string | null; readonly rows: number }>,
): Promise<ExitStatus> {
  const print = () => process.stdout.write(statements.map((statement) => `${statement};\n`).join(''));
  if (!args.execute) {
    print();
    process.stdout.write('-- Nothing was done. Paste this into the admin interface, or add --execute.\n');
    return EXIT.fine;
  }
  try {
    const admin = await openAdmin(config);
    const { comment, rows } = await expected(admin);
    print();
    for (const statement of statements) await admin.query(statement, ADMIN_TIMEOUT_MS);
    const found = await admin.query(selectRuntimeScheduler(comment), ADMIN_TIMEOUT_MS);
    if (found.rows.length === rows) {
      process.stdout.write('-- Done, and saved to disk.\n');
      return EXIT.fine;
    }
    process.stderr.write(
      `runtime_scheduler has ${found.rows.length} rows of ${comment ?? 'proxysql-failover'} instead of ${rows}\n`,
    );
    return EXIT.failed;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.wrong;
  }
}
