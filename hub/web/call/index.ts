/**
 * The browser's side of a call, for the desk and for the portal. It knows no framework: whoever shows a call
 * draws what `view()` says and is told by `onChange` when that is another.
 *
 *     const link = openLink<CallRequest, CallNotice>({
 *       address: '/api/v1/calls/visit?visit=' + visit,       // made absolute, ws: or wss:
 *       onOpen: () => call.linkOpened(),                     // says `resume` to the hub, or `ask` again
 *       onMessage: (notice) => call.take(notice),            // notices of other calls are passed over
 *       onState: (state) => …,                               // 'connecting' | 'open' | 'interrupted' | 'closed'
 *     });
 *     const call = createCall({
 *       call: crypto.randomUUID(), send: link.send, wish,    // `wish`: who asks; null: who takes part (a desk)
 *       resumed: false,                                      // true where a page loaded again goes on with it
 *       local: stream,                                       // camera and microphone, or null
 *       onChange: (view) => draw(view),                      // state, place, wait, parties, peers, share, outcome
 *     });
 *     call.write('Buongio'); call.write('Buongiorno', true); // the line being typed, then the line finished
 *     call.setLocal(other); call.postpone(); call.leave(); call.stop();
 *
 * `view.peers` holds one entry for each other party, with the `stream` for a `<video>` and whether a `picture`
 * comes in now; `view.lines` the text of everybody. `openDevices` asks for camera and microphone, `watchLevel`
 * tells how loud a stream is, `watchSpeech` when somebody begins and ends to speak in it.
 *
 * Who offers: citizen before operator before guests, the earlier to the later (`offersTo`). Each attempt to
 * reach somebody has a number that only grows, also when the page is loaded again. The offering side begins
 * a new attempt when a connection failed, took too long, or brings nothing any more though the hub says that
 * everybody is there; so a side that answers and was loaded again need only say `resume`.
 */
export { type Call, type CallOptions, createCall } from './call.ts';
export { type Devices, type DevicesWanted, openDevices, stopStream } from './devices.ts';
export { watchLevel, watchSpeech } from './level.ts';
export { type Line, withLine } from './lines.ts';
export { type Link, type LinkOptions, type LinkState, openLink } from './link.ts';
export { offersTo, sendsMedia } from './roles.ts';
export type { PeerState } from './table.ts';
export type { CallView, PeerView, Refusal } from './view.ts';
