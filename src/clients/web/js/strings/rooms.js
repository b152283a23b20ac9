/** Rooms and the people in them: [English, Chinese]. */
export const rooms = {
  'room.new': ['New group', '新建群聊'],
  'room.join': ['Join a group', '加入群聊'],
  'room.menu': ['What to do with this chat', '聊天操作'],
  'room.members': [{ one: '{n} member', other: '{n} members' }, '{n} 位成员'],
  'room.direct': ['Direct chat', '私聊'],
  'room.group': ['Group', '群聊'],
  'info.group': ['Group info', '群信息'],
  'info.direct': ['Chat info', '聊天信息'],
};
