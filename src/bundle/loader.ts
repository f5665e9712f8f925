/**
 * Stands first in dist/proxysql-failover.cjs and starts the program, which follows it there in a comment: so Node passes over it, and
 * V8 is given it together with the code cache that `install` may have left beside the file. Where there is no cache, or one that is not
 * fit, V8 compiles the program as it does any other.
 *
 * V8 runs what a cache holds unchecked; it may come from nobody but the owner of this file, and has to be whole.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Script } from 'node:vm';
import type { CodeCache } from '../command-line/code-cache.ts';
import type { start } from '../main.ts';

/** Filled in by the build: what this program's caches are told by, and where in this file it begins. */
declare const PROGRAM_ID: string;
declare const LINES_BEFORE_PROGRAM: number;
/** The comment's carrier; never called. */
declare function program(): void;

type Module = { exports: { readonly start: typeof start } };

const cacheFile = `${__filename}.cache`;
const DIGEST_BYTES = 32;

/** Ties a cache to the program, to Node and to the machine it was made with: V8 itself compares no more of a program than its length. */
function digestOf(compiled: Buffer): Buffer {
  const madeFor = [PROGRAM_ID, process.version, process.arch].join(' ');
  return createHash('sha256').update(madeFor).update(compiled).digest();
}

function readCache(): Buffer | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(cacheFile, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const { uid, mode } = fstatSync(descriptor);
    if (uid !== statSync(__filename).uid || (mode & 0o022) !== 0) return undefined;
    const content = readFileSync(descriptor);
    const compiled = content.subarray(DIGEST_BYTES);
    return digestOf(compiled).equals(content.subarray(0, DIGEST_BYTES)) ? compiled : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

const comment = String(program);
const script = new Script(comment.slice(comment.indexOf('/*') + 3, comment.lastIndexOf('*/')).replaceAll('*|/', '*/'), {
  filename: __filename,
  lineOffset: LINES_BEFORE_PROGRAM,
  cachedData: readCache(),
});

const codeCache: CodeCache = {
  file: cacheFile,
  isUsed: script.cachedDataRejected === false,
  save: () => {
    const compiled = script.createCachedData();
    const unfinished = `${cacheFile}.${process.pid}`;
    try {
      writeFileSync(unfinished, Buffer.concat([digestOf(compiled), compiled]), { flag: 'wx' });
      // Whoever may run the file may read it, whatever this shell's umask is; there is nothing of the config in it.
      chmodSync(unfinished, 0o644);
      chownSync(unfinished, statSync(__filename).uid, -1);
      renameSync(unfinished, cacheFile);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  },
  remove: () => rmSync(cacheFile, { force: true }),
};

const load: (module: Module, exports: Module['exports'], require: NodeJS.Require) => void = script.runInThisContext();
load(module, module.exports, require);
(module as Module).exports.start(codeCache);
