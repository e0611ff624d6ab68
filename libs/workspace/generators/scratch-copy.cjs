// A copy of the repository in a folder of its own, in which generators may write and what they wrote can be built and run. Packages are
// linked, projects are copied, so that an import of @yagura/… leads to the copy and never back.
const { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } = require('node:fs');
const { basename, join, relative } = require('node:path');
const { projects } = require('../lint/projects.cjs');

/** The portal's pages and the demo's pictures take no part in anything that a generator writes. */
const LEFT_OUT = ['services/portal/web', 'services/portal/journeys', 'docs/images'];
const NEVER = new Set(['node_modules', '.git', '.nx', '.yagura']);

/** Copies the repository at `root` to `target`, which must not exist. */
function scratchCopy(root, target) {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(root).filter((entry) => !NEVER.has(entry))) {
    cpSync(join(root, name), join(target, name), {
      // Times are kept, so that what was compiled stays up to date in the copy.
      recursive: true, preserveTimestamps: true, verbatimSymlinks: true,
      filter: (source) => !NEVER.has(basename(source)) && !LEFT_OUT.includes(relative(root, source)),
    });
  }
  linkPackages(root, target);
}

function linkPackages(root, target) {
  const modules = join(target, 'node_modules');
  mkdirSync(join(modules, '@yagura'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')).filter((entry) => entry !== '@yagura' && entry !== '.cache')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const { folder, manifest } of projects(target)) {
    symlinkSync(join('..', '..', folder), join(modules, manifest.name));
    const own = join(root, folder, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(target, folder, 'node_modules'));
  }
}

module.exports = { scratchCopy };
