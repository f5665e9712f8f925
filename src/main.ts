/** The entry: picks the command and turns its end into the exit status. */
import { version } from '../package.json';
import { parseArguments, UsageError } from './command-line/arguments.ts';
import type { CodeCache } from './command-line/code-cache.ts';
import { EXIT, type ExitStatus } from './command-line/exit-status.ts';
import { ConfigError, DEFAULT_CONFIG_FILE, loadConfig } from './config/load.ts';

async function main(argv: readonly string[], codeCache: CodeCache): Promise<ExitStatus> {
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
      return (await import('./command-line/run.ts')).run(args, config, codeCache.isUsed);
    }
    case 'acknowledge':
      return (await import('./command-line/acknowledge.ts')).acknowledge(args, loadConfig(args.config));
    case 'install':
      return (await import('./command-line/install.ts')).install(args, loadConfig(args.config), codeCache);
    case 'uninstall':
      return (await import('./command-line/install.ts')).uninstall(args, loadConfig(args.config), codeCache);
  }
}

/** Called by the loader that the build puts before the program (bundle/loader.ts). */
export function start(codeCache: CodeCache): void {
  main(process.argv.slice(2), codeCache).then(
    (status) => process.exit(status),
    (error: unknown) => {
      const expected = error instanceof UsageError || error instanceof ConfigError;
      const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
      process.stderr.write(`proxysql-failover: ${text}\n`);
      process.exit(expected ? EXIT.usage : EXIT.failed);
    },
  );
}
