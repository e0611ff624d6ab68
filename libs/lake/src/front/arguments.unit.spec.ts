import { readArguments } from './arguments';

describe('the command line of the front', () => {
  it('needs only the folder', () => {
    expect(readArguments(['--data', 'd'])).toEqual({ data: 'd', host: '127.0.0.1', port: 0, keyFile: 'd/lake.key', maxMemoryMb: 600, maxBodyMb: 64, exitWithStdin: false });
  });

  it.each([[[]], [['--data', 'd', '--port', '70000']], [['--data', 'd', '--port', '1e3']], [['--data', 'd', '--max-memory-mb', '10']], [['--data', 'd', '--unknown']], [['--data', 'd', 'stray']]])('refuses %j', (argv) => {
    expect(() => readArguments(argv)).toThrow();
  });
});
