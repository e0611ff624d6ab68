export { ACCESS_SETTINGS, type AccessConfig } from './access';
export { ALL_IN_ONE_SETTINGS, FREE_PORTS, type AllInOneConfig } from './all-in-one';
export { environmentOf, port, readConfig, setting, type ConfigOf, type Setting } from './define-config';
export { installationKeys, presentKeys, type InstallationKeys } from './installation-keys';
export {
  CALLED_SERVICES, PROCESS_NAMES, PROCESS_PORTS, PROCESS_SETTINGS, SERVICE_ADDRESSES, type CalledService, type ProcessConfig, type ProcessName,
} from './process';
