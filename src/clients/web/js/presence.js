import { h } from './dom.js';
import { language, t } from './strings/index.js';

/** @import { App } from './app.js' */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * @param {number} time
 * @param {number} now
 */
function ago(time, now) {
  const passed = Math.max(0, now - time);
  const [n, unit] = passed < HOUR ? [Math.max(1, Math.round(passed / MINUTE)), 'minute']
    : passed < DAY ? [Math.round(passed / HOUR), 'hour'] : [Math.round(passed / DAY), 'day'];
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' })
    .format(-Number(n), /** @type {Intl.RelativeTimeFormatUnit} */ (unit));
}

/**
 * Whether somebody is there, in words; empty when nothing is known.
 *
 * @param {App} app
 * @param {string} user
 */
export function presenceText(app, user) {
  const known = app.client.presence(user);
  if (!known || (known.state === 'offline' && !known.lastSeen)) {
    return '';
  }
  return known.state === 'offline'
    ? t('presence.seen', { when: ago(known.lastSeen ?? 0, app.client.now()) }) : t(`presence.${known.state}`);
}

/**
 * A dot for the corner of an avatar.
 *
 * @param {App} app
 * @param {string} user
 */
export function presenceDot(app, user) {
  const state = app.client.presence(user)?.state;
  return state === 'online' || state === 'away'
    ? h('span', { class: `dot ${state}`, 'data-testid': 'presence', 'data-state': state },
      h('span', { class: 'visually-hidden' }, t(`presence.${state}`)))
    : null;
}
