import { useState } from 'preact/hooks';
import { Alert, Icon } from '../../../../dashboard/shared.ts';

export interface FilePickerProps {
  busy: boolean;
  problem: string | null;
  onFile(file: File): void;
}

/** A file of the operator's computer, chosen or dropped. */
export function FilePicker({ busy, problem, onFile }: FilePickerProps) {
  const [over, setOver] = useState(false);
  return (
    <>
      {problem ? <Alert>{problem}</Alert> : null}
      <label
        class={over ? 'file-drop file-drop-over' : 'file-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const file = event.dataTransfer?.files[0];
          if (file) onFile(file);
        }}
      >
        <Icon name="it-upload" size="lg" />
        <span>{busy ? 'Opening…' : 'Choose a PDF or a picture, or drop it here'}</span>
        <input
          type="file"
          class="visually-hidden"
          accept="application/pdf,image/*"
          disabled={busy}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) onFile(file);
            currentTarget.value = '';
          }}
        />
      </label>
      <p class="panel-hint">
        The file stays on this computer. The citizen sees pictures of the pages that you turn to, and they are
        deleted when the call ends.
      </p>
    </>
  );
}
