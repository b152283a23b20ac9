/** Writes the pictures of the mini program's README, and more of them to artifacts/miniprogram: `npm run screenshots`. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/app.js';
import { startChromium } from '../support/chromium.js';
import { png } from '../support/pictures.js';
import { startServer } from '../support/server.js';
import { mp3 } from '../support/sounds.js';

/** @typedef {import('../support/chromium.js').Phone} Phone */

const shownIn = join(root, '../screenshots');
const others = join(root, '../../../../artifacts/miniprogram');
const readme = readFileSync(join(root, '../README.md'), 'utf8');
const SETTLED_MS = 500;
mkdirSync(shownIn, { recursive: true });
mkdirSync(others, { recursive: true });

const server = await startServer();
const chromium = await startChromium();

async function signIn(/** @type {string} */ name, looks = {}) {
  const phone = await chromium.openPhone(server.host, { scale: 1.5, ...looks });
  await phone.launch();
  await phone.at('pages/login/login');
  await phone.find('wx-input input').fill(name);
  if (name === 'Ann Becker') {
    await shoot(phone, 'login');
  }
  await phone.tap('Sign in as a guest');
  await phone.see('No chats yet');
  return phone;
}

async function shoot(/** @type {Phone} */ phone, /** @type {string} */ name) {
  await phone.page.waitForTimeout(SETTLED_MS);
  await phone.page.screenshot({ path: join(readme.includes(`screenshots/${name}.png`) ? shownIn : others, `${name}.png`) });
}

/** Runs code with the phone's own client. */
const ask = (/** @type {Phone} */ phone, /** @type {string} */ code) =>
  phone.page.evaluate(`(async () => { const { client } = __host.load('lib/client.js'); return ${code}; })()`);
const idOf = (/** @type {Phone} */ phone) => ask(phone, 'client.me.id');
const text = (/** @type {Phone} */ phone, /** @type {string} */ room, /** @type {string} */ words, more = '{}') =>
  ask(phone, `client.send(${JSON.stringify(room)}, { kind: 'text', text: ${JSON.stringify(words)} }, ${more})`);

/** Hills at dusk. */
const hills = png(720, 480, (x, y) => {
  const far = 250 + 40 * Math.sin(x / 90) + 18 * Math.sin(x / 31);
  const near = 340 + 50 * Math.sin(x / 140 + 2) + 12 * Math.sin(x / 23);
  const sun = Math.hypot(x - 500, y - 170) < 46;
  return y > near ? [34, 52, 74] : y > far ? [74, 88, 120] : sun ? [255, 236, 190] : [250 - y / 4, 170 - y / 8, 130 + y / 5];
});

const ann = await signIn('Ann Becker');
const mei = await signIn('Mei Lin');
const jonas = await signIn('Jonas Weber');
const ming = await signIn('王小明');
const [meiId, jonasId, mingId] = await Promise.all([mei, jonas, ming].map(idOf));

const trip = (await ask(ann, `client.createRoom({ name: 'Summer trip', members: ['${meiId}', '${jonasId}', '${mingId}'] })`)).id;
await ask(ann, `client.updateRoom('${trip}', { announcement: 'We leave on Friday at seven, from the north gate.' })`);
await ask(ann, `client.setRole('${trip}', '${meiId}', 'admin')`);
const launch = (await ask(jonas, `client.createRoom({ name: 'Launch of the new mini program, second attempt', members: ['${await idOf(ann)}', '${meiId}'] })`)).id;
const direct = (await ask(mei, `client.openDirect('${await idOf(ann)}')`)).id;
const withMing = (await ask(ming, `client.openDirect('${await idOf(ann)}')`)).id;
for (let i = 0; i < 12; i++) {
  await text(jonas, launch, ['Build is green', 'Uploading', 'The reviewer asked for a privacy guide', 'Done. Waiting for the review'][i % 4]);
}
await text(ming, withMing, '周五见！ See you on Friday 👋');
await text(mei, direct, 'Did you see the new icons? They are in the shared folder.');
await ask(ann, `client.pin('${trip}', true)`);
await ask(ann, `client.silence('${launch}', true)`);
await mei.page.waitForTimeout(SETTLED_MS);

const open = async (/** @type {Phone} */ phone) => {
  await phone.tap('Summer trip');
  await phone.at('pages/chat/chat');
  await phone.see('Summer trip (4)');
};
await Promise.all([mei, jonas, ming].map(open));
await text(mei, trip, 'Morning! Who is in for the lake?');
await text(jonas, trip, 'Me 🙋 and I can bring the tent');
await text(ming, trip, '我也去！带上烧烤架 🔥 anything else that we need? The list is at https://example.com/trips/2026/summer/packing-list');
await mei.see(/packing-list/);
await open(ann);
await ann.see(/packing-list/);
await ann.say('I’ll take the car, there is room for four.');
await mei.see(/room for four/);
const bytes = hills.toString('base64');
await mei.answerFiles('chooseMedia', [{ base64: bytes, type: 'image/png', name: 'lake.png', fileType: 'image' }]);
await mei.tapOn(mei.find('composer').getByRole('button', { name: 'More' }));
await mei.tapOn(mei.find('composer').getByRole('button', { name: 'Photo' }));
await mei.tap('Agree');
await ann.until('[...document.querySelectorAll("message-image img")].some((one) => one.naturalWidth > 0)');
await mei.say('That’s where we are going');
await jonas.tapOn(jonas.find('composer').getByRole('button', { name: 'Hold to talk' }));
const hold = jonas.find('composer').getByText('Hold to talk', { exact: true });
await (await jonas.hold(hold))();
await jonas.tap('Agree');
await jonas.answerFiles('record', [{ base64: mp3().toString('base64'), type: 'audio/mpeg' }]);
const release = await jonas.hold(hold, { forMs: 4_200 });
await shoot(jonas, 'voice');
await release();
await ann.find('message-voice').waitFor();
const last = await ask(ann, `client.view('${trip}').last`);
await text(ann, trip, 'Looks great, I can’t wait', `{ replyTo: ${last - 1} }`);
await mei.see(/can’t wait/);
await ask(mei, `client.react('${trip}', ${last + 1}, '❤️', true)`);
await ask(jonas, `client.react('${trip}', ${last + 1}, '❤️', true)`);
await ask(ann, `client.react('${trip}', ${last - 1}, '👍', true)`);
await ann.page.waitForTimeout(1_000);

await shoot(ann, 'chat');
await ann.page.emulateMedia({ colorScheme: 'dark' });
await shoot(ann, 'chat-dark');
await ann.page.emulateMedia({ colorScheme: 'light' });
for (const width of [320, 430]) {
  await ann.back();
  await ann.page.setViewportSize({ width, height: 760 });
  await open(ann);
  await ann.see(/can’t wait/);
  await shoot(ann, `chat-${width}`);
}
await ann.page.setViewportSize({ width: 375, height: 760 });
await ann.page.addInitScript(() => { /** @type {any} */ (window).__phone.fontSize = 23; });
await ann.launch(`/pages/chat/chat?room=${trip}`);
await ann.see(/can’t wait/);
await shoot(ann, 'chat-large');
await ann.page.addInitScript(() => { /** @type {any} */ (window).__phone.fontSize = 17; });
await ann.launch();
await open(ann);
await ann.see(/can’t wait/);
await ann.press(ann.find('message-text').getByText(/where we/));
await shoot(ann, 'menu');
await ann.tapOn(ann.find('action-bar').getByText('Reply'));
await ann.tapOn(ann.find('composer').getByRole('button', { name: 'Emoji' }));
await shoot(ann, 'emoji');
await ann.tapOn(ann.find('composer').getByRole('button', { name: 'Cancel' }));
await ann.tapOn(ann.find('composer').getByRole('button', { name: 'More' }));
await shoot(ann, 'more');
await ann.tap(/We leave on Friday/);
await ann.see('Jonas Weber');
await shoot(ann, 'info');
await ann.page.emulateMedia({ colorScheme: 'dark' });
await shoot(ann, 'info-dark');
await ann.page.emulateMedia({ colorScheme: 'light' });
await ann.back();
await ann.back();
await shoot(ann, 'conversations');
await ann.page.emulateMedia({ colorScheme: 'dark' });
await shoot(ann, 'conversations-dark');
await ann.page.emulateMedia({ colorScheme: 'light' });
await ann.tap('Search');
await ann.find('wx-input input').fill('friday');
await ann.find('[class~=hit]').first().waitFor();
await shoot(ann, 'search');
await ann.back();
await ann.tab('Contacts');
await ann.see('Mei Lin');
await shoot(ann, 'contacts');
await ann.tap('Mei Lin');
await shoot(ann, 'profile');
await ann.back();
await ann.tab('Me');
await shoot(ann, 'settings');
await ann.tap('Language');
await ann.choose('简体中文');
await ann.page.emulateMedia({ colorScheme: 'dark' });
await shoot(ann, 'settings-dark');

console.log(chromium.phones.flatMap(({ problems }) => problems));
await chromium.stop();
await server.stop();
