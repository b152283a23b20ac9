import '../details.js';
import { t } from '../strings/index.js';
import { leaveRoom } from './room-actions.js';
import { bring } from './common.js';
import { openMenu } from './menu.js';

/** @import { App } from '../app.js' */

/**
 * What one can do with a chat from the list.
 *
 * @param {App} app
 * @param {string} id
 * @param {HTMLElement} anchor
 * @param {{ x: number, y: number } | null} place
 * @param {(error: unknown) => void} failed
 */
export function openRoomMenu(app, id, anchor, place, failed) {
  const { client } = app;
  const room = client.conversations.get(id);
  if (!room) {
    return;
  }
  openMenu(anchor, [
    {
      label: t(room.pinned ? 'room.unpin' : 'room.pin'), icon: 'pin', testid: 'room-pin',
      run: () => void client.pin(id, !room.pinned).catch(failed),
    },
    {
      label: t(room.silenced ? 'room.unsilence' : 'room.silence'), icon: room.silenced ? 'bell' : 'bell-off',
      testid: 'room-silence', run: () => void client.silence(id, !room.silenced).catch(failed),
    },
    ...(room.unread > 0 ? [{
      label: t('room.seen'), icon: /** @type {const} */ ('ticks'), testid: 'room-seen',
      run: () => client.markRead(id, room.lastSeq),
    }] : []),
    {
      label: t(room.kind === 'dm' ? 'info.direct' : 'info.group'), icon: 'info', testid: 'room-info',
      run: () => bring(() => import('./info.js'), ({ openInfo }) => openInfo(app, id)),
    },
    ...(room.kind === 'dm' ? [] : [{
      label: t('room.leave'), icon: /** @type {const} */ ('leave'), testid: 'room-leave', bad: true,
      run: () => void leaveRoom(app, room).catch(failed),
    }]),
  ], place);
}
