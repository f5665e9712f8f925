// The demo: npm run demo, or node test/run-ts.mjs test/demo/demo.ts. Brings up a site, kills its primary, shows what happens.
import { describeMysqld } from '../lab/mysqld-source.ts';
import { describeProxySQL, findProxySQL } from '../lab/proxysql.ts';
import { scheduledCommand } from '../lab/scheduled-command.ts';
import { failOver } from './failover.ts';
import type { RunFigures } from './figures.ts';
import { type HealthyRunCost, measureHealthyRunCost } from './healthy-run-cost.ts';
import { DEMO_HELP, type DemoOptions, DemoUsageError, parseDemoOptions } from './options.ts';
import {
  narrate,
  type Print,
  printCost,
  printFigures,
  printSummary,
  printTableHead,
  printTableRow,
  printVerdict,
  summarise,
} from './report.ts';
import {
  type DemoCluster,
  installFile,
  placeFile,
  READER_HOSTGROUP,
  type Site,
  startDemoCluster,
  startDemoProxySQL,
  WRITER_HOSTGROUP,
} from './site.ts';

/** Of a process ended by SIGINT, as shells count it. */
const INTERRUPTED = 130;
/** ProxySQL's bound for interval_ms: more than a day. */
const LONGEST_INTERVAL_MS = 100_000_000;

type Ended = { readonly runs: readonly RunFigures[]; readonly cost: HealthyRunCost | null };

/** What is up at the moment and has to go, whatever happens. */
const up: { cluster: DemoCluster | null; site: Site | null } = { cluster: null, site: null };

async function takeDown(): Promise<void> {
  const { cluster, site } = up;
  up.cluster = null;
  up.site = null;
  await Promise.all([site?.proxysql.destroy(), cluster?.destroy()]);
}

async function demo(options: DemoOptions, print: Print): Promise<Ended> {
  const real = (await findProxySQL()).kind === 'proxysql';
  print(`MySQL:       ${await describeMysqld()}`);
  print(`ProxySQL:    ${await describeProxySQL()}${real ? '' : '; NOT a real ProxySQL'}`);
  print(`Placement:   ${placement(options)}`);
  print(
    `Replication: by GTID, ${options.asynchronous ? 'asynchronous' : 'semi-synchronous'}, a primary and two replicas`,
  );
  up.cluster = await startDemoCluster(options);

  const runs: RunFigures[] = [];
  let cost: HealthyRunCost | null = null;
  for (let run = 1; run <= options.runs; run++) {
    const lines: string[] = [];
    const single = options.runs === 1;
    const tell: Print = single ? print : (line) => lines.push(line);
    const { cluster } = up;
    if (run > 1) await cluster.reset();
    const proxysql = await startDemoProxySQL(cluster, options);
    up.site = { cluster, proxysql, ...placeFile(proxysql, options) };
    if (run === 1 && options.measureCost) {
      cost = await measureCost(up.site, options);
      printCost(cost, print);
      print('');
    }
    if (run === 1 && !single) printTableHead(print);
    const figures = await failOver(up.site, options, narrate(tell));
    runs.push(figures);
    printFigures(figures, tell);
    printVerdict(figures, tell);
    if (!single) {
      printTableRow(run, figures, print);
      // The whole story of a run that went wrong.
      if (figures.faults.length > 0) for (const line of lines) print(`    ${line}`);
    }
    await proxysql.destroy();
    up.site = null;
  }
  if (options.runs > 1) printSummary(summarise(runs), print);
  return { runs, cost };
}

function placement({ replicationHostgroups, intervalMs }: DemoOptions): string {
  const by = replicationHostgroups
    ? "mysql_replication_hostgroups in use, ProxySQL's monitor moves servers too"
    : 'mysql_servers alone, without mysql_replication_hostgroups';
  return `writer hostgroup ${WRITER_HOSTGROUP}, reader hostgroup ${READER_HOSTGROUP}, ${by}; interval_ms ${intervalMs}`;
}

/** Of the file as installed, but with an interval that never ends: a scheduled run would hold the lock. */
async function measureCost(site: Site, options: DemoOptions): Promise<HealthyRunCost> {
  const { configFile, proxysql } = site;
  await installFile(site, LONGEST_INTERVAL_MS);
  const scheduled = await scheduledCommand(proxysql);
  const cost = await measureHealthyRunCost({ scheduled, configFile, fileAlone: placeFile(proxysql, options).file });
  // What the measured runs remembered must not pass for a scheduled run.
  await proxysql.exec('DELETE FROM disk.proxysql_failover_state');
  return cost;
}

async function main(): Promise<number> {
  const options = parseDemoOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(`${DEMO_HELP}\n`);
    return 0;
  }
  let silent = options.json;
  const print: Print = (line) => {
    if (!silent) process.stdout.write(`${line}\n`);
  };
  const interrupted = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(null));
  });
  const running = demo(options, print);
  // After an interruption its servers vanish under it.
  running.catch(() => undefined);
  try {
    const ended = await Promise.race([running, interrupted]);
    if (ended === null) {
      print('Interrupted: taking everything down');
      silent = true;
      return INTERRUPTED;
    }
    if (options.json) process.stdout.write(`${JSON.stringify(await figuresForMachines(options, ended), null, 2)}\n`);
    return ended.runs.every(({ faults }) => faults.length === 0) ? 0 : 1;
  } finally {
    await takeDown();
    // Whatever is left over (a server that was just starting) ends with the process.
    setTimeout(() => process.exit(), 1000).unref();
  }
}

async function figuresForMachines(options: DemoOptions, { runs, cost }: Ended): Promise<object> {
  const { kind, version } = await findProxySQL();
  return {
    mysql: await describeMysqld(),
    proxysql: { kind, version, description: await describeProxySQL() },
    replicationHostgroups: options.replicationHostgroups,
    semiSynchronous: !options.asynchronous,
    intervalMs: options.intervalMs,
    summary: summarise(runs),
    healthyRunCost: cost,
    runs,
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof DemoUsageError;
  const text = error instanceof Error ? (usage ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = usage ? 2 : 1;
}
