import type { TextMessageConfiguration } from '../../protocol/index.ts';

/** What is put into the request to the gateway. */
export interface Values {
  /** E.164. */
  to: string;
  text: string;
  secret: string;
}

export interface GatewayRequest {
  url: string;
  method: TextMessageConfiguration['method'];
  headers: Record<string, string>;
  body: string | undefined;
}

/** Fills the places of a request. Each value is escaped for where it stands, so that no text can change its shape. */
export function requestOf(configuration: TextMessageConfiguration, values: Values): GatewayRequest {
  const { url, method, headers, body, format } = configuration;
  const type = format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  const filledHeaders = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    filled(value, values, inHeader),
  ]);
  return {
    url: filled(url, values, encodeURIComponent),
    method,
    headers: { ...(method !== 'GET' && { 'content-type': type }), ...Object.fromEntries(filledHeaders) },
    body:
      method === 'GET' ? undefined : filled(body, values, format === 'json' ? inJson : encodeURIComponent),
  };
}

function filled(template: string, { to, text, secret }: Values, encode: (value: string) => string): string {
  const places: Record<string, string> = { to, digits: to.slice(1), text, secret };
  // In one pass: what a value holds is never looked at again.
  return template.replace(/\{(to|digits|text|secret)\}/g, (_place, name: string) =>
    // Half a character can be encoded in no address.
    encode((places[name] ?? '').toWellFormed()),
  );
}

/** Inside of a JSON string. */
function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Headers hold visible ASCII only (RFC 9110, 5.5). */
function inHeader(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '');
}
