// Old syntax on purpose: an ancient Node must be able to read this file in order to be told that it is too old.
// biome-ignore-all lint: see above

var found = process.versions.node;
var major = Number(found.split('.')[0]);
var minor = Number(found.split('.')[1]);

// Node runs TypeScript as it is from 22.18 on, and in the short-lived 23 line from 23.6 on.
var runsTypeScript = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

if (!runsTypeScript) {
  var needed = 'Recount needs Node.js 22.18 or newer, but this is Node.js ' + found + '.';
  var way =
    'On Linux (glibc) and macOS `npm ci` brings one along; elsewhere install Node.js 24 from https://nodejs.org.';
  console.error(needed + ' ' + way);
  process.exit(1);
}
