/**
 * Times and numbers, without Intl: not every phone's engine has it.
 */
const settings = require('./settings');
const { t } = require('./strings');

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK_DAYS = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (n) => String(n).padStart(2, '0');
const dayOf = (time) => new Date(time).setHours(0, 0, 0, 0);
const daysAgo = (time, now) => Math.round((dayOf(now) - dayOf(time)) / DAY);

function clockTime(time) {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function dateOf(time, now) {
  const date = new Date(time);
  const old = date.getFullYear() !== new Date(now).getFullYear();
  return settings.language === 'zh'
    ? `${old ? `${date.getFullYear()}年` : ''}${date.getMonth() + 1}月${date.getDate()}日`
    : `${date.getDate()} ${MONTHS[date.getMonth()]}${old ? ` ${date.getFullYear()}` : ''}`;
}

const weekDay = (time) => WEEK_DAYS[settings.language][new Date(time).getDay()];

/** When something last happened, for the list. */
function listTime(time, now = Date.now()) {
  if (!time) {
    return '';
  }
  const days = daysAgo(time, now);
  if (days <= 0) {
    return Math.abs(now - time) < MINUTE ? t('time.now') : clockTime(time);
  }
  return days === 1 ? t('time.yesterday') : days < 7 ? weekDay(time) : dateOf(time, now);
}

function dayName(time, now = Date.now()) {
  const days = daysAgo(time, now);
  if (days <= 1) {
    return days <= 0 ? t('time.today') : t('time.yesterday');
  }
  return days < 7 ? weekDay(time) : `${dateOf(time, now)} ${weekDay(time)}`;
}

const badge = (n) => (n > 99 ? '99+' : String(n));

function sizeOf(bytes) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  let n = bytes || 0;
  while (n >= 1024 && unit < units.length - 1) {
    n /= 1024;
    unit++;
  }
  return `${unit === 0 || n >= 10 ? Math.round(n) : n.toFixed(1)} ${units[unit]}`;
}

/** @param {number} ms */
function duration(ms) {
  const seconds = Math.max(1, Math.round((ms || 0) / 1000));
  return seconds < 60 ? `${seconds}″` : `${Math.floor(seconds / 60)}′${two(seconds % 60)}″`;
}

function listOf(names) {
  const comma = settings.language === 'zh' ? '、' : ', ';
  return names.length < 2 ? names.join('')
    : `${names.slice(0, -1).join(comma)}${settings.language === 'zh' ? '和' : ' and '}${names[names.length - 1]}`;
}

module.exports = { badge, clockTime, dayName, duration, listOf, listTime, sizeOf };
