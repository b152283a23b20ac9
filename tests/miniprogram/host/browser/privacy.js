import { permissions } from './files.js';

/** @type {((resolve: (answer: any) => void, info: any) => void) | null} */
let listener = null;
/** Buttons for agreeing that were tapped. @type {Set<string>} */
const agreed = new Set();

export const onNeedPrivacyAuthorization = (/** @type {any} */ needed) => { listener = needed; };
export const tellAgreed = (/** @type {string} */ buttonId) => agreed.add(buttonId);

/** Waits until the person has agreed to the privacy guide; only the first time there is a question. */
export async function privately(/** @type {string} */ api) {
  if (permissions.granted().privacy) {
    return;
  }
  if (!listener) {
    throw new Error('api scope is not declared in the privacy agreement');
  }
  const answer = await new Promise((resolve) => listener?.(resolve, { referrer: api }));
  if (answer.event !== 'agree') {
    throw new Error('privacy permission is not authorized');
  }
  if (!agreed.has(answer.buttonId)) {
    console.error(`${api}: consent without a tap on the button “${answer.buttonId}”`);
  }
  permissions.grant('privacy');
}
