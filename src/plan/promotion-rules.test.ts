import { expect, test } from 'vitest';
import { anObservation, at, dead, primary, replica } from '../../test/observations/observation.ts';
import type { Cluster } from '../config/cluster.ts';
import { rulesOfNobody } from './promotion-rules.ts';

const said = (promotionRules: Cluster['promotionRules']) =>
  rulesOfNobody(
    anObservation({
      servers: [primary('a'), replica('b', { knownAs: [at('b'), at('db2.example')] }), dead('c')],
      cluster: { promotionRules },
    }),
  );

test('a rule that names no server of the cluster is named', () => {
  expect(said({ 'b:3306': 'prefer', 'bb:3306': 'never', 'b:3307': 'prefer' })).toEqual([
    'bb:3306: never: no server of shop goes by this name',
    'b:3307: prefer: no server of shop goes by this name',
  ]);
});

test('one that names a server by another of its names, in other letters, or while it is down is not', () => {
  expect(said({ 'DB2.example:3306': 'prefer', 'A:3306': 'never', 'c:3306': 'never' })).toEqual([]);
});
