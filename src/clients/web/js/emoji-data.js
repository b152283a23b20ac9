/**
 * The emoji that one can choose from: each line is an emoji and the words that find it, in English and in Chinese. Loaded
 * when somebody opens the picker.
 *
 * @param {string} lines
 */
const set = (lines) => lines.trim().split('\n').map((line) => {
  const [emoji, ...words] = line.trim().split(' ');
  return { emoji, words: words.join(' ') };
});

export const EMOJI = {
  faces: set(`
    😀 grin smile happy 笑 开心
    😄 laugh smile happy 大笑 开心
    😁 beam grin teeth 咧嘴笑
    😆 squint laugh 大笑
    😅 sweat relief 尴尬 汗
    😂 joy tears laugh 笑哭
    🤣 rolling laugh 笑翻
    🙂 slight smile 微笑
    🙃 upside down irony 倒脸
    😉 wink 眨眼
    😊 blush smile 害羞 微笑
    😇 angel innocent 天使
    🥰 love hearts 喜爱
    😍 heart eyes love 花痴 爱
    🤩 star struck wow 惊艳
    😘 kiss 亲亲 飞吻
    😋 yum tasty 好吃
    😛 tongue 吐舌
    😜 wink tongue crazy 调皮
    🤪 zany crazy 疯狂
    🤗 hug 拥抱
    🤭 giggle oops 捂嘴笑
    🤫 quiet shush 嘘
    🤔 think hmm 思考
    🤐 zipped mouth secret 闭嘴
    😐 neutral 面无表情
    😑 expressionless 无语
    😶 speechless no mouth 沉默
    😏 smirk 得意
    🙄 roll eyes 白眼
    😬 grimace awkward 尴尬
    😌 relieved calm 放松
    😔 pensive sad 失落
    😴 sleep tired 睡觉
    🤤 drool 流口水
    😷 mask ill 口罩 生病
    🤒 fever ill 发烧
    🤧 sneeze cold 感冒
    🥵 hot heat 热
    🥶 cold freeze 冷
    🥴 dizzy woozy 晕
    🤯 mind blown 震惊
    🥳 party celebrate 庆祝
    😎 cool sunglasses 酷
    🤓 nerd glasses 书呆子
    😕 confused 困惑
    😟 worried 担心
    🙁 frown sad 难过
    😮 wow surprised 惊讶
    😳 flushed embarrassed 脸红
    🥺 please plead 求求
    😢 cry sad tear 哭
    😭 sob cry loud 大哭
    😱 scream fear 惊恐
    😞 disappointed 失望
    😓 sweat tired 汗
    😩 weary tired 累
    🥱 yawn bored 哈欠
    😤 huff proud 哼
    😡 angry mad 生气
    🤬 swear curse 骂人
    😈 devil naughty 恶魔
    💀 skull dead 骷髅 笑死
    💩 poop 便便
    🤡 clown 小丑
    👻 ghost 鬼
    👽 alien 外星人
    🤖 robot 机器人`),
  people: set(`
    👍 thumbs up yes good like 赞 好
    👎 thumbs down no bad 踩
    👌 ok fine 好的
    ✌️ victory peace 胜利
    🤞 fingers crossed luck 好运
    🤙 call me 打电话
    👈 left point 左
    👉 right point 右
    👆 up point 上
    👇 down point 下
    ✋ hand stop high five 手 停
    👋 wave hello bye 你好 再见
    👏 clap applause 鼓掌
    🙌 hooray hands 万岁
    🤝 handshake deal 握手
    🙏 thanks please pray 谢谢 拜托
    💪 strong muscle 加油 强壮
    ✊ fist 拳头
    👊 punch bump 击拳
    🫶 heart hands love 比心
    🤷 shrug dunno 耸肩 不知道
    🤦 facepalm 捂脸
    🙋 raise hand me 举手
    🙇 bow sorry 鞠躬 抱歉
    👀 eyes look 看
    🧠 brain mind 大脑
    👶 baby 宝宝
    👧 girl 女孩
    👦 boy 男孩
    👩 woman 女人
    👨 man 男人
    👵 grandma 奶奶
    👴 grandpa 爷爷
    👪 family 家庭
    💃 dance 跳舞
    🏃 run hurry 跑`),
  nature: set(`
    🐶 dog 狗
    🐱 cat 猫
    🐭 mouse 老鼠
    🐰 rabbit 兔子
    🦊 fox 狐狸
    🐻 bear 熊
    🐼 panda 熊猫
    🐯 tiger 老虎
    🦁 lion 狮子
    🐮 cow 牛
    🐷 pig 猪
    🐸 frog 青蛙
    🐵 monkey 猴子
    🐔 chicken 鸡
    🐧 penguin 企鹅
    🐦 bird 鸟
    🦄 unicorn 独角兽
    🐝 bee 蜜蜂
    🦋 butterfly 蝴蝶
    🐢 turtle 乌龟
    🐍 snake 蛇
    🐉 dragon 龙
    🐠 fish 鱼
    🐳 whale 鲸
    🌱 sprout plant 发芽
    🌲 tree 树
    🍀 clover luck 四叶草 幸运
    🌷 tulip flower 郁金香
    🌹 rose flower 玫瑰
    🌻 sunflower 向日葵
    🌸 blossom flower 樱花
    ☀️ sun sunny 太阳 晴
    🌙 moon night 月亮
    ⭐ star 星
    ☁️ cloud 云
    🌧️ rain 雨
    ❄️ snow 雪
    🌈 rainbow 彩虹
    🔥 fire hot 火
    💧 drop water 水`),
  food: set(`
    🍎 apple 苹果
    🍌 banana 香蕉
    🍉 watermelon 西瓜
    🍇 grapes 葡萄
    🍓 strawberry 草莓
    🍑 peach 桃
    🍋 lemon 柠檬
    🥑 avocado 牛油果
    🍅 tomato 番茄
    🌽 corn 玉米
    🌶️ chili hot 辣椒
    🍞 bread 面包
    🧀 cheese 奶酪
    🥚 egg 鸡蛋
    🍔 burger 汉堡
    🍟 fries 薯条
    🍕 pizza 披萨
    🌮 taco 玉米卷
    🥗 salad 沙拉
    🍜 noodles soup 面
    🍚 rice 米饭
    🍣 sushi 寿司
    🥟 dumpling 饺子
    🍲 hotpot stew 火锅
    🍰 cake 蛋糕
    🎂 birthday cake 生日 蛋糕
    🍦 ice cream 冰淇淋
    🍫 chocolate 巧克力
    🍿 popcorn 爆米花
    ☕ coffee tea 咖啡
    🍵 tea 茶
    🧋 bubble tea 奶茶
    🍺 beer 啤酒
    🍻 cheers beer 干杯
    🍷 wine 红酒
    🥂 toast champagne 香槟 干杯`),
  things: set(`
    🎉 party tada celebrate 庆祝 撒花
    🎊 confetti 彩球
    🎁 gift present 礼物
    🎈 balloon 气球
    🧧 red envelope 红包
    🏆 trophy win 奖杯
    🥇 gold medal first 金牌
    ⚽ football soccer 足球
    🏀 basketball 篮球
    🏓 table tennis 乒乓球
    🎮 game 游戏
    🎲 dice 骰子
    🎵 music note 音乐
    🎤 sing microphone 唱歌
    🎬 film movie 电影
    📷 camera photo 相机
    📱 phone mobile 手机
    💻 laptop computer 电脑
    ⌨️ keyboard 键盘
    💡 idea light 主意 灯
    📚 books 书
    ✏️ pencil write 铅笔
    📌 pin 图钉
    📎 paperclip 回形针
    📅 calendar date 日历
    ⏰ alarm clock 闹钟
    🔑 key 钥匙
    🔒 lock 锁
    🛒 cart shop 购物
    💰 money 钱
    ✈️ plane travel 飞机
    🚗 car 汽车
    🚄 train 火车
    🚲 bike 自行车
    🏠 home house 家
    🏖️ beach holiday 海滩 度假
    ⛰️ mountain hike 山
    🗺️ map 地图
    🚀 rocket launch 火箭
    🛠️ tools fix 工具`),
  signs: set(`
    ❤️ heart love red 爱心 爱
    🧡 orange heart 橙心
    💛 yellow heart 黄心
    💚 green heart 绿心
    💙 blue heart 蓝心
    💜 purple heart 紫心
    🖤 black heart 黑心
    🤍 white heart 白心
    💔 broken heart 心碎
    💕 hearts love 爱心
    💯 hundred perfect 满分
    ✅ check done yes 完成 对
    ❌ cross no wrong 错
    ❓ question 问号
    ❗ exclamation 感叹号
    ⚠️ warning 警告
    ⛔ stop no entry 禁止
    ♻️ recycle 循环
    💤 sleep zzz 睡
    💬 speech chat 聊天
    👑 crown king 皇冠
    💎 gem diamond 钻石
    ✨ sparkles shine 闪亮
    💥 boom 爆炸
    ⚡ lightning fast 闪电
    🎯 target goal 目标
    🆗 ok 好
    🆕 new 新
    🔝 top 顶
    ➕ plus 加
    ➖ minus 减
    🔴 red circle 红
    🟢 green circle 绿
    🔵 blue circle 蓝
    🏳️‍🌈 rainbow flag 彩虹旗
    🏁 finish flag 终点`),
};
