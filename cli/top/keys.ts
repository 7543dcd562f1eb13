/** What a person pressed: the name of a key, or a character to be written. */
export type Key =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page_up'
  | 'page_down'
  | 'first'
  | 'last'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'interrupt'
  | 'redraw'
  | { character: string };

/** Sequences of ECMA-48 terminals in both cursor modes, and of the Linux console. */
const sequences: Record<string, Key> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'first',
  '[F': 'last',
  OH: 'first',
  OF: 'last',
  '[1~': 'first',
  '[4~': 'last',
  '[7~': 'first',
  '[8~': 'last',
  '[5~': 'page_up',
  '[6~': 'page_down',
};

const singles: Record<string, Key> = {
  '\r': 'enter',
  '\n': 'enter',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x03': 'interrupt',
  '\x04': 'interrupt',
  '\f': 'redraw',
};

export interface KeyReader {
  /** Takes what came from the terminal and gives the keys that are whole. */
  take(text: string): Key[];
  /** Whether an ESC waits that may be the key itself or the begin of a sequence. */
  waiting(): boolean;
  /** No more came in time: the ESC was the key. */
  settle(): Key[];
}

/** The longest sequence that is waited for. */
const longest = 16;

/** Over a slow line a sequence may come in pieces. Sequences that are unknown are ignored whole. */
export function createKeyReader(): KeyReader {
  let rest = '';

  const next = (): Key | undefined | 'more' => {
    const [first = ''] = rest;
    if (first !== '\x1b') {
      rest = rest.slice(first.length);
      if (first >= ' ' && first !== '\x7f') return { character: first };
      return singles[first];
    }
    const behind = rest.slice(1);
    const sequence = /^(?:\[[0-9;?]*|O)[@-~]/.exec(behind)?.[0];
    if (sequence !== undefined) {
      rest = rest.slice(sequence.length + 1);
      return sequences[sequence];
    }
    if (/^(?:$|O$|\[[0-9;?]*$)/.test(behind) && rest.length < longest) return 'more';
    rest = rest.slice(1);
    return 'escape';
  };

  const drain = (): Key[] => {
    const keys: Key[] = [];
    while (rest !== '') {
      const key = next();
      if (key === 'more') break;
      if (key !== undefined) keys.push(key);
    }
    return keys;
  };

  return {
    take(text) {
      rest += text;
      return drain();
    },
    waiting: () => rest !== '',
    settle() {
      if (rest === '') return [];
      rest = rest.slice(1);
      return ['escape', ...drain()];
    },
  };
}
