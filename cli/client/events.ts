/** An event as the hub names it. */
export interface ServerEvent {
  name: string;
  data: string;
}

/** Characters of one event at most. */
const longest = 4 * 1024 * 1024;

/** Reads Server-Sent Events (HTML standard, 9.2) as the hub writes them: `event`, one or more `data`, an empty line. */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    rest += decoder.decode(piece, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    if (rest.length > longest) throw new Error('an event of the hub is too large');
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) yield event;
    }
  }
}

function eventOf(block: string): ServerEvent | undefined {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    else if (line.startsWith('data: ')) data.push(line.slice(6));
  }
  return data.length === 0 ? undefined : { name, data: data.join('\n') };
}
