/** The list of chats: [English, Chinese]. */
export const list = {
  'list.title': ['Chats', '聊天'],
  'list.empty': ['No chats yet', '还没有聊天'],
  'list.empty.hint': ['Say hello in the lobby, where everybody is, or create a room of your own.', '去大厅和大家打个招呼，或者创建自己的房间。'],
  'list.lobby': ['Join the lobby', '进入大厅'],
  'list.you': ['You', '你'],
  'list.draft': ['Draft', '草稿'],
  'list.none': ['No messages yet', '还没有消息'],
  'list.unread': [{ one: '{n} unread message', other: '{n} unread messages' }, '{n} 条未读消息'],
  'preview.image': ['Photo', '图片'],
  'preview.voice': ['Voice message', '语音'],
  'preview.video': ['Video', '视频'],
  'preview.file': ['File', '文件'],
  'preview.location': ['Location', '位置'],
  'preview.other': ['A message this version can’t show', '当前版本无法显示的消息'],
};
