/** The services that each process may call. */
export type Callers = Readonly<Record<string, readonly string[]>>;

/**
 * Who may call which services over the wire. Whatever is not listed is refused. Synchronous calls go down: the gateway asks services, and no
 * service asks another (architecture, section 2).
 */
export const SERVICE_CALLERS: Callers = {
  gateway: ['tenants', 'ingestion', 'detection', 'cases', 'sla', 'reporting', 'billing', 'integrations'],
};

/** True when `caller` stands on the list for `service`. */
export const mayCall = (callers: Callers, caller: string, service: string): boolean => Object.hasOwn(callers, caller) && callers[caller].includes(service);
