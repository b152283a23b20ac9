/** A view with nothing in it, or with a failure: a sentence and what to do next. */
Component({
  properties: { glyph: { type: String, value: 'chat' }, title: String, hint: String, code: String, action: String },
  methods: {
    onTap() {
      this.triggerEvent('action');
    },
  },
});
