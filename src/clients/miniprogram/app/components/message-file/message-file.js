const { attempt, call, toast } = require('../../lib/ask');
const { sizeOf } = require('../../lib/format');
const { media } = require('../../lib/media');
const { t } = require('../../lib/strings');

/** What WeChat can show by itself. */
const DOCUMENTS = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf'];

/** A file by name and size; a tap opens those kinds that WeChat can show. */
Component({
  properties: { body: Object, upload: { type: Number, value: -1 } },
  data: { size: '' },
  observers: {
    'body.size'(size) {
      this.setData({ size: sizeOf(size) });
    },
  },
  methods: {
    async onTap() {
      const { body } = this.data;
      const fileType = (body.name || '').split('.').pop().toLowerCase();
      if (!DOCUMENTS.includes(fileType)) {
        toast(t('media.download'));
        return;
      }
      const url = await media(body.url);
      if (!url) {
        toast(t('media.failed'));
        return;
      }
      await attempt(async () => {
        wx.showLoading({ title: t('media.busy') });
        try {
          const { tempFilePath } = await call('downloadFile', { url });
          await call('openDocument', { filePath: tempFilePath, fileType, showMenu: true });
        } finally {
          wx.hideLoading();
        }
      });
    },
  },
});
