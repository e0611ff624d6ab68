export { startAllInOne, type RunningAllInOne, type StartOptions } from './all-in-one/all-in-one';
