const LONG_PRESS_MS = 350;
const MOVED_PX = 10;
/** What does something of its own with a touch. */
const OWN = 'wx-input, wx-textarea, wx-button, wx-switch';

/** Points of a touch event as the program gets them: from where its page begins, below the bar. */
export const touchesOf = (/** @type {TouchList} */ list, /** @type {number} */ top) => [...list].map(({ identifier, clientX, clientY }) =>
  ({ identifier, clientX, clientY: clientY - top, pageX: clientX, pageY: clientY - top }));

/**
 * Long presses, which the framework leaves to its host. The tap at the end of one doesn't count.
 *
 * @param {(target: any, event: TouchEvent) => void} pressed
 */
export function watchPresses(pressed) {
  let timer = 0;
  let from = { x: 0, y: 0 };
  let long = false;
  const end = () => window.clearTimeout(timer);
  document.body.addEventListener('touchstart', (event) => {
    const { clientX: x, clientY: y } = event.touches[0];
    from = { x, y };
    long = false;
    // The keyboard goes when anything else is touched.
    if (event.target instanceof Element && !event.target.closest(OWN) && document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
    }
    end();
    timer = window.setTimeout(() => {
      long = true;
      pressed(event.target, event);
    }, LONG_PRESS_MS);
  }, { capture: true, passive: true });
  document.body.addEventListener('touchmove', ({ touches: [{ clientX, clientY }] }) => {
    if (Math.abs(clientX - from.x) > MOVED_PX || Math.abs(clientY - from.y) > MOVED_PX) {
      end();
    }
  }, { capture: true, passive: true });
  document.body.addEventListener('touchend', end, { capture: true, passive: true });
  document.body.addEventListener('touchcancel', end, { capture: true, passive: true });
  // A browser would offer to copy or to search.
  document.body.addEventListener('contextmenu', (event) => event.preventDefault());
  return { wasLong: () => long };
}

/** A tap is one event here: the click that a browser makes of it would hit what the tap brought up. */
export function endTap(/** @type {Event} */ event) {
  if (event.target instanceof Element && !event.target.closest(OWN)) {
    event.preventDefault();
  }
}
