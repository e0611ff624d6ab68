import { randomUUID } from 'node:crypto';
import type { Company } from './company';

/** Machines with a case of their own, each of two findings: the last step of an extortion, done twice. */
export const MACHINES = ['1', '2', '3'] as const;

/** Sends a company's records to the HEC door with its own token; every word that a record has room for bears the company's mark. */
export function sendTelemetry(hecUrl: string, token: string, company: Company): Promise<void> {
  return send(hecUrl, token, [
    ...MACHINES.flatMap((machine) => ['6120', '6124'].map((process) => extortion(company, machine, process))),
    { time: Date.now() / 1_000, sourcetype: 'note', event: { note: company.words.rawField } },
  ]);
}

/** Sends one record more, of which a finding is made. */
export const sendAttack = (hecUrl: string, token: string, company: Company): Promise<void> => send(hecUrl, token, [extortion(company, MACHINES[0], '6128')]);

async function send(hecUrl: string, token: string, records: readonly object[]): Promise<void> {
  const body = records.map((record) => JSON.stringify(record)).join('\n');
  const response = await fetch(`${hecUrl}/services/collector/event`, { method: 'POST', body, headers: { authorization: `Splunk ${token}`, 'x-splunk-request-channel': randomUUID() } });
  if (!response.ok) throw new Error(`The door answered ${response.status}: ${await response.text()}`);
}

function extortion({ words }: Company, machine: string, process: string): object {
  const at = new Date();
  const host = `${words.host}-${machine}`;
  return {
    time: at.getTime() / 1_000, host, sourcetype: 'windows',
    event: {
      EventTime: at.toISOString(), Hostname: host, EventID: 1, SourceName: 'Microsoft-Windows-Sysmon', Channel: 'Microsoft-Windows-Sysmon/Operational', AccountName: 'SYSTEM',
      UtcTime: at.toISOString().slice(0, 23).replace('T', ' '), ProcessId: process, Image: 'C:\\Windows\\System32\\vssadmin.exe',
      CommandLine: `vssadmin.exe Delete Shadows /All /Quiet /for=${words.command}`, User: words.user, Note: words.rawField,
      ParentImage: 'C:\\Windows\\System32\\cmd.exe', ParentCommandLine: 'cmd.exe', OriginalFileName: 'vssadmin.exe',
    },
  };
}
