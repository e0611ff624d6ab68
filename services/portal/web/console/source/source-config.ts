/** A sender that people configure, with the exact text of its configuration. */
export interface SenderConfig {
  readonly id: 'curl' | 'fluent-bit' | 'filebeat' | 'vector';
  readonly name: string;
  readonly text: string;
}

export interface DoorFacts { readonly hecUrl: string; readonly bulkUrl: string }

/** The token stands in single quotes of shells and YAML; a token of ours holds letters, digits, hyphens and underscores only. */
const isPlainToken = (token: string): boolean => /^[\w.-]+$/.test(token);

/** Configurations for one source, ready to paste. Throws for a token that could break out of its quotes. */
export function senderConfigs({ hecUrl, bulkUrl }: DoorFacts, token: string): readonly SenderConfig[] {
  if (!isPlainToken(token)) throw new Error('The token holds characters that no token of ours has.');
  const hec = new URL(hecUrl);
  const port = hec.port === '' ? (hec.protocol === 'https:' ? '443' : '80') : hec.port;
  const tls = hec.protocol === 'https:' ? 'on' : 'off';
  return [
    { id: 'curl', name: 'curl', text: `curl -sS '${hec.origin}/services/collector/event' -H 'Authorization: Splunk ${token}' -d '{"event":"hello from '"$(hostname)"'"}'` },
    {
      id: 'fluent-bit', name: 'Fluent Bit',
      text: ['[OUTPUT]', '    Name          splunk', '    Match         *', `    Host          ${hec.hostname}`, `    Port          ${port}`, `    Splunk_Token  ${token}`, `    TLS           ${tls}`, '    Compress      gzip', '    Retry_Limit   no_limits'].join('\n'),
    },
    {
      id: 'filebeat', name: 'Filebeat',
      text: ['output.elasticsearch:', `  hosts: ['${bulkUrl}']`, "  username: 'yagura'", `  password: '${token}'`, 'setup.ilm.enabled: false', 'setup.template.enabled: false'].join('\n'),
    },
    {
      id: 'vector', name: 'Vector',
      text: ['[sinks.yagura]', 'type = "splunk_hec_logs"', 'inputs = ["your_source"]', `endpoint = "${hec.origin}"`, `default_token = "${token}"`, 'compression = "gzip"', 'encoding.codec = "json"'].join('\n'),
    },
  ];
}
