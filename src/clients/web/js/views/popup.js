/** @type {(() => void) | null} */
let closeOpen = null;

const MARGIN_PX = 8;

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/**
 * Something small beside what was pressed. There is one at a time; Escape, a press elsewhere, a turn of the wheel and a
 * new size of the page close it, and the focus goes back to where it was.
 *
 * @param {HTMLElement} element
 * @param {object} options
 * @param {Box} options.at
 * @param {'start' | 'end'} [options.align] which side of the box it keeps to
 * @param {() => void} [options.onClose]
 * @param {Element | null} [options.back] where the focus goes
 */
export function openPopup(element, { at, align = 'end', onClose, back = document.activeElement }) {
  closeOpen?.();

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    }
  }

  /** @param {Event} event */
  function onOutside(event) {
    if (!(event.target instanceof Node) || !element.contains(event.target)) {
      close(false);
    }
  }

  // The keyboard of a phone makes the page smaller, and is there to write into this.
  const onSize = () => element.contains(document.activeElement) && document.activeElement instanceof HTMLInputElement || close(false);

  /** @param {boolean} [refocus] */
  function close(refocus = true) {
    if (closeOpen !== close) {
      return;
    }
    closeOpen = null;
    const had = element.contains(document.activeElement);
    element.remove();
    removeEventListener('pointerdown', onOutside, true);
    removeEventListener('wheel', onOutside, true);
    removeEventListener('resize', onSize);
    onClose?.();
    if (refocus && had && back instanceof HTMLElement && back.isConnected) {
      back.focus({ preventScroll: true });
    }
  }

  closeOpen = close;
  element.addEventListener('keydown', onKey);
  document.body.append(element);
  const size = element.getBoundingClientRect();
  const side = align === 'end' ? at.right - size.width : at.left;
  const left = Math.max(MARGIN_PX, Math.min(side, innerWidth - size.width - MARGIN_PX));
  const isBelow = at.bottom + 4 + size.height < innerHeight - MARGIN_PX;
  const top = isBelow ? at.bottom + 4 : at.top - size.height - 4;
  element.style.left = `${left}px`;
  element.style.top = `${Math.max(MARGIN_PX, Math.min(top, innerHeight - size.height - MARGIN_PX))}px`;
  addEventListener('pointerdown', onOutside, true);
  addEventListener('wheel', onOutside, { capture: true, passive: true });
  addEventListener('resize', onSize);
  return close;
}

export const closePopup = () => closeOpen?.();
