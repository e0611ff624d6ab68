// The compiler's view of the workspace: one tsconfig.json per project and one at the root, all from package.json files.

const text = (value) => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Path and content of every tsconfig.json. `projects` is each project's folder with its package.json; `hasSource` tells which of them
 * are compiled. Throws when one depends on a project that is not there.
 */
function tsconfigs(projects, hasSource) {
  const folderOf = new Map(projects.map(({ folder, manifest }) => [manifest.name, folder]));
  const built = projects.filter(({ folder }) => hasSource(folder));
  const isBuilt = new Set(built.map(({ folder }) => folder));
  const files = built.map(({ folder, manifest }) => {
    const own = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@yagura/'));
    const unknown = own.filter((name) => !folderOf.has(name));
    if (unknown.length > 0) throw new Error(`${folder}/package.json names ${unknown.join(', ')}, which is no project here`);
    return [`${folder}/tsconfig.json`, text({
      extends: '../../tsconfig.base.json',
      compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
      include: ['src/**/*.ts', 'src/**/*.json'],
      exclude: ['src/**/*.spec.ts'],
      references: own.map((name) => folderOf.get(name)).filter((path) => isBuilt.has(path)).sort().map((path) => ({ path: `../../${path}` })),
    })];
  });
  return new Map([...files, ['tsconfig.json', text({ files: [], references: [...isBuilt].sort().map((path) => ({ path: `./${path}` })) })]]);
}

module.exports = { tsconfigs };
