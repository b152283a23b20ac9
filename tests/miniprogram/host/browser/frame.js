/** What WeChat draws around a page: the bar above it, the bar of tabs below. */

const app = /** @type {any} */ (globalThis).__program.app;
const theme = /** @type {any} */ (globalThis).__program.theme;
const dark = window.matchMedia('(prefers-color-scheme: dark)');

export const systemTheme = () => (dark.matches ? 'dark' : 'light');
export const onSystemTheme = (/** @type {() => void} */ changed) => dark.addEventListener('change', changed);

/** A value of app.json, where `@name` stands for one of theme.json. */
const themed = (/** @type {string} */ value) => (value?.startsWith('@') ? theme[systemTheme()][value.slice(1)] : value);

export function element(/** @type {string} */ tag, /** @type {string} */ className, /** @type {Element | null} */ parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent?.append(made);
  return made;
}

export const tabs = app.tabBar.list.map((/** @type {any} */ tab) => ({ ...tab, badge: '' }));
export const isTab = (/** @type {string} */ path) => tabs.some((/** @type {any} */ tab) => tab.pagePath === path);
export const tabStyle = /** @type {Record<string, string>} */ ({});

/**
 * The frame of one page, with its body.
 *
 * @param {string} path
 * @param {any} config of the page
 * @param {{ back: (() => void) | null, toTab: (path: string) => void }} go
 */
export function createFrame(path, config, go) {
  const look = { ...app.window, ...config };
  const page = element('div', `mp-page${isTab(path) ? ' mp-tabbed' : ''}`, document.body);
  page.dataset.route = path;
  const nav = element('div', 'mp-nav', page);
  const title = element('span', 'mp-title', nav);
  title.textContent = look.navigationBarTitleText;
  element('i', 'mp-capsule', nav);
  if (go.back) {
    const back = element('b', 'mp-back', nav);
    back.setAttribute('role', 'button');
    back.setAttribute('aria-label', 'Back');
    back.onclick = go.back;
  }
  const body = element('div', `mp-body${look.disableScroll ? ' mp-still' : ''}`, page);
  const bar = isTab(path) ? element('div', 'mp-tabs', page) : null;

  const frame = {
    page,
    body,
    refreshes: Boolean(look.enablePullDownRefresh),
    setTitle: (/** @type {string} */ text) => { title.textContent = text; },
    setBar(/** @type {string} */ front, /** @type {string} */ back) {
      nav.style.color = front;
      nav.style.background = back;
    },
    setGround: (/** @type {string} */ colour) => { body.style.background = colour; },
    /** Colours of app.json, which follow the phone's theme. */
    paint() {
      frame.setBar(themed(look.navigationBarTextStyle) === 'white' ? '#ffffff' : '#000000', themed(look.navigationBarBackgroundColor));
      frame.setGround(themed(look.backgroundColor));
    },
    drawTabs() {
      if (!bar) {
        return;
      }
      const colours = { ...app.tabBar, ...tabStyle };
      bar.style.background = themed(colours.backgroundColor);
      bar.replaceChildren(...tabs.map((/** @type {any} */ tab) => {
        const on = tab.pagePath === path;
        const item = element('div', 'mp-tab', null);
        item.setAttribute('role', 'tab');
        item.style.color = themed(on ? colours.selectedColor : colours.color);
        /** @type {HTMLImageElement} */ (element('img', '', item)).src = themed(on ? tab.selectedIconPath : tab.iconPath);
        element('span', '', item).textContent = tab.text;
        if (tab.badge) {
          element('em', 'mp-badge', item).textContent = tab.badge;
        }
        item.onclick = () => go.toTab(tab.pagePath);
        return item;
      }));
    },
  };
  frame.paint();
  frame.drawTabs();
  return frame;
}
