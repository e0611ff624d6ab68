import { Inject, Injectable } from '@nestjs/common';
import type { DoorAddresses } from '@yagura/contracts';
import { DOOR_SETTINGS, type DoorSettings } from '../ports';
import { DEFAULT_VERSION } from './bulk/handshake';

/** Where senders reach the doors: the operator's word, else what this process listens on. */
@Injectable()
export class DoorAddressService {
  /** Port that the listener took; differs from the setting when that was 0. */
  takenPort?: number;

  constructor(@Inject(DOOR_SETTINGS) private readonly settings: DoorSettings) {}

  get addresses(): DoorAddresses {
    const { publicUrl, host, port } = this.settings;
    const base = publicUrl?.replace(/\/+$/, '') ?? `http://${host}:${this.takenPort ?? port}`;
    return { hecUrl: `${base}/services/collector`, bulkUrl: base, defaultVersion: DEFAULT_VERSION };
  }
}
