import { batched, h } from '../dom.js';
import { closePopup } from './popup.js';
import { forgetPreviews } from '../previews.js';
import { player } from '../voice-player.js';
import { t } from '../strings/index.js';
import { createAnnouncement } from './announcement.js';
import { createChatHead } from './chat-head.js';
import { createComposer } from './composer.js';
import { createDropZone } from './drop-zone.js';
import { createGone } from './gone.js';
import { createLog } from './log.js';
import { canEdit, createActions } from './message-actions.js';
import { createSelectionBar } from './selection-bar.js';

/** @import { App } from '../app.js' */

/**
 * One room on screen. It goes, with all it listens to, when another room comes.
 *
 * @param {App} app
 * @param {string} room
 */
export function createChat(app, room) {
  const { client } = app;
  const element = h('section', { class: 'chat', 'aria-label': t('chat.pane') });
  const acts = createActions(app, room, { composer: () => composer, log: () => log, selected: () => bar.update() });
  const head = createChatHead(app, room);
  const announcement = createAnnouncement(app, room);
  const composer = createComposer(app, room, {
    onSent: () => log.toEnd(),
    lastOwn: () => log.newest((row) => canEdit(app, row)),
    lastOwnTime: () => client.view(room).rows.findLast((row) => row.own && row.kind === 'message' && row.state !== 'failed')?.time ?? 0,
    jump: (seq) => void log.jump(seq),
  });
  const log = createLog(app, room, acts);
  const bar = createSelectionBar(acts);
  const drop = createDropZone(element, { allowed: () => !gone.shown && acts.maySpeak(), drop: composer.attach });
  const gone = createGone(app, room);
  const parts = [head.element, announcement.element, log.element, bar.element, composer.element, drop.element];

  function update() {
    const missing = app.loaded && !client.conversations.get(room);
    head.update();
    announcement.update();
    composer.update();
    if (missing !== gone.shown || !element.hasChildNodes()) {
      gone.show(missing);
      element.replaceChildren(...(missing ? [head.element, gone.element] : parts));
      if (!missing) {
        client.openRoom(room);
        log.update();
      }
    }
  }

  const later = batched(update);
  const stops = [
    client.on('conversations', later),
    client.on('status', later),
    client.on('people', later),
    client.on('room', (id) => id === room && composer.update()),
  ];
  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'Escape' && acts.selection.on && !event.defaultPrevented) {
      event.preventDefault();
      acts.selection.stop();
    }
  }
  element.addEventListener('keydown', onKey);
  update();
  return {
    room,
    element,
    focus: () => matchMedia('(hover: hover)').matches && composer.focus(),
    /** @param {number} seq */
    jump: (seq) => void log.jump(seq),
    dispose() {
      stops.forEach((stop) => stop());
      closePopup();
      player.stop();
      head.dispose();
      gone.dispose();
      drop.dispose();
      composer.dispose();
      log.dispose();
      client.trimRoom(room);
      client.me || forgetPreviews();
    },
  };
}
