import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from '../host/build.js';

const pictures = join(dirname(fileURLToPath(import.meta.url)), '../../../artifacts/miniprogram');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
// A page that the test itself serves counts as one from afar, which may not reach this machine.
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets'];
const PATIENCE_MS = 20_000;
const LONG_PRESS_MS = 600;
const SWIPE_STEPS = 6;
const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml',
});
/** What the browser itself says when nothing answers at the other end: the tests see to that. */
const NOBODY_THERE = /^(WebSocket connection to .*|Failed to load resource: )net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|ABORTED)$/;

/** @typedef {Awaited<ReturnType<Awaited<ReturnType<typeof startChromium>>['openPhone']>>} Phone */

/** The mini program, built, and a Chromium to run it in. */
export async function startChromium() {
  assert.ok(existsSync(executablePath), `there is no Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM`);
  const site = mkdtempSync(join(tmpdir(), 'akkachat-mini-'));
  const warnings = await build(site);
  const browser = await chromium.launch({ executablePath, args: ARGS });
  /** @type {Phone[]} */
  const phones = [];

  /**
   * A phone of its own: own storage, own window. Its page has the server's own address, as WeChat knows no other origins.
   *
   * @param {string} host of the server
   * @param {{ width?: number, height?: number, dark?: boolean, scale?: number, options?: Record<string, any> }} [looks]
   */
  async function openPhone(host, { width = 375, height = 760, dark = false, scale = 1, options = {} } = {}) {
    const context = await browser.newContext({
      viewport: { width, height }, deviceScaleFactor: scale, hasTouch: true, isMobile: true, colorScheme: dark ? 'dark' : 'light',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    /** @type {string[]} */
    const problems = [];
    page.on('console', (message) => {
      if (['warning', 'error'].includes(message.type()) && !NOBODY_THERE.test(message.text())) {
        problems.push(`${message.text()} ${message.location().url}`);
      }
    });
    page.on('pageerror', (error) => problems.push(error.stack ?? String(error)));
    page.on('crash', () => problems.push('the page crashed'));
    await page.route(`http://${host}/phone/**`, (route) => {
      const file = join(site, new URL(route.request().url()).pathname.slice('/phone/'.length));
      return route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] });
    });
    const server = { host, secure: false, guests: true, templates: ['template'] };
    await page.addInitScript((given) => { /** @type {any} */ (window).__phone = given; }, { server, ...options });

    const touch = (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type, /** @type {{ x: number, y: number }[]} */ touchPoints = []) =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
    const middle = async (/** @type {import('playwright-core').Locator} */ found) => {
      await found.scrollIntoViewIfNeeded();
      const box = await found.boundingBox();
      assert.ok(box);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    /** What was seen and sent between two launches. @type {{ visited: string[], setData: any }[]} */
    const earlier = [];
    const life = () => page.evaluate(() => {
      const host = /** @type {any} */ (window).__host;
      return host ? [{ visited: host.visited, setData: host.setData }] : [];
    });
    /** What is on the screen, without the pages below. */
    const screen = page.locator('.mp-page:not([hidden])');
    /** Taps what can be tapped. What the tap brings up may cover it at once, which is no reason to tap again. */
    const tap = async (/** @type {import('playwright-core').Locator} */ found) => {
      await found.tap({ trial: true });
      await found.tap({ force: true });
    };
    const phone = {
      tapOn: tap,
      page, screen, problems, context,
      /** Starts the program, also anew: what it stored is still there. */
      async launch(address = '') {
        earlier.push(...(await life()));
        await page.goto(`http://${host}/phone/index.html?${Date.now()}#${encodeURIComponent(address)}`);
        await page.waitForFunction(() => /** @type {any} */ (window).__host);
      },
      /** Waits for a page of the program. */
      at: (/** @type {string} */ route) => page.waitForFunction((path) => /** @type {any} */ (window).__host.route === path, route),
      text: (/** @type {string | RegExp} */ words) => screen.getByText(words, { exact: typeof words === 'string' }).first(),
      find: (/** @type {string} */ selector) => screen.locator(selector),
      tap: (/** @type {string} */ words) => tap(phone.text(words)),
      /** What is tapped in a dialog of WeChat's. */
      choose: (/** @type {string} */ label) => page.locator('.mp-shade').getByRole('button', { name: label, exact: true }).tap({ force: true }),
      see: (/** @type {string | RegExp} */ words) => phone.text(words).waitFor(),
      gone: (/** @type {string | RegExp} */ words) => phone.text(words).waitFor({ state: 'hidden' }),
      back: () => tap(screen.locator('.mp-back')),
      tab: (/** @type {string} */ name) => tap(screen.getByRole('tab', { name })),
      write: (/** @type {string} */ words) => screen.locator('composer textarea').fill(words),
      async say(/** @type {string} */ words) {
        await phone.write(words);
        await tap(screen.getByRole('button', { name: 'Send' }));
      },
      async press(/** @type {import('playwright-core').Locator} */ found) {
        await touch('touchStart', [await middle(found)]);
        await page.waitForTimeout(LONG_PRESS_MS);
        await touch('touchEnd');
      },
      /** Holds a finger on something, moves it by some pixels after a while, and lets go. */
      async hold(/** @type {import('playwright-core').Locator} */ found, { forMs = 0, by = { x: 0, y: 0 } } = {}) {
        const from = await middle(found);
        await touch('touchStart', [from]);
        await page.waitForTimeout(forMs);
        for (let step = 1; step <= SWIPE_STEPS && (by.x || by.y); step++) {
          await touch('touchMove', [{ x: from.x + (by.x * step) / SWIPE_STEPS, y: from.y + (by.y * step) / SWIPE_STEPS }]);
        }
        return () => touch('touchEnd');
      },
      /** What the next question of WeChat's is answered with. */
      answer: (/** @type {string} */ api, /** @type {any} */ value) =>
        page.evaluate(([name, given]) => /** @type {any} */ (window).__host.answer(name, given), [api, value]),
      /** The same, with files: each is { base64, type, name } and whatever else WeChat says of it. */
      answerFiles: (/** @type {string} */ api, /** @type {any[]} */ files) => page.evaluate(([name, given]) => {
        const made = given.map(({ base64, type, ...more }) =>
          ({ ...more, blob: new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type }) }));
        /** @type {any} */ (window).__host.answer(name, name === 'record' ? made[0].blob : made);
      }, /** @type {[string, any[]]} */ ([api, files])),
      lives: async () => [...earlier, ...(await life())],
      /** @returns {Promise<any>} */
      host: (/** @type {string} */ expression) => page.evaluate(`__host.${expression}`),
      calls: (/** @type {string} */ api) => page.evaluate((name) =>
        /** @type {any} */ (window).__host.log.filter((/** @type {any} */ one) => one.api === name).map((/** @type {any} */ one) => one.options), api),
      until: (/** @type {string} */ expression) => page.waitForFunction(expression, undefined, { timeout: PATIENCE_MS }),
    };
    phones.push(phone);
    return phone;
  }

  return {
    warnings,
    phones,
    /** How all phones stand, for a test that failed; pictures of them go to artifacts/miniprogram. */
    async describe() {
      mkdirSync(pictures, { recursive: true });
      const told = await Promise.all(phones.map(async ({ page, problems, host }, index) => {
        await page.screenshot({ path: join(pictures, `phone-${index}.png`) });
        return `phone ${index} at ${await host('route').catch(() => 'nothing')}: ${problems.join('\n') || 'no complaints'}`;
      }));
      return told.join('\n');
    },
    openPhone,
    async stop() {
      await browser.close();
      rmSync(site, { recursive: true, force: true });
    },
  };
}
