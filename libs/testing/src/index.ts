export { eventually } from './eventually';
export { describeWithSharedData, sharedData } from './shared-data';
export { TEST_CONTEXT_KEY, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from './test-database';
export { dataFolder, startYagura, type RunningYagura } from './all-in-one';
export { readsOf, takeovers, writesOf, type Attack } from './isolation/attack';
export { fingerprint, insertOf, liftChecks, literalOf, marked, seedEverywhere, type Marked } from './isolation/canary';
export { callablesOf, relationsOf, type Callable, type Relation } from './isolation/relation';
export { RoleSession, type Outcome } from './isolation/role-session';
