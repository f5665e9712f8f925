// Makes dist/proxysql-failover.cjs: node src/bundle/bundle.mjs
//
// ProxySQL starts the file every second with an empty environment. Node itself then takes some 25 ms of CPU time; parsing all of
// mysql2 and pino takes as long again. So what a run never uses is left out, and what it seldom uses is parsed when it is used.
// Minifying saved a tenth of that, and a file that a person can read is worth more.
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const outfile = join(root, 'dist', 'proxysql-failover.cjs');

/** Modules that stand in for others; each says why it may. */
const standIns = [
  { replaces: /^mysql2$/, by: 'mysql2.ts' },
  { replaces: /^iconv-lite$/, by: 'iconv-lite.ts' },
  { replaces: /^tls$/, by: 'tls.cjs' },
];

/** Of mysql2: prepared statements, its server side, pools and promises, placeholders, compression, tables of names. */
const leftOut = [
  /^(long|sql-escaper|named-placeholders|generate-function)$/,
  /\/commands\/(server_handshake|prepare|close_statement|execute|ping|register_slave|binlog_dump|change_user|reset_connection|quit)\.js$/,
  /\/(server_handshake|prepare|close_statement|execute|ping|register_slave|binlog_dump|change_user|reset_connection|quit)\.js$/,
  /^\.\/(binary_row|binlog_dump|change_user|close_statement|execute|prepare_statement|prepared_statement_header|register_slave|reset_connection)$/,
  /\/(text_parser|binary_parser|static_binary_parser|compressed_protocol|ssl_profiles|errors)\.js$/,
  /\/promise\/connection\.js$/,
];

const LEFT_OUT = `
const use = () => { throw new Error('a part of mysql2 that was left out of the bundle has been used'); };
module.exports = new Proxy(use, { get: () => use });
`;

const options = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  legalComments: 'none',
  logLevel: 'warning',
  // Valibot makes regular expressions when it is loaded, one of them large; those that no schema names are dropped.
  pure: ['RegExp'],
};

/** Bundled with all it needs into a string, and compiled at its first use: pino, which a healthy run has no use for. */
const seldomUsed = /\/record\/log\.ts$/;

const compileWhenUsed = {
  name: 'compile when used',
  setup: ({ onLoad }) => {
    onLoad({ filter: seldomUsed }, async ({ path }) => {
      const result = await build({ ...options, entryPoints: [path], write: false });
      const text = JSON.stringify(result.outputFiles[0].text);
      const contents = `new Function('module', 'exports', 'require', ${text})(module, exports, require);`;
      return { contents, loader: 'js' };
    });
  },
};

const leaveOut = {
  name: 'leave out',
  setup: ({ onResolve, onLoad }) => {
    for (const { replaces, by } of standIns) onResolve({ filter: replaces }, () => ({ path: join(here, by) }));
    for (const filter of leftOut) {
      onResolve({ filter }, ({ importer }) =>
        importer.includes('/node_modules/mysql2/') ? { path: 'left-out', namespace: 'left-out' } : undefined,
      );
    }
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: LEFT_OUT, loader: 'js' }));
  },
};

await build({ ...options, entryPoints: [join(root, 'src', 'main.ts')], outfile, plugins: [compileWhenUsed, leaveOut] });
chmodSync(outfile, 0o755);
