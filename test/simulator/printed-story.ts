/** A simulation for a person to read. */
import { describeFault, type Scenario } from './scenario.ts';
import { simulate } from './simulation.ts';
import { INVARIANTS } from './violation.ts';

/** Plays the scenario again and tells it; the last lines say what broke and how to play it again. */
export async function printedStory(scenario: Scenario): Promise<string[]> {
  const report = await simulate(scenario, { tellsStory: true });
  const lines = withoutRepetition(report.story);
  lines.push('', `again: --scenario '${JSON.stringify(scenario).replaceAll("'", "'\\''")}'`);
  for (const fault of scenario.faults) lines.push(`fault: ${describeFault(fault)}`);
  const { violation } = report;
  lines.push(
    violation === null
      ? `no invariant broke, it ended: ${report.end}`
      : `BROKEN ${violation.invariant} (${INVARIANTS[violation.invariant]}): ${violation.message}`,
  );
  return lines;
}

/** A run that reports what the one before reported is counted, not told. */
function withoutRepetition(story: readonly string[]): string[] {
  const lines: string[] = [];
  let last = '';
  let repeated = 0;
  for (const line of story) {
    const report = /^ *[\d.]+ {2}run \d+(?: on \S+)?: (.*)$/.exec(line)?.[1] ?? '';
    if (report !== '' && report === last) {
      repeated += 1;
      continue;
    }
    const isOnTheWay = / {4}run \d+(?: on \S+)?: /.test(line);
    if (repeated > 0 && isOnTheWay) continue;
    if (repeated > 0) lines.push(`           (${repeated} more runs report the same)`);
    repeated = 0;
    if (!isOnTheWay) last = report;
    lines.push(shortened(line));
  }
  return lines;
}

function shortened(line: string): string {
  return line
    .replaceAll(/\s*\n/g, ' ')
    .replace(/CREATE TABLE IF NOT EXISTS (\S+) .*/, 'CREATE TABLE IF NOT EXISTS $1 (...)')
    .replace(/(INSERT OR REPLACE INTO disk\.\S+) .*?VALUES (.{100}).*/, '$1 ... VALUES $2 ...');
}

/** When it came to that in a story, in virtual seconds; Infinity where it never did. */
export function secondOf(story: readonly string[], what: RegExp): number {
  return Number.parseFloat(story.find((line) => what.test(line)) ?? 'Infinity');
}
