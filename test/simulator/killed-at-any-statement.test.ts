/** A run is killed at each statement in turn, alone or with ProxySQL: the ones that follow bring every server back to its place. */
import { expect, test } from 'vitest';
import { aScenario, atChange, dies, fault, type ScenarioStory } from './a-scenario.ts';
import { printedStory } from './printed-story.ts';
import type { Fault } from './scenario.ts';
import { simulate } from './simulation.ts';

const killRun = { kind: 'killRun', host: 'script' } as const;
const killBoth = { kind: 'killProxysql', host: 'script', takesRunAlong: true } as const;
const KILLS = [
  { moment: 'before', what: killRun },
  { moment: 'sent', what: killRun },
  { moment: 'answered', what: killBoth },
] as const;
/** More statements than any of these stories has. */
const MOST = 48;

const STORIES: Readonly<Record<string, ScenarioStory & { readonly faults: readonly Fault[] }>> = {
  'a former primary that rejoins': { faults: [dies('a', 3000, 3000)] },
  'a former primary that comes back writable': {
    servers: { a: { startsReadOnly: false }, b: {}, c: {} },
    faults: [dies('a', 3000, 3000)],
  },
  'a former primary of two servers': { servers: { a: {}, b: {} }, faults: [dies('a', 3000, 3000)] },
  'a reader that is set aside and comes back': {
    faults: [fault(3000, { kind: 'stopApplier', server: 'c' }, 10_000)],
  },
  'a reader that is set aside while the monitor is at work': {
    layout: 'monitored',
    faults: [fault(3000, { kind: 'lockApplier', server: 'c' }, 20_000)],
  },
};

test.each(Object.entries(STORIES))('%s', async (_, story) => {
  for (let change = 1; change <= MOST; change += 1) {
    for (const { moment, what } of KILLS) {
      const killed = fault(atChange(change, moment), what, 200);
      const scenario = aScenario({ ...story, faults: [...story.faults, killed] });
      const { end, violation } = await simulate(scenario);
      if (violation !== null || end !== 'settled') expect.fail((await printedStory(scenario)).join('\n'));
    }
  }
});
