/** What a person chose for this browser; kept when storage allows. */
const PREFIX = 'akkachat.';
/** @type {{ theme: 'system' | 'light' | 'dark', enterSends: boolean, notify: boolean }} */
const settings = { theme: 'system', enterSends: true, notify: false };

for (const name of /** @type {(keyof typeof settings)[]} */ (Object.keys(settings))) {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    if (kept !== null) {
      Object.assign(settings, { [name]: name === 'theme' ? kept : kept === 'true' });
    }
  } catch {
    // Storage is forbidden: what is chosen lives as long as the page.
  }
}

/**
 * @template {keyof typeof settings} K
 * @param {K} name
 * @returns {(typeof settings)[K]}
 */
export const setting = (name) => settings[name];

/**
 * @template {keyof typeof settings} K
 * @param {K} name
 * @param {(typeof settings)[K]} value
 */
export function keepSetting(name, value) {
  settings[name] = value;
  try {
    localStorage.setItem(PREFIX + name, String(value));
  } catch {
    // As above.
  }
}

/** @param {'system' | 'light' | 'dark'} theme */
export function chooseTheme(theme) {
  keepSetting('theme', theme);
  // The script that runs before the first paint is the one that knows how themes are put on.
  dispatchEvent(new CustomEvent('theme', { detail: theme }));
}
