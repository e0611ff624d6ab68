import { join } from 'node:path';
import { TYPES, depConstraints } from './boundaries.cjs';
import { projects } from './projects.cjs';

const workspace = projects(join(__dirname, '..', '..', '..'));
const tagsOf = (manifest: { nx?: { tags?: string[] } }): string[] => manifest.nx?.tags ?? [];

describe('project boundaries', () => {
  it('have no wildcard and no type that may import everything', () => {
    for (const { sourceTag, onlyDependOnLibsWithTags } of depConstraints()) {
      expect(sourceTag).not.toContain('*');
      expect(onlyDependOnLibsWithTags.length).toBeGreaterThan(0);
      expect(onlyDependOnLibsWithTags.join()).not.toContain('*');
    }
  });

  it('let no service import another service, nor a driver', () => {
    const service = depConstraints().find(({ sourceTag }: { sourceTag: string }) => sourceTag === 'type:service');

    expect(service?.onlyDependOnLibsWithTags).toEqual(['type:kernel', 'type:contract', 'type:domain', 'type:platform']);
    expect(service?.bannedExternalImports).toContain('pg');
  });

  it.each(workspace.map(({ folder, manifest }) => [folder, tagsOf(manifest)] as const))('%s carries one known type and one scope', (_folder, tags) => {
    const types = tags.filter((tag) => tag.startsWith('type:')).map((tag) => tag.slice('type:'.length));

    expect(types).toHaveLength(1);
    expect(TYPES).toContain(types[0]);
    expect(tags.filter((tag) => tag.startsWith('scope:'))).toHaveLength(1);
  });

  it('hold in every package.json: a dependency on a project is one that its type may have', () => {
    const typeOf = new Map(workspace.map(({ manifest }) => [manifest.name, tagsOf(manifest).find((tag) => tag.startsWith('type:'))]));
    const allowed = new Map(depConstraints().map((line: { sourceTag: string; onlyDependOnLibsWithTags: string[] }) => [line.sourceTag, line.onlyDependOnLibsWithTags]));
    const crossed = workspace.flatMap(({ manifest }) =>
      Object.keys(manifest.dependencies ?? {})
        .filter((name) => name.startsWith('@yagura/') && !allowed.get(typeOf.get(manifest.name) ?? '')?.includes(typeOf.get(name) ?? ''))
        .map((name) => `${manifest.name} -> ${name}`));

    expect(crossed).toEqual([]);
  });
});
