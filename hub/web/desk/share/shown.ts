import type { CallShare } from '../../../../protocol/calls/share.ts';
import type { CallId } from '../../../../protocol/calls/wish.ts';
import { createStore, type Store } from '../../dashboard/shared.ts';
import type { Api } from '../api.ts';
import { DocumentProblem, type OpenDocument, openDocument } from './document.ts';

type DocumentShare = Extract<CallShare, { kind: 'document' }>;
export interface Point {
  x: number;
  y: number;
}

/** What the operator sees of the document they show. */
export interface ShownState {
  title: string;
  pages: number;
  /** Page that is shown, 1 for the first; 0 before one is. */
  page: number;
  /** Address of its picture here. */
  address: string;
  width: number;
  height: number;
  pointer: Point | null;
  busy: boolean;
  problem: string | null;
}

export interface ShownDocument {
  store: Store<ShownState>;
  open(file: File): Promise<void>;
  turn(page: number): Promise<void>;
  point(pointer: Point | null): void;
  close(): void;
}

export const nothingShown: ShownState = {
  title: '',
  pages: 0,
  page: 0,
  address: '',
  width: 1,
  height: 1,
  pointer: null,
  busy: false,
  problem: null,
};

interface HandedIn {
  sha256: string;
  media: DocumentShare['media'];
  address: string;
  width: number;
  height: number;
}

/** The pointer goes out at most this often (ms). */
const pointerPace = 80;

/** Shows a document in a call, page by page: each is drawn here, handed in once, and then named to everybody. */
export function showDocument(api: Api, call: CallId, show: (share: CallShare) => void): ShownDocument {
  const store = createStore<ShownState>(nothingShown);
  let document: OpenDocument | null = null;
  let handedIn = new Map<number, Promise<HandedIn>>();
  let turns = 0;
  let current: HandedIn | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const become = (change: Partial<ShownState>) => store.set((state) => ({ ...state, ...change }));

  const handIn = (of: OpenDocument, page: number): Promise<HandedIn> => {
    const known = handedIn.get(page);
    if (known) return known;
    const made = of.picture(page).then(async ({ blob, width, height }) => {
      const answer = await api.handIn(call, blob);
      if (!answer.ok) throw new DocumentProblem(`The hub did not take the page: ${answer.error.message}.`);
      const { sha256, media } = answer.value;
      return { sha256, media, address: URL.createObjectURL(blob), width, height };
    });
    handedIn.set(page, made);
    // It is tried anew when it is asked for again.
    made.catch(() => handedIn.delete(page));
    return made;
  };

  const tell = () => {
    const { title, pages, page, pointer } = store.get();
    if (!current || page === 0) return;
    const { sha256, media } = current;
    show({ kind: 'document', sha256, media, title, pages, page, pointer });
  };

  const turn = async (page: number) => {
    const of = document;
    if (!of || page < 1 || page > of.pages) return;
    const mine = ++turns;
    become({ busy: true, problem: null });
    try {
      const made = await handIn(of, page);
      if (mine !== turns) return;
      current = made;
      const { address, width, height } = made;
      become({ page, address, width, height, pointer: null, busy: false });
      tell();
      if (page < of.pages) void handIn(of, page + 1).catch(() => undefined);
    } catch (error) {
      if (mine === turns) become({ busy: false, problem: wordsOf(error) });
    }
  };

  const forget = () => {
    document?.close();
    document = null;
    current = null;
    turns += 1;
    for (const made of handedIn.values()) {
      made.then(({ address }) => URL.revokeObjectURL(address)).catch(() => undefined);
    }
    handedIn = new Map();
    clearTimeout(timer);
    timer = undefined;
  };

  return {
    store,
    open: async (file) => {
      forget();
      const mine = turns;
      store.set(() => ({ ...nothingShown, busy: true }));
      try {
        const opened = await openDocument(file);
        if (mine !== turns) return opened.close();
        document = opened;
        become({ title: opened.title, pages: opened.pages });
        await turn(1);
      } catch (error) {
        if (mine === turns) become({ busy: false, problem: wordsOf(error) });
      }
    },
    turn,
    point: (pointer) => {
      become({ pointer });
      timer ??= setTimeout(() => {
        timer = undefined;
        tell();
      }, pointerPace);
    },
    close: () => {
      forget();
      store.set(() => nothingShown);
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof DocumentProblem ? error.message : 'This file cannot be shown.';
}
