/** The entry: picks the command and turns its end into the exit status. */
import { version } from '../package.json';
import { parseArguments, UsageError } from './command-line/arguments.ts';
import { EXIT, type ExitStatus } from './command-line/exit-status.ts';
import { ConfigError, DEFAULT_CONFIG_FILE, loadConfig } from './config/load.ts';

async function main(argv: readonly string[], fromSnapshot: boolean): Promise<ExitStatus> {
  const args = parseArguments(argv, DEFAULT_CONFIG_FILE);
  switch (args.command) {
    case 'help':
      process.stdout.write(`${(await import('./command-line/help.ts')).HELP}\n`);
      return EXIT.fine;
    case 'version':
      process.stdout.write(`proxysql-failover ${version}\n`);
      return EXIT.fine;
    case 'run': {
      const config = loadConfig(args.config);
      if (args.dryRun) return (await import('./command-line/dry-run.ts')).dryRun(args, config);
      return (await import('./command-line/run.ts')).run(args, config, fromSnapshot);
    }
    case 'acknowledge':
      return (await import('./command-line/acknowledge.ts')).acknowledge(args, loadConfig(args.config));
    case 'install':
      return (await import('./command-line/install.ts')).install(args, loadConfig(args.config));
    case 'uninstall':
      return (await import('./command-line/install.ts')).uninstall(args, loadConfig(args.config));
  }
}

function start(fromSnapshot: boolean): void {
  main(process.argv.slice(2), fromSnapshot).then((status) => process.exit(status), fail);
}

function fail(error: unknown): never {
  const expected = error instanceof UsageError || error instanceof ConfigError;
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`proxysql-failover: ${text}\n`);
  process.exit(expected ? EXIT.usage : EXIT.failed);
}

async function prepareSnapshot(): Promise<void> {
  const args = parseArguments(process.argv.slice(2), DEFAULT_CONFIG_FILE);
  await (await import('./startup-snapshot/warm-up.ts')).warmUp(args, loadConfig(args.config));
  (await import('./startup-snapshot/startup-snapshot.ts')).becomeSnapshot(() => start(true));
}

// node --build-snapshot: `install` has started this process.
if (process.execArgv.includes('--build-snapshot')) prepareSnapshot().catch(fail);
else start(false);
