import { listOf } from '../format.js';
import { t } from '../strings/index.js';

/** @import { App } from '../app.js' */
/** @import { RoomEvent } from '../../../core/src/types.js' */

/** In a line about many people. */
const NAMES_AT_MOST = 3;

/**
 * What a line of the log that isn't a message says.
 *
 * @param {App} app
 * @param {RoomEvent} event
 * @param {string[]} others of whom the same is to be said
 */
export function eventText(app, event, others) {
  const name = (/** @type {string | undefined} */ id) => (id && id !== 'system' ? app.nameOf(id) : t('app.name'));
  const users = [...new Set([event.user, ...others])];
  const more = users.length - NAMES_AT_MOST;
  const key = `event.${event.change === 'settings' ? settingOf(event.value) : event.change}`;
  const text = t(key, {
    from: name(event.from),
    user: listOf([...users.slice(0, NAMES_AT_MOST).map(name), ...(more > 0 ? [t('event.others', { n: more })] : [])]),
    role: typeof event.role === 'string' ? t(`role.${event.role}`) : '',
    name: event.value?.name ?? '',
    n: Math.round((event.value?.slowModeMs ?? 0) / 1_000),
  });
  return text === key ? '' : text;
}

/** What was set, where it is one thing that has words of its own. @param {any} value */
function settingOf(value) {
  const [name, ...others] = Object.keys(value ?? {});
  if (others.length > 0) {
    return 'settings';
  }
  if (name === 'muteAll') {
    return value.muteAll ? 'mutedAll' : 'unmutedAll';
  }
  if (name === 'slowModeMs') {
    return value.slowModeMs > 0 ? 'slow' : 'notSlow';
  }
  return name === 'avatar' ? 'picture' : 'settings';
}
