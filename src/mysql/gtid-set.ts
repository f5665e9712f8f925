/**
 * Sets of global transaction identifiers, as MySQL writes them: `UUID[:TAG]:FROM[-TO][:...], ...`
 * (Reference Manual 19.1.3.1 "GTID Format and Storage"; tags since 8.3).
 */

/** An inclusive run of transaction numbers of one UUID and tag. */
export type Interval = readonly [from: bigint, to: bigint];

/** Intervals by `uuid` or `uuid:tag`, lower case; each list is sorted, disjoint and has no adjacent pair. */
export type GtidSet = ReadonlyMap<string, readonly Interval[]>;

export const EMPTY_GTID_SET: GtidSet = new Map();

const UUID = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/;
const TAG = /^[a-z_][a-z0-9_]{0,31}$/;
const INTERVAL = /^(\d{1,19})(?:\s*-\s*(\d{1,19}))?$/;
const LAST_NUMBER = 9223372036854775806n;

/**
 * Reads what MySQL prints, and what it accepts: any order, overlaps, white space, upper case.
 * @throws Error naming the part that is no GTID set.
 */
export function parseGtidSet(text: string): GtidSet {
  const intervals = new Map<string, Interval[]>();
  for (const part of text.split(',')) {
    const words = part
      .toLowerCase()
      .split(':')
      .map((word) => word.trim());
    const uuid = words.shift() ?? '';
    if (uuid === '' && words.length === 0) continue;
    if (!UUID.test(uuid)) throw new Error(`not a GTID set: '${part.trim()}' does not start with a UUID`);
    const source = withDashes(uuid);
    let key = source;
    for (const word of words) {
      const interval = parseInterval(word);
      if (interval === 'malformed') {
        if (!TAG.test(word)) throw new Error(`not a GTID set: '${word}' in '${part.trim()}' is no interval`);
        key = `${source}:${word}`;
        continue;
      }
      if (interval === 'empty') continue;
      const known = intervals.get(key);
      if (known) known.push(interval);
      else intervals.set(key, [interval]);
    }
  }
  const set = new Map<string, readonly Interval[]>();
  for (const [key, unsorted] of intervals) set.set(key, merged(unsorted));
  return set;
}

function withDashes(uuid: string): string {
  if (uuid.includes('-')) return uuid;
  return [uuid.slice(0, 8), uuid.slice(8, 12), uuid.slice(12, 16), uuid.slice(16, 20), uuid.slice(20)].join('-');
}

function parseInterval(word: string): Interval | 'empty' | 'malformed' {
  const match = INTERVAL.exec(word);
  if (!match?.[1]) return 'malformed';
  const from = BigInt(match[1]);
  const to = match[2] === undefined ? from : BigInt(match[2]);
  if (from < 1n || to > LAST_NUMBER) return 'malformed';
  return to < from ? 'empty' : [from, to];
}

function merged(intervals: readonly Interval[]): Interval[] {
  return joined([...intervals].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)));
}

/** Makes one interval of those that overlap or are adjacent; `sorted` by where they begin. */
function joined(sorted: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let last: Interval | undefined;
  for (const one of sorted) {
    if (last === undefined || one[0] > last[1] + 1n) {
      last = one;
      result.push(last);
    } else if (one[1] > last[1]) {
      last = [last[0], one[1]];
      result[result.length - 1] = last;
    }
  }
  return result;
}

/** The canonical text: sorted by UUID, the untagged intervals before the tagged, as MySQL itself prints it on one line. */
export function formatGtidSet(set: GtidSet): string {
  const keys = [...set.keys()].sort();
  let text = '';
  let uuid = '';
  for (const key of keys) {
    const [source = '', tag] = key.split(':');
    if (source !== uuid) text += `${text === '' ? '' : ','}${source}`;
    uuid = source;
    if (tag !== undefined) text += `:${tag}`;
    for (const [from, to] of set.get(key) ?? []) text += from === to ? `:${from}` : `:${from}-${to}`;
  }
  return text;
}

/** Every transaction that is in any of the sets. */
export function unionOf(...sets: readonly GtidSet[]): GtidSet {
  const result = new Map<string, readonly Interval[]>();
  for (const set of sets) {
    for (const [key, intervals] of set) {
      const known = result.get(key);
      result.set(key, known ? uniteIntervals(known, intervals) : intervals);
    }
  }
  return result;
}

/** Each of the lists is sorted already: to sort them together would cost several times as much. */
function uniteIntervals(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  const sorted: Interval[] = [];
  let next = 0;
  for (const one of some) {
    for (let other = others[next]; other !== undefined && other[0] < one[0]; other = others[next]) {
      sorted.push(other);
      next += 1;
    }
    sorted.push(one);
  }
  return joined(sorted.concat(others.slice(next)));
}

/** The transactions of `set` that are not in `without`: MySQL's GTID_SUBTRACT(set, without). */
export function subtract(set: GtidSet, without: GtidSet): GtidSet {
  const result = new Map<string, readonly Interval[]>();
  for (const [key, intervals] of set) {
    const left = subtractIntervals(intervals, without.get(key) ?? []);
    if (left.length > 0) result.set(key, left);
  }
  return result;
}

/** Both lists are walked once, side by side: a set may have many thousands of gaps. */
function subtractIntervals(intervals: readonly Interval[], holes: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let next = 0;
  for (const [from, to] of intervals) {
    let start = from;
    for (let hole = holes[next]; hole !== undefined && hole[0] <= to; hole = holes[next]) {
      const [holeFrom, holeTo] = hole;
      if (holeFrom > start) result.push([start, holeFrom - 1n]);
      if (holeTo >= start) start = holeTo + 1n;
      // The next interval may begin in it.
      if (holeTo > to) break;
      next += 1;
    }
    if (start <= to) result.push([start, to]);
  }
  return result;
}

/** Whether `whole` has every transaction of `part`: MySQL's GTID_SUBSET(part, whole). */
export function contains(whole: GtidSet, part: GtidSet): boolean {
  for (const [key, intervals] of part) {
    if (!containsIntervals(whole.get(key) ?? [], intervals)) return false;
  }
  return true;
}

/** As `whole` has no adjacent pair, each of the others must lie in one of its intervals. */
function containsIntervals(whole: readonly Interval[], part: readonly Interval[]): boolean {
  let next = 0;
  for (const [from, to] of part) {
    let around = whole[next];
    while (around !== undefined && around[1] < from) {
      next += 1;
      around = whole[next];
    }
    if (around === undefined || around[0] > from || around[1] < to) return false;
  }
  return true;
}

export function isEmpty(set: GtidSet): boolean {
  return set.size === 0;
}

/** Those of the set that this server wrote, under whatever tag. */
export function ofServer(set: GtidSet, serverUuid: string): GtidSet {
  return new Map([...set].filter(([key]) => uuidIn(key) === serverUuid));
}

/** Those of the set that one of these servers wrote. */
export function ofServers(set: GtidSet, serverUuids: ReadonlySet<string>): GtidSet {
  return new Map([...set].filter(([key]) => serverUuids.has(uuidIn(key))));
}

/** Those of the set that other servers wrote. */
export function ofOtherServers(set: GtidSet, serverUuid: string): GtidSet {
  return new Map([...set].filter(([key]) => uuidIn(key) !== serverUuid));
}

/** Of a set's key: `uuid` or `uuid:tag`. */
export function uuidIn(key: string): string {
  return key.split(':')[0] ?? key;
}

/** How many transactions the set holds. */
export function countTransactions(set: GtidSet): bigint {
  let count = 0n;
  for (const intervals of set.values()) for (const [from, to] of intervals) count += to - from + 1n;
  return count;
}
