import { render } from 'preact';
import { markMouseFocus } from '../dashboard/shared.ts';
import { App } from './app.tsx';

markMouseFocus(document);
const root = document.getElementById('app');
if (root) render(<App />, root);
