import { details } from './strings/details.js';
import { addTexts } from './strings/index.js';
import { loadStyle } from './styles.js';

// What all that is opened when it is asked for needs: its texts and its style. It waits for both.
addTexts(details);
await loadStyle('/css/info.css');
