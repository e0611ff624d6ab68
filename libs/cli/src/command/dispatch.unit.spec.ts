import { Conflict } from '@yagura/kernel';
import { InvalidUsage, type Invocation, type ListedCommand, type Terminal } from './command';
import { COMMANDS } from './commands';
import { dispatch } from './dispatch';

interface Said { readonly code: number; readonly out: string[]; readonly err: string[] }

const command = (name: string, run: (invocation: Invocation) => Promise<number> = () => Promise.resolve(0)): ListedCommand =>
  ({ name, about: `about ${name}`, load: () => Promise.resolve({ usage: '[--deep N]', options: { deep: { type: 'string' as const, about: 'how deep' } }, run }) });

async function say(commands: readonly ListedCommand[], ...argv: string[]): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = { out: (line) => out.push(line), err: (line) => err.push(line), isInteractive: false };
  return { code: await dispatch(commands, argv, terminal, new AbortController().signal), out, err };
}

describe('the command line', () => {
  it('lists every command for help and exits 0, and for no words at all with 2', async () => {
    const asked = await say(COMMANDS, '--help');

    expect(asked.code).toBe(0);
    for (const { name } of COMMANDS) expect(asked.out.some((line) => line.trim().startsWith(name))).toBe(true);
    expect((await say(COMMANDS)).code).toBe(2);
  });

  it.each(COMMANDS.map(({ name }) => [name]))('explains "%s" with its options', async (name) => {
    const said = await say(COMMANDS, ...name.split(' '), '--help');

    expect(said).toMatchObject({ code: 0, err: [] });
    expect(said.out.join('\n')).toContain(`yagura ${name}`);
  });

  it('prefers the longer of two names and hands the rest over', async () => {
    const heard: Invocation[] = [];
    const list = [command('tenant'), command('tenant create', (invocation) => { heard.push(invocation); return Promise.resolve(0); })];

    const said = await say(list, 'tenant', 'create', 'here', '--deep', '3', '--json');

    expect(said.code).toBe(0);
    expect(heard[0]).toMatchObject({ positionals: ['here'], flags: { deep: '3' } });
    expect(heard[0].switches.has('json')).toBe(true);
  });

  it.each([
    ['an unknown command', ['dance'], 'yagura --help'], ['half a name', ['rules'], '"yagura rules check"'], ['an unknown option', ['rules', 'check', '--nope'], 'yagura rules check'],
    ['an option without its value', ['rules', 'eval', '--rules'], 'yagura rules eval'], ['a missing path', ['rules', 'check'], 'rules check PATH'],
    ['missing options', ['tenant', 'create', '--slug', 'x'], '--name, --plan, --contact-name, --contact-email missing'],
    ['a word outside of its list', ['login', '--realm', 'moon'], 'staff or customer'], ['a password for nobody', ['login', '--password-stdin'], 'yagura login'],
    ['a log source that is none', ['rules', 'eval', '--rules', 'a', '--events', 'b', '--logsource', 'win dows'], '--logsource windows/process_creation'],
  ])('answers %s with exit code 2 and one sentence of what to type', async (_, argv, hint) => {
    const said = await say(COMMANDS, ...argv);

    expect(said.code).toBe(2);
    expect(said.out).toEqual([]);
    expect(said.err).toHaveLength(1);
    expect(said.err[0]).toContain(hint);
  });

  it('tells a refusal in its own sentence with exit code 1, and shows a stack only for our own faults', async () => {
    const refused = await say([command('a', () => { throw new Conflict('The folder is in use.', { slug: 'x' }); })], 'a');
    const broken = await say([command('a', () => Promise.reject(new RangeError('odd')))], 'a');
    const misused = await say([command('a', () => { throw new InvalidUsage('Type more.'); })], 'a');

    expect(refused).toEqual({ code: 1, out: [], err: ['The folder is in use.'] });
    expect(broken.code).toBe(1);
    expect(broken.err[0]).toContain('RangeError: odd');
    expect(misused).toEqual({ code: 2, out: [], err: ['Type more.'] });
  });
});
