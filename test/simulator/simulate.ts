/**
 * Random scenarios until an invariant breaks: node test/run-ts.mjs test/simulator/simulate.ts --runs N --seed S
 * What breaks is shrunk and printed as a story. `--all` goes on and lists everything that broke, each kind shrunk;
 * `--scenario JSON` plays one again; `--hosts 2` has two ProxySQLs with the program beside each.
 */
import minimist from 'minimist';
import { Figures } from './figures.ts';
import { printedStory } from './printed-story.ts';
import { scenarios } from './random-scenario.ts';
import { describeFault, parseScenario, type Scenario } from './scenario.ts';
import { kindOf, shrinkViolation } from './shrink.ts';
import { simulate } from './simulation.ts';
import type { Violation } from './violation.ts';

const PROGRESS_EVERY_MS = 10_000;

interface Broken {
  times: number;
  scenario: Scenario;
  readonly violation: Violation;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  const args = minimist(process.argv.slice(2), { string: ['scenario'], boolean: ['all'] });
  if (args.scenario) {
    const lines = await printedStory(parseScenario(args.scenario));
    for (const line of lines) print(line);
    return lines.at(-1)?.startsWith('BROKEN') ? 1 : 0;
  }
  const runs = Number(args.runs ?? 1000);
  const seed = Number(args.seed ?? Date.now() % 1_000_000);
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  const figures = new Figures();
  const broken = new Map<string, Broken>();
  let progressAt = PROGRESS_EVERY_MS;
  print(`${runs} scenarios from seed ${seed}`);
  for (const scenario of scenarios(runs, seed, args.hosts)) {
    const report = await simulate(scenario);
    figures.add(report);
    if (seconds() * 1000 >= progressAt) {
      print(`${figures.scenarios} scenarios, ${figures.events} events, ${seconds().toFixed(0)} s`);
      progressAt += PROGRESS_EVERY_MS;
    }
    if (report.violation === null) continue;
    const kind = kindOf(report.violation);
    const known = broken.get(kind);
    if (known === undefined) broken.set(kind, { times: 1, scenario, violation: report.violation });
    else {
      known.times += 1;
      if (scenario.faults.length < known.scenario.faults.length) known.scenario = scenario;
    }
    if (!args.all) break;
  }
  const { user, system } = process.cpuUsage();
  for (const line of figures.lines(seconds(), (user + system) / 1_000_000)) print(line);
  for (const [kind, { times, scenario, violation }] of broken) {
    const small = await shrinkViolation(scenario, violation);
    if (args.all) {
      print(`\n${times} times ${kind}`);
      for (const fault of small.faults) print(`    ${describeFault(fault)}`);
      print(`    --scenario '${JSON.stringify(small)}'`);
    } else {
      for (const line of await printedStory(small)) print(line);
    }
  }
  return broken.size === 0 ? 0 : 1;
}

process.exitCode = await main();
