import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { answers, asked, load, mount, settle, sounds } from '../support/component.js';

const { client } = load('lib/client.js');
const player = load('lib/player.js');
const refused = Object.assign(new Error('not_found'), { code: 'not_found' });
const calls = (/** @type {string} */ api) => asked.filter((call) => call.api === api).map(({ options }) => options);
const lastSource = (/** @type {ReturnType<typeof mount>} */ view, /** @type {string} */ selector) => view.attribute(selector, 'src');
const sizeOf = (/** @type {HTMLElement} */ { style }) => `${style.width} ${style.height}`;

afterEach(() => {
  player.stop();
  asked.length = 0;
  sounds.length = 0;
  Object.keys(answers).forEach((api) => delete answers[api]);
});

/** @param {import('node:test').TestContext} t @param {(url: string) => Promise<string>} mediaUrl */
const server = (t, mediaUrl) => t.mock.method(client, 'mediaUrl', mediaUrl);
const signed = async (/** @type {string} */ url) => `https://files.example${url}?signed`;

test('a picture has its own shape within bounds, before it is there', () => {
  const view = mount('message-image', { body: { url: '/media/a' } });
  for (const [width, height, drawn] of [
    [1600, 1200, '220px 165px'], [1200, 1600, '165px 220px'], [100, 80, '100px 80px'], [5000, 50, '220px 64px'], [10, 10, '64px 64px'],
    [undefined, undefined, '220px 165px'],
  ]) {
    view.set({ body: { url: `/media/${width}x${height}`, width, height } });
    assert.equal(sizeOf(view.one('.message-image--image')), drawn, `${width} × ${height}`);
  }
});

test('a picture is drawn by its thumbnail and opened whole', async (t) => {
  server(t, signed);
  const view = mount('message-image', { body: { url: '/media/a', thumb: '/media/a/thumb', width: 400, height: 300 } });
  assert.ok(view.has('.message-image--blank'));
  await settle();
  assert.equal(lastSource(view, '.message-image--picture'), 'https://files.example/media/a/thumb?signed');

  view.tap('.message-image--image');
  await settle();

  assert.deepEqual(calls('previewImage').map(({ urls, current }) => [urls, current]),
    [[['https://files.example/media/a?signed'], 'https://files.example/media/a?signed']]);
});

test('an own picture is drawn from the phone while it is uploaded, and says how far that is', async (t) => {
  const asks = server(t, signed);
  const view = mount('message-image', { body: { preview: 'http://tmp/a.jpg', width: 400, height: 300 }, upload: 40 });
  await settle();
  assert.equal(lastSource(view, '.message-image--picture'), 'http://tmp/a.jpg');
  assert.equal(view.text('.message-image--veil'), '40 %');

  view.set({ upload: -1, body: { preview: 'http://tmp/a.jpg', url: '/media/a', width: 400, height: 300 } });
  await settle();

  assert.ok(!view.has('.message-image--veil'));
  assert.equal(lastSource(view, '.message-image--picture'), 'http://tmp/a.jpg');
  assert.equal(asks.mock.callCount(), 0);
});

test('a picture that did not load is loaded again by a tap', async (t) => {
  server(t, signed);
  const view = mount('message-image', { body: { url: '/media/a', width: 400, height: 300 } });
  await settle();
  view.raise('.message-image--picture', 'error');
  assert.ok(view.has('.message-image--blank'));

  view.tap('.message-image--image');
  await settle();

  assert.ok(view.has('.message-image--picture'));
  assert.deepEqual(calls('previewImage'), []);
});

test('a picture whose address could not be had is loaded by a tap, and not only opened', async (t) => {
  let offline = true;
  server(t, async (url) => {
    if (offline) {
      throw refused;
    }
    return signed(url);
  });
  const view = mount('message-image', { body: { url: '/media/a', thumb: '/media/a/thumb', width: 400, height: 300 } });
  await settle();
  assert.ok(view.has('.message-image--blank'));
  offline = false;

  view.tap('.message-image--image');
  await settle();

  assert.equal(lastSource(view, '.message-image--picture'), 'https://files.example/media/a/thumb?signed');
});

test('an address that leads elsewhere is never asked for', async (t) => {
  const asks = server(t, signed);
  const view = mount('message-image', { body: { url: 'javascript:alert(1)', width: 400, height: 300 } });
  await settle();
  view.tap('.message-image--image');
  await settle();

  assert.ok(view.has('.message-image--blank'));
  assert.equal(asks.mock.callCount(), 0);
  assert.deepEqual(calls('previewImage'), []);
});

test('a video shows its first picture and length, and plays over the whole screen', async (t) => {
  server(t, signed);
  const view = mount('message-video', { body: { url: '/media/v', thumb: '/media/v/thumb', width: 440, height: 400, durationMs: 65_000 } });
  await settle();
  assert.equal(lastSource(view, '.message-video--picture'), 'https://files.example/media/v/thumb?signed');
  assert.equal(view.text('.message-video--length'), '1′05″');
  assert.deepEqual(view.icons('.message-video--disc'), ['play']);

  view.tap('.message-video--video');
  await settle();

  assert.deepEqual(calls('previewMedia').map(({ sources }) => sources), [[{ url: 'https://files.example/media/v?signed', type: 'video' }]]);
});

test('a video keeps its shape within bounds, and says how far it is uploaded', () => {
  const view = mount('message-video', { body: { preview: 'http://tmp/v.mp4' }, upload: 7 });
  for (const [width, height, drawn] of [[440, 400, '220px 200px'], [1920, 200, '220px 120px'], [400, 4000, '220px 260px'], [0, 0, '220px 120px']]) {
    view.set({ body: { url: '/media/v', width, height } });
    assert.equal(sizeOf(view.one('.message-video--video')), drawn, `${width} × ${height}`);
  }
  assert.equal(view.text('.message-video--veil'), '7 %');
  assert.equal(view.text('.message-video--length'), '');
});

test('a voice message says how long it is, and longer ones are wider up to a bound', () => {
  const drawn = [1_000, 30_000, 60_000, 600_000].map((durationMs) => {
    const view = mount('message-voice', { body: { url: '/media/s', durationMs } });
    return { length: view.text('.message-voice--length'), width: parseInt(view.one('.message-voice--voice').style.width, 10), sticks: view.all('.message-voice--stick').length };
  });

  assert.deepEqual(drawn.map(({ length }) => length), ['1″', '30″', '1′00″', '10′00″']);
  assert.deepEqual(drawn.map(({ width }) => width), [122, 170, 220, 220]);
  assert.ok(drawn[0].sticks < drawn[1].sticks && drawn[1].sticks < drawn[2].sticks, JSON.stringify(drawn));
});

test('a voice message plays and stops by taps', async (t) => {
  server(t, signed);
  const view = mount('message-voice', { body: { url: '/media/s', durationMs: 3_000 } });
  assert.deepEqual(view.icons(), ['play']);

  view.tap('.message-voice--voice');
  await settle();
  assert.deepEqual([sounds[0].src, sounds[0].state], ['https://files.example/media/s?signed', 'playing']);
  assert.deepEqual(view.icons(), ['pause']);
  assert.ok(view.has('.message-voice--playing'));

  view.tap('.message-voice--voice');
  await settle();
  assert.equal(sounds[0].state, 'destroyed');
  assert.deepEqual(view.icons(), ['play']);
  assert.equal(sounds.length, 1);
});

test('one voice message plays at a time, and each looks so again at its end', async (t) => {
  server(t, signed);
  const [one, two] = ['/media/one', '/media/two'].map((url) => mount('message-voice', { body: { url, durationMs: 3_000 } }));
  one.tap('.message-voice--voice');
  await settle();
  two.tap('.message-voice--voice');
  await settle();
  assert.deepEqual([one.icons(), two.icons()], [['play'], ['pause']]);
  assert.deepEqual(sounds.map(({ state }) => state), ['destroyed', 'playing']);

  sounds[1].on.ended();

  assert.deepEqual(two.icons(), ['play']);
});

test('a voice message that leaves the screen falls silent', async (t) => {
  server(t, signed);
  const view = mount('message-voice', { body: { url: '/media/s', durationMs: 3_000 } });
  view.tap('.message-voice--voice');
  await settle();

  view.unmount();

  assert.equal(sounds[0].state, 'destroyed');
});

for (const [name, body] of Object.entries({
  voice: { url: '/media/s', durationMs: 3_000 }, video: { url: '/media/v', durationMs: 3_000 }, file: { url: '/media/f', name: 'Plan.pdf', size: 10 },
})) {
  test(`a ${name} that can’t be had says so`, async (t) => {
    server(t, async () => { throw refused; });
    const view = mount(`message-${name}`, { body });

    view.tap(`.message-${name}--${name}`);
    await settle();

    assert.deepEqual(asked.map(({ api, options }) => [api, options.title]), [['showToast', 'Could not be loaded. Tap to try again.']]);
    assert.deepEqual(sounds, []);
  });
}

test('a file has its name, its size and how far it is uploaded', () => {
  const view = mount('message-file', { body: { name: 'Plan <1>.pdf', size: 1536 }, upload: 30 });
  assert.equal(view.text('.message-file--name'), 'Plan <1>.pdf');
  assert.equal(view.text('.message-file--size'), '30 % · 1.5 KB');

  view.set({ upload: -1 });

  assert.equal(view.text('.message-file--size'), '1.5 KB');
});

test('a document is opened by WeChat', async (t) => {
  server(t, signed);
  answers.downloadFile = { statusCode: 200, tempFilePath: 'http://tmp/plan' };
  const view = mount('message-file', { body: { url: '/media/f', name: 'Plan.PDF', size: 10 } });

  view.tap('.message-file--file');
  await settle();

  assert.deepEqual(calls('downloadFile').map(({ url }) => url), ['https://files.example/media/f?signed']);
  assert.deepEqual(calls('openDocument').map(({ filePath, fileType }) => [filePath, fileType]), [['http://tmp/plan', 'pdf']]);
  assert.equal(calls('hideLoading').length, 1);
});

test('a file that WeChat can’t show says so and is not fetched', async (t) => {
  server(t, signed);
  const view = mount('message-file', { body: { url: '/media/f', name: 'pdf', size: 10 } });
  for (const name of ['a.zip', 'noextension', '']) {
    view.set({ body: { url: '/media/f', name, size: 10 } });
    view.tap('.message-file--file');
    await settle();
  }

  assert.deepEqual(calls('showToast').map(({ title }) => title), Array(3).fill('This kind of file can’t be opened here.'));
  assert.deepEqual(calls('downloadFile'), []);
});

test('a document that can’t be opened says so, and nothing goes on turning', async (t) => {
  server(t, signed);
  answers.downloadFile = new Error('timeout');
  const view = mount('message-file', { body: { url: '/media/f', name: 'Plan.pdf', size: 10 } });

  view.tap('.message-file--file');
  await settle();

  assert.equal(calls('showModal').length, 1);
  assert.equal(calls('hideLoading').length, 1);
  assert.deepEqual(calls('openDocument'), []);
});

test('a place is named and opens on the map', () => {
  const view = mount('message-location', { body: { lat: 31.2, lng: 121.5, name: 'The Bund', address: 'Zhongshan Rd' } });
  assert.equal(view.text('.message-location--name'), 'The Bund');
  assert.equal(view.text('.message-location--address'), 'Zhongshan Rd');

  view.tap('.message-location--place');

  assert.deepEqual(calls('openLocation').map(({ latitude, longitude, name, address }) => [latitude, longitude, name, address]),
    [[31.2, 121.5, 'The Bund', 'Zhongshan Rd']]);
  view.set({ body: { lat: 31.2, lng: 121.5, name: 'The Bund' } });
  assert.ok(!view.has('.message-location--address'));
});
