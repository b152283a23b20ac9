import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../strings/index.js';

/**
 * Takes files that are dropped anywhere on a chat.
 *
 * @param {HTMLElement} target
 * @param {{ allowed(): boolean, drop(files: Iterable<File>): void }} options
 */
export function createDropZone(target, { allowed, drop }) {
  const element = h('div', { class: 'drop-zone', hidden: true, 'aria-hidden': 'true' }, icon('attach'), t('attach.drop'));
  /** Entering a child comes before leaving its parent. */
  let depth = 0;
  /** @param {DragEvent} event */
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files') ?? false;

  /** @type {Record<string, (event: any) => void>} */
  const on = {
    dragenter(event) {
      if (hasFiles(event)) {
        event.preventDefault();
        depth++;
        element.hidden = !allowed();
      }
    },
    dragover(event) {
      if (hasFiles(event)) {
        event.preventDefault();
        event.dataTransfer.dropEffect = allowed() ? 'copy' : 'none';
      }
    },
    dragleave(event) {
      if (hasFiles(event)) {
        depth = Math.max(0, depth - 1);
        element.hidden = depth === 0;
      }
    },
    drop(event) {
      depth = 0;
      element.hidden = true;
      if (hasFiles(event)) {
        event.preventDefault();
        allowed() && drop(event.dataTransfer.files);
      }
    },
  };
  Object.entries(on).forEach(([name, run]) => target.addEventListener(name, run));
  return { element, dispose: () => Object.entries(on).forEach(([name, run]) => target.removeEventListener(name, run)) };
}
