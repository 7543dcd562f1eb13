// Runs inside the page that is measured: finds places, times frames and changes, goes through sessions. Takes orders
// over a socket of its own, beside the page's.
const socket = new WebSocket(`ws://${location.host}/probe`);
const frame = () => new Promise((done) => requestAnimationFrame(done));

/** Waits until something is on the screen; looks at every change of the document, or every frame where `slowly`. */
function appears(selector) {
  const there = () => document.querySelector(selector);
  if (there()) return Promise.resolve();
  return new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (!there()) return;
      observer.disconnect();
      done();
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
}

function boxOf(selector, index = 0) {
  const element = document.querySelectorAll(selector)[index];
  element?.scrollIntoView({ block: 'center' });
  const box = element?.getBoundingClientRect();
  return box && box.width > 0
    ? { x: (box.left + box.width / 2) / innerWidth, y: (box.top + box.height / 2) / innerHeight }
    : null;
}

let watching = null;

const orders = {
  box: ({ selector }) => boxOf(selector),
  /** Times of the frames from now on, until `stop`; tells when what is waited for has been painted. */
  async watch({ selector }) {
    const watch = { times: [], on: true };
    watching = watch;
    const step = (time) => {
      watch.times.push(time);
      if (watch.on) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    await frame();
    appears(selector).then(async () => {
      // In this frame it is painted; the next one comes when it has been.
      await frame();
      await frame();
      say({ changed: selector });
    });
    return true;
  },
  stop() {
    if (watching) watching.on = false;
    return watching?.times ?? [];
  },
  /** Presses one thing after the other, each as soon as it is there. */
  async press({ selectors }) {
    for (const selector of selectors) {
      await appears(selector);
      await frame();
      document.querySelector(selector)?.click();
    }
    return true;
  },
  /** Presses the keys of the keyboard on the glass. */
  async write({ text }) {
    for (const letter of text) {
      const named = letter === ' ' ? document.querySelector('.key-space') : undefined;
      const key = named ?? [...document.querySelectorAll('.key')].find(({ textContent }) => textContent === letter);
      key?.click();
      await frame();
    }
    return true;
  },
  async await({ selector }) {
    await appears(selector);
    await frame();
    return true;
  },
};

const say = (message) => socket.readyState === 1 && socket.send(JSON.stringify(message));
socket.onopen = () => say({ open: true });
socket.onmessage = async ({ data }) => {
  const { order, number, ...what } = JSON.parse(data);
  say({ number, answer: (await orders[order](what)) ?? null });
};
