// node deploy/native/missing.mjs: says what this machine lacks for the servers of this folder and how to get it, and fails when it lacks anything.
import { missing as kafka } from './kafka/broker.mjs';
import { missing as keycloak } from './keycloak/server.mjs';
import { missing as seaweedFs } from './seaweedfs/server.mjs';

const lacks = Object.entries({ Kafka: kafka(), Keycloak: keycloak(), SeaweedFS: seaweedFs() }).filter(([, lack]) => lack !== undefined);
for (const [name, lack] of lacks) process.stderr.write(`${name} cannot be started: ${lack}.\n`);
process.exitCode = lacks.length > 0 ? 1 : 0;
