import { createFrame, isTab, tabs, tabStyle } from './frame.js';

const PAGES_AT_MOST = 10;
const REACH_PX = 50;

/** @typedef {{ path: string, view: any, root: any, frame: ReturnType<typeof createFrame> }} Open */

/**
 * The stack of pages. Tabs stay alive until the program is launched anew.
 *
 * @param {string[]} paths of all pages
 * @param {(path: string) => { view: any, root: any, attach(body: Element): void }} create
 * @param {(path: string) => any} configOf
 */
export function createPages(paths, create, configOf) {
  /** @type {Open[]} */
  let stack = [];
  /** @type {Map<string, Open>} */
  const kept = new Map();
  /** @type {Set<string>} */
  const visited = new Set();

  const top = () => stack[stack.length - 1];

  function parse(/** @type {string} */ url) {
    const [name, query = ''] = url.split('?');
    const path = name.startsWith('/') ? name.slice(1) : new URL(name, `http://x/${top()?.path ?? ''}`).pathname.slice(1);
    if (!paths.includes(path)) {
      throw new Error(`page "${path}" is not found`);
    }
    const pairs = query.split('&').filter(Boolean).map((pair) => /** @type {[string, string]} */ (/^([^=]*)=?(.*)$/s.exec(pair)?.slice(1)));
    return { path, query: Object.fromEntries(pairs) };
  }

  function open(/** @type {string} */ path, /** @type {Record<string, string>} */ query) {
    const frame = createFrame(path, configOf(path), {
      back: stack.length > 0 ? () => back(1) : null,
      toTab: (tab) => { if (tab !== path) { switchTab(`/${tab}`); } },
    });
    const { view, root, attach } = create(path);
    const page = { path, view, root, frame };
    view.route = path;
    view.options = query;
    visited.add(path);
    stack.push(page);
    view.onLoad?.(query);
    attach(frame.body);
    watchEnd(page);
    view.onShow?.();
    view.onReady?.();
    return page;
  }

  function watchEnd(/** @type {Open} */ { frame: { body }, view }) {
    let there = false;
    body.addEventListener('scroll', () => {
      const now = body.scrollHeight - body.clientHeight - body.scrollTop <= REACH_PX;
      if (now && !there) {
        view.onReachBottom?.();
      }
      there = now;
    });
  }

  function hide(/** @type {Open | undefined} */ page) {
    if (page) {
      page.view.onHide?.();
      page.frame.page.hidden = true;
    }
  }
  function show(/** @type {Open} */ page) {
    page.frame.page.hidden = false;
    page.frame.drawTabs();
    page.view.onShow?.();
  }
  function close(/** @type {Open} */ page) {
    kept.delete(page.path);
    page.view.onUnload?.();
    page.root.release();
    page.frame.page.remove();
  }

  function navigateTo(/** @type {string} */ url) {
    const { path, query } = parse(url);
    if (isTab(path)) {
      throw new Error('can not navigateTo a tabbar page');
    }
    if (stack.length >= PAGES_AT_MOST) {
      throw new Error('webview count limit exceed');
    }
    hide(top());
    open(path, query);
  }
  function redirectTo(/** @type {string} */ url) {
    const { path, query } = parse(url);
    if (isTab(path)) {
      throw new Error('can not redirectTo a tabbar page');
    }
    const left = /** @type {Open} */ (stack.pop());
    close(left);
    open(path, query);
  }
  function reLaunch(/** @type {string} */ url) {
    const { path, query } = parse(url);
    const all = new Set([...stack, ...kept.values()]);
    stack = [];
    all.forEach(close);
    const page = open(path, query);
    if (isTab(path)) {
      kept.set(path, page);
    }
  }
  function switchTab(/** @type {string} */ url) {
    const { path, query } = parse(url);
    if (!isTab(path)) {
      throw new Error('can not switch to no-tabBar page');
    }
    if (Object.keys(query).length > 0) {
      console.error(`switchTab: ${url} has a query, which is lost`);
    }
    const before = top();
    if (before?.path === path) {
      return;
    }
    const left = stack.filter((page) => !isTab(page.path));
    const [tab] = stack.filter((page) => isTab(page.path));
    stack = [];
    left.forEach(close);
    if (tab && tab.path !== path) {
      tab === before ? hide(tab) : (tab.frame.page.hidden = true);
    }
    const known = kept.get(path);
    if (known) {
      stack.push(known);
      show(known);
    } else {
      kept.set(path, open(path, {}));
    }
  }
  function back(/** @type {number} */ delta) {
    if (stack.length < 2) {
      throw new Error('cannot navigate back at first page.');
    }
    stack.splice(Math.max(1, stack.length - delta)).reverse().forEach(close);
    show(top());
  }
  /** Of WeChat's calls about tabs, most are refused where none are on the screen. */
  function atTabs() {
    if (!isTab(top().path)) {
      throw new Error('not TabBar page');
    }
  }

  return {
    get top() {
      return top();
    },
    get views() {
      return stack.map(({ view }) => view);
    },
    visited,
    navigateTo, redirectTo, reLaunch, switchTab, back,
    start(/** @type {string} */ url) {
      reLaunch(url);
    },
    setTab(/** @type {number} */ index, /** @type {any} */ fields) {
      atTabs();
      Object.assign(tabs[index], fields);
      top().frame.drawTabs();
    },
    styleTabs(/** @type {Record<string, string>} */ fields) {
      atTabs();
      Object.assign(tabStyle, fields);
      top().frame.drawTabs();
    },
    repaint: () => [...new Set([...stack, ...kept.values()])].forEach(({ frame }) => frame.paint()),
  };
}
