import { createRequire } from 'node:module';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { root } from './app.js';

const require = createRequire(import.meta.url);
const { window } = new JSDOM('', { url: 'https://phone.example/' });
const world = /** @type {any} */ (globalThis);

/** jsdom's own has no touches. */
class TouchEvent extends window.UIEvent {
  constructor(/** @type {string} */ type, /** @type {any} */ { touches = [], changedTouches = [], ...init } = {}) {
    super(type, init);
    Object.assign(this, { touches, changedTouches });
  }
}

for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in world)) {
    Object.defineProperty(world, name, { value: /** @type {any} */ (window)[name], configurable: true, writable: true });
  }
}
// Node has its own of these, which jsdom's elements refuse.
Object.assign(world, { Event: window.Event, CustomEvent: window.CustomEvent, TouchEvent });

const simulate = require('miniprogram-simulate');
const exparser = require('miniprogram-exparser');

/** Attributes of WeChat's own elements that tests look at; simulate keeps none. */
const ATTRIBUTES = {
  view: ['ariaLabel'],
  image: ['src'],
  textarea: ['value', 'placeholder', 'focus', 'maxlength'],
  button: ['openType'],
};
for (const [id, names] of Object.entries(ATTRIBUTES)) {
  simulate.load({ id, tagName: `wx-${id}`, template: '<slot/>', properties: Object.fromEntries(names.map((name) => [name, null])) });
}

/** @type {{ api: string, options: any }[]} what WeChat was asked for, the newest last */
export const asked = [];
/** What WeChat answers, by call; an Error where it fails. @type {Record<string, any>} */
export const answers = {};
/** Those who listen to WeChat, by call. @type {Record<string, Function[]>} */
export const listeners = {};

const answered = (/** @type {string} */ api) => (/** @type {any} */ options = {}) => {
  asked.push({ api, options });
  const answer = answers[api];
  queueMicrotask(() => (answer instanceof Error
    ? options.fail?.({ errMsg: `${api}:fail ${answer.message}` }) : options.success?.({ errMsg: `${api}:ok`, ...answer })));
};
const listened = (/** @type {string} */ api) => (/** @type {Function} */ listener) => {
  listeners[api] = [...(listeners[api] ?? []), listener];
};
const unlistened = (/** @type {string} */ api) => (/** @type {Function} */ listener) => {
  listeners[api] = (listeners[api] ?? []).filter((other) => other !== listener);
};
const tell = (/** @type {string} */ api, /** @type {any} */ value) => (listeners[api] ?? []).forEach((listener) => listener(value));

/** The phone's one recorder, and how it is stopped from outside. */
export const recorder = {
  onStop: listened('recorder.stop'),
  onError: listened('recorder.error'),
  start: answered('recorder.start'),
  stop: answered('recorder.stop'),
  stopped: (/** @type {number} */ duration) => tell('recorder.stop', { tempFilePath: 'http://tmp/voice.mp3', duration, fileSize: 6_000 }),
  failed: () => tell('recorder.error', { errMsg: 'operateRecorder:fail' }),
};

/** @type {any[]} sounds that were made, the newest last */
export const sounds = [];
const createInnerAudioContext = () => {
  const on = /** @type {Record<string, Function>} */ ({});
  const sound = {
    src: '', state: 'new', on,
    play() { sound.state = 'playing'; },
    destroy() { sound.state = 'destroyed'; },
    onEnded(/** @type {Function} */ run) { on.ended = run; },
    onError(/** @type {Function} */ run) { on.error = run; },
  };
  sounds.push(sound);
  return sound;
};

Object.assign(world.wx, {
  getAccountInfoSync: () => ({ miniProgram: { appId: 'wx1', envVersion: 'develop' } }),
  getExtConfigSync: () => ({}),
  getAppBaseInfo: () => ({ language: 'en', theme: 'light', fontSizeSetting: 17 }),
  getWindowInfo: () => ({ windowWidth: 375, windowHeight: 667 }),
  getStorageSync: () => '',
  getRecorderManager: () => recorder,
  createInnerAudioContext,
});
for (const api of ['onThemeChange', 'onAppShow', 'onAppHide', 'onNetworkStatusChange', 'onNetworkWeakChange']) {
  world.wx[api] = listened(api);
}
world.wx.offNetworkWeakChange = unlistened('onNetworkWeakChange');
for (const api of ['setStorage', 'removeStorage', 'getSetting', 'authorize', 'openSetting', 'setClipboardData', 'showToast', 'showModal', 'showLoading',
  'hideLoading', 'previewImage', 'previewMedia', 'openLocation', 'downloadFile', 'openDocument', 'setInnerAudioOption', 'openPrivacyContract']) {
  world.wx[api] = answered(api);
}
export const weak = (/** @type {boolean} */ weakNet) => tell('onNetworkWeakChange', { weakNet, networkType: '4g' });

/** A module of the mini program, the same one that its components use. */
export const load = (/** @type {string} */ path) => require(join(root, path));

/** Lets everything that waits for an answer have it. */
export const settle = () => new Promise((done) => { setImmediate(done); });

/** @type {Map<string, string>} ids by name */
const loaded = new Map();

/**
 * A component of the mini program as WeChat's compiler and component framework make it. Classes are found under their
 * component's name, as in `.message-text--words`.
 *
 * @param {string} name
 * @param {Record<string, any>} [properties]
 * @param {string[]} [events] to be taken down
 */
export function mount(name, properties = {}, events = []) {
  if (!loaded.has(name)) {
    loaded.set(name, simulate.load(join(root, 'components', name, name), name, { compiler: 'official', rootPath: root }));
  }
  const component = simulate.render(loaded.get(name), properties);
  /** @type {[string, any][]} */
  const raised = [];
  for (const event of events) {
    component.addEventListener(event, (/** @type {any} */ { detail }) => raised.push([event, JSON.parse(JSON.stringify(detail ?? null))]));
  }
  component.attach(document.createElement('div'));

  const all = (/** @type {string} */ selector) => /** @type {HTMLElement[]} */ ([...component.dom.querySelectorAll(selector)]);
  const one = (/** @type {string} */ selector) => {
    const [found] = all(selector);
    if (!found) {
      throw new Error(`no ${selector} in ${component.dom.outerHTML}`);
    }
    return found;
  };
  /** What WeChat's own elements raise. */
  const raise = (/** @type {HTMLElement | string} */ where, /** @type {string} */ event, /** @type {any} */ detail = {}, /** @type {any} */ touch = null) =>
    exparser.Event.dispatchEvent(typeof where === 'string' ? one(where) : where, exparser.Event.create(event, detail, {
      bubbles: true,
      composed: true,
      capturePhase: true,
      extraFields: { touches: touch ? [touch] : [], changedTouches: touch ? [touch] : [] },
    }));

  return {
    component,
    raised,
    all,
    one,
    raise,
    attribute: (/** @type {string} */ where, /** @type {string} */ name) =>
      exparser.Element.getMethodCaller(/** @type {any} */ (one(where)).__wxElement).data[name],
    get data() {
      return component.data;
    },
    get self() {
      return component.instance;
    },
    has: (/** @type {string} */ selector) => all(selector).length > 0,
    text: (/** @type {string} */ selector) => (one(selector).textContent ?? '').trim(),
    texts: (/** @type {string} */ selector) => all(selector).map((element) => (element.textContent ?? '').trim()),
    tap: (/** @type {HTMLElement | string} */ where) => raise(where, 'tap'),
    touch: (/** @type {string} */ where, /** @type {string} */ event, clientX = 0, clientY = 0) => raise(where, event, {}, { clientX, clientY }),
    set: (/** @type {Record<string, any>} */ change) => component.setData(change),
    /** The names of the icons drawn. */
    icons: (within = '') => all(`${within} .glyph--glyph`).map(({ className }) => /** @type {any} */ (/glyph--glyph-([\w-]+)/.exec(className))?.[1]),
    unmount: () => component.detach(),
  };
}
