import { S3Settings } from './s3-settings';

const settings = { endpoint: 'https://s3.example.jp', bucket: 'yagura-files', accessKey: 'key', secretKey: 'a long secret' };

describe('the settings of files in S3', () => {
  it.each([['https://s3.example.jp'], ['https://s3.example.jp:8333/'], ['http://127.0.0.1:8333'], ['http://127.9.9.9'], ['http://localhost:8333'], ['http://[::1]:8333']])('take %s', (endpoint) => {
    expect(S3Settings.parse({ ...settings, endpoint })).toEqual({ ...settings, endpoint, region: 'us-east-1', isPlainAllowed: false });
  });

  it.each([
    ['http://s3.example.jp'], ['http://127.0.0.1.example.jp'], ['http://localhost.example.jp'], ['http://10.0.0.5:8333'], ['ftp://127.0.0.1'], ['https://s3.example.jp/a/path'], ['https://who@s3.example.jp'], ['s3.example.jp'],
  ])('refuse %s', (endpoint) => {
    expect(S3Settings.safeParse({ ...settings, endpoint }).error?.issues.map(({ path }) => path)).toContainEqual(['endpoint']);
  });

  it('take http inside a private network only when the operator says that it is one', () => {
    expect(S3Settings.safeParse({ ...settings, endpoint: 'http://seaweedfs:8333', isPlainAllowed: true }).success).toBe(true);
  });

  it.each([['Yagura'], ['a'], ['a/b'], ['a.b'], ['-ab'], ['..'], ['a'.repeat(64)]])('refuse the bucket %s', (bucket) => {
    expect(S3Settings.safeParse({ ...settings, bucket }).success).toBe(false);
  });
});
