/** Screenshots that came in and wait to be fetched by whoever sent the command. */
export interface Pictures {
  put(commandId: string, jpeg: Buffer): void;
  /** Gives the picture once and forgets it. */
  take(commandId: string): Buffer | undefined;
}

// Each is fetched within moments of its command's result, or never: what nobody fetched makes room.
const mostPictures = 16;

export function createPictures(): Pictures {
  const waiting = new Map<string, Buffer>();
  return {
    put: (commandId, jpeg) => {
      waiting.set(commandId, jpeg);
      const [oldest] = waiting.keys();
      if (waiting.size > mostPictures && oldest !== undefined) waiting.delete(oldest);
    },
    take: (commandId) => {
      const jpeg = waiting.get(commandId);
      waiting.delete(commandId);
      return jpeg;
    },
  };
}
