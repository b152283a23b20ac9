/** What comes so soon should not flash grey before. */
const DELAY_MS = 150;

Component({
  data: { seen: false, rows: [1, 2, 3, 4, 5, 6] },
  lifetimes: {
    attached() {
      this.timer = setTimeout(() => this.setData({ seen: true }), DELAY_MS);
    },
    detached() {
      clearTimeout(this.timer);
    },
  },
});
