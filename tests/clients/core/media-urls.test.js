import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harness, session } from './harness.js';

const signed = (h, id, lifeMs = 600_000) =>
  ({ id, url: `/media/${id}?e=1&s=x`, thumb: `/media/${id}/thumb?e=1&s=y`, expiresAt: h.clock.now() + lifeMs });

function signedIn() {
  return harness({ baseUrl: 'https://chat.test' });
}

test('addresses that are drawn together are asked for together, with the token', async () => {
  const h = signedIn();
  h.http.replies.push([200, { urls: [signed(h, 'a'), signed(h, 'b')] }]);
  const asked = Promise.all(['/media/a', '/media/a/thumb', '/media/b'].map((url) => h.client.mediaUrl(url)));
  await h.clock.advance(20);
  assert.deepEqual(await asked, [
    'https://chat.test/media/a?e=1&s=x', 'https://chat.test/media/a/thumb?e=1&s=y', 'https://chat.test/media/b?e=1&s=x']);
  assert.deepEqual(h.http.calls, [
    { url: 'https://chat.test/api/v1/media/urls', body: { ids: ['a', 'b'] }, token: 'Bearer token-1' }]);
});

test('an address is kept until shortly before it ends', async () => {
  const h = signedIn();
  const ask = async () => {
    const asked = h.client.mediaUrl('/media/a');
    await h.clock.advance(20);
    return asked;
  };
  h.http.replies.push([200, { urls: [signed(h, 'a')] }], [200, { urls: [signed(h, 'a', 1_200_000)] }]);
  await ask();
  await h.clock.advance(530_000);
  await ask();
  assert.equal(h.http.calls.length, 1);
  await h.clock.advance(15_000);
  const both = [h.client.mediaUrl('/media/a'), h.client.mediaUrl('/media/a')];
  await h.clock.advance(20);
  await Promise.all(both);
  assert.equal(h.http.calls.length, 2, 'once, for both');
});

test('a file that this user may not see is refused, and not asked for again at once', async () => {
  const h = signedIn();
  h.http.replies.push([200, { urls: [] }], [200, { urls: [signed(h, 'a')] }]);
  const refused = assert.rejects(h.client.mediaUrl('/media/a'), { code: 'not_found' });
  await h.clock.advance(20);
  await refused;
  await assert.rejects(h.client.mediaUrl('/media/a'), { code: 'not_found' });
  assert.equal(h.http.calls.length, 1);
  await h.clock.advance(30_000);
  const asked = h.client.mediaUrl('/media/a');
  await h.clock.advance(20);
  assert.match(await asked, /^https:/);
});

test('a failure for now is not remembered', async () => {
  const h = signedIn();
  h.http.replies.push(new TypeError('down'), [200, { urls: [signed(h, 'a')] }]);
  const refused = assert.rejects(h.client.mediaUrl('/media/a'), { code: 'network', temporary: true });
  await h.clock.advance(20);
  await refused;
  const asked = h.client.mediaUrl('/media/a');
  await h.clock.advance(40);
  assert.match(await asked, /^https:/);
});

test('more than a hundred are asked for in parts', async () => {
  const h = signedIn();
  const ids = Array.from({ length: 130 }, (_, i) => `f${i}`);
  h.http.replies.push([200, { urls: ids.slice(0, 100).map((id) => signed(h, id)) }], [200, { urls: ids.slice(100).map((id) => signed(h, id)) }]);
  const asked = Promise.all(ids.map((id) => h.client.mediaUrl(`/media/${id}`)));
  await h.clock.advance(20);
  assert.equal((await asked).length, 130);
  assert.deepEqual(h.http.calls.map(({ body }) => body.ids.length), [100, 30]);
});

test('other web addresses pass, and nothing else does', async () => {
  const h = signedIn();
  assert.equal(await h.client.mediaUrl('https://pictures.test/a.png'), 'https://pictures.test/a.png');
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//pictures.test/a', '', '/media/../secret']) {
    await assert.rejects(h.client.mediaUrl(url), { code: 'not_found' }, url);
  }
  assert.equal(h.http.calls.length, 0);
});

test('a token that the server refuses is renewed and the request made again', async () => {
  const h = signedIn();
  h.http.replies.push([401, { code: 'unauthorized' }], [200, session(h.clock, 2)], [200, { urls: [signed(h, 'a')] }]);
  const asked = h.client.mediaUrl('/media/a');
  await h.clock.advance(20);
  assert.match(await asked, /^https:/);
  assert.deepEqual(h.http.calls.map(({ token }) => token), ['Bearer token-1', undefined, 'Bearer token-2']);
});
