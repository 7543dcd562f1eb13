import { render } from 'preact';
import { App } from './app.tsx';
import { markMouseFocus } from './focus.ts';

markMouseFocus(document);
const root = document.getElementById('app');
if (root) render(<App />, root);
