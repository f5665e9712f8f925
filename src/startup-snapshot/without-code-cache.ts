const NUMBER_BYTES = 8;
/** What is more than these is some other number. Node 24 has 388 modules, the longest id 50 characters. */
const MOST_ENTRIES = 10_000;
const LONGEST_ID = 200;

/**
 * Node ends each startup snapshot with V8's code cache of all its built-in modules: half of the file. It reads and copies that at every
 * start, and a run has no use for it: the modules that it needs are in the snapshot, compiled.
 * The list is the last thing in the file: how many, then of each the length of its id, the id, the length of its code, the code; numbers
 * have 64 bits (Node.js, src/node_snapshotable.cc, SnapshotSerializer; the same in Node 20, 22 and 24).
 * @returns The snapshot with an empty list; as it was where no such list ends it.
 */
export function withoutCodeCache(snapshot: Buffer): Buffer {
  for (let at = 0; at + NUMBER_BYTES < snapshot.length; at++) {
    const count = numberAt(snapshot, at);
    if (count === null || count === 0 || count > MOST_ENTRIES) continue;
    if (endOfEntries(snapshot, at + NUMBER_BYTES, count) !== snapshot.length) continue;
    return Buffer.concat([snapshot.subarray(0, at), Buffer.alloc(NUMBER_BYTES)]);
  }
  return snapshot;
}

/** Null where what is there is no list of so many entries. */
function endOfEntries(snapshot: Buffer, from: number, count: number): number | null {
  let at = from;
  for (let i = 0; i < count; i++) {
    const idLength = numberAt(snapshot, at);
    if (idLength === null || idLength === 0 || idLength > LONGEST_ID) return null;
    at += NUMBER_BYTES + idLength;
    const codeLength = numberAt(snapshot, at);
    if (codeLength === null || codeLength === 0) return null;
    at += NUMBER_BYTES + codeLength;
  }
  return at;
}

/** Null where it would be beyond what a file is long. */
function numberAt(snapshot: Buffer, at: number): number | null {
  if (at + NUMBER_BYTES > snapshot.length || snapshot.readUInt32LE(at + 4) !== 0) return null;
  return snapshot.readUInt32LE(at);
}
