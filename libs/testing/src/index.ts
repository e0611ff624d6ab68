export { eventually } from './eventually';
export { describeWithSharedData, sharedData } from './shared-data';
export { TEST_CONTEXT_KEY, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from './test-database';
export { dataFolder, startYagura, type RunningYagura } from './all-in-one';
