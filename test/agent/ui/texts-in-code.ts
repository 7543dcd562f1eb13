import { parseSync } from 'vite';

/** Attributes whose text is read or heard. */
const told = new Set([
  'title',
  'alt',
  'placeholder',
  'label',
  'aria-label',
  'aria-description',
  'aria-valuetext',
]);
const letters = /\p{L}{2}/u;

type Node = Readonly<Record<string, unknown>>;

/** Words that a component would show as they stand in its source instead of asking for them by key. */
export function visibleTexts(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: string[] = [];
  const keep = (text: unknown) => {
    if (typeof text === 'string' && letters.test(text)) found.push(text);
  };
  walk(program, (node) => {
    if ((node.type === 'JSXElement' && !isCommand(node)) || node.type === 'JSXFragment') {
      for (const child of nodesIn(node.children)) {
        if (child.type === 'JSXText') keep(child.value);
        if (child.type === 'JSXExpressionContainer') for (const text of textsIn(child.expression)) keep(text);
      }
    }
    if (node.type === 'JSXAttribute' && isNode(node.name) && told.has(String(node.name.name))) {
      for (const text of textsIn(node.value)) keep(text);
    }
  });
  return found;
}

/** What is typed into a terminal is the same in every language. */
function isCommand({ openingElement }: Node): boolean {
  return isNode(openingElement) && isNode(openingElement.name) && openingElement.name.name === 'code';
}

/** Texts that an expression is, or begins or ends with; not those that it hands to something else. */
function textsIn(expression: unknown): unknown[] {
  if (!isNode(expression)) return [];
  switch (expression.type) {
    case 'Literal':
      return [expression.value];
    case 'JSXExpressionContainer':
      return textsIn(expression.expression);
    case 'TemplateLiteral':
      return nodesIn(expression.quasis).map(({ value }) => (isNode(value) ? value.cooked : ''));
    case 'ConditionalExpression':
      return [...textsIn(expression.consequent), ...textsIn(expression.alternate)];
    case 'LogicalExpression':
      return textsIn(expression.right);
    default:
      return [];
  }
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) walk(each, visit);
  else if (isNode(node)) {
    visit(node);
    for (const value of Object.values(node)) walk(value, visit);
  }
}

function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
