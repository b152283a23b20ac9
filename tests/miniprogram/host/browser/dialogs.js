/** WeChat's own dialogs. */

const TOAST_MS = 1_500;

function element(/** @type {string} */ tag, /** @type {string} */ className, /** @type {HTMLElement | null} */ parent, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  parent?.append(made);
  return made;
}

/** @returns {Promise<{ confirm: boolean, cancel: boolean, content?: string }>} */
export const showModal = (/** @type {any} */ {
  title = '', content = '', showCancel = true, cancelText = 'Cancel', confirmText = 'OK', confirmColor = '', editable = false, placeholderText = '',
}) => new Promise((resolve) => {
  for (const label of [cancelText, confirmText]) {
    if ([...label].reduce((sum, char) => sum + (char.charCodeAt(0) > 0xff ? 2 : 1), 0) > 8) {
      console.error(`showModal: “${label}” is too long for a button`);
    }
  }
  const shade = element('div', 'mp-shade', document.body);
  const modal = element('div', 'mp-modal', shade);
  if (title) {
    element('h3', '', modal, title);
  }
  const input = editable ? /** @type {HTMLTextAreaElement} */ (element('textarea', '', modal)) : null;
  if (input) {
    Object.assign(input, { value: content, placeholder: placeholderText, rows: 2 });
  } else {
    element('p', '', modal, content);
  }
  const buttons = element('div', '', modal);
  const button = (/** @type {string} */ label, /** @type {boolean} */ confirm, color = '') => {
    const made = element('button', confirm ? 'mp-confirm' : '', buttons, label);
    made.style.color = color;
    made.onclick = () => {
      shade.remove();
      resolve({ confirm, cancel: !confirm, ...(input && confirm ? { content: input.value } : {}) });
    };
  };
  if (showCancel) {
    button(cancelText, false);
  }
  button(confirmText, true, confirmColor);
});

/** @returns {Promise<{ tapIndex: number }>} */
export const showActionSheet = (/** @type {any} */ { itemList }) => new Promise((resolve, reject) => {
  if (itemList.length > 6) {
    console.error(`showActionSheet: ${itemList.length} items, and 6 are the most`);
  }
  const shade = element('div', 'mp-shade', document.body);
  const sheet = element('div', 'mp-sheet', shade);
  const button = (/** @type {string} */ label, /** @type {() => void} */ chosen) => {
    element('button', '', sheet, label).onclick = () => {
      shade.remove();
      chosen();
    };
  };
  itemList.forEach((/** @type {string} */ label, /** @type {number} */ tapIndex) => button(label, () => resolve({ tapIndex })));
  button('Cancel', () => reject(new Error('cancel')));
});

/** @type {HTMLElement | null} */
let toast = null;

export function hideToast() {
  toast?.remove();
  toast = null;
}

export function showToast(/** @type {any} */ { title, duration = TOAST_MS }) {
  hideToast();
  const shown = element('div', 'mp-toast', document.body, title);
  toast = shown;
  if (duration > 0) {
    setTimeout(() => shown.remove(), duration);
  }
}
