export { ingestionService } from './app.module';
export { HecDoor } from './door/hec-door.worker';
export { DOOR_SETTINGS, SOURCE_PEPPER, type DoorSettings } from './ports';
