const { client } = require('../../lib/client');

/** A person or room: their picture, else initials on one of twelve hues. */
Component({
  properties: {
    hue: Number,
    initials: String,
    picture: String,
    presence: String,
    size: { type: Number, value: 48 },
  },
  data: { url: '', broken: false },
  observers: {
    async picture(picture) {
      if (!picture) {
        this.setData({ url: '', broken: false });
        return;
      }
      try {
        const url = await client.mediaUrl(picture);
        if (this.data.picture === picture) {
          this.setData({ url, broken: false });
        }
      } catch {
        // Initials stand in until the next time that this is drawn.
        if (this.data.picture === picture) {
          this.setData({ url: '' });
        }
      }
    },
  },
  methods: {
    onError() {
      this.setData({ broken: true });
    },
  },
});
