const decoder = () => new TextDecoder('utf-8');

/** Lines of a stream of bytes. A line without an end is given at the end; one that is too long ends it. */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<string, boolean> {
  const text = decoder();
  let rest = '';
  for await (const piece of body) {
    rest += text.decode(piece, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > longest) return false;
  }
  if (rest !== '') yield rest;
  return true;
}
