/** A fixed few thousand random scenarios, the same every time. What breaks is shrunk and told. */
import { expect, test } from 'vitest';
import { printedStory } from './printed-story.ts';
import { scenarios } from './random-scenario.ts';
import { shrinkViolation } from './shrink.ts';
import { simulate } from './simulation.ts';

// Seeds 1 and 6 are not among them yet. 1: a replica that freezes while it is repointed, with a run killed before, stays stopped.
// 6: ProxySQL restarts between a promotion and its save while the promoted server answers slowly: the old primary is taken back.
const SEEDS = [1, 2, 3, 4, 5, 6];
const SCENARIOS = 500;

test.each(SEEDS)('the invariants hold in %i times five hundred scenarios', async (seed) => {
  for (const scenario of scenarios(SCENARIOS, seed)) {
    const { violation } = await simulate(scenario);
    if (violation !== null) expect.fail((await printedStory(await shrinkViolation(scenario, violation))).join('\n'));
  }
});

test('a scenario plays the same way every time', async () => {
  for (const scenario of scenarios(20, 99)) {
    const [first, second] = [
      await simulate(scenario, { tellsStory: true }),
      await simulate(scenario, { tellsStory: true }),
    ];
    expect(second).toEqual(first);
  }
});
