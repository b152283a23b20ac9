import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { asked, load, mount, settle, weak } from '../support/component.js';

const { client, follow } = load('lib/client.js');
const { EMOJIS, QUICK } = load('lib/emojis.js');
const settings = load('lib/settings.js');
const WINDOW_HEIGHT = 667;

afterEach(() => {
  settings.choose({ language: 'en' });
  asked.length = 0;
});

test('a face is its picture, else initials on a hue', async (t) => {
  t.mock.method(client, 'mediaUrl', async (/** @type {string} */ url) => `https://files.example${url}`);
  const view = mount('avatar', { hue: 7, initials: 'AL', size: 40 });
  assert.equal(view.text('.avatar--avatar'), 'AL');
  assert.ok(view.has('.avatar--hue-7'));
  assert.equal(view.one('.avatar--avatar').style.width, '40px');

  view.set({ picture: '/media/a' });
  await settle();
  assert.equal(view.attribute('.avatar--picture', 'src'), 'https://files.example/media/a');
  assert.equal(view.text('.avatar--avatar'), '');

  view.set({ picture: '' });
  assert.equal(view.text('.avatar--avatar'), 'AL');
});

test('a picture that doesn’t load gives way to initials, until there is another', async (t) => {
  t.mock.method(client, 'mediaUrl', async (/** @type {string} */ url) => `https://files.example${url}`);
  const view = mount('avatar', { initials: 'AL', picture: '/media/a' });
  await settle();

  view.raise('.avatar--picture', 'error');
  assert.equal(view.text('.avatar--avatar'), 'AL');

  view.set({ picture: '/media/b' });
  await settle();
  assert.equal(view.attribute('.avatar--picture', 'src'), 'https://files.example/media/b');
});

test('a picture that may not be had leaves initials, and not the picture before', async (t) => {
  t.mock.method(client, 'mediaUrl', async (/** @type {string} */ url) => {
    if (url === '/media/b') {
      throw new Error('not_found');
    }
    return `https://files.example${url}`;
  });
  const view = mount('avatar', { initials: 'AL', picture: '/media/a' });
  await settle();
  assert.ok(view.has('.avatar--picture'));

  view.set({ picture: '/media/b' });
  await settle();

  assert.ok(!view.has('.avatar--picture'));
  assert.equal(view.text('.avatar--avatar'), 'AL');
});

test('of two pictures the later stays, whichever comes first', async (t) => {
  /** @type {Record<string, Function>} */
  const waiting = {};
  t.mock.method(client, 'mediaUrl', (/** @type {string} */ url) => new Promise((done) => { waiting[url] = () => done(`https://files.example${url}`); }));
  const view = mount('avatar', { picture: '/media/a' });
  view.set({ picture: '/media/b' });

  waiting['/media/b']();
  await settle();
  waiting['/media/a']();
  await settle();

  assert.equal(view.attribute('.avatar--picture', 'src'), 'https://files.example/media/b');
});

test('who is there has a dot; who isn’t, or hides it, has none', () => {
  const view = mount('avatar', { initials: 'AL' });
  for (const [presence, dots] of [['online', 1], ['away', 1], ['offline', 0], ['', 0]]) {
    view.set({ presence });
    assert.equal(view.all('.avatar--dot').length, dots, `${presence}`);
    assert.equal(view.has(`.avatar--dot.avatar--${presence || 'none'}`), dots === 1);
  }
});

const ITEMS = [
  { id: 'reply', label: 'Reply', glyph: 'reply' }, { id: 'copy', label: 'Copy', glyph: 'copy' }, { id: 'recall', label: 'Recall', glyph: 'undo', bad: true },
];
const bar = (/** @type {any} */ what = {}) => {
  const view = mount('action-bar', {}, ['action', 'emoji']);
  view.self.show({ rect: { top: 400, bottom: 440 }, own: false, items: ITEMS, emojis: QUICK, ...what });
  return view;
};
const top = (/** @type {ReturnType<typeof mount>} */ view) => parseInt(view.one('.action-bar--bar').style.top, 10);

test('the actions on a message are those it was given; what can’t be undone stands out', () => {
  assert.ok(!mount('action-bar').has('.action-bar--bar'));
  const view = bar();
  assert.deepEqual(view.texts('.action-bar--label'), ['Reply', 'Copy', 'Recall']);
  assert.deepEqual(view.icons('.action-bar--action'), ['reply', 'copy', 'undo']);
  assert.deepEqual(view.texts('.action-bar--bad'), ['Recall']);
  assert.deepEqual(view.texts('.action-bar--emoji'), QUICK);
  assert.ok(!bar({ emojis: [] }).has('.action-bar--emojis'));
});

test('an action is told and the bar closes', () => {
  const view = bar();
  view.tap(view.all('.action-bar--action')[1]);
  assert.deepEqual(view.raised, [['action', { id: 'copy' }]]);
  assert.ok(!view.has('.action-bar--bar'));

  const other = bar();
  other.tap(other.all('.action-bar--emoji')[1]);
  assert.deepEqual(other.raised, [['emoji', { emoji: QUICK[1] }]]);
  assert.ok(!other.has('.action-bar--bar'));
});

test('a tap beside the bar closes it, a tap between its actions doesn’t', () => {
  const view = bar();
  view.tap('.action-bar--actions');
  assert.ok(view.has('.action-bar--bar'));

  view.tap('.action-bar--shade');

  assert.ok(!view.has('.action-bar--bar'));
  assert.deepEqual(view.raised, []);
});

test('the bar stands above its bubble, below where there is no room, and always on the screen', () => {
  assert.ok(top(bar()) < 400 && top(bar()) > 0);
  assert.ok(top(bar({ rect: { top: 20, bottom: 60 } })) > 60);
  const tall = top(bar({ rect: { top: 5, bottom: 660 } }));
  assert.ok(tall > 0 && tall < WINDOW_HEIGHT - 100, `${tall}`);
  assert.ok(bar({ own: true }).has('.action-bar--right') && bar().has('.action-bar--left'));
});

test('the emoji are all there, and a tap picks one', () => {
  const view = mount('emoji-panel', {}, ['pick']);
  assert.deepEqual(view.texts('.emoji-panel--emoji'), EMOJIS);
  assert.equal(new Set(EMOJIS).size, EMOJIS.length);

  view.tap(view.all('.emoji-panel--emoji')[5]);

  assert.deepEqual(view.raised, [['pick', { emoji: EMOJIS[5] }]]);
});

test('an empty view says what to do, and does it', () => {
  const view = mount('empty', { title: 'No chats yet' }, ['action']);
  assert.equal(view.text('.empty--title'), 'No chats yet');
  assert.deepEqual(view.icons(), ['chat']);
  assert.ok(['hint', 'code', 'action'].every((part) => !view.has(`.empty--${part}`)));

  view.set({ glyph: 'offline', hint: 'Check your connection.', code: 'network', action: 'Try again' });
  view.tap('.empty--action');

  assert.deepEqual(['hint', 'code', 'action'].map((part) => view.text(`.empty--${part}`)), ['Check your connection.', 'network', 'Try again']);
  assert.deepEqual(view.icons(), ['offline']);
  assert.deepEqual(view.raised.map(([event]) => event), ['action']);
});

test('what comes soon does not flash grey before', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const view = mount('skeleton');
  t.mock.timers.tick(140);
  assert.ok(!view.has('.skeleton--row'));

  t.mock.timers.tick(20);

  assert.equal(view.all('.skeleton--row').length, 6);
});

test('the privacy guide is asked about once for all who wait, and a refusal is passed on', () => {
  /** @type {any[]} */
  const answers = [];
  const ask = (/** @type {ReturnType<typeof mount>} */ view) => view.self.ask((/** @type {any} */ answer) => answers.push(answer));
  const view = mount('privacy-dialog');
  assert.ok(!view.has('.privacy-dialog--sheet'));
  ask(view);
  ask(view);
  assert.equal(view.text('.privacy-dialog--title'), 'Your privacy');
  assert.equal(view.attribute('.privacy-dialog--button:not(.privacy-dialog--plain)', 'openType'), 'agreePrivacyAuthorization');
  view.tap('.privacy-dialog--guide');
  assert.deepEqual(asked.map(({ api }) => api), ['openPrivacyContract']);

  view.raise('.privacy-dialog--button:not(.privacy-dialog--plain)', 'agreeprivacyauthorization');
  assert.deepEqual(answers, Array(2).fill({ event: 'agree', buttonId: 'agree' }));
  assert.ok(!view.has('.privacy-dialog--sheet'));

  ask(view);
  view.tap('.privacy-dialog--plain');
  ask(view);
  view.unmount();
  assert.deepEqual(answers.slice(2), Array(2).fill({ event: 'disagree' }));
});

/** The bar over a connection whose state is told. */
function statusBar(/** @type {import('node:test').TestContext} */ t, /** @type {string} */ state) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let status = { state, reason: /** @type {string | null} */ (null) };
  /** @type {Set<Function>} */
  const watching = new Set();
  t.mock.getter(client, 'status', () => status);
  t.mock.method(client, 'on', (/** @type {string} */ _event, /** @type {Function} */ run) => {
    watching.add(run);
    return () => watching.delete(run);
  });
  const view = mount('status-bar');
  return {
    view,
    watching,
    become(/** @type {string} */ next, /** @type {string | null} */ reason = null) {
      status = { state: next, reason };
      watching.forEach((run) => run());
    },
    get said() {
      return view.texts('.status-bar--text');
    },
  };
}

test('a connection that is back soon was never missed; one that isn’t is', (t) => {
  const bar = statusBar(t, 'online');
  bar.become('reconnecting');
  t.mock.timers.tick(1_900);
  assert.deepEqual(bar.said, []);
  bar.become('online');
  t.mock.timers.tick(5_000);
  assert.deepEqual(bar.said, []);

  bar.become('reconnecting');
  t.mock.timers.tick(2_100);
  assert.deepEqual(bar.said, ['Reconnecting…']);

  bar.become('online');
  assert.deepEqual(bar.said, []);
});

test('being offline, replaced, blocked or closed is said at once', (t) => {
  const bar = statusBar(t, 'online');
  for (const [state, reason, said, icon] of [
    ['offline', null, 'Offline. Messages go out when you’re back.', 'offline'], ['stopped', 'replaced', 'Opened on another device. Tap to use it here.', 'alert'],
    ['stopped', 'banned', 'This account is blocked.', 'alert'], ['stopped', 'closed', 'The connection was closed. Tap to connect again.', 'alert'],
  ]) {
    bar.become(/** @type {string} */ (state), reason);
    assert.deepEqual(bar.said, [said]);
    assert.deepEqual(bar.view.icons(), [icon]);
  }
});

test('a tap on the bar connects again, but not one who is blocked', (t) => {
  const start = t.mock.method(client, 'start', () => {});
  const wake = t.mock.method(client, 'wake', () => {});
  const bar = statusBar(t, 'offline');
  const tapped = (/** @type {string} */ state, /** @type {string | null} */ reason = null) => {
    bar.become(state, reason);
    bar.view.tap('.status-bar--bar');
    return [start.mock.callCount(), wake.mock.callCount()];
  };

  assert.deepEqual(tapped('offline'), [0, 1]);
  assert.deepEqual(tapped('stopped', 'replaced'), [1, 1]);
  tapped('stopped', 'banned');
  assert.equal(start.mock.callCount(), 1);
});

test('a weak network is said while it is weak', (t) => {
  follow();
  const bar = statusBar(t, 'online');
  assert.deepEqual(bar.said, []);

  weak(true);
  assert.deepEqual(bar.said, ['The network is weak.']);

  weak(false);
  assert.deepEqual(bar.said, []);
});

test('a bar that is gone listens no more', (t) => {
  const bar = statusBar(t, 'online');
  assert.equal(bar.watching.size, 1);

  bar.view.unmount();

  assert.equal(bar.watching.size, 0);
});
