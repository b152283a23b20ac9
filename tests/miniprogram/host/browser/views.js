/** What the host adds to pages and components: a setData like WeChat's, and questions about what is drawn. */

const CALL_AT_MOST = 256 * 1024;

export const setDataCounts = { calls: 0, bytes: 0, largest: 0, where: '' };

/** WeChat carries data to the view as text: what is no JSON is lost, and what is large is slow. */
function carry(/** @type {any} */ view, /** @type {Record<string, any>} */ data) {
  for (const [path, value] of Object.entries(data)) {
    if (value === undefined || typeof value === 'function') {
      console.warn(`setData of ${view.is}: ${path} is ${typeof value}`);
    }
  }
  const text = JSON.stringify(data);
  const bytes = new TextEncoder().encode(text).length;
  setDataCounts.calls++;
  setDataCounts.bytes += bytes;
  if (bytes > setDataCounts.largest) {
    Object.assign(setDataCounts, { largest: bytes, where: view.is });
  }
  if (bytes > CALL_AT_MOST) {
    console.error(`setData of ${view.is}: ${bytes} bytes in one call`);
  }
  return JSON.parse(text);
}

/**
 * @param {any} view
 * @param {() => number} pageTop where the page begins on the screen
 */
export function equip(view, pageTop) {
  const { setData } = view;
  view.setData = (/** @type {Record<string, any>} */ data, /** @type {any} */ done) => setData.call(view, carry(view, data), done);
  view.createSelectorQuery = () => createQuery(view, pageTop);
}

function createQuery(/** @type {any} */ view, /** @type {() => number} */ pageTop) {
  /** @type {{ selector: string, told: Function | undefined }[]} */
  const asked = [];
  const query = {
    select: (/** @type {string} */ selector) => ({
      boundingClientRect(/** @type {Function | undefined} */ told) {
        asked.push({ selector, told });
        return query;
      },
    }),
    exec(/** @type {Function | undefined} */ done) {
      // Answers come later: meanwhile the page may have changed or gone.
      requestAnimationFrame(() => {
        const answers = asked.map(({ selector }) => rectOf(view, selector, pageTop()));
        asked.forEach(({ told }, index) => told?.(answers[index]));
        done?.(answers);
      });
      return query;
    },
  };
  return query;
}

function rectOf(/** @type {any} */ view, /** @type {string} */ selector, /** @type {number} */ pageTop) {
  const found = view._$.getShadowRoot()?.querySelector(selector)?.$$;
  if (!found?.isConnected) {
    return null;
  }
  const { left, right, top, bottom, width, height } = found.getBoundingClientRect();
  return { left, right, top: top - pageTop, bottom: bottom - pageTop, width, height };
}
