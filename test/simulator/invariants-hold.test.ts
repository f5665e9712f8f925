/** A fixed few thousand random scenarios, the same every time. What breaks is shrunk and told. */
import { expect, test } from 'vitest';
import { printedStory } from './printed-story.ts';
import { scenarios } from './random-scenario.ts';
import { shrinkViolation } from './shrink.ts';
import { simulate } from './simulation.ts';

const SEEDS = [1, 2, 4, 5, 6, 17];
const SCENARIOS = 250;
/** For a machine that has other work too. */
const LONG_MS = 240_000;

test.each(SEEDS)(
  'the invariants hold in two hundred and fifty scenarios, seed %i',
  { timeout: LONG_MS },
  async (seed) => {
    await holds(SCENARIOS, seed, 1);
  },
);

test.each([7, 8, 9, 10, 11, 12, 13, 14, 15, 16])(
  'and with two ProxySQL hosts, seed %i',
  { timeout: LONG_MS },
  async (seed) => {
    await holds(45, seed, 2);
  },
);

async function holds(count: number, seed: number, hosts: number): Promise<void> {
  for (const scenario of scenarios(count, seed, hosts)) {
    const { violation } = await simulate(scenario);
    if (violation !== null) expect.fail((await printedStory(await shrinkViolation(scenario, violation))).join('\n'));
  }
}

test('a scenario plays the same way every time', async () => {
  for (const scenario of scenarios(20, 99)) {
    const [first, second] = [
      await simulate(scenario, { tellsStory: true }),
      await simulate(scenario, { tellsStory: true }),
    ];
    expect(second).toEqual(first);
  }
});
