/** Our own strokes on a field of 24 by 24. */
const strokes = {
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4.4 3.6-7 8-7s8 2.6 8 7',
  camera: 'M3 7.500h11v9H3zM14 11l7-4v10l-7-4',
  cameraOff: 'M3 7.500h11v9H3zM14 11l7-4v10l-7-4M2 3l20 18',
  microphone:
    'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11.500a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7',
  microphoneOff:
    'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11.500a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7M3 3l18 18',
  hangUp: 'M3 13.500c5-5 13-5 18 0l-2 3-4-1.500v-3a10 10 0 0 0-6 0v3L5 16.500z',
  text: 'M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12.500h5',
  hands:
    'M8 13V6a1.5 1.5 0 0 1 3 0v5M11 11V4.500a1.5 1.5 0 0 1 3 0V11M14 11V6a1.5 1.5 0 0 1 3 0v8c0 4-2 7-5.5 7S6.5 18.5 4.5 14.500c-.6-1.3 1-2.3 2-1.200L8 15',
  eye: 'M2.5 12C5 7.5 8.5 5.5 12 5.500s7 2 9.5 6.500c-2.5 4.5-6 6.5-9.5 6.500S5 16.5 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  eyeOff:
    'M2.5 12C5 7.5 8.5 5.5 12 5.500s7 2 9.5 6.500c-2.5 4.5-6 6.5-9.5 6.500S5 16.5 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 3l18 18',
  close: 'M6 6l12 12M18 6 6 18',
  shrink: 'M20 4l-7 7M13 5v6h6M4 20l7-7M11 19v-6H5',
  grow: 'M13 11l7-7M14 4h6v6M11 13l-7 7M10 20H4v-6',
  phone:
    'M5 4h4l1.5 4.500L8.5 10a12 12 0 0 0 5.5 5.500l1.5-2L20 15v4c0 1-.8 1.5-1.7 1.400C10.5 19.5 4.5 13.5 3.6 5.7 3.5 4.8 4 4 5 4Z',
  send: 'M4 12h15M13 6l6 6-6 6',
  back: 'M19 12H4M10 6l-6 6 6 6',
  check: 'M5 12.500l5 5 9-11',
  warning: 'M12 4 2.5 20h19zM12 10v5M12 17.200v.6',
} as const;

export type IconName = keyof typeof strokes;

/** Arrows along the line of reading are turned where that runs from right to left. */
const turned: ReadonlySet<IconName> = new Set(['send', 'back']);

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={turned.has(name) ? 'icon turned' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  );
}
