import type { NetworkState } from '../../protocol/network.ts';

/**
 * `set`: new settings were asked for. `reached`: the hub has welcomed the totem over them. `expired`: it has not
 * in time. `refused`: they could not be applied. `asked_back`: a technician wants the old ones. `started`: the
 * agent has started anew, so nobody knows what it missed. `restored`: the old ones are in force again.
 */
export type NetworkEvent = 'set' | 'reached' | 'expired' | 'refused' | 'asked_back' | 'started' | 'restored';

/** What is not named here does nothing. */
export const networkTable: { [State in NetworkState]: { [Event in NetworkEvent]?: NetworkState } } = {
  settled: { set: 'trying' },
  trying: {
    reached: 'settled',
    expired: 'returning',
    refused: 'returning',
    asked_back: 'returning',
    started: 'returning',
  },
  returning: { restored: 'settled', started: 'returning' },
};
