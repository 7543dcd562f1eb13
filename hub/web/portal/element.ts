import { h, render } from 'preact';
import { type Hub, hubOf } from './hub.ts';
import { App } from './parts/App.tsx';
import { type Attributes, createPortal, type Portal } from './portal.ts';
import { type State, type Told, toldOf } from './state.ts';
import { styleSheets } from './style/index.ts';
import { wordsFor } from './words.ts';

const officeId = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/**
 * `<totem-call>`: a call to a person of the institution, on any page. What it shows is in a shadow tree with its own
 * styles; nothing of the page reaches in, nothing of it reaches out but the event `totem-call-state`.
 *
 * Attributes: `office` (id of the office), `directory` (shows the offices on the page), `subject` (id of the card that
 * is being read), `lang`. What stands in the slot `label` is written on the button.
 */
export class TotemCall extends HTMLElement {
  static readonly observedAttributes = ['office', 'directory', 'lang'];
  readonly #hub: Hub;
  readonly #root: ShadowRoot;
  #portal: Portal | null = null;
  #told = '';

  constructor(hub: Hub) {
    super();
    this.#hub = hub;
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = styleSheets();
  }

  connectedCallback(): void {
    if (this.#portal) return;
    const portal = createPortal({
      hub: this.#hub,
      attributes: () => this.#attributes(),
      onState: (state) => this.#show(portal, state),
    });
    this.#portal = portal;
    this.#show(portal, portal.state());
    if (this.hasAttribute('directory')) portal.refresh();
    // Of several on one page the first goes on with the call.
    if (document.querySelector(this.localName) === this) portal.resume();
  }

  disconnectedCallback(): void {
    // It may have been moved only.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#portal?.stop();
      this.#portal = null;
      render(null, this.#root);
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.#portal || before === after) return;
    this.#show(this.#portal, this.#portal.state());
    if (name !== 'office' && this.hasAttribute('directory')) this.#portal.refresh();
  }

  #attributes(): Attributes {
    const idIn = (name: string) => {
      const value = this.getAttribute(name) ?? '';
      return officeId.test(value) ? value : null;
    };
    return {
      office: idIn('office'),
      subject: idIn('subject'),
      language: this.#words().language,
      directory: this.hasAttribute('directory'),
    };
  }

  /** In the element's language, else that of the page around it, else the visitor's. */
  #words() {
    const around = this.closest('[lang]')?.getAttribute('lang');
    return wordsFor([...(around ? [around] : []), ...navigator.languages]);
  }

  #show(portal: Portal, state: State): void {
    const { office, directory } = this.#attributes();
    render(h(App, { state, portal, words: this.#words(), office, directory }), this.#root);
    const told = toldOf(state);
    const key = Object.values(told).join();
    if (key === this.#told) return;
    this.#told = key;
    this.dispatchEvent(
      new CustomEvent<Told>('totem-call-state', { detail: told, bubbles: true, composed: true }),
    );
  }
}

/** Brings the element to the page; where the script is there twice, the first one stays. */
export function defineTotemCall(script: string): void {
  if (customElements.get('totem-call')) return;
  const hub = hubOf(script);
  customElements.define(
    'totem-call',
    class extends TotemCall {
      constructor() {
        super(hub);
      }
    },
  );
}
