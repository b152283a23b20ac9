/** One emoji as people see it each; those in front are used most. */
const EMOJIS = (
  '😀 😄 😁 😆 😅 🤣 😂 🙂 😉 😊 😇 🥰 😍 😘 😋 😜 🤪 🤗 🤭 🤔 😐 😶 🙄 😏 😴 😪 😷 🤒 🤯 🥳 😎 🤓 😕 😮 😳 🥺 😢 😭 😤 😡 🤬 😱 😨 😓 '
  + '👍 👎 👌 ✌️ 🤞 🤙 👈 👉 👆 👇 👋 👏 🙌 🙏 💪 🤝 ✍️ 👀 '
  + '❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 💢 💥 💦 💤 🔥 ✨ ⭐ 🎉 🎁 🏆 🎯 '
  + '🌹 🌸 🍀 ☀️ 🌙 🌈 ⚡ ❄️ 🐶 🐱 🐼 🐷 🍎 🍉 🍓 🍜 🍚 🥟 🍰 ☕ 🍵 🍺 🚗 ✈️ 🏠 💻 📱 📷 📎 📌 ✅ ❌ ❓ ❗').split(' ');

/** What a message is answered with most. */
const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🎉'];

module.exports = { EMOJIS, QUICK };
