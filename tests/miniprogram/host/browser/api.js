import * as dialogs from './dialogs.js';
import { systemTheme } from './frame.js';
import { addFile, fileAt, nextAnswer, permissions } from './files.js';
import { createPlayer, createRecorder, imageInfo } from './media.js';
import { network } from './network.js';
import { call } from './outcome.js';
import { onNeedPrivacyAuthorization, privately } from './privacy.js';
import { storage } from './storage.js';

/**
 * `wx`, as far as the program uses it, with WeChat's own limits. What it asks for besides is reported.
 *
 * @param {{
 *   options: any, pages: any, sockets: any, on: Record<string, Function[]>, log: { api: string, options: any }[],
 *   isTap: () => boolean, onRefreshed: () => void,
 * }} host
 */
export function createApi({ options: phone, pages, sockets, on, log, isTap, onRefreshed }) {
  const listen = (/** @type {string} */ event) => (/** @type {Function} */ listener) => void (on[event] ??= []).push(listener);
  const unlisten = (/** @type {string} */ event) => (/** @type {Function} */ listener) => {
    on[event] = (on[event] ?? []).filter((other) => other !== listener);
  };
  const noted = (/** @type {string} */ api) => call(api, (options) => void log.push({ api, options }));
  const asked = (/** @type {string} */ api) => call(api, async () => {
    await privately(api);
    return nextAnswer(api);
  });
  const files = (/** @type {any[]} */ chosen) => chosen.map(({ blob, name, ...more }) => ({ size: blob.size, name, path: addFile(blob, name), ...more }));

  const wx = {
    // Where it runs
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } }),
    getExtConfigSync: () => ({ server: phone.server }),
    getAppBaseInfo: () => ({ language: phone.language, theme: systemTheme(), fontSizeSetting: phone.fontSize, SDKVersion: '3.5.0' }),
    getWindowInfo: () => ({ windowWidth: innerWidth, windowHeight: pages.top.frame.body.clientHeight, pixelRatio: devicePixelRatio }),
    getUpdateManager: () => ({ onUpdateReady() {}, applyUpdate() {} }),
    onAppShow: listen('appShow'), onAppHide: listen('appHide'), onThemeChange: listen('theme'),
    onNetworkStatusChange: listen('network'), onNetworkWeakChange: listen('weak'),
    offNetworkWeakChange: unlisten('weak'),

    // The network
    ...network,
    connectSocket: sockets.connectSocket,
    login: call('login', () => ({ code: nextAnswer('login') })),

    // Pages and the bars around them
    navigateTo: call('navigateTo', ({ url }) => pages.navigateTo(url)),
    redirectTo: call('redirectTo', ({ url }) => pages.redirectTo(url)),
    reLaunch: call('reLaunch', ({ url }) => pages.reLaunch(url)),
    switchTab: call('switchTab', ({ url }) => pages.switchTab(url)),
    navigateBack: call('navigateBack', ({ delta = 1 }) => pages.back(delta)),
    setNavigationBarTitle: call('setNavigationBarTitle', ({ title }) => pages.top.frame.setTitle(title)),
    setNavigationBarColor: call('setNavigationBarColor', ({ frontColor, backgroundColor }) => {
      if (!['#ffffff', '#000000'].includes(frontColor)) {
        console.error(`setNavigationBarColor: ${frontColor} is neither #ffffff nor #000000`);
      }
      pages.top.frame.setBar(frontColor, backgroundColor);
    }),
    setBackgroundColor: call('setBackgroundColor', ({ backgroundColor }) => pages.top.frame.setGround(backgroundColor)),
    setTabBarStyle: call('setTabBarStyle', ({ color, selectedColor, backgroundColor }) => pages.styleTabs({ color, selectedColor, backgroundColor })),
    setTabBarItem: call('setTabBarItem', ({ index, text, iconPath, selectedIconPath }) => pages.setTab(index, { text, iconPath, selectedIconPath })),
    setTabBarBadge: call('setTabBarBadge', ({ index, text }) => pages.setTab(index, { badge: text })),
    removeTabBarBadge: call('removeTabBarBadge', ({ index }) => pages.setTab(index, { badge: '' })),
    stopPullDownRefresh: call('stopPullDownRefresh', () => onRefreshed()),

    // Dialogs
    showModal: call('showModal', dialogs.showModal),
    showActionSheet: call('showActionSheet', dialogs.showActionSheet),
    showToast: call('showToast', dialogs.showToast),
    showLoading: call('showLoading', ({ title }) => dialogs.showToast({ title, duration: 0 })),
    hideLoading: call('hideLoading', dialogs.hideToast),

    // What the phone keeps
    getStorageSync: storage.get,
    setStorageSync: storage.set,
    removeStorageSync: storage.remove,
    getStorageInfoSync: storage.info,
    setStorage: call('setStorage', ({ key, data }) => storage.set(key, data)),
    removeStorage: call('removeStorage', ({ key }) => storage.remove(key)),
    getFileSystemManager: () => ({
      getSavedFileList: call('getSavedFileList', () => ({ fileList: [] })),
      removeSavedFile: call('removeSavedFile', () => {}),
      getFileInfo: call('getFileInfo', ({ filePath }) => ({ size: fileAt(filePath).blob.size })),
    }),

    // What the phone has
    chooseMedia: call('chooseMedia', async () => {
      await privately('chooseMedia');
      return { tempFiles: files(nextAnswer('chooseMedia')).map(({ path, ...file }) => ({ ...file, tempFilePath: path })) };
    }),
    chooseMessageFile: call('chooseMessageFile', async () => {
      await privately('chooseMessageFile');
      return { tempFiles: files(nextAnswer('chooseMessageFile')) };
    }),
    chooseLocation: asked('chooseLocation'),
    getImageInfo: call('getImageInfo', ({ src }) => imageInfo(src)),
    getRecorderManager: createRecorder,
    createInnerAudioContext: createPlayer,
    setInnerAudioOption: noted('setInnerAudioOption'),
    getSetting: call('getSetting', () => ({ authSetting: permissions.granted() })),
    authorize: call('authorize', async ({ scope }) => {
      await privately('authorize');
      permissions.grant(scope);
    }),
    openSetting: noted('openSetting'),
    setClipboardData: call('setClipboardData', async ({ data }) => {
      await privately('setClipboardData');
      log.push({ api: 'setClipboardData', options: { data } });
    }),
    vibrateShort: noted('vibrateShort'),
    openLocation: noted('openLocation'), openDocument: noted('openDocument'),
    previewImage: noted('previewImage'), previewMedia: noted('previewMedia'),
    onNeedPrivacyAuthorization,
    openPrivacyContract: noted('openPrivacyContract'),
    requestSubscribeMessage(/** @type {any} */ options) {
      const tapped = isTap();
      return call('requestSubscribeMessage', ({ tmplIds }) => {
        if (!tapped) {
          throw new Error('can only be invoked by user TAP gesture.');
        }
        if (tmplIds.length === 0 || tmplIds.length > 3) {
          throw new Error('Templates count out of max bounds');
        }
        return Object.fromEntries(tmplIds.map((/** @type {string} */ id) => [id, 'accept']));
      })(options);
    },
  };
  return new Proxy(wx, {
    get(own, name) {
      if (typeof name === 'string' && !(name in own)) {
        console.error(`wx.${name} is nothing that this host knows`);
      }
      return /** @type {any} */ (own)[name];
    },
  });
}
