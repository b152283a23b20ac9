const { EMOJIS } = require('../../lib/emojis');

Component({
  data: { emojis: EMOJIS },
  methods: {
    onEmoji(event) {
      this.triggerEvent('pick', { emoji: event.currentTarget.dataset.emoji });
    },
  },
});
