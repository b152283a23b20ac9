import { h } from '../dom.js';
import { clockTime, fullTime } from '../format.js';
import { t } from '../strings/index.js';
import { iconButton } from './common.js';

/** @import { Acts } from './message-actions.js' */
/** @import { Row } from '../../../core/src/types.js' */

const LONG_PRESS_MS = 450;
/** A finger that goes further scrolls. */
const SLIP_PX = 10;

/**
 * One set of tools for the whole log. It comes to the message that one points at, or that has the focus, so that the other
 * hundred need none. A right click and a long press open the menu where they are.
 *
 * @param {HTMLElement} scroller
 * @param {Acts} acts
 * @param {(key: string) => Row | null} rowOf
 */
export function createMessageTools(scroller, acts, rowOf) {
  const time = h('time', null);
  const more = iconButton(t('message.menu'), 'more', {
    'data-testid': 'message-menu', 'aria-haspopup': 'menu', onclick: () => host && acts.menu(host, box(more)),
  });
  const smile = iconButton(t('message.react'), 'smile', {
    'data-testid': 'message-react', 'aria-haspopup': 'dialog', onclick: () => host && acts.pickReaction(host, box(smile)),
  });
  const reply = iconButton(t('message.reply'), 'reply', {
    'data-testid': 'message-reply', onclick: () => withRow((row) => acts.reply(row)),
  });
  const element = h('div', { class: 'tools' }, time, smile, reply, more);
  /** @type {HTMLElement | null} */
  let host = null;
  /** @type {any} */
  let pressing = null;
  let pressed = false;

  /** @param {Element} button */
  const box = (button) => button.getBoundingClientRect();
  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  const messageOf = (target) => (target instanceof Element ? target.closest('.message') : null);
  /** @param {HTMLElement} message */
  const row = (message) => rowOf(message.dataset.key ?? '');
  /** @param {(row: Row) => void} run */
  const withRow = (run) => {
    const found = host && row(host);
    found && run(found);
  };

  /** @param {HTMLElement | null} message */
  function come(message) {
    const found = message && row(message);
    const line = message?.querySelector('.line');
    if (!message || !found || !line || acts.selection.on) {
      return;
    }
    host = message;
    const stored = found.state === 'sent' && found.seq !== null;
    more.hidden = found.state === 'sending' && found.seq === null;
    smile.hidden = reply.hidden = !stored || !acts.maySpeak();
    time.textContent = clockTime(found.time);
    time.title = fullTime(found.time);
    time.hidden = message.classList.contains('first');
    if (element.parentElement !== line) {
      line.append(element);
    }
  }

  /** @param {MouseEvent} event */
  function onContext(event) {
    const message = messageOf(event.target);
    const target = /** @type {Element} */ (event.target);
    // A link and a selection have menus of the browser's own that one may want.
    if (!message || acts.selection.on || target.closest('a') || String(getSelection()).trim() !== '') {
      return;
    }
    event.preventDefault();
    come(message);
    const byKey = event.clientX === 0 && event.clientY === 0;
    acts.menu(message, byKey ? null : point(event));
  }

  /** @param {MouseEvent} event */
  const point = ({ clientX, clientY }) => ({ left: clientX, right: clientX, top: clientY, bottom: clientY });

  /** @param {PointerEvent} event */
  function onDown(event) {
    const message = messageOf(event.target);
    pressed = false;
    if (event.pointerType === 'mouse' || !message || acts.selection.on) {
      return;
    }
    const start = point(event);
    const stop = () => {
      clearTimeout(pressing);
      ['pointermove', 'pointerup', 'pointercancel'].forEach((name) => scroller.removeEventListener(name, onMove));
    };
    /** @param {any} now */
    const onMove = (now) => {
      if (now.type !== 'pointermove' || Math.hypot(now.clientX - start.left, now.clientY - start.top) > SLIP_PX) {
        stop();
      }
    };
    clearTimeout(pressing);
    pressing = setTimeout(() => {
      stop();
      pressed = true;
      come(message);
      acts.menu(message, start);
    }, LONG_PRESS_MS);
    ['pointermove', 'pointerup', 'pointercancel'].forEach((name) => scroller.addEventListener(name, onMove));
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const message = messageOf(event.target);
    const target = /** @type {Element} */ (event.target);
    if (pressed) {
      // The finger that held is lifted: that is no tap.
      pressed = false;
      event.preventDefault();
      event.stopPropagation();
    } else if (message && acts.selection.on && !target.closest('.pick')) {
      event.preventDefault();
      event.stopPropagation();
      const found = row(message);
      found && acts.selection.toggle(found);
    } else if (message && target.closest('.bubble') && !target.closest('a, button, [role=slider]')) {
      // A tap brings out time and tools where nothing can hover.
      const was = message.classList.contains('active');
      scroller.querySelectorAll('.message.active').forEach((other) => other.classList.remove('active'));
      message.classList.toggle('active', !was);
      come(message);
    }
  }

  scroller.addEventListener('pointerover', (event) => event.pointerType === 'mouse' && come(messageOf(event.target)));
  scroller.addEventListener('focusin', (event) => come(messageOf(event.target)));
  scroller.addEventListener('contextmenu', onContext);
  scroller.addEventListener('pointerdown', onDown);
  scroller.addEventListener('click', onClick, true);
  return { dispose: () => clearTimeout(pressing) };
}
