import test from 'ava';
import { startHub } from '../harness/hub.ts';

const password = 'a long enough password';

test('who may do what: admins all, operators only what is theirs', async (t) => {
  const hub = await startHub(t);
  const send = (method: string, path: string, body?: object, token?: string) =>
    fetch(`${hub.urls.http}/api/v1${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const signIn = async (name: string, secret: string) => {
    const answer = await send('POST', '/session', { name, password: secret });
    const said: { token?: string; role?: string } = JSON.parse(await answer.text());
    return { status: answer.status, token: said.token ?? '', role: said.role };
  };
  const admin = (await signIn('admin', hub.password)).token;

  t.is(
    (await send('POST', '/users', { name: 'anna', role: 'operator', password: 'short' }, admin)).status,
    400,
  );
  t.is((await send('POST', '/users', { name: 'anna', role: 'operator', password }, admin)).status, 201);
  t.is((await send('POST', '/users', { name: 'anna', role: 'admin', password }, admin)).status, 409);
  const anna = await signIn('anna', password);
  t.is(anna.role, 'operator');
  t.is((await send('GET', '/session', undefined, anna.token)).status, 200);
  for (const [method, path] of [
    ['GET', '/totems'],
    ['GET', '/users'],
    ['POST', '/users'],
    ['DELETE', '/users/admin'],
    ['GET', '/stream'],
  ] as const) {
    t.is((await send(method, path, method === 'POST' ? {} : undefined, anna.token)).status, 403, path);
  }

  // A new password ends every session that the old one began.
  t.is((await send('PUT', '/users/anna/password', { password: `${password} 2` }, admin)).status, 204);
  t.is((await send('GET', '/session', undefined, anna.token)).status, 401);
  t.is((await signIn('anna', password)).status, 401);
  const again = await signIn('anna', `${password} 2`);
  t.is(again.status, 200);

  t.is((await send('DELETE', '/users/admin', undefined, admin)).status, 409, 'the last admin stays');
  t.is((await send('DELETE', '/users/anna', undefined, admin)).status, 204);
  t.is((await send('GET', '/session', undefined, again.token)).status, 401);
  t.is((await send('DELETE', '/users/anna', undefined, admin)).status, 404);
});
