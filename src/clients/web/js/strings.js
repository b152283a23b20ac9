/** Every text of this client: [English, Chinese]. An English entry with a number may have a form for one. */
const TABLE = {
  'app.name': ['AkkaChat', 'AkkaChat'],
  'signin.title': ['Welcome to AkkaChat', '欢迎使用 AkkaChat'],
  'signin.hint': ['Choose the name that others will see.', '起一个别人能看到的名字。'],
  'signin.name': ['Your name', '你的名字'],
  'signin.submit': ['Start chatting', '开始聊天'],
  'signin.ended': ['Your session has ended. Please sign in again.', '登录已失效，请重新登录。'],
  'signout': ['Sign out', '退出登录'],
  'signout.ask': ['Sign out as {name}? A guest account can’t be signed in to again.', '以 {name} 的身份退出？访客账号退出后无法再次登录。'],
  'list.title': ['Chats', '聊天'],
  'list.empty': ['No chats yet', '还没有聊天'],
  'list.empty.hint': ['Say hello in the lobby, where everybody is, or create a room of your own.', '去大厅和大家打个招呼，或者创建自己的房间。'],
  'list.lobby': ['Join the lobby', '进入大厅'],
  'list.you': ['You', '你'],
  'list.draft': ['Draft', '草稿'],
  'list.none': ['No messages yet', '还没有消息'],
  'list.unread': [{ one: '{n} unread message', other: '{n} unread messages' }, '{n} 条未读消息'],
  'room.new': ['New room', '新建房间'],
  'room.new.name': ['Name', '名称'],
  'room.new.public': ['Anyone with the room id may join', '知道房间号的人都可以加入'],
  'room.new.submit': ['Create room', '创建房间'],
  'room.join': ['Join a room', '加入房间'],
  'room.join.id': ['Room id', '房间号'],
  'room.join.hint': ['Ask a member for it: it stands above the list of members.', '可向成员索取，它显示在成员列表上方。'],
  'room.join.submit': ['Join', '加入'],
  'room.leave': ['Leave room', '退出房间'],
  'room.leave.ask': ['Leave “{name}”? You’ll no longer get its messages.', '退出“{name}”？你将不再收到这里的消息。'],
  'room.leave.submit': ['Leave', '退出'],
  'room.left': ['You left “{name}”', '已退出“{name}”'],
  'room.copied': ['Room id copied', '房间号已复制'],
  'room.copy': ['Copy room id', '复制房间号'],
  'room.members': [{ one: '{n} member', other: '{n} members' }, '{n} 位成员'],
  'room.direct': ['Direct chat', '私聊'],
  'room.group': ['Room', '房间'],
  'members.title': ['Members', '成员'],
  'members.message': ['Message {name}', '给 {name} 发消息'],
  'members.more': ['Show more', '显示更多'],
  'members.you': ['{name} (you)', '{name}（你）'],
  'role.owner': ['Owner', '群主'],
  'role.member': ['Member', '成员'],
  'role.admin': ['Admin', '管理员'],
  'chat.none': ['Choose a chat to read it here', '选择一个聊天开始阅读'],
  'chat.none.hint': ['Or start something new.', '或者开始新的聊天。'],
  'chat.start': ['Nothing here yet', '这里还没有消息'],
  'chat.start.hint': ['Be the first to say something.', '来说第一句话吧。'],
  'chat.log': ['Messages', '消息'],
  'chat.unread': ['Unread messages', '以下为未读消息'],
  'chat.new': [{ one: '{n} new message', other: '{n} new messages' }, '{n} 条新消息'],
  'chat.end': ['Go to the newest message', '回到最新消息'],
  'chat.older': ['Loading earlier messages…', '正在加载更早的消息…'],
  'chat.older.failed': ['Earlier messages could not be loaded.', '更早的消息加载失败。'],
  'chat.gone': ['You are no longer in this room', '你已不在这个房间'],
  'chat.gone.hint': ['Join it again, or go on with another chat.', '可以重新加入，或继续其他聊天。'],
  'chat.gone.join': ['Join this room', '加入这个房间'],
  'compose.hint': ['Message', '输入消息'],
  'compose.send': ['Send', '发送'],
  'compose.editing': ['Editing a message', '正在编辑消息'],
  'compose.save': ['Save', '保存'],
  'compose.left': [{ one: '{n} character left', other: '{n} characters left' }, '还可输入 {n} 字'],
  'compose.over': [{ one: '{n} character too many', other: '{n} characters too many' }, '超出 {n} 字'],
  'message.menu': ['Message actions', '消息操作'],
  'message.copy': ['Copy text', '复制文字'],
  'message.copied': ['Copied', '已复制'],
  'message.edit': ['Edit', '编辑'],
  'message.recall': ['Recall', '撤回'],
  'message.edited': ['edited', '已编辑'],
  'message.recalled': ['A message was recalled', '一条消息已被撤回'],
  'message.recalled.you': ['You recalled a message', '你撤回了一条消息'],
  'message.recalled.by': ['{name} recalled a message', '{name} 撤回了一条消息'],
  'message.again': ['Edit again', '重新编辑'],
  'message.sending': ['Sending', '发送中'],
  'message.sent': ['Sent', '已发送'],
  'message.read': ['Read', '已读'],
  'message.failed': ['Not sent.', '未发送。'],
  'message.discard': ['Delete', '删除'],
  'retry': ['Try again', '重试'],
  'cancel': ['Cancel', '取消'],
  'close': ['Close', '关闭'],
  'back': ['Back to the list', '返回列表'],
  'theme.toggle': ['Switch between light and dark', '切换浅色与深色'],
  'language.toggle': ['切换到中文', 'Switch to English'],
  'language.short': ['中文', 'EN'],
  'bar.connecting': ['Connecting…', '正在连接…'],
  'bar.reconnecting': ['Reconnecting…', '正在重新连接…'],
  'bar.offline': ['You are offline. Messages go out as soon as you’re back.', '当前离线，消息会在恢复后发出。'],
  'stopped.replaced': ['AkkaChat is open elsewhere', 'AkkaChat 已在别处打开'],
  'stopped.replaced.hint': ['You can use it in one window at a time. This one has stopped; nothing was lost.', '同一时间只能在一个窗口中使用。这个窗口已停止，内容不会丢失。'],
  'stopped.use': ['Use it here', '在这里使用'],
  'stopped.banned': ['This account is blocked', '该账号已被封禁'],
  'stopped.banned.hint': ['Whoever runs this server has closed it for you. Ask them if you think that is a mistake.', '服务器管理者已停用你的账号。如有疑问请联系管理者。'],
  'stopped.other': ['The connection was closed', '连接已关闭'],
  'stopped.other.hint': ['The server ended it and asked not to come back by itself.', '服务器结束了连接，并要求不要自动重连。'],
  'stopped.again': ['Connect again', '重新连接'],
  'preview.image': ['Photo', '图片'],
  'preview.voice': ['Voice message', '语音'],
  'preview.video': ['Video', '视频'],
  'preview.file': ['File', '文件'],
  'preview.location': ['Location', '位置'],
  'preview.other': ['A message this version can’t show', '当前版本无法显示的消息'],
  'event.joined': ['{user} joined', '{user} 加入了房间'],
  'event.left': ['{user} left', '{user} 退出了房间'],
  'event.removed': ['{from} removed {user}', '{from} 移除了 {user}'],
  'event.invited': ['{from} invited {user}', '{from} 邀请了 {user}'],
  'event.role': ['{user} is now {role}', '{user} 现在是{role}'],
  'event.muted': ['{from} muted {user}', '{from} 禁言了 {user}'],
  'event.unmuted': ['{from} unmuted {user}', '{from} 解除了 {user} 的禁言'],
  'event.banned': ['{from} banned {user}', '{from} 封禁了 {user}'],
  'event.unbanned': ['{from} unbanned {user}', '{from} 解封了 {user}'],
  'event.others': [{ one: '{n} other', other: '{n} others' }, '另外 {n} 人'],
  'event.created': ['{from} created the room', '{from} 创建了房间'],
  'event.renamed': ['The room is now called “{name}”', '房间改名为“{name}”'],
  'event.announcement': ['{from} changed the announcement', '{from} 更新了公告'],
  'event.settings': ['{from} changed the settings', '{from} 更改了设置'],
  'event.dissolved': ['The room was dissolved', '房间已解散'],
  'person.unknown': ['Somebody', '某人'],
  'time.now': ['now', '刚刚'],
  'time.today': ['Today', '今天'],
  'time.yesterday': ['Yesterday', '昨天'],
  'error.network': ['The server can’t be reached. Check your connection.', '无法连接服务器，请检查网络。'],
  'error.offline': ['You are offline. Try again when you’re back.', '当前离线，恢复后再试。'],
  'error.disconnected': ['The connection was lost on the way.', '连接中断了。'],
  'error.timeout': ['The server took too long to answer.', '服务器响应超时。'],
  'error.unavailable': ['The server is busy right now.', '服务器暂时不可用。'],
  'error.internal': ['Something went wrong on the server.', '服务器出了点问题。'],
  'error.forbidden': ['You are not allowed to do that.', '你没有权限这样做。'],
  'error.not_found': ['There is no such room or person.', '没有这个房间或用户。'],
  'error.not_member': ['You are not in this room.', '你不在这个房间里。'],
  'error.already_exists': ['That already exists.', '已经存在。'],
  'error.muted': ['You can’t speak in this room for now.', '你暂时不能在这里发言。'],
  'error.banned': ['You are banned here.', '你已被封禁。'],
  'error.blocked': ['This person doesn’t take messages from you.', '对方不接收你的消息。'],
  'error.room_full': ['This room is full.', '房间已满。'],
  'error.too_large': ['That is too long.', '内容太长了。'],
  'error.rate_limited': ['Too fast. Wait a moment.', '操作太快，请稍候。'],
  'error.conflict': ['The message changed in the meantime.', '消息在此期间已被修改。'],
  'error.recall_expired': ['It’s too late to recall this message.', '超过时间，无法撤回。'],
  'error.content_rejected': ['This content is not allowed.', '内容不被允许。'],
  'error.unauthorized': ['You are not signed in.', '你尚未登录。'],
  'error.bad_frame': ['The server did not understand this.', '服务器无法理解该请求。'],
};

const KEY = 'akkachat.language';
export const languages = ['en', 'zh-CN'];

/** @returns {string} */
function stored() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

let index = Math.max(0, languages.indexOf(stored() || (navigator.language.startsWith('zh') ? 'zh-CN' : 'en')));

export const language = () => languages[index];

export function switchLanguage() {
  index = 1 - index;
  try {
    localStorage.setItem(KEY, languages[index]);
  } catch {
    // Not kept, but switched.
  }
}

/**
 * @param {string} key
 * @param {Record<string, any>} [values] `n` chooses the plural form
 */
export function t(key, values = {}) {
  const entry = /** @type {Record<string, any>} */ (TABLE)[key]?.[index] ?? key;
  const form = typeof entry === 'string' ? entry : entry[new Intl.PluralRules('en').select(values.n)] ?? entry.other;
  return form.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) =>
    name === 'n' ? values.n.toLocaleString(language()) : String(values[name] ?? ''));
}

/** @param {string} code */
export const sentence = (code) => (`error.${code}` in TABLE ? t(`error.${code}`) : t('error.internal'));
