// The least that a page can do at a touch: another text, and the transition that the citizen's page has.
const socket = new WebSocket(`ws://${location.host}/ws`);
const main = document.querySelector('main');
let count = 0;
let frames = 0;
const say = (message) => socket.readyState === 1 && socket.send(JSON.stringify(message));
setInterval(() => {
  requestAnimationFrame(() => {
    frames += 1;
  });
  say({ type: 'heartbeat', frames });
}, 1000);
socket.onopen = () => say({ type: 'ready' });
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type !== 'touch' || message.phase !== 'up') return;
  count += 1;
  const next = main.cloneNode(true);
  next.dataset.turn = '';
  next.firstElementChild.dataset.count = count;
  next.firstElementChild.textContent = count;
  document.querySelector('main').replaceWith(next);
};
