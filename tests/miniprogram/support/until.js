const PATIENCE_MS = 60_000;

/**
 * Waits until something is so.
 *
 * @param {() => any} isSo its value, once it is there
 * @param {string} what
 * @param {() => any} [state] told if it never is
 */
export async function until(isSo, what, state = () => '') {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = isSo();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`Waited in vain for ${what}. ${JSON.stringify(state())}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
