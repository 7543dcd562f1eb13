import { render } from 'preact';
import { createDictionary } from './languages/index.ts';
import { createPage } from './page.ts';
import { Whole } from './Whole.tsx';

const now = () => performance.now();
const socketUrl = new URL('/ws', location.href);
socketUrl.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

const page = createPage({ socketUrl: socketUrl.href, now, reload: () => location.reload() });
const root = document.getElementById('page');
if (root) {
  // The agent names the totem's own screen in the address; under any other browser there is no attract layer.
  const ownPlaylist = !new URLSearchParams(location.search).has('screen');
  render(<Whole page={page} dictionary={createDictionary()} now={now} ownPlaylist={ownPlaylist} />, root);
  page.start();
}
