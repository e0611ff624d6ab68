import type { Frame } from './frame';
import { parseRecord, type SourceSettings } from './parse-record';
import { TelemetryRecord } from './telemetry-record';

const RECV = Date.parse('2026-02-03T04:10:00Z');

const read = (raw: string | object, source: SourceSettings = {}, envelope?: Frame['envelope']): TelemetryRecord => {
  const record = parseRecord({ raw: typeof raw === 'string' ? raw : JSON.stringify(raw), envelope }, source, RECV);
  if (record.quarantined) throw new Error(`quarantined: ${record.reason}`);
  return record;
};

const SYSMON_1 = {
  EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', SourceName: 'Microsoft-Windows-Sysmon', Hostname: 'pc-7.example',
  UtcTime: '2026-02-03 04:05:06.789', EventTime: '2026-02-03 13:05:06', Image: 'C:\\Windows\\System32\\cmd.exe', CommandLine: 'cmd /c whoami',
  ParentImage: 'C:\\x\\winword.exe', User: 'CORP\\aki', Hashes: 'SHA1=AA,MD5=BB,SHA256=CC,IMPHASH=DD', Keywords: 0,
};

describe('Windows events', () => {
  const inner = { Image: 'C:\\a.exe', CommandLine: 'a -b', User: 'CORP\\aki' };
  const channel = 'Microsoft-Windows-Sysmon/Operational';
  it.each([
    ['NXLog', SYSMON_1],
    ['Winlogbeat', { '@timestamp': '2026-02-03T04:05:06.789Z', winlog: { event_id: '1', channel, provider_name: 'Microsoft-Windows-Sysmon', computer_name: 'pc-7.example', event_data: inner } }],
    ['Winlogbeat 6', { '@timestamp': '2026-02-03T04:05:06.789Z', event_id: 1, log_name: channel, computer_name: 'pc-7.example', event_data: inner }],
    ['rendered XML', { Event: { System: { EventID: 1, Channel: channel, Computer: 'pc-7.example', TimeCreated: { '#attributes': { SystemTime: '2026-02-03T04:05:06.789Z' } } }, EventData: inner } }],
  ])('in the shape of %s are the same record to a rule', (_, event) => {
    const record = read(event);

    expect(record).toMatchObject({
      src: 'windows/sysmon', logsource: { product: 'windows', category: 'process_creation', service: 'sysmon' }, classUid: 1007, activityId: 1,
      ts: Date.parse('2026-02-03T04:05:06.789Z'), timeSuspect: false,
    });
    expect(String(record.get('EventID'))).toBe('1');
    expect(record.get('Channel')).toBe(channel);
    expect(record.get('Computer')).toBe('pc-7.example');
    expect(record.get('User')).toBe('CORP\\aki');
    expect(record.hot).toMatchObject({ host: 'pc-7.example', user: 'CORP\\aki', event_code: '1' });
  });

  it('split Hashes when a rule asks for one', () => {
    const record = read(SYSMON_1);

    expect(['md5', 'sha1', 'sha256', 'Imphash', 'Hashes'].map((field) => record.get(field))).toEqual(['BB', 'AA', 'CC', 'DD', SYSMON_1.Hashes]);
    expect(record.hot.sha256).toBe('cc');
  });

  it('of Security 4688 answer to the names of process creation', () => {
    const record = read({ EventID: 4688, Channel: 'security', NewProcessName: 'C:\\n.exe', ParentProcessName: 'C:\\p.exe', CommandLine: 'n', SubjectUserName: 'aki', SubjectDomainName: 'CORP' });

    expect(record.logsource).toEqual({ product: 'windows', category: 'process_creation', service: 'security' });
    expect([record.get('Image'), record.get('ParentImage'), record.get('User')]).toEqual(['C:\\n.exe', 'C:\\p.exe', 'CORP\\aki']);
    expect(record.hot).toMatchObject({ image: 'C:\\n.exe', parent: 'C:\\p.exe', user: 'CORP\\aki' });
  });

  it('of Defender answer to names with and without spaces', () => {
    const record = read({ Event: { System: { EventID: 1119, Channel: 'Microsoft-Windows-Windows Defender/Operational' }, EventData: { 'Threat Name': 'Tool:X', 'Source Name': 'y' } } });

    expect(['ThreatName', 'Threat Name', 'SourceName'].map((field) => record.get(field))).toEqual(['Tool:X', 'Tool:X', 'y']);
  });

  it('of Security 4657 answer to the names of a registry change', () => {
    const record = read({ EventID: 4657, Channel: 'Security', ObjectName: '\\REGISTRY\\MACHINE\\Run', ObjectValueName: 'x', NewValue: 'evil.exe' });

    expect([record.get('TargetObject'), record.get('Details')]).toEqual(['\\REGISTRY\\MACHINE\\Run\\x', 'evil.exe']);
  });

  it.each([
    [channel, 12, 'CreateKey', 'registry_add', 201_001], [channel, 12, 'DeleteValue', 'registry_delete', 201_001],
    [channel, 13, 'SetValue', 'registry_set', 201_002], [channel, 11, undefined, 'file_event', 1001], [channel, 10, undefined, 'process_access', 1007],
    [channel, 22, undefined, 'dns_query', 4003], [channel, 7, undefined, 'image_load', 1005], [channel, 25, undefined, 'process_tampering', 1007],
    ['Microsoft-Windows-PowerShell/Operational', 4104, undefined, 'ps_script', 1009], ['System', 7045, undefined, undefined, 201_004],
    ['Security', 4697, undefined, undefined, 201_004], ['Security', 4624, undefined, undefined, 3002], ['Security', 1102, undefined, undefined, 1008],
    ['Vendor/Operational', 1, undefined, undefined, 0],
  ])('of %s %d %s are category %s and class %d', (log, EventID, EventType, category, classUid) => {
    const record = read({ EventID, Channel: log, EventType });

    expect([record.logsource.category].flat()[0]).toBe(category);
    expect(record.classUid).toBe(classUid);
    if (EventID === 13) expect(record.logsource.category).toEqual(['registry_set', 'registry_event']);
  });

  it('tell the account that logged on, the address without its IPv6 dress and no dash', () => {
    const record = read({ EventID: 4624, Channel: 'Security', TargetUserName: 'aki', TargetDomainName: 'CORP', SubjectUserName: '-', IpAddress: '::ffff:10.0.0.9', IpPort: '0' });

    expect(record.hot).toMatchObject({ user: 'CORP\\aki', src_ip: '10.0.0.9', image: '' });
  });

  it('with a local time use the zone of the source, then the envelope, then what the shipper stamped', () => {
    const event = { EventID: 7045, Channel: 'System', EventTime: '2026-02-03 13:05:06', '@timestamp': '2026-02-03T04:05:09Z' };

    expect(read(event, { timeZone: 'Asia/Tokyo' }).ts).toBe(Date.parse('2026-02-03T04:05:06Z'));
    expect(read(event, {}, { time: Date.parse('2026-02-03T04:05:07Z') }).ts).toBe(Date.parse('2026-02-03T04:05:07Z'));
    expect(read(event).ts).toBe(Date.parse('2026-02-03T04:05:09Z'));
  });
});

describe('numbers', () => {
  it.each([
    ['{"EventID":1,"Channel":"System","Keywords":-9223372036854775808}', 'Keywords', '-9223372036854775808'],
    ['{"a":{"b" : 9007199254740993 }}', 'a.b', '9007199254740993'],
    ['{"a":1e400}', 'a', '1e400'],
    ['{"x":[{"a":1}],"s":"\\"a\\":2","a":18446744073709551615}', 'a', '18446744073709551615'],
    ['{"a":9007199254740995,"a":9007199254740993}', 'a', '9007199254740993'],
    ['{"winlog":{"event_id":1,"event_data":{"Handle":18446744073709551615}}}', 'Handle', '18446744073709551615'],
  ])('beyond a double keep their digits: %s', (raw, field, text) => {
    expect(read(raw).get(field)).toBe(text);
  });

  it('within a double stay numbers', () => {
    expect(read('{"a":9007199254740991,"b":-0.5}').get('a')).toBe(9_007_199_254_740_991);
  });
});

describe('field names', () => {
  it('are literal keys first, then paths, and collect from arrays', () => {
    const record = read({ 'id.orig_h': 'literal', id: { orig_h: 'nested', resp: 1 }, list: [{ a: 1 }, { b: 2 }, { a: [3, 4] }] });

    expect(record.get('id.orig_h')).toBe('literal');
    expect(record.get('id.resp')).toBe(1);
    expect(record.get('list.a')).toEqual([1, 3, 4]);
    expect(record.get('list.z')).toBeUndefined();
  });

  it('tell absent from null from empty', () => {
    const record = read('{"n":null,"e":""}');

    expect([record.get('n'), record.get('e'), record.get('missing')]).toEqual([null, '', undefined]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__.polluted', 'constructor.prototype', 'a.__proto__', 'a.constructor.name'])(
    'lent by the prototype are absent: %s', (field) => {
      expect(read('{"a":{}}').get(field)).toBeUndefined();
    });

  it('called __proto__ in the event are its data and nothing else', () => {
    const record = read('{"__proto__":{"polluted":"yes"},"constructor":"c"}');

    expect(record.get('__proto__.polluted')).toBe('yes');
    expect(record.get('constructor')).toBe('c');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('other JSON', () => {
  it.each([
    ['CloudTrail', { eventVersion: '1.08', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', awsRegion: 'us-east-1', eventTime: '2026-02-03T04:00:00Z', sourceIPAddress: '203.0.113.9', userIdentity: { arn: 'arn:aws:iam::1:user/a' } },
      { product: 'aws', service: 'cloudtrail' }, 6003, { user: 'arn:aws:iam::1:user/a', src_ip: '203.0.113.9', event_code: 'CreateUser' }],
    ['EventBridge', { 'detail-type': 'AWS API Call via CloudTrail', detail: { eventVersion: '1', eventSource: 's3.amazonaws.com', eventName: 'GetObject', eventTime: '2026-02-03T04:00:00Z' } },
      { product: 'aws', service: 'cloudtrail' }, 6003, { event_code: 'GetObject' }],
    ['Zeek dns', { _path: 'dns', ts: 1_770_091_200.5, 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', 'id.resp_p': 53, query: 'a.example' },
      { product: 'zeek', category: 'dns', service: 'dns' }, 4003, { src_ip: '10.0.0.1', dst_ip: '10.0.0.2', dst_port: 53, dns: 'a.example' }],
    ['EVE alert', { timestamp: '2026-02-03T04:00:00.1+0000', event_type: 'alert', flow_id: 1, src_ip: '10.0.0.1', dest_ip: '10.0.0.2', dest_port: 22, alert: { signature_id: 7, signature: 's', severity: 1 } },
      { product: 'suricata', service: 'eve' }, 2004, { dst_port: 22, event_code: '7' }],
    ['Okta', { eventType: 'user.session.start', published: '2026-02-03T04:00:00Z', uuid: 'u', actor: { alternateId: 'a@x' }, client: { ipAddress: '10.1.1.1' } },
      { product: 'okta', service: 'okta' }, 3002, { user: 'a@x', src_ip: '10.1.1.1' }],
    ['a web server', { time_iso8601: '2026-02-03T04:00:00+00:00', remote_addr: '10.0.0.1', request_method: 'GET', request_uri: '/a?b=c', status: 404, http_user_agent: 'ua' },
      { category: 'webserver' }, 4002, { url: '/a?b=c', src_ip: '10.0.0.1' }],
    ['nothing known', { some: 'thing', user: 'u', timestamp: '2026-02-03T04:00:00Z' }, {}, 0, { user: 'u' }],
  ])('of %s is filed under its log source and class', (_, event, logsource, classUid, hot) => {
    const record = read(event);

    expect(record.logsource).toEqual(logsource);
    expect(record.classUid).toBe(classUid);
    expect(record.hot).toMatchObject(hot);
    expect(record.timeSuspect).toBe(false);
    expect(record.message).toBeUndefined();
  });

  it('searched for keywords gives values and no keys', () => {
    expect([...read({ key: 'value', list: [1, { deep: true }] }).values()]).toEqual(['value', '1', 'true']);
  });

  it('from web servers answers to W3C names', () => {
    const record = read({ time: '2026-02-03T04:00:00Z', remote_addr: '10.0.0.1', method: 'POST', uri: '/a/b.php?x=1', status: 200, user_agent: 'curl' });

    expect(['cs-method', 'cs-uri-query', 'cs-uri-stem', 'sc-status', 'c-ip', 'c-useragent'].map((field) => record.get(field)))
      .toEqual(['POST', '/a/b.php?x=1', '/a/b.php', 200, '10.0.0.1', 'curl']);
  });
});

describe('text lines', () => {
  it('of nginx and Apache are web requests', () => {
    const record = read('203.0.113.9 - aki [03/Feb/2026:13:05:06 +0900] "POST /up/s.php?cmd=id HTTP/1.1" 200 12 "http://r/" "curl/8.0"');

    expect(record.logsource).toEqual({ category: 'webserver' });
    expect(record).toMatchObject({ ts: Date.parse('2026-02-03T04:05:06Z'), classUid: 4002, activityId: 6 });
    expect(['cs-method', 'cs-uri-query', 'cs-uri-stem', 'sc-status', 'c-ip', 'c-useragent', 'cs-referer', 'cs-username'].map((field) => record.get(field)))
      .toEqual(['POST', '/up/s.php?cmd=id', '/up/s.php', 200, '203.0.113.9', 'curl/8.0', 'http://r/', 'aki']);
    expect(record.message).toContain('POST /up/s.php');
  });

  it.each([
    ['2026-02-03 04:05:06 10.0.0.1 GET /a.aspx x=1 443 - 203.0.113.9 Mozilla/5.0+(X) - 200 0 0 15'],
    ['2026-02-03 04:05:06 W3SVC1 WEB1 10.0.0.1 GET /a.aspx x=1 443 - 203.0.113.9 HTTP/1.1 Mozilla/5.0+(X) - - www.example 200 0 0 1 2 3'],
  ])('of IIS are web requests: %s', (line) => {
    const record = read(line);

    expect(record).toMatchObject({ src: 'web/access', ts: Date.parse('2026-02-03T04:05:06Z') });
    expect(['cs-method', 'cs-uri-query', 'c-ip', 'c-useragent', 'sc-status'].map((field) => record.get(field)))
      .toEqual(['GET', '/a.aspx?x=1', '203.0.113.9', 'Mozilla/5.0 (X)', 200]);
  });

  it.each([
    ['Feb  3 04:05:06 web-1 sshd[99]: Failed password for invalid user admin from 203.0.113.9 port 22 ssh2', 'invalid_user', 'admin', '203.0.113.9'],
    ['<38>Feb  3 04:05:06 web-1 sshd[99]: Accepted publickey for deploy from 2001:db8::1 port 4 ssh2: RSA x', 'accepted', 'deploy', '2001:db8::1'],
    ['<38>1 2026-02-03T04:05:06Z web-1 sshd 99 - [x@1 a="\\"]"] Failed password for x from 10.0.0.1 from 203.0.113.9 port 5 ssh2', 'failed', 'x from 10.0.0.1', '203.0.113.9'],
    ['2026-02-03T13:05:06.000000+09:00 web-1 sshd[9]: Invalid user oracle from 203.0.113.9 port 1', 'invalid_user', 'oracle', '203.0.113.9'],
  ])('of sshd tell who came from where: %s', (line, outcome, user, address) => {
    const record = read(line);

    expect(record).toMatchObject({ src: 'linux/sshd', classUid: 3002, ts: Date.parse('2026-02-03T04:05:06Z') });
    expect(record.hot).toMatchObject({ host: 'web-1', user, src_ip: address, event_code: outcome });
    expect(record.logsource).toEqual({ product: 'linux', service: ['sshd', 'auth', 'syslog'] });
  });

  it('of Linux audit decode hex arguments and join the command line', () => {
    const record = read('node=web-1 type=EXECVE msg=audit(1770091506.123:77): argc=3 a0="/bin/sh" a1="-c" a2=6361742058202F746D70');

    expect(record.get('a2')).toBe('cat X /tmp');
    expect(record.get('CommandLine')).toBe('/bin/sh -c cat X /tmp');
    expect(record).toMatchObject({ logsource: { product: 'linux', category: 'process_creation', service: 'auditd' }, ts: 1_770_091_506_123 });
    expect(record.hot).toMatchObject({ host: 'web-1', image: '/bin/sh', event_code: 'EXECVE' });
  });

  it('of Linux audit leave registers alone and read the nested message', () => {
    const call = read('type=SYSCALL msg=audit(1770091506.123:77): arch=c000003e syscall=59 a0=558E25052C70 comm="dd" exe="/bin/dd" key=(null)\x1dSYSCALL=execve AUID="aki"');
    const login = read(`type=USER_LOGIN msg=audit(1770091506.123:78): pid=1 uid=0 msg='op=login acct="root" exe="/usr/sbin/sshd" addr=10.0.0.1 terminal=ssh res=failed'`);

    expect([call.get('a0'), call.get('SYSCALL'), call.get('exe')]).toEqual(['558E25052C70', 'execve', '/bin/dd']);
    expect([login.get('op'), login.get('acct'), login.get('res'), login.hot.src_ip]).toEqual(['login', 'root', 'failed', '10.0.0.1']);
  });

  it('that no parser knows are kept as text under the name the source gives them', () => {
    expect(read('something happened', { parser: 'vendor/appliance' })).toMatchObject({ src: 'vendor/appliance', classUid: 0, message: 'something happened', ts: RECV });
    expect(read('[1,2').src).toBe('text');
  });
});

describe('times that cannot be believed', () => {
  it.each([
    ['1970-01-01T00:00:00Z'], ['2106-02-07T06:28:15Z'], ['2026-02-03T04:15:01Z'], ['2026-02-30T00:00:00Z'], ['2026-02-03T03:59:60Z'], ['infinity'],
  ])('are filed under receipt with a flag: %s', (timestamp) => {
    expect(read({ timestamp, a: 1 })).toMatchObject({ ts: RECV, timeSuspect: true });
  });

  it('do not include a clock that runs a little ahead, and no time at all', () => {
    expect(read({ timestamp: '2026-02-03T04:14:59Z' }).timeSuspect).toBe(false);
    expect(read({ a: 1 })).toMatchObject({ ts: RECV, timeSuspect: false });
  });
});

describe('quarantine', () => {
  it.each([
    ['{"a":NaN}', 'malformed_json'], ['{"a":tru}', 'malformed_json'], ['{"a":1', 'malformed_json'], ['{"a":"\\ud800"}', 'lone_surrogate'],
    [`{"a":${'['.repeat(65)}${']'.repeat(65)}}`, 'too_deep'], ['a\0b\0c\0d\0', 'control_text'],
  ])('takes %s', (raw, reason) => {
    expect(parseRecord({ raw }, {}, RECV)).toEqual({ quarantined: true, reason, raw, bytes: undefined, recvTs: RECV });
  });

  it('does not take a NUL, which columns show as an escape and the raw text keeps', () => {
    const record = read('{"user":"a\\u0000b"}');

    expect(record.hot.user).toBe('a\\u0000b');
    expect(record.get('user')).toBe('a\0b');
    expect(record.raw).toContain('\\u0000');
  });

  it('does not take an escaped backslash before the letters of a surrogate', () => {
    expect(read('{"path":"C:\\\\ud800"}').get('path')).toBe('C:\\ud800');
  });
});
