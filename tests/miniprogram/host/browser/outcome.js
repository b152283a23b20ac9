import { whenThawed } from './timers.js';

/**
 * One of WeChat's calls: tells its outcome to `success`, `fail` and `complete`, or by a promise if there is none of them.
 *
 * @param {string} api
 * @param {(options: any) => any} run gives what the outcome has besides errMsg, now or later; throws why it failed
 */
export const call = (api, run) => (/** @type {any} */ options = {}) => tell(api, options, Promise.resolve().then(() => run(options)));

export function tell(/** @type {string} */ api, /** @type {any} */ options, /** @type {Promise<any>} */ work) {
  const outcome = work.then(
    (more) => ({ errMsg: `${api}:ok`, ...more }),
    (failure) => { throw { errMsg: `${api}:fail ${failure.message}` }; });
  const { success, fail, complete } = options;
  if (!success && !fail && !complete) {
    return outcome;
  }
  void outcome.then(
    (result) => whenThawed(() => { success?.(result); complete?.(result); }),
    (result) => whenThawed(() => { fail?.(result); complete?.(result); }));
  return undefined;
}
