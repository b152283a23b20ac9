/** Profile and settings: [English, Chinese]. */
export const settings = {
  'settings.title': ['Settings', '设置'],
};
