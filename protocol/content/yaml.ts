import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Report } from './problems.ts';

/** YAML that was read, as a plain value with the lines its parts stand on. */
export interface PositionedYaml {
  value: unknown;
  /** Line of the part at a path of keys and indexes; of its key where it has one. */
  lineOf(path: readonly string[]): number;
}

/** A file with more syntax errors than this has one cause; the rest is noise. */
const maximumErrors = 20;

/**
 * Reads one YAML 1.2 document. Reports syntax errors, keys given twice or that are no words, and aliases, which
 * the format does without: nothing can then grow past the file's own size.
 *
 * @param firstLine line of the file on which the text starts
 */
export function readYaml(
  text: string,
  file: string,
  report: Report,
  firstLine = 1,
): PositionedYaml | undefined {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line) + firstLine - 1;
  let document: Document;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      logLevel: 'error',
    });
  } catch {
    report(file, firstLine, 'this YAML cannot be read: it is nested too deeply');
    return undefined;
  }
  let refused = false;
  for (const error of [...document.errors, ...document.warnings].slice(0, maximumErrors)) {
    report(file, lineAt(error.pos[0]), yamlMessage(error.code, error.message));
    refused = true;
  }
  if (refused) return undefined;
  visit(document, {
    Pair(_key, { key }) {
      if (isScalar(key)) return;
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      report(file, lineAt(offset), 'this key is a list or a mapping: a key must be a word');
      refused = true;
    },
    Alias(_key, node) {
      report(
        file,
        lineAt(node.range?.[0] ?? 0),
        'aliases (*name) are not used in this format: write the value out',
      );
      refused = true;
    },
  });
  if (refused) return undefined;
  return { value: document.toJS(), lineOf: (path) => lineAt(offsetOf(document.contents, path)) };
}

function yamlMessage(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key is given twice: keep one of the two';
  if (code === 'TAB_AS_INDENT') return 'a tab is used to indent: use spaces';
  if (code === 'RESOURCE_EXHAUSTION') return 'this YAML is nested too deeply';
  if (code === 'MULTIPLE_DOCS') return 'a second document starts here: remove the line "---"';
  return `this is not valid YAML: ${message}; texts with ": ", "#" or quotes need quotes around them`;
}

function offsetOf(root: Node | null, path: readonly string[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
      if (!pair) return offset;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (isNode(node) && node.range) offset = node.range[0];
    } else {
      return offset;
    }
  }
  return offset;
}

/** The keys of a mapping; none for any other value. */
export function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The items of a list; none for any other value. */
export function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
