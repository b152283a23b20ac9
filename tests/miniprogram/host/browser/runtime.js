import * as glassEasel from 'glass-easel';
import * as adapter from 'glass-easel-miniprogram-adapter';
import { createApi } from './api.js';
import { defineBuiltIns, TAGS } from './built-ins.js';
import { onSystemTheme, systemTheme } from './frame.js';
import { addFile, answer, resolveFile } from './files.js';
import { endTap, touchesOf, watchPresses } from './gestures.js';
import { interrupt } from './network.js';
import { createPages } from './pages.js';
import { privately, tellAgreed } from './privacy.js';
import { createSockets } from './sockets.js';
import { freeze, thaw, timers } from './timers.js';
import { equip, setDataCounts } from './views.js';

const FROZEN_AFTER_MS = 5_000;
/** What comes with a touch and need not be told to the browser: nothing here stops it from scrolling. */
const NO_DEFAULT_STOPPED = 0;

const program = /** @type {any} */ (globalThis).__program;
const options = { language: 'en', fontSize: 17, keyboard: 0, ...(/** @type {any} */ (globalThis).__phone) };

// Views
const environment = new adapter.MiniProgramEnv();
const space = environment.createCodeSpace('', true);
const groupList = program.templates;
const paths = Object.keys(program.meta);
space.addStyleSheet('app', 'app');
for (const path of paths) {
  const { config, scope } = program.meta[path];
  space.addComponentStaticConfig(path, config);
  space.addStyleSheet(path, path, scope || undefined);
  space.addCompiledTemplate(path, { groupList, content: groupList[path] });
}

class Context extends glassEasel.CurrentWindowBackendContext {
  document = /** @type {any} */ ({
    createElement: (/** @type {string} */ name) => document.createElement(TAGS.includes(name) ? `wx-${name}` : name),
    createTextNode: (/** @type {string} */ text) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  });
  setListenerStats(/** @type {any} */ element, /** @type {string} */ type, /** @type {boolean} */ capture) {
    super.setListenerStats(element, type, capture, NO_DEFAULT_STOPPED);
  }
}
const context = new Context();
const backend = environment.associateBackend(context);
backend.registerStyleSheetContent('app', program.css);
paths.forEach((path) => backend.registerStyleSheetContent(path, program.meta[path].css));

// Events
let tapping = false;
const pageTop = () => pages.top.frame.body.getBoundingClientRect().top;
function dispatch(/** @type {any} */ target, /** @type {string} */ type, /** @type {any} */ detail, /** @type {any} */ eventOptions) {
  const event = /** @type {any} */ (new glassEasel.Event(type, detail, eventOptions));
  const { touches, changedTouches } = eventOptions.originalEvent ?? {};
  if (touches) {
    Object.assign(event, { touches: touchesOf(touches, pageTop()), changedTouches: touchesOf(changedTouches, pageTop()) });
  }
  tapping = type === 'tap';
  glassEasel.Event.dispatchEvent(target, event);
  tapping = false;
}
const presses = watchPresses((target, originalEvent) => {
  let at = target;
  while (at && !at.__wxElement) {
    at = at.parentNode;
  }
  if (at) {
    dispatch(at.__wxElement, 'longpress', {}, { originalEvent, bubbles: true, composed: true, capturePhase: true });
  }
});
context.onEvent((target, type, detail, eventOptions) => {
  if (type !== 'tap' || !presses.wasLong()) {
    dispatch(target, type, detail, eventOptions);
  }
  if (type === 'tap') {
    endTap(/** @type {any} */ (eventOptions).originalEvent);
  }
  return glassEasel.EventBubbleStatus.Normal;
});

// The program's own code
/** @type {any} */
let app = null;
/** What Page and Component mean in the file that is loaded now. @type {any} */
let current = null;
const App = (/** @type {any} */ definition) => { app = definition; };
const Page = (/** @type {any} */ definition) => current.Page(definition);
const Component = (/** @type {any} */ definition) => {
  const { lifetimes } = definition;
  return current.Component({ ...definition, lifetimes: { ...lifetimes, created() { equip(this, pageTop); lifetimes?.created?.call(this); } } });
};

const pages = createPages(program.pages, (path) => {
  const root = backend.createRoot('wx-page', space, path);
  const view = /** @type {any} */ (root.get());
  equip(view, pageTop);
  return {
    root,
    view,
    attach(body) {
      const place = document.createElement('span');
      body.append(place);
      root.attach(body, place);
    },
  };
}, (path) => program.meta[path].config);

/** @type {Record<string, Function[]>} */
const on = {};
const emit = (/** @type {string} */ event, /** @type {any} */ value) => (on[event] ?? []).forEach((listener) => listener(value));
/** @type {{ api: string, options: any }[]} */
const log = [];
const sockets = createSockets();
let refreshed = () => {};
const wx = createApi({ options, pages, sockets, on, log, isTap: () => tapping, onRefreshed: () => refreshed() });

/** @type {Map<string, { exports: any }>} */
const loaded = new Map();
function load(/** @type {string} */ path) {
  const known = loaded.get(path);
  if (known) {
    return known.exports;
  }
  const module = { exports: {} };
  loaded.set(path, module);
  const find = (/** @type {string} */ name) => {
    const found = new URL(name, `http://x/${path}`).pathname.slice(1);
    return load(found.endsWith('.js') ? found : `${found}.js`);
  };
  if (!program.modules[path]) {
    throw new Error(`there is no ${path}`);
  }
  const { setTimeout, clearTimeout, setInterval, clearInterval } = timers;
  program.modules[path](find, module, module.exports, wx, App, Page, Component, () => app, () => pages.views,
    setTimeout, clearTimeout, setInterval, clearInterval);
  return module.exports;
}

let hiding = 0;
/** What the test does with the phone. */
const phone = {
  options, log, answer, sockets: sockets.counts, setData: setDataCounts,
  addFile,
  load,
  get route() {
    return pages.top.path;
  },
  /** The page in front. */
  get view() {
    return pages.top.view;
  },
  get visited() {
    return [...pages.visited];
  },
  open: (/** @type {string} */ url) => pages.navigateTo(url),
  /** To the background; after five seconds the program is frozen and its sockets are cut. */
  hide(frozenAfterMs = FROZEN_AFTER_MS) {
    pages.top.view.onHide?.();
    app.onHide?.();
    emit('appHide', {});
    return new Promise((resolve) => {
      hiding = window.setTimeout(() => {
        freeze();
        interrupt();
        sockets.cut();
        resolve(undefined);
      }, frozenAfterMs);
    });
  },
  show() {
    window.clearTimeout(hiding);
    thaw();
    app.onShow?.({});
    emit('appShow', {});
    pages.top.view.onShow?.();
  },
  network: (/** @type {boolean} */ isConnected) => emit('network', { isConnected, networkType: isConnected ? 'wifi' : 'none' }),
  /** Pulls the page down, and waits until it says that it is up to date. */
  pullDown() {
    if (!pages.top.frame.refreshes) {
      throw new Error(`${pages.top.path} can’t be pulled down`);
    }
    const done = new Promise((resolve) => { refreshed = () => resolve(undefined); });
    pages.top.view.onPullDownRefresh();
    return done;
  },
};
/** @type {any} */ (globalThis).__host = phone;

defineBuiltIns(space, { groupList, content: groupList.__slot }, {
  resolve: resolveFile,
  keyboard: () => options.keyboard,
  buttons: {
    agreePrivacyAuthorization(button) {
      tellAgreed(button.id);
      button.triggerEvent('agreeprivacyauthorization', {});
    },
    async chooseAvatar(button) {
      await privately('chooseAvatar');
      button.triggerEvent('chooseavatar', { avatarUrl: phone.options.avatar });
    },
  },
});
load('app.js');
for (const path of paths) {
  space.componentEnv(path, (definers) => {
    current = definers;
    load(`${path}.js`);
    current = null;
  });
}
onSystemTheme(() => {
  pages.repaint();
  emit('theme', { theme: systemTheme() });
});
app.onLaunch?.({});
app.onShow?.({});
pages.start(decodeURIComponent(location.hash.slice(1)) || `/${program.app.entryPagePath}`);
