const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Every project of the workspace: its folder from the root and its package.json. */
function projects(root) {
  return ['libs', 'services']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }));
}

module.exports = { projects };
