export { ingestionService } from './app.module';
export { HttpDoors } from './door/http-doors.worker';
export { DOOR_SETTINGS, SOURCE_PEPPER, TELEMETRY_LOG_WRITER, type DoorSettings } from './ports';
