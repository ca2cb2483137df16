// Who may import whom: the rooms of the house, as CONTRIBUTING.md tells them.

// The parser that reads the TypeScript. TypeScript 7 has no parser for other programs, and without one dependency-cruiser
// skips every .ts file and finds nothing wrong; this import fails instead.
import '@swc/core';

const ROOMS = [
  'sales',
  'purchases',
  'banking',
  'work',
  'reports',
  'archive',
  'imports',
  'partners',
  'portal',
];
const TRADE_ROOMS = ['sales', 'purchases', 'banking', 'work'];

/** A pattern for every file under the given folders of src. */
const inside = (...folders) => `^src/(${folders.join('|')})/`;

/** Patterns for what the folders of the given rooms hand out. */
const handedOutBy = (...rooms) => [`${inside(...rooms)}index\\.ts$`, `${inside(...rooms)}.+/index\\.ts$`];

const TESTS = '\\.test\\.ts$';

/** A room may import itself, the ledger, the platform, and of the rooms in `hands` only each folder's index.ts. */
function roomRule(room, hands) {
  const others = ROOMS.filter((other) => other !== room);
  const open = hands.filter((other) => other !== room);
  return {
    name: `${room}-keeps-to-its-room`,
    comment: `src/${room} may import src/ledger, src/platform, and only an index.ts of: ${open.join(', ')}.`,
    severity: 'error',
    from: { path: inside(room), pathNot: TESTS },
    to: { path: inside(...others), pathNot: handedOutBy(...open) },
  };
}

export default {
  forbidden: [
    {
      name: 'no-circles',
      comment:
        'Two files need each other. Move what both need into a third. (An import of types alone is no circle.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-no-accounting',
      comment: 'src/platform imports neither the ledger nor any room.',
      severity: 'error',
      from: { path: inside('platform'), pathNot: TESTS },
      to: { path: inside('ledger', ...ROOMS) },
    },
    {
      name: 'ledger-stands-on-platform-alone',
      comment: 'src/ledger imports only itself, src/platform and the registry of errors.',
      severity: 'error',
      from: { path: inside('ledger'), pathNot: TESTS },
      to: { path: '^(src|cli|test|bench)/', pathNot: [inside('ledger', 'platform'), '^src/errors\\.ts$'] },
    },
    ...TRADE_ROOMS.map((room) => roomRule(room, TRADE_ROOMS)),
    roomRule('reports', TRADE_ROOMS),
    roomRule('archive', [...TRADE_ROOMS, 'reports']),
    roomRule('imports', TRADE_ROOMS),
    roomRule('partners', [...TRADE_ROOMS, 'reports']),
    roomRule('portal', [...TRADE_ROOMS, 'reports', 'partners']),
    {
      name: 'start-belongs-to-main',
      comment: 'src/start holds parts of main.ts. Background work belongs to a room or to src/platform.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts$|start/)' },
      to: { path: inside('start') },
    },
    {
      name: 'composition-is-on-top',
      comment:
        'What puts the server together (main, app, demo, cli) and the tests import the rooms, never the other way.',
      severity: 'error',
      from: { path: inside('platform', 'ledger', ...ROOMS), pathNot: TESTS },
      to: { path: '^(src/(main|app|write-openapi)\\.ts$|src/(demo|start)/|cli/|test/|bench/)' },
    },
    {
      name: 'web-pages-read-the-openapi-document-alone',
      comment: 'web imports nothing of the server: what a page tells comes from openapi.json.',
      severity: 'error',
      from: { path: '^web/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(src|cli|test|bench)/' },
    },
    {
      name: 'server-imports-no-web-page',
      comment: 'Of web, the server imports only what tells whether the built pages are stale.',
      severity: 'error',
      from: { path: '^(src|cli)/', pathNot: TESTS },
      to: { path: '^web/', pathNot: '^web/portal/build/source-hash\\.ts$' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/portal/dist' },
  },
};
