import { useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** A command to be typed elsewhere, with a button that copies it. */
export function CopyableCommand({ command }: { command: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  async function copy(): Promise<void> {
    // Browsers offer the clipboard on HTTPS and on the machine itself only; elsewhere the text gets selected.
    try {
      await navigator.clipboard.writeText(command);
      setSaid('Copied.');
    } catch {
      if (code.current) window.getSelection()?.selectAllChildren(code.current);
      setSaid('Selected: copy it with Ctrl+C.');
    }
  }
  return (
    <div class="command">
      <code ref={code}>{command}</code>
      <div class="command-foot">
        <button type="button" class="btn btn-primary btn-sm" onClick={copy}>
          <Icon name="it-copy" /> Copy command
        </button>
        <span role="status">{said}</span>
      </div>
    </div>
  );
}

/** A button that copies a short text which stands beside it. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState('');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied.');
    } catch {
      setSaid('This browser copies on HTTPS only: select it and press Ctrl+C.');
    }
  }
  return (
    <div class="command-foot">
      <button type="button" class="btn btn-outline-primary btn-sm" onClick={copy}>
        <Icon name="it-copy" /> Copy {what}
      </button>
      <span role="status">{said}</span>
    </div>
  );
}
