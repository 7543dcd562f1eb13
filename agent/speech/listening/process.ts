import { serveListening } from './serve.ts';
import { openSherpaRecogniser } from './sherpa.ts';

/** The process that listens, and ends when the agent does. */
serveListening(openSherpaRecogniser);
