import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { answers, asked, load, mount, recorder, settle } from '../support/component.js';

const { MOST_MS } = load('lib/recorder.js');
const EVENTS = ['text', 'send', 'person', 'dropcontext', 'keyboard', 'resize', 'attach', 'voice'];

/** @type {ReturnType<typeof mount>[]} */
let open = [];
const composer = (/** @type {any} */ properties = {}) => {
  const view = mount('composer', properties, EVENTS);
  open.push(view);
  return view;
};
const write = (/** @type {ReturnType<typeof mount>} */ view, /** @type {string} */ value) =>
  view.raise('.composer--text', 'input', { value, cursor: value.length });
const label = (/** @type {any} */ element) => element.__wxElement.data.ariaLabel;
/** The key with this label. */
const key = (/** @type {ReturnType<typeof mount>} */ view, /** @type {string} */ name) => {
  const found = [...view.all('.composer--key'), ...view.all('.composer--send')].find((element) => label(element) === name);
  assert.ok(found, `no key ${name}`);
  return found;
};
const keys = (/** @type {ReturnType<typeof mount>} */ view) => view.all('.composer--line > *').map(label).filter(Boolean);
const raised = (/** @type {ReturnType<typeof mount>} */ view, /** @type {string} */ event) =>
  view.raised.filter(([name]) => name === event).map(([, detail]) => detail);
const times = (/** @type {string} */ api) => asked.filter((call) => call.api === api).length;

afterEach(async () => {
  open.forEach((view) => view.unmount());
  open = [];
  recorder.failed();
  await settle();
  asked.length = 0;
  Object.keys(answers).forEach((api) => delete answers[api]);
});

test('what is written is told, and sent as it is', () => {
  const view = composer();
  assert.equal(view.attribute('.composer--text', 'placeholder'), 'Message');

  write(view, ' Hello  ');
  view.tap(key(view, 'Send'));

  assert.deepEqual(view.raised, [['text', { text: ' Hello  ', cursor: 8 }], ['send', { text: ' Hello  ' }]]);
});

test('the keyboard’s own key sends too', () => {
  const view = composer();
  write(view, 'Hello');

  view.raise('.composer--text', 'confirm', { value: 'Hello' });

  assert.deepEqual(raised(view, 'send'), [{ text: 'Hello' }]);
});

test('nothing is sent of nothing: there is no key, and the keyboard’s does nothing', () => {
  const view = composer();
  for (const text of ['', '  \n ']) {
    write(view, text);
    assert.ok(!view.has('.composer--send'));
    assert.deepEqual(keys(view), ['Hold to talk', 'Emoji', 'More']);
    view.raise('.composer--text', 'confirm', { value: text });
  }
  assert.deepEqual(raised(view, 'send'), []);
});

test('near the limit the rest is counted; beyond it nothing is sent', () => {
  const view = composer({ limit: 200 });
  const counted = (/** @type {number} */ length) => {
    write(view, 'x'.repeat(length));
    return view.texts('.composer--counter');
  };
  assert.deepEqual([100, 101, 199, 200, 201, 205].map(counted),
    [[], ['99 characters left'], ['1 character left'], ['0 characters left'], ['1 character too many'], ['5 characters too many']]);
  assert.ok(view.has('.composer--counter.composer--bad') && view.has('.composer--send.composer--off'));
  view.tap(key(view, 'Send'));
  view.raise('.composer--text', 'confirm');
  assert.deepEqual(raised(view, 'send'), []);

  write(view, 'x'.repeat(200));
  assert.ok(!view.has('.composer--bad') && !view.has('.composer--off'));
  view.tap(key(view, 'Send'));
  assert.equal(raised(view, 'send').length, 1);
});

test('where nobody may write there is a reason and nothing else', () => {
  const view = composer({ barred: 'Only owners and admins may speak' });
  assert.equal(view.text('.composer--barred'), 'Only owners and admins may speak');
  assert.deepEqual(view.icons('.composer--barred'), ['lock']);
  assert.ok(!view.has('.composer--line') && !view.has('.composer--text'));

  view.set({ barred: '' });

  assert.ok(view.has('.composer--text') && !view.has('.composer--barred'));
});

test('the page puts a text in and takes it out', () => {
  const view = composer();

  view.self.put('a draft', false);
  assert.equal(view.attribute('.composer--text', 'value'), 'a draft');
  assert.equal(view.attribute('.composer--text', 'focus'), false);
  assert.ok(view.has('.composer--send'));

  view.self.put('');
  assert.equal(view.self.value(), '');
  assert.equal(view.attribute('.composer--text', 'focus'), true);
  assert.ok(!view.has('.composer--send'));
});

test('what is quoted or edited stands above, until it is dropped', () => {
  const view = composer();
  assert.ok(!view.has('.composer--context'));

  view.self.setContext({ title: 'Ann', text: 'Lunch?', glyph: 'reply' });
  assert.deepEqual([view.text('.composer--context-name'), view.text('.composer--context-line')], ['Ann', 'Lunch?']);
  view.tap(key(view, 'Cancel'));

  assert.equal(raised(view, 'dropcontext').length, 1);
  view.self.setContext(null);
  assert.ok(!view.has('.composer--context'));
});

test('whom @ offers is chosen by a tap', () => {
  const bob = { id: 'u-bob', name: 'Bob', hue: 4, initials: 'B', avatar: '' };
  const view = composer({ people: [{ ...bob, id: 'u-ann', name: 'Ann', initials: 'A' }, bob] });
  assert.deepEqual(view.texts('.composer--person-name'), ['Ann', 'Bob']);

  view.tap(view.all('.composer--person')[1]);

  assert.deepEqual(raised(view, 'person'), [bob]);
  view.set({ people: [] });
  assert.ok(!view.has('.composer--people'));
});

test('emoji go to the end of the text; their key brings the keyboard back', () => {
  const view = composer();
  write(view, 'Hi ');
  view.tap(key(view, 'Emoji'));
  const [first] = view.all('.emoji-panel--emoji');
  view.tap(first);

  assert.equal(view.self.value(), `Hi ${first.textContent}`);
  assert.deepEqual(raised(view, 'text').at(-1), { text: `Hi ${first.textContent}`, cursor: view.self.value().length });
  view.tap(key(view, 'Keyboard'));
  assert.ok(!view.has('.emoji-panel--panel'));
  assert.equal(view.attribute('.composer--text', 'focus'), true);
});

test('more brings out what can be attached, and one thing is chosen', () => {
  const view = composer();
  view.tap(key(view, 'More'));
  assert.deepEqual(view.texts('.composer--tile-name'), ['Photo', 'Camera', 'File', 'Location']);

  view.tap(view.all('.composer--tile')[2]);

  assert.deepEqual(raised(view, 'attach'), [{ id: 'file' }]);
  assert.ok(!view.has('.composer--tiles'));
});

test('one panel is out at a time, and writing puts it away', () => {
  const view = composer();
  view.tap(key(view, 'Emoji'));
  view.tap(key(view, 'More'));
  assert.ok(!view.has('.emoji-panel--panel') && view.has('.composer--tiles'));
  assert.ok(!view.has('.composer--safe'), 'a panel stands on the edge of the screen');

  view.raise('.composer--text', 'focus');

  assert.ok(!view.has('.composer--tiles') && view.has('.composer--safe'));
  assert.equal(raised(view, 'resize').length, 3);
});

test('how high the keyboard is reaches the page', () => {
  const view = composer();

  view.raise('.composer--text', 'keyboardheightchange', { height: 260 });

  assert.deepEqual(raised(view, 'keyboard'), [{ height: 260 }]);
});

/** The composer with its microphone held. */
async function held(/** @type {import('node:test').TestContext} */ t) {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  answers.getSetting = { authSetting: { 'scope.record': true } };
  const view = composer();
  view.tap(key(view, 'Hold to talk'));
  view.touch('.composer--hold', 'touchstart', 0, 500);
  await settle();
  return view;
}

test('a voice message is recorded as long as the key is held', async (t) => {
  const view = await held(t);
  assert.equal(times('recorder.start'), 1);
  assert.equal(view.text('.composer--hold'), 'Release to send');
  t.mock.timers.tick(3_500);
  assert.equal(view.text('.composer--recorder-time'), '3″');

  view.touch('.composer--hold', 'touchend');
  recorder.stopped(3_480.4);
  await settle();

  assert.deepEqual(raised(view, 'voice'), [{ path: 'http://tmp/voice.mp3', durationMs: 3_480, size: 6_000, mime: 'audio/mpeg' }]);
  assert.ok(!view.has('.composer--recorder'));
});

test('a thumb that slides up drops the voice message; back down, it doesn’t', async (t) => {
  const view = await held(t);
  view.touch('.composer--hold', 'touchmove', 0, 400);
  assert.equal(view.text('.composer--hold'), 'Release to cancel');
  assert.ok(view.has('.composer--cancelling'));
  view.touch('.composer--hold', 'touchmove', 0, 480);
  assert.equal(view.text('.composer--hold'), 'Release to send');
  view.touch('.composer--hold', 'touchmove', 0, 300);

  view.touch('.composer--hold', 'touchend');
  recorder.stopped(3_000);
  await settle();

  assert.deepEqual(raised(view, 'voice'), []);
});

test('a press too short is no voice message, and that is said', async (t) => {
  const view = await held(t);

  view.touch('.composer--hold', 'touchend');
  recorder.stopped(400);
  await settle();

  assert.deepEqual(raised(view, 'voice'), []);
  assert.equal(asked.at(-1)?.options.title, 'Too short');
});

test('a recording that reaches its longest time is sent, though the recorder ended it', async (t) => {
  const view = await held(t);

  recorder.stopped(MOST_MS);
  t.mock.timers.tick(MOST_MS);
  await settle();

  assert.deepEqual(raised(view, 'voice').map(({ durationMs }) => durationMs), [MOST_MS]);
  assert.equal(times('recorder.stop'), 0, 'what has ended is not stopped');
});

test('each recording is its own, not the one before', async (t) => {
  const view = await held(t);
  recorder.stopped(MOST_MS);
  view.touch('.composer--hold', 'touchend');
  await settle();
  view.touch('.composer--hold', 'touchstart', 0, 500);
  await settle();

  view.touch('.composer--hold', 'touchend');
  recorder.stopped(2_000);
  await settle();

  assert.deepEqual(raised(view, 'voice').map(({ durationMs }) => durationMs), [MOST_MS, 2_000]);
});

test('a recording that is interrupted, fails, or whose page goes is not sent', async (t) => {
  for (const end of [
    (/** @type {ReturnType<typeof mount>} */ view) => view.touch('.composer--hold', 'touchcancel'),
    () => recorder.failed(),
    (/** @type {ReturnType<typeof mount>} */ view) => view.unmount(),
    (/** @type {ReturnType<typeof mount>} */ view) => view.set({ barred: 'You can’t speak here for now' }),
  ]) {
    const view = await held(t);
    end(view);
    await settle();
    recorder.stopped(3_000);
    await settle();
    assert.deepEqual(raised(view, 'voice'), []);
    assert.equal(view.data.recording, false);
    assert.equal(times('recorder.stop'), 1);
    asked.length = 0;
    t.mock.timers.reset();
  }
});

test('a press that ends before WeChat has answered records nothing; a second press records once', async () => {
  answers.getSetting = { authSetting: { 'scope.record': true } };
  const view = composer();
  view.tap(key(view, 'Hold to talk'));
  view.touch('.composer--hold', 'touchstart', 0, 500);
  view.touch('.composer--hold', 'touchend');
  await settle();
  assert.equal(times('recorder.start'), 0);

  view.touch('.composer--hold', 'touchstart', 0, 500);
  view.touch('.composer--hold', 'touchend');
  view.touch('.composer--hold', 'touchstart', 0, 500);
  await settle();

  assert.equal(times('recorder.start'), 1);
});

test('without leave for the microphone WeChat asks, or its settings are offered', async () => {
  const view = composer();
  view.tap(key(view, 'Hold to talk'));
  answers.getSetting = { authSetting: {} };
  view.touch('.composer--hold', 'touchstart', 0, 500);
  await settle();
  assert.deepEqual(asked.map(({ api }) => api), ['getSetting', 'authorize']);

  asked.length = 0;
  Object.assign(answers, { getSetting: { authSetting: { 'scope.record': false } }, showModal: { confirm: true } });
  view.touch('.composer--hold', 'touchstart', 0, 500);
  await settle();

  assert.deepEqual(asked.map(({ api }) => api), ['getSetting', 'showModal', 'openSetting']);
  assert.equal(view.data.recording, false);
});
