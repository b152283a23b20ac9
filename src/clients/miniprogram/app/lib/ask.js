/** Questions and outcomes, by WeChat's own dialogs. */
const settings = require('./settings');
const { sentence, t } = require('./strings');

const call = (api, options = {}) => new Promise((resolve, reject) => {
  wx[api]({ ...options, success: resolve, fail: reject });
});

const isCancel = (failure) => /cancel/i.test((failure && failure.errMsg) || '');

/** @returns {Promise<boolean>} */
async function confirm(content, confirmText = t('common.ok'), bad = false) {
  const { confirm: yes } = await call('showModal', {
    content, confirmText: confirmText.slice(0, settings.language === 'zh' ? 4 : 8), cancelText: t('common.cancel'),
    ...(bad ? { confirmColor: settings.theme === 'dark' ? '#F87171' : '#DC2626' } : {}),
  });
  return yes;
}

/** @returns {Promise<string | null>} what was written; null if nothing was */
async function ask(title, placeholderText, content = '') {
  const answer = await call('showModal', {
    title, placeholderText, content, editable: true, confirmText: t('common.ok'), cancelText: t('common.cancel'),
  });
  return answer.confirm ? (answer.content || '').trim() : null;
}

/**
 * @template {{ label: string }} Item
 * @param {Item[]} items
 * @returns {Promise<Item | null>}
 */
async function choose(items) {
  try {
    const { tapIndex } = await call('showActionSheet', { itemList: items.map((item) => item.label) });
    return items[tapIndex];
  } catch (failure) {
    if (isCancel(failure)) {
      return null;
    }
    throw failure;
  }
}

const toast = (title) => wx.showToast({ title, icon: 'none' });

/** Says what went wrong: a sentence, and the code behind it. */
function complain(error) {
  const code = (error && error.code) || 'internal';
  wx.showModal({ content: `${sentence(code)}\n(${code})`, showCancel: false, confirmText: t('common.ok') });
}

/** Does something that may fail, and says so if it does. */
async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    if (!isCancel(error)) {
      complain(error);
    }
    return undefined;
  }
}

module.exports = { ask, attempt, call, choose, complain, confirm, isCancel, toast };
