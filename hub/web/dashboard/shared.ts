/** What the other pages of the staff have in common with the dashboard; their styles build on its own too. */
export { adviceOn } from './api/advice.ts';
export { type Answer, requester, root, type Send, sender } from './api/request.ts';
export { markMouseFocus } from './focus.ts';
export { BrandMark } from './header.tsx';
export { Alert, Note } from './parts/alert.tsx';
export { Card } from './parts/card.tsx';
export { Chip, type Tone } from './parts/chip.tsx';
export { Dialog } from './parts/dialog.tsx';
export { Empty } from './parts/empty.tsx';
export { Field } from './parts/field.tsx';
export { Icon } from './parts/icon.tsx';
export { Notices } from './parts/notices.tsx';
export { addNotice, type Notice } from './state/notices.ts';
export { createStore, type Store, useStore } from './state/store.ts';
export { count, duration, moment, percent } from './text/format.ts';
