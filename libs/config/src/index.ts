export { ALL_IN_ONE_SETTINGS, FREE_PORTS, type AllInOneConfig } from './all-in-one';
export { port, readConfig, setting, type ConfigOf, type Setting } from './define-config';
export { installationKeys, type InstallationKeys } from './installation-keys';
