// Runs one TypeScript entry of this repository in this very process: node test/run-ts.mjs test/x.ts [argument ...]
// Node 20 does not read TypeScript; esbuild bundles the entry next to the installed packages, which stay outside.
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entry = resolve(process.argv[2] ?? '');
const outDirectory = join(root, 'node_modules', '.cache', 'run-ts', String(process.pid));
const outfile = join(outDirectory, `${relative(root, entry).replaceAll('/', '-')}.mjs`);
mkdirSync(outDirectory, { recursive: true });
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.argv.splice(1, 2, entry);
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outDirectory, { recursive: true, force: true });
}
