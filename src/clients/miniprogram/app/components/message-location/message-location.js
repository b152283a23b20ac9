/** A place; a tap opens WeChat's map. */
Component({
  properties: { body: Object },
  methods: {
    onTap() {
      const { lat, lng, name, address } = this.data.body;
      wx.openLocation({ latitude: lat, longitude: lng, name: name || '', address: address || '' });
    },
  },
});
