// Makes dist/proxysql-failover.cjs: node src/bundle/bundle.mjs
//
// ProxySQL starts the file every second with an empty environment. Node itself then takes some 25 ms of CPU time; parsing all of
// mysql2 and pino takes as long again. So what a run never uses is left out, what it seldom uses is parsed when it is used, and other
// people's code is minified. `install` spares a run most of what is left (src/startup-snapshot/).
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const outfile = join(root, 'dist', 'proxysql-failover.cjs');

/** Modules that stand in for others; each says why it may. */
const standIns = [
  { replaces: /^mysql2$/, by: 'mysql2.ts' },
  { replaces: /^iconv-lite$/, by: 'iconv-lite.ts' },
  { replaces: /^lru\.min$/, by: 'lru.min.cjs' },
  { replaces: /^tls$/, by: 'tls.cjs' },
  { replaces: /\/constants\/charsets(\.js)?$/, by: 'charsets.cjs' },
  { replaces: /\/charset_encodings\.js$/, by: 'charset-encodings.cjs' },
  { replaces: /\/tracing\.js$/, by: 'tracing.cjs' },
];

/** Of mysql2: prepared statements, its server side, pools and promises, placeholders, compression, colours, tables of names. */
const leftOut = [
  /^(cardinal|long|sql-escaper|named-placeholders|generate-function)$/,
  /\/commands\/(server_handshake|prepare|close_statement|execute|ping|register_slave|binlog_dump|change_user|reset_connection|quit)\.js$/,
  /\/(server_handshake|prepare|close_statement|execute|ping|register_slave|binlog_dump|change_user|reset_connection|quit)\.js$/,
  /^\.\/(binary_row|binlog_dump|change_user|close_statement|execute|prepare_statement|prepared_statement_header|register_slave|reset_connection)$/,
  /\/(text_parser|binary_parser|static_binary_parser|compressed_protocol|ssl_profiles|errors|encode_parameter)\.js$/,
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
};

const leaveOut = {
  name: 'leave out',
  setup: ({ onResolve, onLoad }) => {
    for (const { replaces, by } of standIns)
      onResolve({ filter: replaces }, () => ({ path: join(here, 'mysql2', by) }));
    for (const filter of leftOut) {
      onResolve({ filter }, ({ importer }) =>
        importer.includes('/node_modules/mysql2/') ? { path: 'left-out', namespace: 'left-out' } : undefined,
      );
    }
    // Valibot makes a large regular expression when it is loaded; marked as pure it is dropped, as no schema names it.
    onLoad({ filter: /\/valibot\/dist\/index\.mjs$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8').replace(
        /^const EMOJI_REGEX = (.*);$/m,
        'const EMOJI_REGEX = /* @__PURE__ */ (() => $1)();',
      );
      return { contents, loader: 'js' };
    });
    // Of its description only the version is asked for.
    onLoad({ filter: /\/mysql2\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    // It looks for cardinal whenever it is loaded, for colours in debug output.
    onLoad({ filter: /\/mysql2\/lib\/helpers\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8').replace(/require\(`cardinal.*?`\)/, "require('cardinal')");
      return { contents, loader: 'js' };
    });
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: LEFT_OUT, loader: 'js' }));
  },
};

/** Bundled with all it needs into a string, and compiled at its first use: pino, which a healthy run has no use for. */
const compileWhenUsed = {
  name: 'compile when used',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/record\/log\.ts$/ }, async ({ path }) => {
      const result = await build({ ...options, entryPoints: [path], minify: true, write: false });
      const text = JSON.stringify(result.outputFiles[0].text);
      const contents = `new Function('module', 'exports', 'require', ${text})(module, exports, require);`;
      return { contents, loader: 'js' };
    });
  },
};

/** mysql2 is bundled by itself: minified, and put before the rest. Our own code is not minified, a person can read it. */
const setMysql2Aside = {
  name: 'set mysql2 aside',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/bundle\/mysql2\/mysql2\.ts$/ }, () => ({
      contents: 'loadMysql2(module, exports);',
      loader: 'js',
    }));
  },
};

/** V8 compiles a function in parentheses at once, and any other when it is first called: after it has read it a second time. */
function inParentheses(text) {
  return text.replace(/^ {2}"(.+)"\((.*)\) \{$([\s\S]*?)^ {2}\}$/gm, '  "$1": (function($2) {$3  })');
}

async function mysql2() {
  const entryPoint = join(here, 'mysql2', 'mysql2.ts');
  const { outputFiles } = await build({ ...options, entryPoints: [entryPoint], write: false, plugins: [leaveOut] });
  return (await transform(inParentheses(outputFiles[0].text), { minify: true })).code;
}

const plugins = [compileWhenUsed, setMysql2Aside, leaveOut];
const entryPoints = [join(root, 'src', 'main.ts')];
const { outputFiles } = await build({ ...options, entryPoints, write: false, plugins });
const loadMysql2 = `const loadMysql2 = (function (module, exports) {${(await mysql2()).trimEnd()}});`;
writeFileSync(outfile, `#!/usr/bin/env node\n"use strict";\n${loadMysql2}\n${outputFiles[0].text}`);
chmodSync(outfile, 0o755);
