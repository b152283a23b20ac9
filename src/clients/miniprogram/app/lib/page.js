/** What all pages have in common: look, language, and listening to the client only while they live. */
const { client } = require('./client');
const { show } = require('./patch');
const settings = require('./settings');
const { section, t } = require('./strings');

const BARS = {
  light: { front: '#000000', back: '#FFFFFF', ground: '#F7F8FA', tab: '#5C6570', on: '#0A58C4', border: 'black', icons: '' },
  dark: { front: '#ffffff', back: '#1A1F26', ground: '#111418', tab: '#9AA4B0', on: '#8CBFFF', border: 'white', icons: '-dark' },
};
const TABS = [{ text: 'tab.chats', icon: 'chat' }, { text: 'tab.contacts', icon: 'people' }, { text: 'tab.me', icon: 'person' }];

/** What the bars of WeChat around a page take only from a call. */
function paintBars(page) {
  const look = BARS[settings.theme];
  const ignore = () => {};
  wx.setNavigationBarColor({ frontColor: look.front, backgroundColor: look.back, fail: ignore });
  wx.setBackgroundColor({ backgroundColor: look.ground, fail: ignore });
  if (page.tab) {
    wx.setTabBarStyle({ color: look.tab, selectedColor: look.on, backgroundColor: look.back, borderStyle: look.border, fail: ignore });
    TABS.forEach(({ text, icon }, index) => wx.setTabBarItem({
      index, text: t(text), iconPath: `assets/tab-${icon}${look.icons}.png`,
      selectedIconPath: `assets/tab-${icon}-on${look.icons}.png`, fail: ignore,
    }));
  }
  if (page.title) {
    wx.setNavigationBarTitle({ title: t(page.title), fail: ignore });
  }
}

/**
 * A page. Besides what Page takes:
 * - `parts`: parts of the table that its template uses, as `s`
 * - `title`: key of the title; `tab`: whether it is one of the tabs
 * - `on`: what to call at which event of the client, and `draw`, which is called at first and when the language changes
 * - `anyone`: whether it may be seen without being signed in
 *
 * @param {any} definition
 */
function definePage(definition) {
  const { parts = [], on = {}, data = {}, ...rest } = definition;
  Page({
    ...rest,
    data: { ...look(parts), ...data },
    onLoad(query) {
      if (!rest.anyone && !client.me) {
        // Opened by a link or after a restart: sign in first, then come back here.
        wx.reLaunch({ url: `/pages/login/login?then=${encodeURIComponent(addressOf(this.route, query))}` });
        return;
      }
      this.stops = [
        settings.onChange(() => this.repaint()),
        ...Object.keys(on).map((event) => client.on(event, (value) => this.stops && on[event].call(this, value))),
      ];
      show(this, look(parts));
      if (rest.onLoad) {
        rest.onLoad.call(this, decoded(query));
      }
      this.draw();
    },
    onShow() {
      paintBars(rest);
      if (this.stops && rest.onShow) {
        rest.onShow.call(this);
      }
    },
    onUnload() {
      if (this.stops) {
        this.stops.forEach((stop) => stop());
        this.stops = null;
        if (rest.onUnload) {
          rest.onUnload.call(this);
        }
      }
    },
    draw() {
      if (this.stops && rest.draw) {
        rest.draw.call(this);
      }
    },
    show(fields) {
      // Nothing reaches a page that was left.
      if (this.stops) {
        show(this, fields);
      }
    },
    repaint() {
      this.show(look(parts));
      const pages = getCurrentPages();
      if (pages[pages.length - 1] === this) {
        paintBars(rest);
      }
      this.draw();
    },
  });
}

const look = (parts) => ({ theme: settings.theme, scale: settings.scale, s: section('common', ...parts) });

const decoded = (query) => Object.fromEntries(Object.entries(query || {}).map(([key, value]) => [key, decodeURIComponent(value)]));

function addressOf(route, query) {
  const fields = Object.entries(query || {}).map(([key, value]) => `${key}=${value}`);
  return `/${route}${fields.length > 0 ? `?${fields.join('&')}` : ''}`;
}

module.exports = { definePage };
