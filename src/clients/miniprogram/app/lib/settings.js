/** What a person chose on this phone: language and look. Kept in storage; tells listeners when it changes. */

const KEY = 'akkachat.settings';
const LANGUAGES = ['en', 'zh'];
const THEMES = ['light', 'dark'];
/** WeChat's middle step of "font size"; the steps go from 14 to 23 or so. */
const USUAL_FONT = 17;
const SCALE_AT_LEAST = 0.88;
const SCALE_AT_MOST = 1.5;

const listeners = new Set();
let system = readSystem();
let chosen = readChosen();

function readSystem() {
  const info = wx.getAppBaseInfo();
  return {
    language: /^zh/i.test(info.language || '') ? 'zh' : 'en',
    theme: info.theme === 'dark' ? 'dark' : 'light',
    scale: Math.min(SCALE_AT_MOST, Math.max(SCALE_AT_LEAST, (info.fontSizeSetting || USUAL_FONT) / USUAL_FONT)),
  };
}

function readChosen() {
  const stored = wx.getStorageSync(KEY) || {};
  return {
    language: LANGUAGES.includes(stored.language) ? stored.language : 'system',
    theme: THEMES.includes(stored.theme) ? stored.theme : 'system',
  };
}

const changed = () => [...listeners].forEach((listener) => listener());

wx.onThemeChange(({ theme }) => {
  system = { ...system, theme: theme === 'dark' ? 'dark' : 'light' };
  changed();
});

module.exports = {
  /** @returns {{ language: string, theme: string }} what was chosen, `system` for what the phone says */
  get chosen() {
    return chosen;
  },
  /** `en` or `zh` */
  get language() {
    return chosen.language === 'system' ? system.language : chosen.language;
  },
  /** `light` or `dark` */
  get theme() {
    return chosen.theme === 'system' ? system.theme : chosen.theme;
  },
  get scale() {
    return system.scale;
  },
  choose(fields) {
    chosen = { ...chosen, ...fields };
    wx.setStorage({ key: KEY, data: chosen });
    changed();
  },
  /** @returns {() => void} stops listening */
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
