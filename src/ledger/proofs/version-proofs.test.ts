import { v7 as uuidv7 } from 'uuid';
import { describe } from 'vitest';
import { testTampering } from '../../../test/support/tampering.ts';
import { VERSION_PROOFS } from './version-proofs.ts';

/** A record with two versions, of which the second is of this seal. */
const twoVersions = (workspaceId: string, throughSeal: string, second = 2) =>
  `INSERT INTO record_version (workspace_id, table_name, record_id, version, action, old, through_seal)
   SELECT '${workspaceId}', 'customer', '${uuidv7()}', v.version, 'update', '{}', v.through_seal
     FROM (VALUES (1, 2::bigint), (${second}, ${throughSeal})) AS v(version, through_seal)`;

describe('the proofs of what a seal shows', () => {
  testTampering(VERSION_PROOFS, [
    [
      'a totalled allocation loses its seal',
      'allocations-name-their-seal',
      () => 'is totalled and counts from no seal on',
      () => 'DELETE FROM allocation_seal',
    ],
    [
      'an allocation counts from a seal far off',
      'allocations-name-their-seal',
      () => 'counts from seal 99 on, the last seal is',
      () => 'UPDATE allocation_seal SET number = 99',
    ],
    [
      'a seal is told of no allocation',
      'allocations-name-their-seal',
      () => 'counts from seal 1 on and is not there',
      ({ workspaceId }) => `INSERT INTO allocation_seal VALUES ('${workspaceId}', '${uuidv7()}', 1)`,
    ],
    [
      'a version is taken out',
      'record-versions-follow-one-another',
      () => 'version 2 of customer',
      ({ workspaceId }) => twoVersions(workspaceId, '3', 3),
    ],
    [
      'a version is of a seal that is not there',
      'record-versions-follow-one-another',
      () => 'is of seal 99, the last one is',
      ({ workspaceId }) => twoVersions(workspaceId, '99'),
    ],
    [
      'a version is of an earlier seal than the one before',
      'record-versions-follow-one-another',
      () => 'is of seal 1, the one before it of 2',
      ({ workspaceId }) => twoVersions(workspaceId, '1'),
    ],
  ]);
});
